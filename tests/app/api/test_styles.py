"""MapLibre styles that name our tiles with the filter asked for."""

from __future__ import annotations

import math
import re
from html import escape, unescape

import pytest
from fastapi.testclient import TestClient

from app.attribution import BRIEFLY, SOURCES
from gazetteer.attribution import ATTRIBUTIONS


@pytest.mark.parametrize("name", ["settlements", "claims"])
def test_style_draws_the_tiles(client: TestClient, name: str) -> None:
    found = client.get(f"/styles/{name}?side=RU").json()
    assert found["version"] == 8
    assert found["sources"][name]["tiles"] == [
        f"http://testserver/tiles/{name}/{{z}}/{{x}}/{{y}}?side=RU"
    ]
    tilejson = client.get(f"/tiles/{name}").json()
    layers = {layer["id"] for layer in tilejson["vector_layers"]}
    assert {la["source-layer"] for la in found["layers"] if "source-layer" in la} == layers
    assert "http" not in str(found["layers"])  # nothing from elsewhere, fonts neither


def test_list_and_refusals(client: TestClient) -> None:
    for listed in client.get("/styles").json()["styles"]:
        assert client.get(listed["links"][0]["href"]).status_code == 200
    assert client.get("/styles/nothing").status_code == 404
    assert client.get("/styles/claims?side=blue").json()["parameter"] == "side"


@pytest.mark.parametrize("name", ["settlements", "claims"])
@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("", [(37.8479, 48.3979), (34.7981, 50.9077)]),
        ("?place=Sumy", [(34.7981, 50.9077)]),
        ("?outlet=southern+herald", [(37.8479, 48.3979)]),
    ],
)
def test_a_map_begins_where_data_lie(
    client: TestClient, name: str, query: str, near: list[tuple[float, float]]
) -> None:
    style = client.get(f"/styles/{name}{query}").json()
    (lon, lat), zoom = style["center"], style["zoom"]
    tilejson = client.get(f"/tiles/{name}{query}").json()
    assert tilejson["center"] == [lon, lat, zoom]
    assert tilejson["minzoom"] <= zoom <= tilejson["maxzoom"]
    # Half a map of 512 by 512 pixels, in degrees: at least one place is within, of settlements all.
    half = 180 / 2**zoom * 1.2
    inside = [abs(lon - x) <= half and abs(lat - y) <= half for x, y in near]
    assert all(inside) if name == "settlements" else any(inside)
    tile = tile_at(lon, lat, zoom)
    around = [(tile[0] + dx, tile[1] + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    assert any(client.get(f"/tiles/{name}/{zoom}/{x}/{y}{query}").content for x, y in around)


def test_a_map_of_nothing_begins_somewhere(client: TestClient) -> None:
    assert client.get("/styles/claims?outlet=Nobody").json()["center"] == [34.0, 48.6]


def tile_at(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    across = 2**zoom
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return int((lon + 180) / 360 * across), int(y * across)


@pytest.mark.parametrize("name", ["settlements", "claims"])
def test_attribution_leaves_room_for_the_map(client: TestClient, name: str) -> None:
    short = client.get(f"/tiles/{name}").json()["attribution"]
    assert client.get(f"/styles/{name}").json()["sources"][name]["attribution"] == short
    shown = unescape(re.sub("<[^>]+>", "", short))
    assert len(shown) < 80
    # Whoever is under a licence of attribution is named; all others behind the link.
    wanting = {key for key in ATTRIBUTIONS if ATTRIBUTIONS[key] in SOURCES}
    wanting = {key for key in wanting if ATTRIBUTIONS[key].licence.startswith("CC-BY")}
    assert set(BRIEFLY) == wanting
    assert all(called in shown for called in BRIEFLY.values())
    (address,) = re.findall('href="([^"]+)"', short)
    page = client.get(address.partition("#")[0]).text
    assert f'id="{address.partition("#")[2]}"' in page
    for source in SOURCES:
        assert escape(source.credit) in page
        assert escape(source.licence) in page
