"""The reconciliation service against the specification, as OpenRefine asks it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.api.reconcile import MAX_QUERIES
from gazetteer.reconciliation import PROPERTIES, TYPES, fetchable
from tests.app.api import reconciliation_spec as spec

TORETSK, SUMY = "UA1402019001", "UA5908027001"


def reconcile(client: TestClient, **queries: Any) -> dict[str, Any]:
    response = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert response.status_code == 200, response.text
    spec.Results.model_validate_json(response.text)
    body: dict[str, Any] = response.json()
    assert list(body) == list(queries)
    return body


def test_manifest(client: TestClient) -> None:
    response = client.get("/reconcile", headers={"origin": "https://refine.example"})
    assert response.headers["access-control-allow-origin"] == "*"
    manifest = spec.Manifest.model_validate_json(response.text)
    for template in (manifest.view.url, manifest.preview.url):
        assert client.get(template.replace("{{id}}", TORETSK)).status_code == 200
    services = manifest.suggest
    for service, typed in ((services.entity, "su"), (services.type, "s"), (services.property, "s")):
        address = service.service_url + service.service_path
        assert client.get(address, params={"prefix": typed}).json()["result"]


def test_a_batch_by_form_and_by_address(client: TestClient) -> None:
    queries = {"q0": {"query": "Dzerzhinsk"}, "q1": {"query": "Qwertzuiop"}, "": {"query": "Суми"}}
    body = reconcile(client, **queries)
    best = body["q0"]["result"][0]
    assert (best["id"], best["match"]) == (TORETSK, True)
    assert 50 < best["score"] <= 100
    assert "former name of Toretsk" in best["description"]
    assert body["q1"]["result"] == []
    assert client.get("/reconcile", params={"queries": json.dumps(queries)}).json() == body


@pytest.mark.parametrize(
    ("query", "ids", "match"),
    [
        ({"query": "Sumy", "type": "settlement"}, [SUMY], True),
        ({"query": "Sumy", "type": ["settlement", "oblast"], "limit": 3}, [SUMY], True),
        ({"query": "Sumy", "type": ["river", "oblast"]}, [], None),
        ({"query": "Sumy", "type": ["river", "oblast"], "type_strict": "should"}, [SUMY], True),
        ({"query": "Sumy", "type": "planet"}, [], None),
        ({"query": "Sumy", "properties": [{"pid": "near", "v": ["Toretsk"]}]}, [SUMY], True),
        ({"query": "Sumy", "properties": [{"pid": "date", "v": "2025-07"}]}, [SUMY], True),
        ({"query": "Sumy", "properties": [{"pid": "date", "v": 2025}]}, [SUMY], True),
        ({"query": "Sumy", "properties": [{"pid": "lat", "v": 50.9}]}, [SUMY], True),
        # An oblast that nobody knows must not pass for one that agrees.
        ({"query": "Sumy", "properties": [{"pid": "oblast", "v": "Narnia"}]}, [SUMY], False),
        ({"query": "Sumy", "properties": [{"pid": "oblast", "v": ""}]}, [SUMY], True),
        ({"properties": [{"pid": "near", "v": "Sumy"}]}, [], None),
        ({"query": ""}, [], None),
        ({"query": "🙂"}, [], None),
    ],
)
def test_types_and_properties_narrow(
    client: TestClient, query: dict[str, Any], ids: list[str], match: bool | None
) -> None:
    result = reconcile(client, q=query)["q"]["result"]
    assert [one["id"] for one in result] == ids
    assert [one["match"] for one in result] == ([] if match is None else [match])


@pytest.mark.parametrize(
    ("queries", "parameter"),
    [
        ("", "queries"),
        ("[]", "queries"),
        ("{}", "queries"),
        ("{", "queries"),
        ('{"q0": "Sumy"}', "queries.q0"),
        ('{"q0": {"query": "Sumy", "colour": 1}}', "queries.q0"),
        ('{"q0": {"query": 7}}', "queries.q0.query"),
        ('{"q0": {"query": "Sumy", "limit": 0}}', "queries.q0.limit"),
        ('{"q0": {"query": "Sumy", "limit": "3"}}', "queries.q0.limit"),
        ('{"q0": {"query": "Sumy", "type": 1}}', "queries.q0.type"),
        ('{"q0": {"query": "Sumy", "properties": {}}}', "queries.q0.properties"),
        ('{"q0": {"query": "Sumy", "properties": [{"pid": "x"}]}}', "queries.q0.properties"),
        (
            '{"q0": {"query": "Sumy", "properties": [{"pid": "date", "v": "1.5.26"}]}}',
            "queries.q0.date",
        ),
        (json.dumps({"q0": {"query": "x" * 10_000}}), "queries.q0.query"),
        (json.dumps({f"q{n}": {"query": "x"} for n in range(MAX_QUERIES + 1)}), "queries"),
    ],
)
def test_a_bad_batch_is_refused_by_name(client: TestClient, queries: str, parameter: str) -> None:
    response = client.post("/reconcile", data={"queries": queries})
    assert response.status_code == 400
    assert response.json()["parameter"] == parameter


@pytest.mark.parametrize(
    "address",
    [
        "/reconcile?query=Sumy",
        "/reconcile?extend=[]",
        '/reconcile?extend={"ids":[]}',
        '/reconcile?extend={"ids":[],"properties":[{"id":"near"}]}',
        '/reconcile?extend={"ids":[],"properties":["lat"]}',
        "/reconcile/suggest/entity?cursor=x",
        "/reconcile/suggest/entity?prefix=" + "x" * 300,
        "/reconcile/preview",
    ],
)
def test_other_bad_requests(client: TestClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path", ["/reconcile/preview?id=UA00", "/reconcile/flyout?id=UA00", "/reconcile/suggest/x"]
)
def test_what_is_not_there(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_suggestions(client: TestClient) -> None:
    def suggested(what: str, **query: Any) -> Any:
        return client.get(f"/reconcile/suggest/{what}", params=query).text

    places = spec.SuggestedEntities.model_validate_json(suggested("entity", prefix="dzer"))
    assert [one.id for one in places.result] == [TORETSK]
    assert "City" in places.result[0].description
    assert spec.SuggestedEntities.model_validate_json(suggested("entity", prefix="")).result == []
    past = spec.SuggestedEntities.model_validate_json(suggested("entity", prefix="dzer", cursor=1))
    assert past.result == []
    types = spec.Suggested.model_validate_json(suggested("type", prefix="Ob"))
    assert [one.id for one in types.result] == ["oblast"]
    assert len(spec.Suggested.model_validate_json(suggested("type")).result) == len(TYPES)
    properties = spec.Suggested.model_validate_json(suggested("property", prefix=""))
    assert {one.id for one in properties.result} == set(PROPERTIES)


def test_extension(client: TestClient) -> None:
    asked = {
        "ids": [TORETSK, "nothing"],
        "properties": [{"id": one.id} for one in fetchable()],
    }
    response = client.post("/reconcile", data={"extend": json.dumps(asked)})
    found = spec.Extension.model_validate_json(response.text)
    assert [one.id for one in found.meta] == [one.id for one in fetchable()]
    row = response.json()["rows"][TORETSK]
    assert row["lat"] == [{"float": 48.3979}]
    assert row["katottg"] == [{"str": "UA14020190010047852"}]
    assert row["former_names"] == [{"str": "Dzerzhinsk"}]
    assert row["official_name"] == [{"str": "Торецьк"}]
    assert set(map(str, found.rows["nothing"].values())) == {"[]"}
    proposed = client.get("/reconcile/properties", params={"type": "settlement", "limit": 2})
    assert len(spec.ProposedProperties.model_validate_json(proposed.text).properties) == 2


def test_preview_and_flyout(client: TestClient) -> None:
    page = client.get("/reconcile/preview", params={"id": TORETSK})
    assert page.headers["content-type"].startswith("text/html")
    # OpenRefine shows it in a frame; nothing in it may run or load.
    assert page.headers["content-security-policy"] == "default-src 'none'; frame-ancestors *"
    assert "Торецьк" in page.text
    assert "Dzerzhinsk" in page.text
    flyout = client.get("/reconcile/flyout", params={"id": TORETSK}).text
    assert "Toretsk" in spec.Flyout.model_validate_json(flyout).html


_VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
_QUERY = st.fixed_dictionaries(
    {},
    optional={
        "query": _VALUES,
        "type": _VALUES | st.lists(_VALUES, max_size=2),
        "limit": _VALUES,
        "type_strict": _VALUES,
        "properties": st.lists(
            st.fixed_dictionaries(
                {"pid": st.sampled_from(sorted(PROPERTIES)) | _VALUES}, optional={"v": _VALUES}
            ),
            max_size=3,
        )
        | _VALUES,
    },
)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.dictionaries(st.text(max_size=5), _QUERY | _VALUES, max_size=3))
def test_any_batch_is_answered_or_refused(client: TestClient, batch: dict[str, Any]) -> None:
    response = client.post("/reconcile", data={"queries": json.dumps(batch)})
    assert response.status_code in {200, 400}, response.text
    if response.status_code == 200:
        spec.Results.model_validate_json(response.text)
