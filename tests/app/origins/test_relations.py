"""Origins within a matter, and how claims of one matter bear on each other."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

import pytest

from app.claims.model import ClaimType
from app.origins.assertion import Source
from app.origins.matters import Member, origins
from app.origins.relations import relations

DAY = date(2025, 5, 4)
MINISTRY = Source("ministry", True, "agency", None)
STAFF = Source("staff", True, "bulletin", None)


def quoted(words: str, carrier: str = "portal", claimant: str | None = None) -> Source:
    return Source(claimant, False, carrier, words)


def member(  # noqa: PLR0917 (a row of the tables below)
    claim: int,
    stance: str = "RU",
    source: Source = MINISTRY,
    kind: ClaimType = ClaimType.CONTROL_CHANGE,
    day: int = 0,
    origin: int | None = None,
) -> Member:
    when = DAY + timedelta(days=day)
    return Member(claim, claim, origin or claim, kind, stance, source, when, when)


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ([MINISTRY, STAFF], 2),
        # One body that repeats itself through two outlets is one origin.
        ([MINISTRY, Source("ministry", True, "portal", None)], 1),
        # Two people who speak to one agency are two.
        ([MINISTRY, Source("staff", True, "agency", None)], 2),
        # Two portals that cite one agency, in their own words.
        ([quoted("It fell on Sunday", "agency"), quoted("Troops came in", "agency")], 1),
        ([MINISTRY, quoted("Troops came in", "agency")], 1),
        ([Source("agency", True, "portal", None), MINISTRY], 1),
        # Nobody is named: the wording tells.
        ([quoted("Troops came in", "one"), quoted("Shells hit the bridge", "two")], 2),
        ([quoted("Troops came in at dawn", "one"), quoted("At dawn troops came in", "two")], 1),
        # "Local residents" of two reports may be two groups of people.
        ([quoted("a b c", "one", "residents"), quoted("d e f", "two", "residents")], 2),
    ],
)
def test_independent_origins_are_counted_in_any_order(sources: list[Source], expected: int) -> None:
    members = [member(number, source=source) for number, source in enumerate(sources, 1)]
    assert {len(origins(list(order))) for order in permutations(members)} == {expected}


def test_copies_of_one_report_are_one_origin_whoever_they_name() -> None:
    members = [member(1, origin=7), member(2, source=STAFF, origin=7), member(3, source=STAFF)]
    assert [[m.claim_id for m in group] for group in origins(members)] == [[1, 2, 3]]


STATUS = ClaimType.CONTROL_STATUS


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (member(1), member(2, "UA", STAFF, STATUS, 1), "held_after_said_to_be_taken"),
        # Held before it was said to be taken: both can be so.
        (member(1, day=2), member(2, "UA", STAFF, STATUS, 0), None),
        (member(1), member(2, "UA", STAFF), "both_say_taken"),
        (member(1), member(2, "UA", STAFF, day=5), None),
        (member(1, kind=STATUS), member(2, "UA", STAFF, STATUS, 3), "both_say_held"),
        (member(1, kind=STATUS), member(2, "UA", STAFF, STATUS, 6), None),
        (member(1), member(2, "UA", MINISTRY, STATUS, 4), "same_claimant_later"),
        (member(1), member(2, "UA", MINISTRY, STATUS, 0), None),
        (member(1), member(2, "not:RU", STAFF, day=1), "denies_what_the_other_says"),
        (member(1), member(2, "not:UA", STAFF, day=1), None),
        (member(1), member(2, "not:unknown", STAFF), "denies_what_the_other_says"),
        # "The General Staff denied the loss of it": whose gain, is not said, but not its own.
        (member(1), member(2, "not:unknown:UA", STAFF), "denies_what_the_other_says"),
        (member(1, "UA", kind=STATUS), member(2, "not:unknown:UA", STAFF), None),
        (member(1, "unknown:RU"), member(2, "not:unknown:UA", STAFF), "denies_what_the_other_says"),
        (member(1, "unknown:UA"), member(2, "not:unknown:UA", STAFF), None),
        (member(1), member(2, "questioned:RU", STAFF), "questions_what_the_other_says"),
        (member(1), member(2, day=1), "same_claimant"),
        (member(1), member(2, source=STAFF, origin=1), "copy_of_one_report"),
        # Two sources that say the same support each other; no relation, the counts tell.
        (member(1), member(2, source=STAFF), None),
        (member(1), member(2, "unknown:UA", STAFF, STATUS), None),
    ],
)
def test_rules(one: Member, other: Member, expected: str | None) -> None:
    found = relations("control", [one, other], [2])
    assert [relation.rule for relation in found] == ([expected] if expected else [])
    # The same whichever of the two came last.
    assert relations("control", [other, one], [1]) == found


def test_only_control_is_contradicted() -> None:
    sides = [member(1, kind=ClaimType.ADVANCE), member(2, "UA", STAFF, ClaimType.ADVANCE)]
    assert relations("advance", sides, [2]) == []


def test_relations_of_a_claim_are_bounded() -> None:
    known = [member(n, source=Source(f"body {n}", True, f"o{n}", None)) for n in range(1, 200)]
    found = relations("control", [*known, member(500, "UA", STAFF, STATUS, 1)], [500])
    assert len(found) == 12
    assert {relation.type for relation in found} == {"contradicts"}


def test_a_copy_leads_back_to_the_earliest_telling_only() -> None:
    told = [member(n, day=n) for n in range(1, 50)]
    [relation] = relations("control", told, [49])
    assert (relation.from_claim, relation.to_claim) == (49, 1)
