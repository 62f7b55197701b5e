"""Vector tiles over invented rows: complete under any filter, small, cached, refused clearly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import morecantile
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from app.claims import tiles
from app.claims.filters import CLAIM_PARAMETERS, claim_filter
from app.main import create_app
from app.parameters import read_parameters
from app.settings import Settings
from gazetteer.resolver import Gazetteer
from geo.tiles import MVT
from tests.app.api.invented import SUMY, TORETSK, add_feature, bump, located
from tests.app.api.mvt import read_tile

#: Rows with a place: 3000 sites, several claims at each, four sides, open and missing dates.
FILL = """
INSERT INTO claim_feature (claim_id, geom, claim_type, modality, place_name, place_id, oblast,
    claimant, outlet, source_side, event_start, event_end, statement_date, published,
    place_status, location_precision, radius_m, quote, document_id)
SELECT n, ST_SetSRID(ST_MakePoint(30 + (n % 60) * 0.15, 46 + (n % 50) * 0.1), 4326),
    (ARRAY['clash', 'strike', 'advance'])[1 + n % 3], (ARRAY['claimed', 'denied'])[1 + n % 2],
    'Village ' || n % 300, 'UA14' || lpad((n % 300)::text, 8, '0'), 'Donetska',
    'Speaker ' || n % 7, 'Outlet ' || n % 5, (ARRAY['RU', 'UA', 'other', 'unknown'])[1 + n % 4],
    CASE WHEN n % 11 > 0 THEN DATE '2026-01-01' + n % 300 END,
    CASE WHEN n % 13 > 0 THEN DATE '2026-01-01' + n % 300 + n % 3 END,
    DATE '2026-01-02' + n % 300, DATE '2026-01-03' + n % 300,
    'resolved', 'settlement', 3000, 'Sentence ' || n, n
FROM generate_series(1, 6000) n
"""
#: The tiles that all of them lie in.
ALL = {4: [(9, 5)], 6: [(x, y) for x in (37, 38) for y in (21, 22)]}


def tile_at(lon: float, lat: float, zoom: int) -> tuple[int, int, int]:
    tile = morecantile.tms.get("WebMercatorQuad").tile(lon, lat, zoom)
    return tile.z, tile.x, tile.y


@pytest.fixture(scope="module")
def filled(module_engine: Engine) -> Engine:
    with module_engine.begin() as connection:
        connection.execute(text(FILL))
        for number in range(4):
            add_feature(connection, 7000 + number, place_as_written="Nowhere")
        bump(connection)
    return module_engine


@pytest.fixture(scope="module")
def client(
    filled: Engine,
    module_database_url: str,
    small_gazetteer: Gazetteer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[TestClient]:
    folder = Path(tmp_path_factory.mktemp("data"))
    settings = Settings(data_dir=folder, database_url=module_database_url, offline=True)
    app = create_app(settings, gazetteer=small_gazetteer)
    with TestClient(app, raise_server_exceptions=False) as made:
        yield made


FILTERS = (
    {},
    {"outlet": "Outlet 1"},
    {"side": "RU,other", "claim_type": "clash"},
    {"datetime": "2026-03-01/2026-04-15"},
    {"datetime": "../2026-02-01", "modality": "denied"},
    {"datetime": "2026-10-20/.."},
    {"place": "UA1400000017"},
    {"place": "UA14", "side": "unknown"},
    # These the roll-up does not have.
    {"claimant": "Speaker 3"},
    {"datetime": "2026-03", "time": "publication"},
    {"bbox": "31,46.5,35,49"},
    {"q": "Sentence 17"},
    {"place": "Village 12"},
    {"outlet": "Nobody"},
)


@pytest.mark.parametrize("query", FILTERS, ids=urlencode)
@pytest.mark.parametrize("zoom", [4, 6])
def test_tiles_hold_every_claim_once(
    client: TestClient, filled: Engine, tmp_path: Path, query: dict[str, str], zoom: int
) -> None:
    """The sums of all tiles are what the items say, whatever the filter."""
    items = client.get("/collections/claims/items", params={**query, "limit": 1}).json()
    located = items["numberMatched"] - (0 if "bbox" in query else items["numberUnlocated"])
    sums = dict.fromkeys(("claims", "ru", "ua", "other", "unknown"), 0)
    for x, y in ALL[zoom]:
        body = client.get(f"/tiles/settlements/{zoom}/{x}/{y}", params=query).content
        found = read_tile(body, tmp_path, zoom, x, y)
        for name in sums if found is not None else ():
            sums[name] += int(found[name].sum())
    assert sums["claims"] == located
    assert sum(sums.values()) == 2 * located
    tilejson = client.get("/tiles/settlements", params=query).json()
    assert tilejson["numberMatched"] == items["numberMatched"]
    assert tilejson["numberUnlocated"] == items["numberUnlocated"]


def test_the_rollup_answers_the_usual_filters() -> None:
    rolled = [
        tiles.is_rolled_up(claim_filter(read_parameters(CLAIM_PARAMETERS, query.items())))
        for query in FILTERS
    ]
    assert rolled == [True] * 8 + [False] * 5 + [True]


def _sites(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """The kept counts, and the same counted from the layer."""
    with engine.connect() as connection:
        kept = connection.execute(
            text("SELECT lon, lat, place_id, features, ru, ua, other, unknown FROM claim_site")
        ).all()
        cells = connection.execute(
            text("SELECT site_id, sum(features), min(features) FROM claim_rollup GROUP BY 1")
        ).all()
        counted = connection.execute(
            text(
                "SELECT ST_X(geom), ST_Y(geom), place_id, count(*),"
                " count(*) FILTER (WHERE source_side = 'RU'),"
                " count(*) FILTER (WHERE source_side = 'UA'),"
                " count(*) FILTER (WHERE source_side = 'other'),"
                " count(*) FILTER (WHERE source_side = 'unknown')"
                " FROM claim_feature WHERE geom IS NOT NULL AND recorded_to IS NULL"
                " GROUP BY 1, 2, 3"
            )
        ).all()
    assert sum(row[1] for row in cells) == sum(row[3] for row in kept)
    assert all(row[2] > 0 for row in cells)
    return {
        "kept": sorted(map(tuple, kept), key=str),
        "counted": sorted(map(tuple, counted), key=str),
    }


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
        sites = _sites(engine)
        assert sites["kept"] == sites["counted"], step
    with engine.begin() as connection:
        connection.execute(text("TRUNCATE claim_feature"))
    assert _sites(engine)["kept"] == []


def test_a_settlement_by_itself(client: TestClient, filled: Engine, tmp_path: Path) -> None:
    query = {"outlet": "Outlet 1"}
    z, x, y = tile_at(30.15, 46.1, 10)
    body = client.get(f"/tiles/settlements/{z}/{x}/{y}", params=query).content
    found = read_tile(body, tmp_path, z, x, y)
    assert found is not None
    assert set(found["places"]) == {1}
    assert set(found["location_precision"]) == {"settlement"}
    assert found["place_name"].notna().all()
    assert not found["disputed"].any()


def test_claims_one_by_one_and_together(client: TestClient, filled: Engine, tmp_path: Path) -> None:
    with filled.begin() as connection:
        for number in range(2):
            add_feature(
                connection, 8000 + number, **located(TORETSK), event_start=date(2026, 7, 14)
            )
        bump(connection)
    z, x, y = tile_at(TORETSK.lon or 0, TORETSK.lat or 0, 12)
    found = read_tile(client.get(f"/tiles/claims/{z}/{x}/{y}").content, tmp_path, z, x, y)
    assert found is not None
    assert list(found["count"]) == [1, 1]
    assert set(found["outlet"]) == {"Northern Wire"}
    assert set(found["event_start"].astype(str).str[:10]) == {"2026-07-14"}
    assert found.geometry.iloc[0].x == pytest.approx(TORETSK.lon, abs=1e-4)
    assert found.geometry.iloc[0].y == pytest.approx(TORETSK.lat, abs=1e-4)


def test_too_many_claims_are_counted_not_dropped(engine: Engine, tmp_path: Path) -> None:
    from geo.tiles import Tile

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
    from geo.tiles import Tile

    with engine.begin() as connection:
        # A relation of claims that have no rows of their own: no foreign keys for a moment.
        connection.execute(text("SET session_replication_role = replica"))
        connection.execute(
            text(
                "INSERT INTO claim_relation (from_claim_id, to_claim_id, type, rule)"
                " VALUES (1, 2, 'contradicts', 'test')"
            )
        )
        connection.execute(text("SET session_replication_role = origin"))
        add_feature(connection, 1, **located(TORETSK))
        add_feature(connection, 2, **located(TORETSK))
        # The first claim names a further place, of which the second says nothing.
        add_feature(connection, 1, **located(SUMY))
        sites = tiles.disputed_sites(connection)
        bodies = {
            at: tiles.settlements(connection, claim_filter({}), at, sites)
            for at in (Tile(8, 154, 88), Tile(8, 152, 85))
        }
        only = tiles.settlements(
            connection, claim_filter({"disputed": True}), Tile(8, 152, 85), sites
        )
    found = [read_tile(body, tmp_path, at.z, at.x, at.y) for at, body in bodies.items()]
    assert [list(tile["disputed"].astype(bool)) for tile in found if tile is not None] == [
        [True],
        [False],
    ]
    assert only == b""


@pytest.mark.parametrize(
    ("path", "status", "parameter"),
    [
        ("/tiles/settlements/23/0/0", 400, "z"),
        ("/tiles/settlements/-1/0/0", 400, "z"),
        ("/tiles/settlements/3/8/0", 400, "x"),
        ("/tiles/settlements/3/0/8", 400, "y"),
        ("/tiles/settlements/3/0/9999999999999", 400, "y"),
        ("/tiles/settlements/a/0/0", 400, "z"),
        ("/tiles/claims/5/17/10", 400, "z"),
        ("/tiles/settlements/3/0/0?bbox=1,2,3", 400, "bbox"),
        ("/tiles/settlements/3/0/0?colour=red", 400, "colour"),
        ("/tiles/settlements/3/0/0?outlet=%00", 400, "outlet"),
        ("/tiles/nothing/3/0/0", 404, None),
        ("/tiles/nothing", 404, None),
        ("/collections/places/tiles", 404, None),
        ("/collections/claims/tiles/WorldCRS84Quad", 404, None),
        ("/collections/claims/tiles/WebMercatorQuad/8/256/0", 400, "y"),
    ],
)
def test_refused(client: TestClient, path: str, status: int, parameter: str | None) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json().get("parameter") == parameter


def test_cached_compressed_and_conditional(client: TestClient, filled: Engine) -> None:
    path = "/tiles/settlements/6/37/22"
    plain = client.get(path, headers={"accept-encoding": "identity, gzip;q=0"})
    assert plain.headers["content-type"] == MVT
    assert "content-encoding" not in plain.headers
    first = client.get(path)
    assert first.headers["content-encoding"] == "gzip"
    assert first.content == plain.content
    assert first.headers["etag"] != plain.headers["etag"]
    known = {"if-none-match": first.headers["etag"]}
    for accepted in ("gzip", "gzip, deflate, br, zstd"):
        again = client.get(path, headers=known | {"accept-encoding": accepted})
        assert (again.status_code, again.headers["etag"]) == (304, first.headers["etag"])
    assert client.head(path).headers["etag"] == first.headers["etag"]
    with filled.begin() as connection:
        connection.execute(text("UPDATE claim_feature SET source_side = 'RU' WHERE id < 900"))
        bump(connection)
    again = client.get(path, headers=known)
    assert again.status_code == 200
    assert again.content != first.content


def test_ogc_and_plain_addresses_agree(client: TestClient) -> None:
    plain = client.get("/tiles/settlements/6/38/22.mvt").content
    ogc = "/collections/settlement_summary/tiles"
    assert client.get(f"{ogc}/WebMercatorQuad/6/22/38").content == plain
    tilesets = client.get(ogc).json()["tilesets"]
    template = next(link for link in tilesets[0]["links"] if link["rel"] == "item")["href"]
    address = template.format(tileMatrix=6, tileRow=22, tileCol=38)
    assert client.get(address).content == plain
    scheme = next(li for li in tilesets[0]["links"] if li["rel"].endswith("tiling-scheme"))
    assert client.get(scheme["href"]).json()["id"] == "WebMercatorQuad"


def test_tilejson_keeps_the_filter(client: TestClient) -> None:
    found = client.get("/tiles/claims?outlet=Outlet+1&side=RU").json()
    assert found["tilejson"] == "3.0.0"
    assert found["tiles"] == ["http://testserver/tiles/claims/{z}/{x}/{y}?outlet=Outlet+1&side=RU"]
    assert found["vector_layers"][0]["id"] == "claims"
    same = client.get("/collections/claims/tiles/WebMercatorQuad?f=tilejson&side=RU").json()
    assert same["tiles"] == ["http://testserver/tiles/claims/{z}/{x}/{y}?side=RU"]


def test_points_on_edges_and_at_the_ends_of_the_world(engine: Engine, tmp_path: Path) -> None:
    from geo.tiles import Tile

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
                    body = tiles.settlements(connection, claim_filter({}), Tile(zoom, x, y), ())
                    found = read_tile(body, tmp_path, zoom, x, y)
                    total += 0 if found is None else int(found["claims"].sum())
            assert total == len(points)
