"""Documents in the database: which are known, and further appearances of a known text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, LiteralString

import psycopg

from app.db.version import BUMP_DATA_VERSION
from app.origins.counts import recount_document
from app.origins.store import LOCK

# A known side or kind completes an unknown one; otherwise what came first stays.
UPSERT_OUTLETS: LiteralString = """
INSERT INTO outlet AS o (slug, name, side, kind)
SELECT slug, name, side, kind
FROM json_to_recordset(%(outlet)s::json) AS r(slug text, name text, side text, kind text)
WHERE NOT EXISTS (SELECT FROM outlet AS known WHERE known.slug = r.slug
    AND (known.side <> 'unknown' OR r.side = 'unknown')
    AND (known.kind IS NOT NULL OR r.kind IS NULL))
ON CONFLICT (slug) DO UPDATE SET
    side = CASE WHEN o.side = 'unknown' THEN excluded.side ELSE o.side END,
    kind = coalesce(o.kind, excluded.kind)
"""

INSERT_COPY: LiteralString = """
INSERT INTO document_copy
    (document_id, publisher_id, url, title, published, fetched_at, source_id, metadata)
VALUES (%(document)s, (SELECT id FROM outlet WHERE slug = %(publisher_slug)s), %(url)s, %(title)s,
    %(published)s, %(fetched_at)s, %(source_id)s, %(metadata)s::jsonb)
ON CONFLICT (document_id, publisher_id, md5(url)) DO NOTHING
"""

_RECOUNT: LiteralString = """
UPDATE claim_feature SET document_count =
    (SELECT count(*) FROM document_copy WHERE document_id = %(document)s)
WHERE document_id = %(document)s AND recorded_to IS NULL
"""


def known_documents(connection: psycopg.Connection[Any], digests: Sequence[str]) -> dict[str, int]:
    """Return the ids of those documents whose text has one of ``digests`` (SHA-256, hex)."""
    found = connection.execute(
        "SELECT sha256, id FROM document WHERE sha256 = ANY(%s)", [list(digests)]
    )
    return {str(sha256): int(id_) for sha256, id_ in found}


def add_copy(connection: psycopg.Connection[Any], document: int, row: dict[str, Any]) -> bool:
    """Record that a stored text also appeared elsewhere, in a transaction of its own.

    ``row`` is what ``copy_row`` makes. Returns False when the publisher and URL were
    known already: then nothing is changed.
    """
    values = row | {"document": document}
    with connection.transaction():
        connection.execute(LOCK)
        if row["publisher"]:
            connection.execute(
                """INSERT INTO outlet (slug, name, side, kind)
                VALUES (%(publisher_slug)s, %(publisher)s, %(publisher_side)s, %(publisher_kind)s)
                ON CONFLICT (slug) DO NOTHING""",
                values,
            )
        if not connection.execute(INSERT_COPY, values).rowcount:
            return False
        connection.execute(_RECOUNT, values)
        recount_document(connection, document)
        connection.execute(BUMP_DATA_VERSION)
        return True
