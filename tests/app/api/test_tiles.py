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

from app.main import create_app
from app.settings import Settings
from gazetteer.resolver import Gazetteer
from geo.tiles import MVT
from tests.app.api.invented import TORETSK, add_feature, bump, located
from tests.app.api.many_rows import FILL, FILTERS
from tests.app.api.mvt import read_tile

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
        if found is not None:
            sums = {name: number + int(found[name].sum()) for name, number in sums.items()}
    assert sums["claims"] == located
    assert sum(sums.values()) == 2 * located
    tilejson = client.get("/tiles/settlements", params=query).json()
    assert tilejson["numberMatched"] == items["numberMatched"]
    assert tilejson["numberUnlocated"] == items["numberUnlocated"]


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
