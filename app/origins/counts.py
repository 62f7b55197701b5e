"""Counts of origins and documents that each feature of the flat layer carries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import LiteralString

from app.origins.matter_rows import OF_MATTERS, Matter, read_matters
from app.origins.matters import Member, origins
from app.origins.rows import Connection, json_rows

# OFFSET 0, as in app/origins/matter_rows.py: by index, whatever the statistics say.
_COUNTS: LiteralString = """
WITH counted AS MATERIALIZED (
    SELECT matter, stance, origins, (SELECT count(*) FROM document_copy dc
        WHERE dc.document_id = ANY(r.documents)) AS documents
    FROM json_to_recordset(%(counts)s::json)
        AS r(matter bigint, stance text, origins int, documents bigint[]))
UPDATE claim_feature f SET origin_count = c.origins, document_count = c.documents
FROM (SELECT now.id, counted.origins, counted.documents FROM counted
    CROSS JOIN LATERAL (SELECT claim_id,
        (SELECT place_id FROM matter WHERE matter.id = counted.matter) AS place_id
        FROM matter_claim WHERE matter_id = counted.matter AND stance = counted.stance
        AND recorded_to IS NULL OFFSET 0) mc
    CROSS JOIN LATERAL (SELECT * FROM claim_feature WHERE claim_id = mc.claim_id OFFSET 0) now
    WHERE now.place_id = mc.place_id AND now.recorded_to IS NULL
        AND (now.origin_count, now.document_count)
        IS DISTINCT FROM (counted.origins, counted.documents::int)) c
WHERE f.id = c.id
"""


def recount_document(connection: Connection, document: int) -> None:
    """Bring the counts of a document's features up to date after a further copy of it."""
    found = connection.execute(
        "SELECT DISTINCT matter_id FROM matter_claim WHERE document_id = %s"
        " AND recorded_to IS NULL",
        [document],
    )
    _recount(connection, [int(row[0]) for row in found])


def recount_origin(connection: Connection, origin: int) -> None:
    """Bring the counts up to date after other origins were merged into this one."""
    found = connection.execute(
        "SELECT DISTINCT mc.matter_id FROM document d JOIN matter_claim mc"
        " ON mc.document_id = d.id AND mc.recorded_to IS NULL WHERE d.origin_id = %s",
        [origin],
    )
    _recount(connection, [int(row[0]) for row in found])


def write_counts(
    connection: Connection, matters: Iterable[Matter], stances: set[tuple[int, str]] | None
) -> None:
    """Write the counts of ``stances`` (matter id, stance), or of all; one document needs none."""
    rows = []
    for matter in matters:
        by_stance: dict[str, list[Member]] = defaultdict(list)
        for member in matter.members:
            by_stance[member.stance].append(member)
        for stance, members in by_stance.items():
            documents = sorted({member.document_id for member in members})
            if stances is None or ((matter.id, stance) in stances and len(documents) > 1):
                rows.append(
                    {
                        "matter": matter.id,
                        "stance": stance,
                        "origins": len(origins(members)),
                        "documents": documents,
                    }
                )
    if rows:
        connection.execute(_COUNTS, {"counts": json_rows(rows)})


def _recount(connection: Connection, matters: Sequence[int]) -> None:
    """Count origins and documents of ``matters`` (ids) anew."""
    if not matters:
        return
    known = read_matters(connection.execute(OF_MATTERS, {"matters": list(matters)}), None)
    write_counts(connection, known, None)
