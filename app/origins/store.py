"""Write what a new document is to the known ones: origin, matters, relations, counts.

Two indexed look-ups bring the near-duplicates and the matters that the document touches; the rest
is computed here and written with the document, in its transaction. A lock lets one writer relate
at a time, so that two copies arriving together still find each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, LiteralString

from app.origins.assertion import Assertion
from app.origins.copies import Copies, write_origin
from app.origins.counts import recount_origin, write_counts
from app.origins.matter_rows import join, read_matters, write_matters
from app.origins.relations import Relation, relations
from app.origins.rows import Connection, Row, json_rows
from app.origins.signature import REACH_DAYS, Signature

LOCK: LiteralString = "SELECT pg_advisory_xact_lock(20250924)"
# OFFSET 0, as in app/origins/matter_rows.py: by index, whatever the statistics say.
_VERSION: LiteralString = """SELECT version.*,
        (SELECT document_id FROM claim WHERE claim.id = version.claim_id) AS document_id
    FROM (SELECT * FROM claim_version WHERE claim_id = {0} OFFSET 0) version
    WHERE recorded_to IS NULL"""
_SPAN: LiteralString = """jsonb_build_object('document_id', {0}.document_id,
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
CROSS JOIN LATERAL ("""
    + _VERSION.replace("{0}", "r.source")
    + """) f
CROSS JOIN LATERAL ("""
    + _VERSION.replace("{0}", "r.target")
    + """) t
ON CONFLICT DO NOTHING
"""
)


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
            "wanted": json_rows(dict(zip(names, row, strict=True)) for row in sorted(wanted)),
        }


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
    matters = read_matters(known, copies)
    touched = join(matters, relatable.assertions, document, copies.origin)
    write_origin(connection, document, relatable.signature, copies)
    write_matters(connection, document, relatable.assertions, touched)
    ids = document["claim_ids"]
    found = [
        replace(made, from_claim=ids[made.from_claim - 1], to_claim=ids[made.to_claim - 1])
        for made in relatable.reactions
    ]
    for matter in {m.id: m for m in touched}.values():
        found += relations(matter.topic, matter.members, matter.new)
    if found:
        connection.execute(_RELATIONS, {"relations": json_rows(map(_relation_row, found))})
    stances = {
        (m.id, member.stance) for m in touched for member in m.members if member.claim_id in m.new
    }
    write_counts(connection, {m.id: m for m in touched}.values(), stances)
    if copies.merged:
        recount_origin(connection, copies.origin)


def _relation_row(made: Relation) -> dict[str, Any]:
    return {
        "source": made.from_claim,
        "target": made.to_claim,
        "type": made.type,
        "rule": made.rule,
        "why": made.why,
    }
