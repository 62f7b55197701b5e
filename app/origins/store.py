"""Write what a new document is to the known ones: origin, matters, relations, counts.

Two indexed look-ups bring the near-duplicates and the matters that the document touches; the rest
is computed here and written with the document, in its transaction. A lock lets one writer relate
at a time, so that two copies arriving together still find each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, LiteralString

import orjson
import psycopg

from app.origins.assertion import Assertion, Source
from app.origins.matters import Member, origins
from app.origins.relations import Relation, relations
from app.origins.signature import REACH_DAYS, Report, Signature, is_copy

Connection = psycopg.Connection[Any]
Row = tuple[Any, ...]

LOCK: LiteralString = "SELECT pg_advisory_xact_lock(20250924)"

NEAR: LiteralString = """
WITH shared AS (
    SELECT document_id, count(*) AS bands FROM document_band
    WHERE band = ANY(%(bands)s) AND (%(published)s::date IS NULL OR day IS NULL
        OR day BETWEEN %(published)s::date - %(reach)s AND %(published)s::date + %(reach)s)
    GROUP BY document_id ORDER BY bands DESC, document_id LIMIT 16)
SELECT s.document_id, d.origin_id, s.signature, d.published, o.slug,
    ARRAY(SELECT DISTINCT place_id FROM mention m WHERE m.document_id = s.document_id
        AND m.place_id IS NOT NULL AND m.recorded_to IS NULL)
FROM shared JOIN document_signature s USING (document_id) JOIN document d ON d.id = s.document_id
LEFT JOIN outlet o ON o.id = d.publisher_id
"""

_MEMBER: LiteralString = """
SELECT m.id, m.place_id, m.topic, m.anchor, mc.claim_id, mc.document_id, d.origin_id,
    mc.claim_type, mc.stance, mc.claimant, mc.claimant_named, mc.carrier, mc.wording, mc.day,
    mc.said
FROM matter m JOIN matter_claim mc ON mc.matter_id = m.id AND mc.recorded_to IS NULL
JOIN document d ON d.id = mc.document_id
"""
MATTERS: LiteralString = f"""{_MEMBER} WHERE m.id IN (SELECT known.id
    FROM json_to_recordset(%(wanted)s::json) AS w(place_id text, topic text, day date, reach int)
    JOIN matter known ON known.place_id = w.place_id AND known.topic = w.topic
        AND known.anchor BETWEEN w.day - w.reach AND w.day + w.reach
    WHERE known.recorded_to IS NULL)
ORDER BY m.id, mc.claim_id"""  # noqa: S608 (our own text)
_OF_MATTERS: LiteralString = f"{_MEMBER} WHERE m.id = ANY(%(matters)s) ORDER BY m.id, mc.claim_id"

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
_NEW_MATTERS: LiteralString = """
INSERT INTO matter (id, place_id, topic, anchor, rule)
SELECT id, place_id, topic, anchor, 'one topic at one place within a window'
FROM json_to_recordset(%(matters)s::json) AS r(id bigint, place_id text, topic text, anchor date)
"""
_MEMBERS: LiteralString = """
INSERT INTO matter_claim (matter_id, claim_id, document_id, claim_type, stance, claimant,
    claimant_named, carrier, wording, day, said, rule)
SELECT matter, claim, %(document)s, claim_type, stance, claimant, named, carrier, wording, day,
    said, 'topic, place and day'
FROM json_to_recordset(%(members)s::json) AS r(matter bigint, claim bigint, claim_type text,
    stance text, claimant text, named bool, carrier text, wording text, day date, said date)
"""
_SPAN: LiteralString = """jsonb_build_object('document_id', {0}c.document_id,
    'sentence', jsonb_build_object('start', {0}.quote_start, 'end', {0}.quote_end),
    'head', jsonb_build_object('text', {0}.head, 'start', {0}.head_start, 'end', {0}.head_end))"""
_RELATIONS: LiteralString = (
    """
INSERT INTO claim_relation (from_claim_id, to_claim_id, type, rule, evidence)
SELECT r.source, r.target, r.type, r.rule, r.why || jsonb_build_object('from', """
    + _SPAN.replace("{0}", "f")
    + ", 'to', "
    + _SPAN.replace("{0}", "t")
    + """)
FROM json_to_recordset(%(relations)s::json) AS r(source bigint, target bigint, type text,
    rule text, why jsonb)
JOIN claim_version f ON f.claim_id = r.source AND f.recorded_to IS NULL
JOIN claim fc ON fc.id = r.source
JOIN claim_version t ON t.claim_id = r.target AND t.recorded_to IS NULL
JOIN claim tc ON tc.id = r.target
ON CONFLICT DO NOTHING
"""
)
_COUNTS: LiteralString = """
WITH counted AS MATERIALIZED (
    SELECT matter, stance, origins, (SELECT count(*) FROM document_copy dc
        WHERE dc.document_id = ANY(r.documents)) AS documents
    FROM json_to_recordset(%(counts)s::json)
        AS r(matter bigint, stance text, origins int, documents bigint[]))
UPDATE claim_feature f SET origin_count = c.origins, document_count = c.documents
FROM counted c JOIN matter m ON m.id = c.matter
JOIN matter_claim mc ON mc.matter_id = c.matter AND mc.stance = c.stance
    AND mc.recorded_to IS NULL
WHERE f.claim_id = mc.claim_id AND f.place_id = m.place_id AND f.recorded_to IS NULL
    AND (f.origin_count, f.document_count) IS DISTINCT FROM (c.origins, c.documents::int)
"""


@dataclass(frozen=True, slots=True)
class Relatable:
    """What a document brings to be related; made by the extracting process."""

    signature: Signature | None = None
    places: frozenset[str] = frozenset()
    assertions: tuple[Assertion, ...] = ()
    reactions: tuple[Relation, ...] = ()

    def asked(self, published: date | None) -> dict[str, Any]:
        """Return the parameters of ``NEAR`` and ``MATTERS``."""
        wanted = {(a.place_id, a.topic, a.day, a.reach) for a in self.assertions}
        names = ("place_id", "topic", "day", "reach")
        return {
            "bands": self.signature.bands() if self.signature else [],
            "published": published,
            "reach": REACH_DAYS,
            "wanted": _json(dict(zip(names, row, strict=True)) for row in sorted(wanted)),
        }


@dataclass(slots=True)
class _Matter:
    id: int
    place_id: str
    topic: str
    anchor: date
    members: list[Member] = field(default_factory=list)
    new: list[int] = field(default_factory=list)


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


def relate(
    connection: Connection,
    document: Mapping[str, Any],
    relatable: Relatable,
    copies: Copies,
    known: Iterable[Row],
) -> None:
    """Write what relates a document, whose rows are written already.

    ``document`` has ``document`` (id), ``published``, ``claim_ids`` and ``matter_ids`` (as many
    reserved ids as there are assertions); ``known`` are the rows of ``MATTERS``.
    """
    matters = _matters(known, copies)
    touched = _join(matters, relatable.assertions, document, copies.origin)
    _write_origin(connection, document, relatable.signature, copies)
    _write_matters(connection, document, relatable.assertions, touched)
    ids = document["claim_ids"]
    found = [
        replace(made, from_claim=ids[made.from_claim - 1], to_claim=ids[made.to_claim - 1])
        for made in relatable.reactions
    ]
    for matter in {m.id: m for m in touched}.values():
        found += relations(matter.topic, matter.members, matter.new)
    if found:
        connection.execute(_RELATIONS, {"relations": _json(map(_relation_row, found))})
    stances = {
        (m.id, member.stance) for m in touched for member in m.members if member.claim_id in m.new
    }
    _write_counts(connection, {m.id: m for m in touched}.values(), stances)
    if copies.merged:
        recount(connection, _matters_of_origin(connection, copies.origin))


def recount_document(connection: Connection, document: int) -> None:
    """Bring the counts of a document's features up to date after a further copy of it."""
    found = connection.execute(
        "SELECT DISTINCT matter_id FROM matter_claim WHERE document_id = %s"
        " AND recorded_to IS NULL",
        [document],
    )
    recount(connection, [int(row[0]) for row in found])


def recount(connection: Connection, matters: Sequence[int]) -> None:
    """Count origins and documents of ``matters`` (ids) anew."""
    if not matters:
        return
    known = _matters(connection.execute(_OF_MATTERS, {"matters": list(matters)}), None)
    _write_counts(connection, known, None)


def _matters_of_origin(connection: Connection, origin: int) -> list[int]:
    found = connection.execute(
        "SELECT DISTINCT mc.matter_id FROM document d JOIN matter_claim mc"
        " ON mc.document_id = d.id AND mc.recorded_to IS NULL WHERE d.origin_id = %s",
        [origin],
    )
    return [int(row[0]) for row in found]


def _matters(rows: Iterable[Row], copies: Copies | None) -> list[_Matter]:
    found: dict[int, _Matter] = {}
    for id_, place, topic, anchor, claim, document, origin, kind, stance, *rest in rows:
        claimant, named, carrier, wording, day, said = rest
        if copies is not None and origin in copies.merged:
            origin = copies.origin  # noqa: PLW2901 (as it will be when this is committed)
        matter = found.setdefault(id_, _Matter(id_, place, topic, anchor))
        source = Source(claimant, named, carrier, wording)
        matter.members.append(Member(claim, document, origin, kind, stance, source, day, said))
    return list(found.values())


def _join(
    matters: list[_Matter],
    assertions: Sequence[Assertion],
    document: Mapping[str, Any],
    origin: int,
) -> list[_Matter]:
    """Put each assertion into the nearest matter, or a new one; return these, one for each."""
    by_question: dict[tuple[str, str], list[_Matter]] = defaultdict(list)
    for matter in matters:
        by_question[matter.place_id, matter.topic].append(matter)
    touched, spare = [], iter(document["matter_ids"])
    for made in assertions:
        open_ = [
            m
            for m in by_question[made.place_id, made.topic]
            if abs((m.anchor - made.day).days) <= made.reach
        ]
        if open_:
            matter = min(open_, key=lambda m: (abs((m.anchor - made.day).days), m.id))
        else:
            matter = _Matter(next(spare), made.place_id, made.topic, made.day)
            by_question[made.place_id, made.topic].append(matter)
        claim = document["claim_ids"][made.claim - 1]
        matter.new.append(claim)
        matter.members.append(
            Member(
                claim,
                document["document"],
                origin,
                made.claim_type,
                made.stance,
                made.source,
                made.day,
                made.said,
            )
        )
        touched.append(matter)
    return touched


def _write_origin(
    connection: Connection,
    document: Mapping[str, Any],
    signature: Signature | None,
    copies: Copies,
) -> None:
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


def _write_matters(
    connection: Connection,
    document: Mapping[str, Any],
    assertions: Sequence[Assertion],
    touched: Sequence[_Matter],
) -> None:
    if not assertions:
        return
    reserved = set(document["matter_ids"])
    new = {matter.id: matter for matter in touched if matter.id in reserved}
    if new:
        rows = (
            {"id": m.id, "place_id": m.place_id, "topic": m.topic, "anchor": m.anchor}
            for m in new.values()
        )
        connection.execute(_NEW_MATTERS, {"matters": _json(rows)})
    members = (
        {
            "matter": matter.id,
            "claim": document["claim_ids"][made.claim - 1],
            "claim_type": made.claim_type,
            "stance": made.stance,
            "claimant": made.source.claimant,
            "named": made.source.named,
            "carrier": made.source.carrier,
            "wording": made.source.wording,
            "day": made.day,
            "said": made.said,
        }
        for made, matter in zip(assertions, touched, strict=True)
    )
    values = {"members": _json(members), "document": document["document"]}
    connection.execute(_MEMBERS, values)


def _write_counts(
    connection: Connection, matters: Iterable[_Matter], stances: set[tuple[int, str]] | None
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
        connection.execute(_COUNTS, {"counts": _json(rows)})


def _relation_row(made: Relation) -> dict[str, Any]:
    return {
        "source": made.from_claim,
        "target": made.to_claim,
        "type": made.type,
        "rule": made.rule,
        "why": made.why,
    }


def _json(rows: Iterable[Mapping[str, Any]]) -> str:
    return orjson.dumps(list(rows)).decode()
