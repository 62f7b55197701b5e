"""Every queryable with a simple value is a query parameter of its layer (OGC 19-079r2, 7)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.app.api.invented import bump, contradict

LAYERS = ("claims", "claims_unlocated", "places", "claims_northern_wire")


def simple(client: TestClient, layer_id: str) -> dict[str, dict[str, Any]]:
    properties = client.get(f"/collections/{layer_id}/queryables").json()["properties"]
    return {name: schema for name, schema in properties.items() if "type" in schema}


def features(client: TestClient, layer_id: str, **query: Any) -> dict[Any, dict[str, Any]]:
    query = {"limit": 1000, **query}
    answer = client.get(f"/collections/{layer_id}/items?{urlencode(query)}")
    assert answer.status_code == 200, answer.text
    return {feature["id"]: feature["properties"] for feature in answer.json()["features"]}


def literal(value: Any, schema: dict[str, Any]) -> str:
    if schema.get("format") == "date":
        return f"DATE('{value}')"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


@pytest.mark.parametrize("layer_id", [*LAYERS, "settlement_summary"])
def test_parameters_have_the_schema_of_their_property(client: TestClient, layer_id: str) -> None:
    description = client.get("/openapi.json").json()
    components = description["components"]["parameters"]
    named = description["paths"][f"/collections/{layer_id}/items"]["get"]["parameters"]
    parameters = {p["name"]: p for p in (components[n["$ref"].rsplit("/", 1)[1]] for n in named)}
    for name, schema in simple(client, layer_id).items():
        found = parameters[name]["schema"]
        one = found.get("items", found)
        for word in ("type", "format", "enum"):
            assert one.get(word) == schema.get(word), (name, word)


@pytest.mark.parametrize("layer_id", LAYERS)
def test_a_value_chooses_the_features_that_have_it(client: TestClient, layer_id: str) -> None:
    everything = features(client, layer_id)
    if layer_id != "places":
        everything = features(client, layer_id, dates="all")
    tried = set()
    for name, schema in simple(client, layer_id).items():
        for value in {row[name] for row in everything.values() if row.get(name) is not None}:
            wanted = {key for key, row in everything.items() if row[name] == value}
            assert set(features(client, layer_id, **{name: value})) == wanted, (name, value)
            expression = f"{name} = {literal(value, schema)}"
            assert set(features(client, layer_id, filter=expression)) == wanted, expression
            tried.add(name)
    assert len(tried) > 7


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"side": "UA"}, {3}),
        ({"filter": "side = 'UA'"}, {3}),
        ({"located": "false"}, {4}),
        ({"filter": "located = false"}, {4}),
        ({"filter": "NOT located"}, {4}),
        ({"claim_id": 2, "source_side": "UA", "date": "2026-08-01"}, {3}),
        ({"claim_id": 2, "source_side": "RU"}, set()),
        ({"claim_id": 2, "filter": "source_side = 'RU'"}, set()),
        ({"place_name": "Toretsk", "filter": "id = 3 OR id = 4"}, {3}),
    ],
)
def test_all_must_hold(client: TestClient, query: dict[str, Any], expected: set[int]) -> None:
    assert set(features(client, "claims", **query)) == expected


def test_settlements_count_the_claims_that_have_the_value(client: TestClient) -> None:
    found = features(client, "settlement_summary", claim_id=2)
    assert [(row["place_name"], row["feature_count"]) for row in found.values()] == [("Toretsk", 1)]


def test_files_take_the_same_parameters(client: TestClient) -> None:
    answer = client.get("/exports/claims.csv?date=2026-08-01&origin_count=1")
    assert answer.status_code == 200
    assert len(answer.text.splitlines()) == 2
    assert "Southern Herald" in answer.text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("date", "2026-02-30"),
        ("date", "2026/07/14"),
        ("date", "valid-value"),
        ("id", "-1"),
        ("id", "1e3"),
        ("radius_m", "9" * 19),
        ("quote", ""),
        ("place_name", "\0"),
        ("located", "1"),
        ("claim_type", "[invalid-value]"),
    ],
)
def test_a_value_that_cannot_be_is_refused(client: TestClient, name: str, value: str) -> None:
    answer = client.get(f"/collections/claims/items?{urlencode({name: value})}")
    assert (answer.status_code, answer.json()["parameter"]) == (400, name)
    assert "SELECT" not in answer.text


def test_filters_name_what_contradicts(layer: Engine, client: TestClient) -> None:
    with layer.begin() as connection:
        contradict(connection, 1, 2)
        bump(connection)
    for query in ({"disputed": "true"}, {"filter": "disputed"}, {"filter": "disputed = true"}):
        assert set(features(client, "claims", **query)) == {1, 3}
    found = features(client, "claims", filter="NOT disputed AND side = 'RU' OR id = 3")
    assert set(found) == {2, 3, 4, 5, 6}
