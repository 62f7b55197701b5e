"""How a new claim bears on those that are known: pure rules, each with a name and its reason.

Nothing here settles anything: a relation only says which two sentences to read side by side. Per
claim and place, at most one relation leads back to an earlier telling, and at most
``MOST_OPPOSED`` to claims that say otherwise, one for each origin.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.claims.model import Claim, ClaimType, Modality
from app.origins.assertion import CONTROL, NOT, QUESTIONED
from app.origins.matters import Member, one_source, origins
from app.origins.tables import RelationType

MOST_OPPOSED = 12
# Both say that the place changed hands, to different sides: days apart at most to speak of one day.
_SAME_CHANGE_DAYS = 1
# Both say who holds the place: daily summaries state it for the days around.
_SAME_STATE_DAYS = 3
# A denial answers what stands at most so many characters before it in the report.
_ANSWERS_WITHIN = 700
_SIDES = frozenset({"RU", "UA"})
_REACTIONS = {
    Modality.DENIED: (RelationType.DENIES, "denied_in_the_same_report"),
    Modality.QUESTIONED: (RelationType.QUESTIONS, "questioned_in_the_same_report"),
}
_NOT_ANSWERED = frozenset({ClaimType.STATEMENT, ClaimType.FORECAST})


@dataclass(frozen=True, slots=True)
class Relation:
    """``from_claim`` bears on ``to_claim``; ``why`` are the values that the rule compared."""

    from_claim: int
    to_claim: int
    type: RelationType
    rule: str
    why: Mapping[str, object]


def relations(topic: str, members: Sequence[Member], new: Sequence[int]) -> list[Relation]:
    """Return the relations of the claims ``new`` (ids) within one matter.

    ``members`` are all its claims, the new ones included.
    """
    by_stance: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        by_stance[member.stance].append(member)
    groups = {stance: origins(held) for stance, held in sorted(by_stance.items())}
    found = []
    for member in (member for member in members if member.claim_id in set(new)):
        own = next(group for group in groups[member.stance] if member in group)
        found += _retelling(member, own)
        found += _opposed(topic, member, groups)
    return found


def _retelling(member: Member, origin: Sequence[Member]) -> list[Relation]:
    """One link to the earliest telling of the same origin in another report."""
    others = [other for other in origin if other.document_id != member.document_id]
    if not others:
        return []
    earlier, later = sorted((others[0], member), key=lambda m: m.order)
    if earlier.origin_id == later.origin_id:
        kind, rule = RelationType.SAME_AS, "copy_of_one_report"
    else:
        kind = RelationType.RESTATES
        rule = one_source(earlier.source, later.source) or "same_chain"
    why = {"stance": member.stance, "days": (later.said - earlier.said).days}
    return [Relation(later.claim_id, earlier.claim_id, kind, rule, why)]


def _opposed(
    topic: str, member: Member, groups: Mapping[str, Sequence[Sequence[Member]]]
) -> list[Relation]:
    found = []
    for stance, held in groups.items():
        if stance == member.stance:
            continue
        for group in held:
            # The earliest telling stands for its origin.
            others = [other for other in group if other.claim_id != member.claim_id]
            made = (_between(topic, member, other) for other in others)
            if (first := next((relation for relation in made if relation), None)) is not None:
                found.append((abs((others[0].said - member.said).days), first))
    found.sort(key=lambda item: (item[0], item[1].from_claim, item[1].to_claim))
    return [relation for _, relation in found[:MOST_OPPOSED]]


def _between(topic: str, one: Member, other: Member) -> Relation | None:
    """How two claims of different stances on one matter bear on each other."""
    earlier, later = sorted((one, other), key=lambda member: member.order)
    why = {"stances": [earlier.stance, later.stance], "days": (later.said - earlier.said).days}
    if one.source.named and one.source.claimant == other.source.claimant:
        if topic == CONTROL and later.said > earlier.said:
            return _relation(later, earlier, RelationType.SUPERSEDES, "same_claimant_later", why)
        return None
    for prefix, kind, rule in (
        (NOT, RelationType.DENIES, "denies_what_the_other_says"),
        (QUESTIONED, RelationType.QUESTIONS, "questions_what_the_other_says"),
    ):
        for speaker, target in ((one, other), (other, one)):
            if _answers(prefix, speaker.stance, target.stance):
                return _relation(speaker, target, kind, rule, why)
    if topic != CONTROL or {one.stance, other.stance} != _SIDES:
        return None
    clash = _contradiction(earlier, later)
    days = {"days_of": [earlier.day.isoformat(), later.day.isoformat()]}
    if clash is None:
        return None
    return _relation(later, earlier, RelationType.CONTRADICTS, clash, {**why, **days})


def _answers(prefix: str, stance: str, other: str) -> bool:
    """Whether a stance that begins with ``prefix`` speaks of ``other``.

    "The General Staff denied the loss of X" names no side: it answers whoever claims the place for
    another side than the speaker's.
    """
    if not stance.startswith(prefix) or other.startswith((NOT, QUESTIONED)):
        return False
    meant, _, speaker = stance.removeprefix(prefix).partition(":")
    return meant == other or (meant == "unknown" and other.rpartition(":")[2] != speaker)


def _contradiction(one: Member, other: Member) -> str | None:
    """Return the rule by which two statements on who holds a place cannot both hold.

    A change of control lasts until told otherwise; a state is told for its day. A state before a
    change contradicts nothing.
    """
    changes = [m for m in (one, other) if m.claim_type == ClaimType.CONTROL_CHANGE]
    states = [m for m in (one, other) if m.claim_type != ClaimType.CONTROL_CHANGE]
    apart = abs((one.day - other.day).days)
    if len(changes) == 2:
        return "both_say_taken" if apart <= _SAME_CHANGE_DAYS else None
    if len(states) == 2:
        return "both_say_held" if apart <= _SAME_STATE_DAYS else None
    return "held_after_said_to_be_taken" if states[0].day >= changes[0].day else None


def _relation(
    source: Member, target: Member, kind: RelationType, rule: str, why: Mapping[str, object]
) -> Relation:
    return Relation(source.claim_id, target.claim_id, kind, rule, why)


def reactions(claims: Sequence[Claim]) -> list[Relation]:
    """Return which claims of one report answer another of it without naming its place.

    "The spokesman rejected that account" denies the nearest claim before it that somebody else
    made. Claims are given by their numbers, from 1.
    """
    found = []
    for number, claim in enumerate(claims, 1):
        if claim.modality not in _REACTIONS or claim.places:
            continue
        kind, rule = _REACTIONS[claim.modality]
        before = [
            (claim.head.start - other.head.start, index)
            for index, other in enumerate(claims, 1)
            if other.type not in _NOT_ANSWERED
            and other.modality not in _REACTIONS
            and 0 < claim.head.start - other.head.start <= _ANSWERS_WITHIN
            and _speaker(other) not in (None, _speaker(claim))
        ]
        if before and _speaker(claim) is not None:
            distance, index = min(before)
            why = {"characters_between": distance}
            found.append(Relation(number, index, kind, rule, why))
    return found


def _speaker(claim: Claim) -> str | None:
    return next((link.name for link in claim.attribution if link.role == "claimant"), None)
