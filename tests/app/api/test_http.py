"""What HTTP clients rely on: HEAD, entity tags, headers, negotiation, clear outages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.api.database import Database
from app.api.landing import OPENAPI_JSON
from app.api.params import CLAIM_ITEMS, LIMIT_DEFAULT, LIMIT_MAXIMUM
from app.main import create_app
from app.settings import Settings
from gazetteer.resolver import Gazetteer
from tests.app.api.invented import bump

ITEMS = "/collections/claims/items"
PATHS = (
    "/",
    "/health",
    "/conformance",
    "/collections",
    "/collections/claims",
    "/collections/places",
    ITEMS,
    f"{ITEMS}/1",
    f"{ITEMS}?limit=5000",
    "/collections/places/items",
    "/collections/places/items/UA1402019001",
    "/outlets",
    "/places/UA1402019001",
    "/gazetteer/resolve?name=Toretsk",
    "/gazetteer/search?q=Tor",
    "/gazetteer/nearest?lon=37.8&lat=48.4",
    "/reconcile",
    "/reconcile/preview?id=UA1402019001",
    "/openapi.json",
    "/static/index.html",
)


@pytest.mark.parametrize("path", PATHS)
def test_head_is_get_without_a_body(client: TestClient, path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert got.status_code == head.status_code == 200
    assert got.content
    assert head.content == b""
    for name in ("content-type", "etag", "cache-control", "content-security-policy"):
        assert head.headers.get(name) == got.headers.get(name)


@pytest.mark.parametrize("path", ["/", ITEMS, "/nothing", f"{ITEMS}?bbox=1"])
def test_every_answer_is_guarded(client: TestClient, path: str) -> None:
    headers = client.get(path, headers={"origin": "https://map.example"}).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["access-control-allow-origin"] == "*"


def test_pages_of_other_origins_may_ask_for_ranges(client: TestClient) -> None:
    origin = {"origin": "https://map.example"}
    asked = {"access-control-request-method": "GET", "access-control-request-headers": "range"}
    assert client.options("/exports/claims.fgb", headers=origin | asked).status_code == 200
    part = client.get("/exports/claims.fgb", headers=origin | {"range": "bytes=0-7"})
    assert part.status_code == 206
    exposed = part.headers["access-control-expose-headers"].lower().split(", ")
    assert {"content-range", "content-disposition", "etag", "link"} <= set(exposed)


@pytest.mark.parametrize("path", [p for p in PATHS if p.startswith("/coll") or p == "/outlets"])
def test_unchanged_answers_cost_nothing(client: TestClient, layer: Engine, path: str) -> None:
    first = client.get(path)
    tag = first.headers["etag"]
    for given in (tag, f'"other", W/{tag}', "*"):
        again = client.get(path, headers={"if-none-match": given})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == tag
    assert client.get(path, headers={"if-none-match": '"other"'}).content == first.content
    with layer.begin() as connection:
        bump(connection)
    changed = client.get(path, headers={"if-none-match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag


def test_browsers_get_the_page_and_programs_get_links(client: TestClient) -> None:
    browser = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    page = client.get("/", headers=browser)
    assert page.headers["content-type"].startswith("text/html")
    assert "Accept" in page.headers["vary"]
    for accept in ("*/*", "application/json", "application/json, text/html;q=0.5"):
        body = client.get("/", headers={"accept": accept}).json()
        assert {"service-desc", "conformance", "data", "license"} <= {
            x["rel"] for x in body["links"]
        }
    assert client.get("/?f=json", headers=browser).json()["title"]
    assert client.get("/?f=html").headers["content-type"].startswith("text/html")


def test_links_lead_somewhere(client: TestClient) -> None:
    pending, seen = ["http://testserver/?f=json"], set[str]()
    while pending:
        address = pending.pop()
        if address in seen:
            continue
        seen.add(address)
        response = client.get(address)
        assert response.status_code == 200, address
        if "json" in response.headers["content-type"]:
            pending += [x for x in hrefs(response.json()) if x.startswith("http://testserver")]
    assert len(seen) > 10


def hrefs(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for part in value:
            yield from hrefs(part)
    elif isinstance(value, dict):
        # The variables of OGC API - Tiles, for a tile that every tileset has.
        variables = {"tileMatrix": 8, "tileRow": 88, "tileCol": 154}
        for name, part in value.items():
            if name == "href" and isinstance(part, str):
                yield part.format(**variables) if value.get("templated") else part
            else:
                yield from hrefs(part)


def test_description_is_openapi_3_0_and_whole(client: TestClient) -> None:
    response = client.get("/openapi.json")
    assert response.headers["content-type"] == OPENAPI_JSON
    body = response.json()
    assert body["openapi"].startswith("3.0")
    # QGIS takes its page size from here.
    schema = body["components"]["parameters"]["limit"]["schema"]
    assert (schema["default"], schema["maximum"]) == (LIMIT_DEFAULT, LIMIT_MAXIMUM)
    named = body["paths"][ITEMS]["get"]["parameters"]
    components = body["components"]["parameters"]
    resolved = [components[x["$ref"].rsplit("/", 1)[1]] for x in named]
    assert [x["name"] for x in resolved] == [p.name for p in CLAIM_ITEMS]
    for path in body["paths"].values():
        for parameter in path["get"].get("parameters", []):
            reference = parameter.get("$ref")
            assert reference is None or reference.rsplit("/", 1)[1] in components


def test_collections_say_what_they_hold(client: TestClient) -> None:
    body = client.get("/collections").json()
    assert [layer["id"] for layer in body["collections"]] == [
        "claims",
        "claims_unlocated",
        "places",
        "settlement_summary",
        "claims_northern_wire",
        "claims_southern_herald",
    ]
    claims = body["collections"][0]
    assert claims["extent"]["spatial"]["bbox"] == [[34.7981, 48.3979, 37.8479, 50.9077]]
    # From the earliest known day to the latest; one claim has no end.
    assert claims["extent"]["temporal"]["interval"] == [
        ["2026-06-30T00:00:00Z", "2026-08-01T00:00:00Z"]
    ]
    assert "CC BY" in claims["license"]
    items = next(x for x in claims["links"] if x["rel"] == "items")
    assert items["href"] == f"http://testserver{ITEMS}"
    assert items["type"] == "application/geo+json"


def test_outlets(client: TestClient) -> None:
    body = client.get("/outlets").json()
    wire, herald = body["outlets"]
    assert (wire["name"], wire["side"], wire["kind"]) == ("Northern Wire", "RU", "agency")
    assert (wire["claim_count"], wire["feature_count"], wire["unlocated_count"]) == (4, 5, 1)
    assert (herald["name"], herald["claim_count"]) == ("Southern Herald", 1)
    assert client.get(wire["items"]).json()["numberMatched"] == 5


def test_places(client: TestClient) -> None:
    def ids(query: str) -> list[str]:
        body = client.get(f"/collections/places/items?{query}").json()
        assert body["numberMatched"] == len(body["features"])
        return [feature["id"] for feature in body["features"]]

    oblast, toretsk, sumy = "UA14", "UA1402019001", "UA5908027001"
    assert ids("") == [oblast, toretsk, sumy]
    assert ids("bbox=37,48,38,49") == [toretsk]
    assert ids("within=UA59") == [sumy]
    assert ids("q=dzer") == [toretsk]
    assert ids("q=Тор") == [toretsk]
    assert ids("q=%25") == []
    assert ids("kind=oblast") == [oblast]
    first = client.get("/collections/places/items?limit=2").json()
    following = next(x for x in first["links"] if x["rel"] == "next")["href"]
    second = client.get(following).json()
    assert [feature["id"] for feature in second["features"]] == [sumy]
    assert second["features"][0]["properties"]["claim_count"] == 2
    place = client.get(f"/collections/places/items/{toretsk}").json()
    assert {"text": "Dzerzhinsk", "kind": "former", "source": "curated"}.items() <= next(
        name for name in place["names"] if name["text"] == "Dzerzhinsk"
    ).items()


def test_resolving_a_former_name(client: TestClient) -> None:
    body = client.get("/gazetteer/resolve?name=Dzerzhinsk&near=Sumy&side=RU&date=2026-07-14").json()
    assert body["status"] == "resolved"
    assert body["place"]["id"] == "UA1402019001"
    assert body["place"]["geometry"] == {"type": "Point", "coordinates": [37.8479, 48.3979]}
    assert body["candidates"][0]["reasons"]
    unknown = client.get("/gazetteer/resolve?name=Qwertzuiop").json()
    assert unknown["status"] == "unknown"
    assert unknown["place"] is None


@pytest.fixture
def other(small_gazetteer: Gazetteer, tmp_path: Path) -> Any:
    def make(url: str) -> TestClient:
        settings = Settings(data_dir=tmp_path, database_url=url, offline=True)
        app = create_app(settings, gazetteer=small_gazetteer)
        return TestClient(app, raise_server_exceptions=False)

    return make


@pytest.mark.parametrize("path", [ITEMS, "/health", "/outlets", "/collections"])
def test_without_a_database_or_schema(other: Any, empty_database_url: str, path: str) -> None:
    for url in ("postgresql://nobody@127.0.0.1:1/none", empty_database_url):
        with other(url) as client:
            response = client.get(path)
            assert response.status_code == 503
            assert int(response.headers["retry-after"]) > 0
            assert response.headers["content-type"] == "application/problem+json"
            assert "127.0.0.1" not in response.text
            # What needs no database goes on.
            assert client.get("/conformance").status_code == 200


def test_an_empty_database_has_empty_layers(other: Any, database_url: str) -> None:
    with other(database_url) as client:
        body = client.get(ITEMS).json()
        assert (body["numberMatched"], body["features"]) == (0, [])
        assert client.get("/collections").status_code == 200
        assert client.get("/outlets").json()["outlets"] == []
        assert client.get("/health").json()["status"] == "ok"


def test_a_slow_query_is_a_503(other: Any, layer: Engine, module_database_url: str) -> None:
    with other(module_database_url) as client:
        client.app.state.database.dispose()
        client.app.state.database = Database(module_database_url, statement_timeout_ms=50)
        with layer.begin() as blocker:
            # A writer that holds the table makes every reader wait.
            blocker.exec_driver_sql("LOCK TABLE claim_feature IN ACCESS EXCLUSIVE MODE")
            response = client.get(ITEMS)
    assert response.status_code == 503
    assert int(response.headers["retry-after"]) > 0
    assert response.json()["code"] == "query-timeout"
    assert "canceling" not in response.text


def test_a_defect_tells_nothing(client: TestClient, layer: Engine) -> None:
    with layer.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE claim_feature RENAME COLUMN geojson TO hidden")
    try:
        response = client.get(ITEMS)
    finally:
        with layer.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE claim_feature RENAME COLUMN hidden TO geojson")
    assert response.status_code == 500
    assert response.json()["code"] == "internal-error"
    assert "geojson" not in response.text


def test_large_pages_are_streamed_whole(client: TestClient, layer: Engine) -> None:
    with layer.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO claim_feature (claim_id, claim_type, modality, place_status,"
            " location_precision, quote, document_id, outlet) SELECT 1000 + n, 'clash', 'claimed',"
            " 'none', 'none', 'Row ' || n, 9, 'Bulk' FROM generate_series(1, 4500) n"
        )
    try:
        body = client.get(f"{ITEMS}?outlet=Bulk&limit=4400").json()
        assert (body["numberMatched"], body["numberReturned"]) == (4500, 4400)
        rest = client.get(next(x for x in body["links"] if x["rel"] == "next")["href"]).json()
        found = [feature["id"] for feature in body["features"] + rest["features"]]
        assert len(found) == len(set(found)) == 4500
        assert client.head(f"{ITEMS}?outlet=Bulk&limit=4400").status_code == 200
    finally:
        with layer.begin() as connection:
            connection.exec_driver_sql("DELETE FROM claim_feature WHERE outlet = 'Bulk'")
