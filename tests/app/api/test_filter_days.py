"""Filters on days in CQL2, compared with what Python finds among the rows that SQL brings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from tests.app.api.invented import add_feature, bump

START, DAY = date(2024, 1, 1), timedelta(days=1)
FIRST, LAST = date(2024, 1, 4), date(2024, 1, 8)
#: Ends of the event in days after START; None is unknown.
SPANS = [
    *((first, last) for first in range(0, 12, 1) for last in range(first, 12, 2)),
    (None, 5),
    (None, 3),
    (5, None),
    (None, None),
]
Days = tuple[date | None, date | None]


@pytest.fixture(scope="module")
def days(layer: Engine, client: TestClient) -> dict[int, Days]:
    """First and last day of every feature, as SQL has them."""
    with layer.begin() as connection:
        for number, (first, last) in enumerate(SPANS, 100):
            ends = {"event_start": first, "event_end": last}
            found = {k: None if v is None else START + v * DAY for k, v in ends.items()}
            add_feature(connection, number, **found)
        bump(connection)
        rows = connection.execute(text("SELECT id, event_start, event_end FROM claim_feature"))
        return {row[0]: (row[1], row[2]) for row in rows}


def ids(client: TestClient, expression: str, path: str = "collections/claims/items") -> set[int]:
    answer = client.get(f"/{path}?limit=1000&filter={quote(expression)}")
    assert answer.status_code == 200, answer.text
    return {feature["id"] for feature in answer.json()["features"]}


def one(days: Days) -> date | None:
    """The property ``date``."""
    return days[1] or days[0]


A, B = "DATE('2024-01-04')", "DATE('2024-01-08')"
SPAN = "INTERVAL('2024-01-04','2024-01-08')"


@pytest.mark.parametrize(
    ("expression", "holds"),
    [
        (f"date = {A}", lambda d: d == FIRST),
        (f"date <> {A}", lambda d: d != FIRST),
        (f"date < {A}", lambda d: d < FIRST),
        (f"date >= {B}", lambda d: d >= LAST),
        (f"date BETWEEN {A} AND {B}", lambda d: FIRST <= d <= LAST),
        (f"NOT date BETWEEN {A} AND {B}", lambda d: not FIRST <= d <= LAST),
        (f"date IN ({A}, {B})", lambda d: d in {FIRST, LAST}),
        (f"T_AFTER(date, {B})", lambda d: d > LAST),
        (f"T_BEFORE(date, {A})", lambda d: d < FIRST),
        (f"T_EQUALS(date, {A})", lambda d: d == FIRST),
        (f"T_DURING(date, {SPAN})", lambda d: FIRST < d < LAST),
        (f"T_INTERSECTS(date, {SPAN})", lambda d: FIRST <= d <= LAST),
        (f"T_DISJOINT(date, {SPAN})", lambda d: not FIRST <= d <= LAST),
        ("T_INTERSECTS(date, INTERVAL('2024-01-04','..'))", lambda d: d >= FIRST),
        ("T_INTERSECTS(date, INTERVAL('..','2024-01-08'))", lambda d: d <= LAST),
        ("date IS NULL", None),
    ],
)
def test_a_day_is_compared_as_a_day(
    client: TestClient,
    days: dict[int, Days],
    expression: str,
    holds: Callable[[date], bool] | None,
) -> None:
    found = {number: one(ends) for number, ends in days.items()}
    expected = {n for n, d in found.items() if (d is None if holds is None else d and holds(d))}
    assert expected
    assert ids(client, expression) == expected


@pytest.mark.parametrize(
    ("relation", "holds"),
    [
        ("T_AFTER", lambda a, b: a > LAST),
        ("T_BEFORE", lambda a, b: b < FIRST),
        ("T_CONTAINS", lambda a, b: a < FIRST and b > LAST),
        ("T_DISJOINT", lambda a, b: b < FIRST or a > LAST),
        ("T_DURING", lambda a, b: a > FIRST and b < LAST),
        ("T_EQUALS", lambda a, b: (a, b) == (FIRST, LAST)),
        ("T_FINISHEDBY", lambda a, b: a < FIRST and b == LAST),
        ("T_FINISHES", lambda a, b: a > FIRST and b == LAST),
        ("T_INTERSECTS", lambda a, b: a <= LAST and b >= FIRST),
        ("T_MEETS", lambda a, b: b == FIRST),
        ("T_METBY", lambda a, b: a == LAST),
        ("T_OVERLAPPEDBY", lambda a, b: FIRST < a < LAST < b),
        ("T_OVERLAPS", lambda a, b: a < FIRST < b < LAST),
        ("T_STARTEDBY", lambda a, b: a == FIRST and b > LAST),
        ("T_STARTS", lambda a, b: a == FIRST and b < LAST),
    ],
)
def test_an_event_is_compared_as_an_interval(
    client: TestClient,
    days: dict[int, Days],
    relation: str,
    holds: Callable[[date, date], bool],
) -> None:
    expected = {n for n, (a, b) in days.items() if a and b and holds(a, b)}
    got = ids(client, f"{relation}(INTERVAL(event_start, event_end), {SPAN})")
    known = {n for n, (a, b) in days.items() if a and b}
    assert expected
    assert got & known == expected


@pytest.mark.parametrize(
    "expression",
    [
        f"T_AFTER(outlet, {A})",
        f"T_AFTER({A}, 'Monday')",
        "T_AFTER(TIMESTAMP('2024-01-04'), TIMESTAMP('2024-01-04T00:00:00Z'))",
        "T_AFTER(date, 'yesterday')",
        "T_AFTER(date, TIMESTAMP('2024-01-01T00:00:00Z'))",
        "T_DURING(date, INTERVAL('2024-01-04','x'))",
        '{"op":"t_during","args":[{"property":"date"},{"interval":["2024-01-04"]}]}',
        '{"op":"t_during","args":[{"property":"date"},{"interval":{"a":1}}]}',
        '{"op":"t_during","args":[{"property":"date"}]}',
        '{"op":"t_during","args":[{"interval":[{"interval":[]},".."]},{"property":"date"}]}',
    ],
)
def test_what_is_no_day_is_refused(client: TestClient, expression: str) -> None:
    answer = client.get(f"/collections/claims/items?filter={quote(expression)}")
    assert (answer.status_code, answer.json()["parameter"]) == (400, "filter")


def test_datetime_touches_where_equality_does_not(
    client: TestClient, days: dict[int, Days]
) -> None:
    answer = client.get("/collections/claims/items?limit=1000&datetime=2024-01-04")
    touching = {feature["id"] for feature in answer.json()["features"]}
    assert ids(client, f"date = {A}") < touching
