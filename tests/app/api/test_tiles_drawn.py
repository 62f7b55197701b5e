"""What is drawn where places and claims are many, disputed, at one point, or at an edge."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from app.api.tile_view import UKRAINE, bounds
from app.claims import tiles
from app.claims.filters import ClaimFilter, claim_filter
from geo.tiles import Tile
from tests.app.api.invented import SUMY, TORETSK, add_feature, contradict, located
from tests.app.api.mvt import read_tile


def _settlements(
    connection: Connection, wanted: ClaimFilter, tile: Tile, disputed: Sequence[int] = ()
) -> bytes:
    query = tiles.settlements(wanted, tile, disputed)
    return bytes(connection.exec_driver_sql(query.sql, query.values).scalar_one() or b"")


def test_too_many_claims_are_counted_not_dropped(engine: Engine, tmp_path: Path) -> None:
    with engine.begin() as connection:
        for copies, spread in ((3000, 0.0), (3000, 0.00001), (12000, 0.00005)):
            connection.execute(text("TRUNCATE claim_feature"))
            connection.execute(
                text(
                    "INSERT INTO claim_feature (claim_id, geom, claim_type, modality, source_side,"
                    " outlet, place_status, location_precision, quote, document_id) SELECT n,"
                    " ST_SetSRID(ST_MakePoint(37.2 + n * :spread, 48.3), 4326), 'clash',"
                    " 'claimed', 'RU', 'Outlet', 'resolved', 'sector', 'x', 1"
                    " FROM generate_series(1, :copies) n"
                ),
                {"copies": copies, "spread": spread},
            )
            total = 0
            for x in (154, 155):
                body = tiles.claims(connection, claim_filter({}), Tile(8, x, 88))
                assert len(body) <= 200_000
                found = read_tile(body, tmp_path, 8, x, 88)
                total += 0 if found is None else int(found["count"].sum())
            assert total == copies


def test_disputed_places_are_marked(engine: Engine, tmp_path: Path) -> None:
    with engine.begin() as connection:
        contradict(connection, 1, 2)
        add_feature(connection, 1, **located(TORETSK))
        add_feature(connection, 2, **located(TORETSK))
        # The first claim names a further place, of which the second says nothing.
        add_feature(connection, 1, **located(SUMY))
        query = tiles.DISPUTED_SITES
        sites = connection.exec_driver_sql(query.sql, query.values).scalars().all()
        bodies = {
            at: _settlements(connection, claim_filter({}), at, sites)
            for at in (Tile(8, 154, 88), Tile(8, 152, 85))
        }
        only = _settlements(connection, claim_filter({"disputed": True}), Tile(8, 152, 85), sites)
    found = [read_tile(body, tmp_path, at.z, at.x, at.y) for at, body in bodies.items()]
    assert [list(tile["disputed"].astype(bool)) for tile in found if tile is not None] == [
        [True],
        [False],
    ]
    assert only == b""


def test_places_at_one_point_are_one_symbol(engine: Engine, tmp_path: Path) -> None:
    """A direction named after a town has its point; the symbol is named as the town."""
    direction = {"place_id": "UA14160", "place_name": "The direction", "radius_m": 20_000}
    with engine.begin() as connection:
        add_feature(
            connection, 1, **{**located(TORETSK), **direction, "location_precision": "area"}
        )
        for number in (2, 3):
            add_feature(connection, number, **located(TORETSK))
        add_feature(connection, 4, **located(SUMY))
        z, x, y = 6, 38, 22
        body = _settlements(connection, claim_filter({}), Tile(z, x, y))
        grid = _settlements(connection, claim_filter({}), Tile(0, 0, 0))
    found = read_tile(body, tmp_path, z, x, y)
    assert found is not None
    (symbol,) = found.to_dict("records")
    assert symbol["place_id"] == TORETSK.id
    assert symbol["place_name"] == TORETSK.name
    assert symbol["place_ids"] == "|".join(sorted((TORETSK.id, "UA14160")))
    assert (symbol["places"], symbol["claims"]) == (1, 3)
    assert symbol["location_precision"] == "mixed"
    assert symbol["radius_m"] == 20_000
    together = read_tile(grid, tmp_path, 0, 0, 0)
    assert together is not None
    assert (together["places"].sum(), together["claims"].sum()) == (2, 4)


def test_points_on_edges_and_at_the_ends_of_the_world(engine: Engine, tmp_path: Path) -> None:
    points = [
        (0, 0),
        (180, 0),
        (-180, 0),
        (0, 89.9),
        (0, -90),
        (22.5, 0),
        (11.25, 40.97989806962013),
    ]
    with engine.begin() as connection:
        for number, (lon, lat) in enumerate(points):
            add_feature(connection, number, **{**located(TORETSK), "lon": lon, "lat": lat})
        for zoom in (0, 3, 6):
            total = 0
            every = range(2**zoom)
            near = {0, 2**zoom // 2, 2**zoom // 2 - 1, 2**zoom - 1, 33, 34, 35, 36, 23, 24} & set(
                every
            )
            for x in near:
                for y in near:
                    body = _settlements(connection, claim_filter({}), Tile(zoom, x, y))
                    found = read_tile(body, tmp_path, zoom, x, y)
                    total += 0 if found is None else int(found["claims"].sum())
            assert total == len(points)


def test_tiles_reach_as_far_as_claims_do(engine: Engine) -> None:
    with engine.begin() as connection:
        assert bounds(connection) == list(UKRAINE)
        add_feature(connection, 1, lon=46.1, lat=51.5, location_precision="settlement")
        west, south, east, north = bounds(connection)
    assert (west, south, north) == (UKRAINE[0], UKRAINE[1], UKRAINE[3])
    assert east == 46.1
