"""Long answers part by part: all of a filter, once each, as they were at the beginning."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from fastapi.testclient import TestClient
from psycopg.errors import DivisionByZero
from sqlalchemy import Engine, text

from app.api import long_answers
from app.api.long_answers import FIRST_ROWS, MOST_BYTES, MOST_ROWS, Part, ahead, parts
from app.api.reading import Reads
from app.claims.filters import ClaimFilter
from app.claims.pages import Walk, page
from app.claims.queries import Statement
from app.claims.temporal import Interval
from tests.app.api.coroutines import run_apart
from tests.app.api.invented import add_feature

ROWS = 11_000
ITEMS = "/collections/claims/items"
#: The first are so long that fewer of them make a part.
_FILL = """
INSERT INTO claim_feature (claim_id, geom, claim_type, modality, outlet, place_status,
    location_precision, quote, document_id, source_side, event_end)
SELECT 100 + n, CASE WHEN n % 9 > 0 THEN ST_SetSRID(ST_MakePoint(37, 48), 4326) END,
    'clash', 'claimed', CASE WHEN n % 50 = 0 THEN 'Rare' ELSE 'Often' END, 'resolved', 'settlement',
    repeat(chr(97 + n % 26) || ' "thus" ', CASE WHEN n <= 1000 THEN 600 ELSE 3 END),
    n, 'UA', date '2025-01-01' + n % 400
FROM generate_series(1, :rows) n
"""


@pytest.fixture(scope="module")
def full(layer: Engine) -> Engine:
    """The layer with many more rows, some of them older versions."""
    with layer.begin() as connection:
        connection.execute(text(_FILL), {"rows": ROWS})
        old = "UPDATE claim_feature SET recorded_to = now() WHERE id % 1000 = 7"
        connection.execute(text(old))
    with layer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE claim_feature"))
    return layer


def stored(engine: Engine, condition: str = "true") -> list[str]:
    """The current features by id, as they are stored."""
    query = f"SELECT geojson FROM claim_feature WHERE recorded_to IS NULL AND {condition}"
    with engine.connect() as connection:
        return list(connection.execute(text(f"{query} ORDER BY id")).scalars())


def read(
    url: str,
    query: Statement,
    limit: int,
    between: Callable[[], None] = lambda: None,
) -> list[Part]:
    """All parts; ``between`` is done after the first."""

    async def run() -> list[Part]:
        reads, found = Reads(url, statement_timeout_ms=10_000), list[Part]()
        async for part in ahead(parts(reads, query, limit)):
            found.append(part)
            if len(found) == 1:
                await asyncio.to_thread(between)
        await reads.close()
        return found

    return run_apart(run())


def whole(wanted: ClaimFilter, limit: int = 1_000_000, after: str | None = None) -> Statement:
    return page(wanted, limit + 1, after, by_id=True)


_DAYS = ClaimFilter(days=Interval(date(2025, 2, 1), date(2025, 3, 1)))


@pytest.mark.parametrize(
    ("wanted", "condition"),
    [
        (ClaimFilter(), "true"),
        (ClaimFilter(outlet=("Rare",)), "outlet = 'Rare'"),
        (ClaimFilter(located=False), "geom IS NULL"),
        (ClaimFilter(q="thus"), "quote LIKE '%thus%'"),
        (_DAYS, "event_end BETWEEN '2025-02-01' AND '2025-03-01'"),
        (ClaimFilter(outlet=("Nobody",)), "false"),
    ],
    ids=["all", "outlet", "unlocated", "words", "days", "none"],
)
def test_parts_are_all_features_once(
    full: Engine, module_database_url: str, wanted: ClaimFilter, condition: str
) -> None:
    expected = stored(full, condition)
    walk = whole(wanted)
    for query in (walk, Statement(walk.sql, walk.values)):  # part by part, and from a cursor
        found = read(module_database_url, query, 1_000_000)
        assert ",\n".join(part.text.decode() for part in found) == ",\n".join(expected)
        assert sum(part.rows for part in found) == len(expected)
        assert all(part.rows <= FIRST_ROWS for part in found[:1])
        assert all(part.rows <= MOST_ROWS for part in found)
        assert all(len(part.text) < 1.2 * MOST_BYTES for part in found)


@pytest.mark.parametrize("limit", [1, FIRST_ROWS, FIRST_ROWS + 1, 5000])
def test_the_feature_after_the_limit_is_a_part_by_itself(
    full: Engine, module_database_url: str, limit: int
) -> None:
    expected = stored(full)
    walk = whole(ClaimFilter(), limit)
    for query in (walk, Statement(walk.sql, walk.values)):
        *found, extra = read(module_database_url, query, limit)
        assert sum(part.rows for part in found) == limit
        assert (extra.rows, extra.text.decode()) == (1, expected[limit])
        rest = read(module_database_url, whole(ClaimFilter(), after=found[-1].last), 1_000_000)
        assert rest[0].text.startswith(extra.text)
        assert sum(part.rows for part in rest) == len(expected) - limit


def test_only_what_is_not_sorted_is_asked_part_by_part(
    full: Engine, module_database_url: str
) -> None:
    """A sort, or a search of words, would be done again for each part."""

    async def run(wanted: ClaimFilter) -> bool:
        reads = Reads(module_database_url, statement_timeout_ms=10_000)
        query = whole(wanted)
        assert isinstance(query, Walk)
        async with reads.snapshot() as connection:
            found = await long_answers._is_walk(connection, query.part(100))
        await reads.close()
        return found

    assert len(stored(full)) > ROWS - 100
    assert run_apart(run(ClaimFilter()))
    assert run_apart(run(ClaimFilter(outlet=("Often",))))
    assert not run_apart(run(ClaimFilter(q="thus")))


@pytest.mark.parametrize("by_parts", [True, False])
def test_what_is_stored_meanwhile_changes_nothing(
    full: Engine, module_database_url: str, by_parts: bool
) -> None:
    expected = stored(full)
    walk = whole(ClaimFilter())
    query = walk if by_parts else Statement(walk.sql, walk.values)

    def change() -> None:
        with full.begin() as connection:
            add_feature(connection, claim_id=1, quote="A sentence that came later.")
            connection.execute(
                text("UPDATE claim_feature SET recorded_to = now() WHERE id % 100 = 50")
            )

    found = read(module_database_url, query, 1_000_000, change)
    assert ",\n".join(part.text.decode() for part in found) == ",\n".join(expected)
    assert stored(full) != expected


def test_an_error_in_the_middle_is_told(full: Engine, module_database_url: str) -> None:
    number = sorted_ids(full)[5000]
    walk = whole(ClaimFilter())
    assert isinstance(walk, Walk)
    failing = f"CASE WHEN 1 / (id - {number}) IS NULL THEN '' ELSE geojson END"
    found: list[Part] = []

    async def run() -> None:
        reads = Reads(module_database_url, statement_timeout_ms=10_000)
        async for part in ahead(parts(reads, replace(walk, feature=failing), 1_000_000)):
            found.append(part)

    with pytest.raises(DivisionByZero):
        run_apart(run())
    assert 0 < sum(part.rows for part in found) < 5001


def sorted_ids(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        query = "SELECT id FROM claim_feature WHERE recorded_to IS NULL ORDER BY id"
        return list(connection.execute(text(query)).scalars())


@pytest.fixture(scope="module")
def asked(full: Engine, client: TestClient) -> TestClient:
    assert full
    return client


def test_pages_of_a_long_answer_follow_one_another(full: Engine, asked: TestClient) -> None:
    first = asked.get(f"{ITEMS}?limit=10500").json()
    assert first["numberReturned"] == len(first["features"]) == 10_500
    following = next(link["href"] for link in first["links"] if link["rel"] == "next")
    second = asked.get(following).json()
    assert not [link for link in second["links"] if link["rel"] == "next"]
    found = [feature["id"] for feature in (*first["features"], *second["features"])]
    assert found == sorted_ids(full)
    assert first["numberMatchedAtLeast"] == 10_001


def test_a_long_answer_has_what_its_parameters_ask(full: Engine, asked: TestClient) -> None:
    crs = "http://www.opengis.net/def/crs/EPSG/0/3857"
    body = asked.get(f"{ITEMS}?limit=20000&crs={crs}&dates=all").json()
    assert len(body["features"]) == body["numberMatched"] == len(stored(full))
    assert {"event_start", "event_time"} <= set(body["features"][0]["properties"])
    placed = [f["geometry"]["coordinates"] for f in body["features"] if f["geometry"]]
    assert all(x > 3_000_000 and y > 6_000_000 for x, y in placed)


def test_an_empty_long_answer_is_a_collection(asked: TestClient) -> None:
    body = asked.get(f"{ITEMS}?limit=20000&outlet=Nobody").json()
    assert (body["features"], body["numberReturned"], body["numberMatched"]) == ([], 0, 0)
