"""What OGC clients rely on beyond the core: systems, filters, outlets as layers, compression."""

from __future__ import annotations

import gzip
import json
from urllib.parse import quote

import brotli
import pytest
import zstandard
from fastapi.testclient import TestClient
from pyproj import Transformer

ITEMS = "/collections/claims/items"


def ids(client: TestClient, address: str) -> list[int]:
    response = client.get(address)
    assert response.status_code == 200, response.text
    return sorted(feature["id"] for feature in response.json()["features"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("outlet = 'Southern Herald'", [3]),
        ("casei(outlet) = casei('southern herald')", [3]),
        ("outlet LIKE 'North%' AND NOT place_name = 'Sumy'", [1]),
        ("claim_id BETWEEN 2 AND 4", [3, 4, 5]),
        ("claim_id IN (2, 3)", [3, 4]),
        ("place_name IS NULL", [4]),
        ("event_start >= DATE('2026-08-01')", [3]),
        ("date < DATE('2026-07-01') OR claim_type = 'forecast'", [5, 6]),
        ("S_INTERSECTS(geometry, BBOX(37,48,38,49))", [1, 3]),
        ("true", [1, 2, 3, 4, 5, 6]),
        ('{"op":"=","args":[{"property":"claim_id"},2]}', [3]),
    ],
)
def test_filter_expressions(client: TestClient, text: str, expected: list[int]) -> None:
    assert ids(client, f"{ITEMS}?filter={quote(text)}") == expected


@pytest.mark.parametrize(
    "text",
    [
        "outlet = ",
        "nothing = 'x'",
        "outlet = 1",
        "claim_id = 'x'",
        "event_start > DATE('2026-13-01')",
        "event_start > DATE('2026-07-01 or so')",
        "event_start < TIMESTAMP('2026-07-14T12:00:00Z')",
        "1 = '1'",
        "foo(outlet)",
        "outlet",
        "S_INTERSECTS(geometry, POLYGON((0 0,1 1,1 0,0 1,0 0)))",
        "S_WITHIN(outlet, BBOX(1,2,3,4))",
        "S_WITHIN(geometry, BBOX(1,2,3,4,5))",
        "S_WITHIN(geometry, BBOX(1,3,2,2))",
        "S_CROSSES(geometry, POINT(1e400 1))",
        "claim_id = 1e400",
        "claim_id = 1 + 1",
        "date = 20260714",
        "located = 'true'",
        "'; DROP TABLE claim_feature --",
        "outlet = 'x'; SELECT 1",
        "(" * 2000 + "outlet = 'x'" + ")" * 1900,
        "NOT " * 900 + "true",
        "S_INTERSECTS(geometry, BBOX(1,2,3))",
        "S_INTERSECTS(geometry, POINT(900 900))",
        "pg_sleep(10) = 1",
        '{"op":"and","args":' * 60 + "1" + "}" * 60,
        '{"op":[],"args":{}}',
        '{"op":"like","args":[{"property":"outlet"},{"op":"casei","args":[]}]}',
        "[]",
    ],
)
def test_bad_filters_are_refused(client: TestClient, text: str) -> None:
    response = client.get(f"{ITEMS}?filter={quote(text)}")
    assert response.status_code == 400, response.text
    assert response.json()["parameter"] == "filter"
    assert "SELECT" not in response.json()["detail"]


def test_systems_of_coordinates(client: TestClient) -> None:
    def point(query: str) -> list[float]:
        response = client.get(f"{ITEMS}/1?{query}")
        assert response.status_code == 200
        found: list[float] = response.json()["geometry"]["coordinates"]
        return found

    base = "http://www.opengis.net/def/crs/EPSG/0"
    assert point(f"crs={base}/4326") == [48.3979, 37.8479]
    metres = Transformer.from_crs(4326, 3857, always_xy=True).transform(37.8479, 48.3979)
    assert point(f"crs={base}/3857") == pytest.approx(metres, abs=0.01)
    header = client.get(f"{ITEMS}?crs={base}/3857").headers["content-crs"]
    assert header == f"<{base}/3857>"
    assert ids(client, f"{ITEMS}?bbox=48,37,49,38&bbox-crs={base}/4326") == [1, 3]
    box = "4118800,6106900,4230200,6274900"
    assert ids(client, f"{ITEMS}?bbox={box}&bbox-crs={base}/3857") == [1, 3]
    for name in ("crs", "bbox-crs"):
        refused = client.get(f"{ITEMS}?{name}={base}/2180")
        assert (refused.status_code, refused.json()["parameter"]) == (400, name)


@pytest.mark.parametrize("layer_id", ["claims", "places", "settlement_summary"])
@pytest.mark.parametrize("system", ["EPSG/0/3857", "EPSG/0/4326", "OGC/1.3/CRS84"])
def test_geometries_are_those_of_rfc_7946(client: TestClient, layer_id: str, system: str) -> None:
    base = f"/collections/{layer_id}/items"
    query = f"?crs=http://www.opengis.net/def/crs/{system}"
    features = [f for f in client.get(base + query).json()["features"] if f["geometry"]]
    features.append(client.get(f"{base}/{features[0]['id']}{query}").json())
    for feature in features:  # the system stands in Content-Crs
        assert set(feature["geometry"]) == {"type", "coordinates"}


def test_outlets_and_unlocated_are_layers(client: TestClient) -> None:
    assert ids(client, "/collections/claims_southern_herald/items") == [3]
    assert ids(client, "/collections/claims_northern_wire/items?outlet=Southern+Herald") == []
    assert ids(client, "/collections/claims_unlocated/items") == [4]
    assert client.get("/collections/claims_southern_herald/items/1").status_code == 404
    paths = client.get("/openapi.json").json()["paths"]
    assert "/collections/claims_southern_herald/items" in paths


def test_settlements_are_summed_by_side(client: TestClient) -> None:
    body = client.get("/collections/settlement_summary/items").json()
    found = {f["properties"]["place_name"]: f["properties"] for f in body["features"]}
    toretsk = found["Toretsk"]
    assert (toretsk["side_ru"], toretsk["side_ua"], toretsk["feature_count"]) == (1, 1, 2)
    assert toretsk["outlet_count"] == 2
    assert set(found) == {"Toretsk", "Sumy"}
    one = client.get(f"/collections/settlement_summary/items/{toretsk['place_id']}")
    assert one.json()["properties"] == toretsk


@pytest.mark.parametrize(
    "query",
    [
        "filter=" + quote("outlet = 'Southern Herald' AND event_start IS NOT NULL"),
        "filter=" + quote("S_INTERSECTS(geometry, BBOX(37,48,38,49))") + "&side=UA",
        "outlet=Southern+Herald",
        "bbox=37,48,38,49&side=UA&datetime=2026-08",
        "place=Toretsk&outlet=Southern+Herald",
    ],
)
def test_settlements_count_the_claims_of_a_filter(client: TestClient, query: str) -> None:
    body = client.get(f"/collections/settlement_summary/items?{query}").json()
    assert body["numberMatched"] == 1
    found = body["features"][0]["properties"]
    assert (found["place_name"], found["side_ua"], found["feature_count"]) == ("Toretsk", 1, 1)
    counted = client.get(f"/collections/settlement_summary/items?{query}&cursor=QQ")
    assert counted.json()["numberMatched"] == 1


def test_declared_parts_are_linked(client: TestClient) -> None:
    declared = client.get("/conformance").json()["conformsTo"]
    assert len(declared) == len(set(declared))
    assert any(name.endswith("ogcapi-tiles-1/1.0/conf/geodata-tilesets") for name in declared)
    rel = "http://www.opengis.net/def/rel/ogc/1.0/"
    tiled = {"claims", "settlement_summary"}
    for collection in client.get("/collections").json()["collections"]:
        rels = {link["rel"] for link in collection["links"]}
        assert f"{rel}queryables" in rels
        assert (f"{rel}tilesets-vector" in rels) == (collection["id"] in tiled)
        properties = client.get(f"/collections/{collection['id']}/queryables").json()["properties"]
        assert properties


def test_the_first_features_are_dated(client: TestClient) -> None:
    features = client.get(ITEMS).json()["features"]
    dates = [feature["properties"]["date"] for feature in features]
    assert dates[-1] is None
    assert None not in dates[:-1]
    every = client.get(f"{ITEMS}?dates=all").json()["features"][0]["properties"]
    assert {"event_start", "event_end", "statement_date", "published"} <= set(every)


UNPACK = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
}


@pytest.mark.parametrize("encoding", [*UNPACK, "identity"])
@pytest.mark.parametrize("limit", [3, 5000])
def test_answers_are_compressed(client: TestClient, encoding: str, limit: int) -> None:
    headers = {"accept-encoding": encoding}
    with client.stream("GET", f"{ITEMS}?limit={limit}", headers=headers) as response:
        raw = b"".join(response.iter_raw())
        tag = response.headers["etag"]
        assert response.headers.get("content-encoding", "identity") == encoding
    assert json.loads(UNPACK.get(encoding, bytes)(raw))["numberReturned"] == min(limit, 6)
    again = client.get(f"{ITEMS}?limit={limit}", headers=headers | {"if-none-match": tag})
    assert (again.status_code, again.headers["etag"]) == (304, tag)


@pytest.mark.parametrize(
    "path",
    [ITEMS, f"{ITEMS}/1", "/collections", "/collections/claims", "/collections/places/items"],
)
def test_views_for_people(client: TestClient, path: str) -> None:
    response = client.get(path, headers={"accept": "text/html"})
    assert response.headers["content-type"].startswith("text/html")
    assert "<h1>" in response.text
    assert client.get(f"{path}?f=json").headers["content-type"].endswith("json")


def test_the_view_of_a_page_counts_what_the_layer_counts(client: TestClient) -> None:
    query = f"{ITEMS}?datetime=../..&limit=1"
    body = client.get(query).json()
    assert body["numberUnlocated"]
    page = client.get(f"{query}&f=html").text
    assert f"1 shown; {body['numberMatched']} match; " in page
    assert f"; {body['numberUnlocated']} match without a place; " in page
    assert f"; {body['numberUndated']} match without such a time." in page
