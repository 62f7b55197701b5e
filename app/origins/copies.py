"""Which stored documents a new one retells, and the origin that they share from then on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, LiteralString

from app.origins.rows import Connection, Row
from app.origins.signature import Report, Signature, is_copy

# OFFSET 0, as in app/origins/matter_rows.py: by index, whatever the statistics say.
NEAR: LiteralString = """
WITH shared AS (
    SELECT document_id, count(*) AS bands FROM unnest(%(bands)s::bigint[]) AS wanted(hash)
    CROSS JOIN LATERAL (SELECT document_id FROM document_band WHERE band = wanted.hash
        AND (%(published)s::date IS NULL OR day IS NULL
        OR day BETWEEN %(published)s::date - %(reach)s AND %(published)s::date + %(reach)s)
        OFFSET 0) met
    GROUP BY document_id ORDER BY bands DESC, document_id LIMIT 16)
SELECT shared.document_id, d.origin_id, s.signature, d.published,
    (SELECT slug FROM outlet o WHERE o.id = d.publisher_id),
    ARRAY(SELECT DISTINCT place_id FROM (SELECT place_id, recorded_to FROM mention
        WHERE document_id = shared.document_id OFFSET 0) named
        WHERE place_id IS NOT NULL AND recorded_to IS NULL)
FROM shared
CROSS JOIN LATERAL (SELECT signature FROM document_signature
    WHERE document_id = shared.document_id OFFSET 0) s
CROSS JOIN LATERAL (SELECT origin_id, published, publisher_id FROM document
    WHERE id = shared.document_id OFFSET 0) d
"""
_MOVE: LiteralString = """
WITH moved AS (UPDATE document SET origin_id = %(origin)s WHERE origin_id = ANY(%(merged)s))
UPDATE origin SET evidence = evidence || jsonb_build_object('merged_into', %(origin)s::bigint)
WHERE id = ANY(%(merged)s)
"""
_CLUSTER: LiteralString = """
UPDATE origin SET method = 'near_duplicate' WHERE id = %(origin)s AND method = 'single'
"""
_SIGNATURE: LiteralString = """
INSERT INTO document_signature (document_id, signature, shingles, like_document_id, similarity)
VALUES (%(document)s, %(minima)s, %(shingles)s, %(like)s, %(similarity)s)
"""
_BANDS: LiteralString = """
INSERT INTO document_band (band, document_id, day)
SELECT DISTINCT unnest(%(bands)s::bigint[]), %(document)s::bigint, %(published)s::date
"""


@dataclass(frozen=True, slots=True)
class Copies:
    """The known documents that the new one retells: its ``origin``, those to be merged into it."""

    origin: int
    merged: tuple[int, ...]
    like: int | None
    similarity: float | None

    @classmethod
    def among(cls, rows: Iterable[Row], report: Report | None, reserved: int) -> Copies:
        """Choose from the rows of ``NEAR``; the oldest origin stays when several are bridged."""
        found = []
        for document, origin, minima, published, publisher, places in rows if report else ():
            other = Report(bytes(minima), published, publisher, frozenset(places))
            assert report is not None
            if (alike := is_copy(report, other)) is not None:
                found.append((-alike, int(document), int(origin)))
        if not found:
            return cls(reserved, (), None, None)
        best = min(found)
        clusters = sorted({origin for _, _, origin in found})
        return cls(clusters[0], tuple(clusters[1:]), best[1], -best[0])


def write_origin(
    connection: Connection,
    document: Mapping[str, Any],
    signature: Signature | None,
    copies: Copies,
) -> None:
    """Merge the origins that the document bridges, and write its signature."""
    if copies.merged:
        values = {"origin": copies.origin, "merged": list(copies.merged)}
        connection.execute(_MOVE, values)
    if copies.like is not None:
        connection.execute(_CLUSTER, {"origin": copies.origin})
    if signature is None:
        return
    values = {
        "document": document["document"],
        "published": document["published"],
        "minima": signature.minima,
        "shingles": signature.shingles,
        "bands": signature.bands(),
        "like": copies.like,
        "similarity": copies.similarity,
    }
    connection.execute(_SIGNATURE, values)
    connection.execute(_BANDS, values)
