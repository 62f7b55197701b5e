"""Counts by point and by day equal the layer's, whatever changes and whatever is asked."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path

from sqlalchemy import Engine, text

from app.claims import histogram, rollup, tiles
from app.claims.conditions import from_features, where
from app.claims.filters import CLAIM_PARAMETERS, ClaimFilter, claim_filter
from app.claims.temporal import Interval
from app.parameters import read_parameters
from geo.tiles import Tile
from tests.app.api.invented import TORETSK, add_feature, located
from tests.app.api.many_rows import FILL, FILTERS
from tests.app.api.mvt import read_tile


def test_which_filters_have_a_roll_up() -> None:
    wanted = [claim_filter(read_parameters(CLAIM_PARAMETERS, q.items())) for q in FILTERS]
    assert [rollup.is_rolled_up(one) for one in wanted] == [True] * 8 + [False] * 5 + [True]


#: What is kept, and the same counted from the layer.
_KEPT = {
    "points": (
        "SELECT lon, lat, place_id, features, ru, ua, other, unknown FROM claim_site",
        "SELECT ST_X(geom), ST_Y(geom), place_id, count(*),"
        " count(*) FILTER (WHERE source_side = 'RU'), count(*) FILTER (WHERE source_side = 'UA'),"
        " count(*) FILTER (WHERE source_side = 'other'),"
        " count(*) FILTER (WHERE source_side = 'unknown')"
        " FROM claim_feature WHERE geom IS NOT NULL AND recorded_to IS NULL GROUP BY 1, 2, 3",
    ),
    "columns": (
        "SELECT lon, lat, place_id, outlet, source_side, claim_type, modality, event_start,"
        " event_end, r.features FROM claim_rollup r"
        " JOIN claim_site s ON s.id = site_id AND s.cell = r.cell",
        "SELECT ST_X(geom), ST_Y(geom), place_id, outlet, source_side, claim_type, modality,"
        " event_start, event_end, count(*) FROM claim_feature"
        " WHERE geom IS NOT NULL AND recorded_to IS NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9",
    ),
    "days": (
        "SELECT day, outlet, source_side, features, located FROM claim_day WHERE features <> 0",
        "SELECT coalesce(event_end, event_start), outlet, source_side, count(*), count(geom)"
        " FROM claim_feature WHERE recorded_to IS NULL GROUP BY 1, 2, 3",
    ),
}


def _assert_kept(engine: Engine, after: str) -> None:
    with engine.connect() as connection:
        for name, queries in _KEPT.items():
            kept, counted = (
                sorted(map(tuple, connection.execute(text(query))), key=str) for query in queries
            )
            assert kept == counted, (name, after)


def test_counts_follow_every_change(engine: Engine) -> None:
    steps = (
        "UPDATE claim_feature SET recorded_to = now() WHERE claim_id % 3 = 0",
        "UPDATE claim_feature SET source_side = 'UA' WHERE claim_id % 5 = 0",
        "UPDATE claim_feature SET geom = NULL WHERE claim_id % 7 = 0",
        "UPDATE claim_feature SET document_count = 2",
        "DELETE FROM claim_feature WHERE claim_id < 100",
        "UPDATE claim_feature SET recorded_to = NULL",
    )
    with engine.begin() as connection:
        connection.execute(text(FILL.replace("6000", "900")))
    for step in steps:
        with engine.begin() as connection:
            connection.execute(text(step))
        _assert_kept(engine, step)
    with engine.begin() as connection:
        connection.execute(text("TRUNCATE claim_feature"))
    _assert_kept(engine, "TRUNCATE")


#: At and around both ends of a span of days and of what spans are for.
_DAYS = (
    None,
    date(1999, 12, 31),
    date(2000, 1, 1),
    date(2000, 2, 1),
    date(2000, 2, 2),
    date(2026, 3, 8),
    date(2099, 12, 31),
    date(2100, 1, 1),
)


def test_any_days_are_found_as_in_the_layer(engine: Engine, tmp_path: Path) -> None:
    with engine.begin() as connection:
        for number, (start, end) in enumerate(product(_DAYS, _DAYS)):
            if not start or not end or start <= end:
                add_feature(
                    connection, number, **located(TORETSK), event_start=start, event_end=end
                )
        for window in product(_DAYS, _DAYS):
            wanted = ClaimFilter(days=Interval(*window))
            condition = where(wanted)
            counted = connection.exec_driver_sql(
                f"SELECT count(*) {from_features(condition)}", condition.values
            ).scalar_one()
            assert histogram.summary(connection, wanted)["numberLocated"] == counted, window
            query = tiles.settlements(wanted, Tile(6, 38, 22), ())
            body = connection.exec_driver_sql(query.sql, query.values).scalar_one() or b""
            found = read_tile(body, tmp_path, 6, 38, 22)
            assert (0 if found is None else found["claims"].sum()) == counted, window


def test_cells_are_numbered_as_tiles_are(engine: Engine) -> None:
    """The cells of the four tiles within a tile follow one another and fill it."""
    for tile in (Tile(0, 0, 0), Tile(5, 18, 11), Tile(21, 1_204_555, 713_000)):
        within = [
            rollup.cells(Tile(tile.z + 1, 2 * tile.x + right, 2 * tile.y + down))
            for down in (0, 1)
            for right in (0, 1)
        ]
        first, last = rollup.cells(tile)
        assert [within[0][0], *(one[1] + 1 for one in within)] == [
            *(one[0] for one in within),
            last + 1,
        ]
        assert within[0][0] == first
        west, south, east, north = tile.bounds
        with engine.connect() as connection:
            middle = connection.exec_driver_sql(
                "SELECT claimatlas_cell(%(x)s, %(y)s)",
                {"x": (west + east) / 2, "y": (south + north) / 2},
            ).scalar_one()
        assert first <= middle <= last
