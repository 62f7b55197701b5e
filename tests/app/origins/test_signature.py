"""Which texts are copies of one another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.origins.signature import Report, Signature, is_copy, signature, similarity

ITEM = (
    "Two barges were hit at the grain terminal of Verbove overnight, a harbour master told the "
    "Example Agency on Tuesday. According to him the quay was damaged and up to twelve lorries "
    "burned on the access road. The regional council has not commented on the report so far, and "
    "a spokesman promised a statement in the course of the morning."
)
EDITED = ITEM.replace("up to twelve lorries", "more than thirty lorries").replace(
    "was damaged", "was destroyed"
)
OTHER = (
    "The council of Novyi Brid discussed repairs of the water main for a third evening. Engineers "
    "expect that pumps will arrive by the end of the month, while residents fetch water from two "
    "wells beside the school and from a tank that volunteers bring in every second day."
)
DAY = date(2025, 5, 4)


def _signed(text: str) -> Signature:
    made = signature(text)
    assert made is not None
    return made


def _report(text: str, days: int = 0, publisher: str = "a", places: str = "x") -> Report:
    day = DAY + timedelta(days=days)
    return Report(_signed(text).minima, day, publisher, frozenset(places.split()))


def test_a_signature_is_the_same_whatever_the_case_and_spacing() -> None:
    assert signature(ITEM) == signature("  " + ITEM.upper().replace(" ", "\n"))


def test_estimates_are_near_the_similarity() -> None:
    assert similarity(_signed(ITEM).minima, _signed(ITEM).minima) == 1
    assert similarity(_signed(ITEM).minima, _signed(OTHER).minima) < 0.1
    assert 0.5 < similarity(_signed(ITEM).minima, _signed(EDITED).minima) < 0.95


def test_copies_share_a_band_and_strangers_do_not() -> None:
    bands = [set(_signed(text).bands()) for text in (ITEM, EDITED, OTHER)]
    assert len(bands[0]) == 32
    assert bands[0] & bands[1]
    assert not bands[0] & bands[2]


def test_a_text_of_a_few_words_has_none() -> None:
    assert signature("No comment from the ministry today.") is None
    assert signature("") is None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (_report(ITEM), _report(EDITED, publisher="b"), True),
        (_report(ITEM), _report(EDITED, publisher="b", places="y"), False),
        (_report(ITEM), _report(OTHER, publisher="b"), False),
        (_report(ITEM), _report(ITEM + " More follows.", 6, "b"), True),
        # Next week's summary in the same frame is not a copy of this week's.
        (_report(ITEM), _report(ITEM, 9, "b"), False),
        (_report(ITEM), _report(EDITED, 1, "a"), False),
        (_report(ITEM), _report(EDITED, 4, "b"), False),
    ],
)
def test_what_is_a_copy(one: Report, other: Report, expected: bool) -> None:
    assert (is_copy(one, other) is not None) is expected
    assert is_copy(one, other) == is_copy(other, one)
