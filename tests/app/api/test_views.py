"""The same answers as pages for people, and errors told to browsers as pages."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from fastapi.testclient import TestClient

from gazetteer.resolver import Gazetteer
from tests.app.api.invented import SUMY, TORETSK

BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PLACE = "/collections/places/items/UA1402019001"
#: Addresses, and what their pages must tell.
VIEWS = {
    "/collections/claims/queryables": ("event_start", "First day on which", "attack_repelled"),
    "/conformance": ("ogcapi-features-1/1.0/conf/core",),
    "/styles": ("/styles/claims.qml",),
    "/collections/claims/tiles": ("WebMercatorQuad", "event_start"),
    "/collections/claims/tiles/WebMercatorQuad": ("propertiesSchema", "{tileMatrix}"),
    "/tileMatrixSets": ("/tileMatrixSets/WebMercatorQuad",),
    "/tileMatrixSets/WebMercatorQuad": ("scaleDenominator",),
    "/outlets": ("Northern Wire", "feature_count"),
    "/claimants": ("General Staff",),
    "/summary": ("numberUnlocated",),
    "/histogram": ("2026-07-14",),
    "/places/UA1402019001/contradictions": ("place_id",),
    "/gazetteer/search?q=Tor": ("Toretsk",),
    "/gazetteer/resolve?name=Toretsk": ("Toretsk", "resolved"),
    "/gazetteer/nearest?lon=37.8&lat=48.4": ("Toretsk", "distance_m"),
    PLACE: ("Dzerzhinsk", "<h2>Names</h2>", "Claims by side of the source"),
}


@pytest.mark.parametrize("path", VIEWS)
def test_every_resource_has_a_view(client: TestClient, path: str) -> None:
    view = client.get(f"{path}{'&' if '?' in path else '?'}f=html")
    assert (view.status_code, view.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "<h1>" in view.text
    for told in VIEWS[path]:
        assert told in view.text
    assert not re.search(r"<script(?! type=.(module|application/))|style=|onclick", view.text)
    asked = client.get(path, headers=BROWSER)
    assert asked.headers["content-type"].startswith("text/html")
    assert "Accept" in asked.headers["vary"]
    program = client.get(path)
    assert "json" in program.headers["content-type"]
    assert "Accept" in program.headers["vary"]
    assert program.headers["etag"] != asked.headers["etag"]
    for headers, tag in ((BROWSER, asked.headers["etag"]), ({}, program.headers["etag"])):
        again = client.get(path, headers={**headers, "if-none-match": tag})
        assert again.status_code == 304
    assert (
        "json"
        in client.get(path, params={"f": "json"} if "?" not in path else None).headers[
            "content-type"
        ]
    )


def test_neighbours_lead_to_their_pages(client: TestClient) -> None:
    state = client.app.state  # type: ignore[attr-defined]
    near, known = replace(SUMY, lon=37.85, lat=48.41), state.gazetteer
    state.gazetteer = Gazetteer.from_places([TORETSK, near])
    try:
        page = client.get(f"{PLACE}?f=html").text
    finally:
        state.gazetteer = known
    assert "<h2>Nearest settlements</h2>" in page
    neighbour = re.search(r'href="http://testserver(/collections/places/items/UA59[^"]+)"', page)
    assert neighbour
    assert "Sumy" in client.get(neighbour[1]).text


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/nope", 404, ("Not Found", "There is no such resource.")),
        ("/static/nope.js", 404, ("Not Found",)),
        ("/collections/nope", 404, ("nope", "there are claims")),
        ("/collections/claims/items?bbox=1", 400, ("Bad Request", "bbox", "are needed")),
        ("/collections/claims/items?<b>=1", 400, ("&lt;b&gt;",)),
        ("/outlets?x=1", 400, ("parameter", "accepted")),
    ],
)
def test_browsers_are_told_errors_as_pages(
    client: TestClient, path: str, status: int, told: tuple[str, ...]
) -> None:
    page = client.get(path, headers=BROWSER)
    assert (page.status_code, page.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert f"<h1>{status} " in page.text
    assert "<b>" not in page.text
    for words in told:
        assert words in page.text
    assert "Accept" in page.headers["vary"]
    assert page.headers["cache-control"] == "no-store"
    problem = client.get(path)
    assert problem.headers["content-type"] == "application/problem+json"
    assert "Accept" in problem.headers["vary"]


def test_who_asks_for_json_is_told_errors_in_it(client: TestClient) -> None:
    for query in ("f=json&limit=0", "f=geojson&limit=0"):
        answer = client.get(f"/collections/claims/items?{query}", headers=BROWSER)
        assert answer.headers["content-type"] == "application/problem+json"


def test_the_api_is_described_for_people(client: TestClient) -> None:
    landing = client.get("/?f=json").json()
    (address,) = [x for x in landing["links"] if x["rel"] == "service-doc"]
    assert address["type"] == "text/html"
    page = client.get(address["href"])
    assert page.headers["content-type"].startswith("text/html")
    assert client.get("/api", headers=BROWSER).text == page.text
    assert client.get("/api").json() == client.get("/openapi.json").json()
    assert "<script" not in page.text
    assert "src=" not in page.text
    assert not re.findall(r"<link [^>]*href=.https?://(?!testserver)", page.text)
    described = client.get("/openapi.json").json()
    for path, operations in described["paths"].items():
        if not re.match("/collections/claims_(northern|southern)", path):
            assert f"<code>{'GET' if 'get' in operations else 'POST'} {path}</code>" in page.text
    # Every parameter that is named is described there, and every property of a feature.
    named = set(re.findall(r'href="#p-([^"]+)"', page.text))
    assert named == set(re.findall(r'id="p-([^"]+)"', page.text)) >= {"bbox", "datetime", "limit"}
    assert named == set(described["components"]["parameters"])
    for name in described["components"]["schemas"]["ClaimFeature"]["properties"]["properties"][
        "properties"
    ]:
        assert f"<code>{name}</code>" in page.text


def test_examples_can_be_asked(client: TestClient) -> None:
    page = client.get("/api?f=html").text
    examples = re.findall(r'<td><a href="([^"#:]+)">', page)
    assert len(examples) > 30
    for example in examples:
        status = client.get(f"/{unescape(example)}").status_code
        # The invented data have other reports and places than the samples.
        assert status == 200 or (status == 404 and re.search("[/=](UA|1)", example)), example
