"""The API description says what the API does: what clients and conformance tests read there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

ITEMS = "/collections/claims/items"


@pytest.fixture
def description(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


@pytest.mark.parametrize(
    ("name", "schema", "explode"),
    [
        ("bbox", {"type": "array", "minItems": 4, "maxItems": 6}, False),
        ("datetime", {"type": "string"}, False),
        ("limit", {"type": "integer", "minimum": 1}, False),
        ("outlet", {"type": "array"}, False),
        ("claimant", {"type": "array"}, True),
        ("claims-place_name", {"type": "array"}, True),
    ],
)
def test_parameters_are_written_as_ogc_writes_them(
    description: dict[str, Any], name: str, schema: dict[str, Any], explode: bool
) -> None:
    found = description["components"]["parameters"][name]
    assert (found["in"], found["required"], found["style"]) == ("query", False, "form")
    assert found["explode"] is explode
    assert schema.items() <= found["schema"].items()


@pytest.mark.parametrize(
    "path",
    [
        "/?f=json",
        "/?f=html",
        "/collections?f=html",
        "/collections/claims?f=html",
        f"{ITEMS}?f=html",
        ITEMS,
        f"{ITEMS}/1?f=html",
        f"{ITEMS}/1",
        "/collections/places/items/UA1402019001?f=html",
        "/collections/places/items/UA1402019001",
        "/places/UA1402019001",
        "/collections/claims/queryables",
        "/collections/claims/tiles/WebMercatorQuad?f=tilejson",
        "/tiles/settlements",
        "/tiles/settlements/5/19/11",
        "/styles",
        "/styles/claims",
        "/exports/claims.csv",
        "/exports/claims.geojson",
        "/exports/claims.gpkg",
        "/reconcile/preview?id=UA1402019001",
        "/outlets",
        "/summary",
        "/histogram",
        "/table",
        "/shapes",
        "/claimants",
        "/places/UA1402019001/contradictions",
    ],
)
def test_every_kind_of_answer_is_described(
    client: TestClient, description: dict[str, Any], path: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    media = answer.headers["content-type"].split(";")[0]
    assert media in _described(description, path.partition("?")[0])


def _described(description: dict[str, Any], path: str) -> set[str]:
    """Media types of the path, or of the template that fits it."""
    found: set[str] = set()
    for template, operations in description["paths"].items():
        parts, wanted = template.strip("/").split("/"), path.strip("/").split("/")
        fits = len(parts) == len(wanted) and all(
            a == b or (a.endswith("}") and b.startswith(a.split("{")[0]))
            for a, b in zip(parts, wanted, strict=True)
        )
        if fits:
            found |= set(operations["get"]["responses"]["200"]["content"])
    return found


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        (ITEMS, {"GET", "HEAD"}),
        ("/reconcile", {"GET", "HEAD", "POST"}),
        ("/gazetteer/resolve", {"GET", "HEAD", "POST"}),
    ],
)
def test_a_refused_method_names_all_that_are_possible(
    client: TestClient, path: str, allowed: set[str]
) -> None:
    answer = client.delete(path)
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == allowed


@pytest.mark.parametrize("layer_id", ["claims", "places", "settlement_summary"])
def test_items_name_their_queryables_in_a_header(client: TestClient, layer_id: str) -> None:
    for answer in (
        client.get(f"/collections/{layer_id}/items"),
        client.head(f"/collections/{layer_id}/items"),
    ):
        assert f"/collections/{layer_id}/queryables>" in answer.headers["link"]
        assert 'rel="http://www.opengis.net/def/rel/ogc/1.0/queryables"' in answer.headers["link"]


@pytest.mark.parametrize(
    ("crs", "lon", "lat"),
    [
        ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", 0, 1),
        ("http://www.opengis.net/def/crs/EPSG/0/4326", 1, 0),
    ],
)
def test_one_place_in_the_system_asked_for(
    client: TestClient, crs: str, lon: int, lat: int
) -> None:
    page = client.get("/collections/places/items").json()["features"]
    feature = next(one for one in page if one["geometry"])
    answer = client.get(f"/collections/places/items/{feature['id']}", params={"crs": crs})
    assert answer.headers["content-crs"] == f"<{crs}>"
    point = answer.json()["geometry"]["coordinates"]
    assert [point[lon], point[lat]] == feature["geometry"]["coordinates"]


@pytest.mark.parametrize("limit", ["-1", "-70652201789653722219930975886901248", "9" * 40, "x"])
def test_reconciliation_refuses_a_limit_that_is_none(client: TestClient, limit: str) -> None:
    answer = client.get(f"/reconcile/properties?limit={limit}")
    assert (answer.status_code, answer.json()["parameter"]) == (400, "limit")


@pytest.mark.parametrize(("lat", "status"), [("-1.19e-07", 200), ("4.8E1", 200), ("1e999", 400)])
def test_numbers_as_programs_write_them(client: TestClient, lat: str, status: int) -> None:
    answer = client.get("/gazetteer/nearest", params={"lon": "37.1", "lat": lat})
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("", {"self", "alternate"}),
        ("?bbox=30,45,40,52&outlet=Northern+Wire", {"self", "alternate"}),
        ("?f=json", {"self"}),
        ('?q=Торецьк&claimant=a<b>"c,%0d%0aX: y', {"self", "alternate"}),
        ("?q=x&outlet=" + "x" * 990, set()),
    ],
)
def test_items_name_themselves_in_a_header(client: TestClient, query: str, named: set[str]) -> None:
    answer = client.get(ITEMS + query)
    assert answer.status_code == 200
    links = answer.headers["link"]
    found = {
        rel: (href, media)
        for href, rel, media in re.findall(r'<([^<>"]+)>; rel="([^"]+)"; type="([^"]+)"', links)
    }
    assert named == found.keys() & {"self", "alternate", "next"}
    assert links.isascii()
    body = {link["rel"]: link for link in answer.json()["links"]}
    for rel in named:
        href, media = found[rel]
        assert media == body[rel]["type"]
        assert client.get(href).text == client.get(body[rel]["href"]).text


TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
}


def misfits(description: dict[str, Any], schema: dict[str, Any], value: Any) -> list[str]:
    """Return where a value is not what a schema of the description says."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/components/schemas/")
        return misfits(description, description["components"]["schemas"][name], value)
    found = [m for part in schema.get("allOf", ()) for m in misfits(description, part, value)]
    if "type" not in schema or (value is None and schema.get("nullable")):
        return found
    if not isinstance(value, TYPES[schema["type"]]) or value not in schema.get("enum", [value]):
        return [*found, f"{value!r} is not {schema}"]
    if isinstance(value, dict):
        found += [f"{name} is missing" for name in schema.get("required", ()) if name not in value]
        known = schema.get("properties", {})
        for name in known.keys() & value.keys():
            found += misfits(description, known[name], value[name])
    if isinstance(value, list):
        found += [m for one in value for m in misfits(description, schema["items"], one)]
    return found


def answer_schema(description: dict[str, Any], path: str, media: str) -> dict[str, Any]:
    found: dict[str, Any] = description["paths"][path]["get"]["responses"]["200"]["content"]
    schema: dict[str, Any] = found[media]["schema"]
    return schema


LAYERS = [
    ("claims", "claims"),
    ("claims_unlocated", "claims"),
    ("claims_northern_wire", "claims"),
    ("places", "places"),
    ("settlement_summary", "settlement_summary"),
]


@pytest.mark.parametrize(
    ("layer_id", "queryables_of", "query"),
    [(*layer, query) for layer in LAYERS for query in ("", "?limit=1")]
    + [("claims", "claims", "?dates=all")],
)
def test_features_are_as_described(
    client: TestClient,
    description: dict[str, Any],
    layer_id: str,
    queryables_of: str,
    query: str,
) -> None:
    base = f"/collections/{layer_id}/items"
    body = client.get(base + query).json()
    schema = answer_schema(description, base, "application/geo+json")
    assert misfits(description, schema, body) == []
    kind = schema["$ref"].rsplit("/", 1)[1].removesuffix("Page")
    feature = description["components"]["schemas"][f"{kind}Feature"]
    described = feature["properties"]["properties"]["properties"]
    for feature in body["features"]:
        assert set(feature["properties"]) <= set(described)
    assert all(one["description"] for one in described.values())
    # The description is one with that of the queryables.
    queryables = client.get(f"/collections/{queryables_of}/queryables").json()["properties"]
    if layer_id != "settlement_summary":
        for name in described.keys() & queryables.keys():
            assert queryables[name]["description"] == described[name]["description"]
            assert queryables[name].get("enum") == described[name].get("enum")
    item = client.get(f"{base}/{body['features'][0]['id']}").json()
    schema = answer_schema(description, f"{base}/{{id}}", "application/geo+json")
    assert misfits(description, schema, item) == []
    damages: tuple[dict[str, Any], ...] = ({"properties": {}}, {"geometry": {}}, {"id": None})
    for damage in damages:
        assert misfits(description, schema, {**item, **damage}), damage


@pytest.mark.parametrize("name", ["event_time", "statement_time", "publication_time"])
def test_properties_that_no_filter_names_are_described(
    description: dict[str, Any], name: str
) -> None:
    feature = description["components"]["schemas"]["ClaimFeature"]
    assert feature["properties"]["properties"]["properties"][name]["description"]


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/collections", "/collections"),
        ("/collections/claims", "/collections/claims"),
        ("/places/UA1402019001", "/places/{id}"),
    ],
)
def test_other_answers_are_as_described(
    client: TestClient, description: dict[str, Any], path: str, route: str
) -> None:
    answer = client.get(path)
    media = answer.headers["content-type"]
    schema = answer_schema(description, route, media)
    assert "$ref" in schema
    assert misfits(description, schema, answer.json()) == []


@pytest.mark.parametrize("layer_id", ["claims", "places", "settlement_summary"])
def test_a_feature_names_the_parameters_that_it_heeds(
    client: TestClient, description: dict[str, Any], layer_id: str
) -> None:
    path = f"/collections/{layer_id}/items"
    named = description["paths"][f"{path}/{{id}}"]["get"]["parameters"]
    feature_id = client.get(path).json()["features"][0]["id"]
    for key in (one["$ref"].rsplit("/", 1)[1] for one in named if "$ref" in one):
        name = description["components"]["parameters"][key]["name"]
        assert client.get(f"{path}/{feature_id}?{name}=nonsense").status_code == 400, name
