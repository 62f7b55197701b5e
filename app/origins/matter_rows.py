"""Matters as stored: read those that a new document touches, join its claims, write them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, LiteralString

from app.origins.assertion import Assertion, Source
from app.origins.copies import Copies
from app.origins.matters import Member
from app.origins.rows import Connection, Row, json_rows

# A table that grows by the second has old statistics, and a planner that believes them reads it
# whole. OFFSET 0 leaves it one way: from each matter to its members, by index.
_MEMBERS_OF: LiteralString = """
SELECT m.id, m.place_id, m.topic, m.anchor, mc.claim_id, mc.document_id,
    (SELECT origin_id FROM document d WHERE d.id = mc.document_id),
    mc.claim_type, mc.stance, mc.claimant, mc.claimant_named, mc.carrier, mc.wording, mc.day,
    mc.said
FROM ({matters}) m CROSS JOIN LATERAL (SELECT * FROM matter_claim
    WHERE matter_id = m.id AND recorded_to IS NULL OFFSET 0) mc
ORDER BY m.id, mc.claim_id
"""
MATTERS: LiteralString = _MEMBERS_OF.replace(
    "{matters}",
    """SELECT DISTINCT known.id, known.place_id, known.topic, known.anchor
    FROM json_to_recordset(%(wanted)s::json) AS w(place_id text, topic text, day date, reach int)
    CROSS JOIN LATERAL (SELECT * FROM matter WHERE matter.place_id = w.place_id
        AND matter.topic = w.topic AND matter.recorded_to IS NULL
        AND matter.anchor BETWEEN w.day - w.reach AND w.day + w.reach OFFSET 0) known""",
)
OF_MATTERS: LiteralString = _MEMBERS_OF.replace(
    "{matters}", "SELECT * FROM matter WHERE id = ANY(%(matters)s) OFFSET 0"
)
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


@dataclass(slots=True)
class Matter:
    """A stored matter or a new one, with all its members; ``new`` are those that come now."""

    id: int
    place_id: str
    topic: str
    anchor: date
    members: list[Member] = field(default_factory=list)
    new: list[int] = field(default_factory=list)


def read_matters(rows: Iterable[Row], copies: Copies | None) -> list[Matter]:
    """Return the matters of the rows of ``MATTERS``, their origins as ``copies`` merge them."""
    found: dict[int, Matter] = {}
    for id_, place, topic, anchor, claim, document, origin, kind, stance, *rest in rows:
        claimant, named, carrier, wording, day, said = rest
        if copies is not None and origin in copies.merged:
            origin = copies.origin  # noqa: PLW2901 (as it will be when this is committed)
        matter = found.setdefault(id_, Matter(id_, place, topic, anchor))
        source = Source(claimant, named, carrier, wording)
        matter.members.append(Member(claim, document, origin, kind, stance, source, day, said))
    return list(found.values())


def join(
    matters: list[Matter],
    assertions: Sequence[Assertion],
    document: Mapping[str, Any],
    origin: int,
) -> list[Matter]:
    """Put each assertion into the nearest matter, or a new one; return these, one for each."""
    by_question: dict[tuple[str, str], list[Matter]] = defaultdict(list)
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
            matter = Matter(next(spare), made.place_id, made.topic, made.day)
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


def write_matters(
    connection: Connection,
    document: Mapping[str, Any],
    assertions: Sequence[Assertion],
    touched: Sequence[Matter],
) -> None:
    """Write the new ones among ``touched``, and the membership of each assertion."""
    if not assertions:
        return
    reserved = set(document["matter_ids"])
    new = {matter.id: matter for matter in touched if matter.id in reserved}
    if new:
        rows = (
            {"id": m.id, "place_id": m.place_id, "topic": m.topic, "anchor": m.anchor}
            for m in new.values()
        )
        connection.execute(_NEW_MATTERS, {"matters": json_rows(rows)})
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
    values = {"members": json_rows(members), "document": document["document"]}
    connection.execute(_MEMBERS, values)
