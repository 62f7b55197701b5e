"""Matters and the origins in them: pure rules over the assertions of many reports.

A matter holds the claims on one topic at one place within the topic's window around its first
claim. Within it, claims with the same stance support each other, and those that go back to one
source are one origin.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from app.origins.assertion import Source

# Of 100; token order does not count. Sentences this alike are one sentence, edited.
_SAME_WORDING = 88
_COMPARED = 24
"""Sentences that a nameless one is compared with at most: beyond, it counts for itself."""


@dataclass(frozen=True, slots=True)
class Member:
    """A claim in a matter; ``origin_id`` is the cluster of near-duplicates its report is in."""

    claim_id: int
    document_id: int
    origin_id: int
    claim_type: str
    stance: str
    source: Source
    day: date
    said: date

    @property
    def order(self) -> tuple[date, int]:
        """When it was said, then when it came: the earlier of two claims is retold by the later."""
        return (self.said, self.claim_id)


def one_source(one: Source, other: Source) -> str | None:
    """Return the rule by which two like statements go back to one source, else None.

    A person or body that repeats itself is one origin. So is an outlet, unless two different
    people spoke through it. Where nobody is named, equal wording decides.
    """
    if one.named and other.named and one.claimant == other.claimant:
        return "same_claimant"
    if one.named and other.named:
        return "cites" if _cites(one, other) or _cites(other, one) else None
    if one.carrier is not None and one.carrier in (other.carrier, _name(other)):
        return "same_outlet"
    if other.carrier is not None and other.carrier == _name(one):
        return "same_outlet"
    if one.wording and other.wording:
        alike = fuzz.token_set_ratio(one.wording.casefold(), other.wording.casefold())
        return "same_wording" if alike >= _SAME_WORDING else None
    return None


def _name(source: Source) -> str | None:
    return source.claimant if source.named else None


def _cites(one: Source, other: Source) -> bool:
    """Whether ``one`` holds that source for the claimant which carries the words of ``other``."""
    return one.claimant == other.carrier


def origins(members: Sequence[Member]) -> list[list[Member]]:
    """Return the claims of one stance by origin, in order of the earliest statement.

    Copies of one report, and claims of one source, are joined; the relation is closed over chains,
    so the result does not depend on the order of arrival.
    """
    parent = list(range(len(members)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    def join(first: int, second: int) -> None:
        low, high = sorted((root(first), root(second)))
        parent[high] = low

    for first, second in _pairs(members):
        join(first, second)
    groups: dict[int, list[Member]] = defaultdict(list)
    for index, member in enumerate(members):
        groups[root(index)].append(member)
    found = [sorted(group, key=lambda member: member.order) for group in groups.values()]
    return sorted(found, key=lambda group: group[0].order)


def _pairs(members: Sequence[Member]) -> Iterable[tuple[int, int]]:
    """Index pairs that share an origin; one representative of each distinct source is compared."""
    by_document: dict[int, int] = {}
    by_source: dict[Source, int] = {}
    for index, member in enumerate(members):
        if (earlier := by_document.setdefault(member.origin_id, index)) != index:
            yield earlier, index
        if (earlier := by_source.setdefault(member.source, index)) != index:
            yield earlier, index
    distinct = sorted(by_source.items(), key=lambda item: members[item[1]].order)
    for place, (source, index) in enumerate(distinct):
        for other, earlier in distinct[max(0, place - _COMPARED) : place]:
            if one_source(source, other):
                yield earlier, index
