"""``datetime`` as the standard has it, and as QGIS, GDAL and people write it."""

from __future__ import annotations

from datetime import date

import pytest

from app.claims.temporal import Interval, parse_datetime

JULY = (date(2026, 7, 1), date(2026, 7, 31))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-07-14", date(2026, 7, 14), date(2026, 7, 14)),
        ("2026-07-14T06:00:00Z", date(2026, 7, 14), date(2026, 7, 14)),
        ("2026-07-14t06:00:00.123z", date(2026, 7, 14), date(2026, 7, 14)),
        ("2026-07-14T23:30:00+03:00", date(2026, 7, 14), date(2026, 7, 14)),
        ("2026-07-14T23:30:00 03:00", date(2026, 7, 14), date(2026, 7, 14)),  # "+" in a URL
        ("2026-07-14T23:59:60Z", date(2026, 7, 14), date(2026, 7, 14)),
        ("2026-07", *JULY),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-07/2026-07", *JULY),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-07-01/2026-07-31", *JULY),
        ("2026-07-01T00:00:00Z/2026-07-31T23:59:59Z", *JULY),
        ("2026-07-01/..", JULY[0], None),
        ("2026-07-01/", JULY[0], None),
        ("../2026-07-31", None, JULY[1]),
        ("/2026-07-31", None, JULY[1]),
        ("2026-07-01T/..", JULY[0], None),
        ("../2026-07-31T", None, JULY[1]),
        ("../..", None, None),
        ("0000-01-01T00:00:00Z/2026-07-31", None, JULY[1]),
        ("2026-07-01/9999-12-31T00:00:00Z", JULY[0], None),
        ("../0000-12-31", None, date.min),
        ("9999-12-31", date(9999, 12, 31), None),
        (" 2026-07-01 / 2026-07-31 ", *JULY),
    ],
)
def test_readable(text: str, start: date | None, end: date | None) -> None:
    assert parse_datetime(text) == Interval(start, end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "..",
        "a/b",
        "2026-00-01",
        "2026-13",
        "2026-02-29",
        "0000-02-30/2026-01-01",
        "2026-1-1",
        "2026-07-14T24:00:00Z",
        "2026-07-14T10",
        "2026-07-14Z",
        "2026-07-02/2026-07-01",
        "2026-07-01/2026-07-02/2026-07-03",
        "２０２６-07-01",
    ],
)
def test_unreadable(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        parse_datetime(text)


@pytest.mark.parametrize(
    ("one", "other", "both", "empty"),
    [
        (Interval(None, None), Interval(*JULY), Interval(*JULY), False),
        (Interval(JULY[0], None), Interval(None, JULY[1]), Interval(*JULY), False),
        (Interval(JULY[1], None), Interval(None, JULY[0]), Interval(JULY[1], JULY[0]), True),
    ],
)
def test_intersection(one: Interval, other: Interval, both: Interval, empty: bool) -> None:
    assert one.intersection(other) == other.intersection(one) == both
    assert both.empty is empty
