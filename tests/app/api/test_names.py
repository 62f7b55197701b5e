"""Names over HTTP: search as one types, batches, neighbours, and one place with all its names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.api import bodies, resolve, search
from app.main import create_app
from app.settings import Settings
from gazetteer.geocoder import ClaimatlasGeocoder
from gazetteer.resolver import Gazetteer
from tests.gazetteer.country import settlement

TORETSK, SUMY = "UA1402019001", "UA5908027001"
RESOLVE, SEARCH = "/gazetteer/resolve", "/gazetteer/search"


def test_search_says_which_name_fits_and_how_many_claims_there_are(client: TestClient) -> None:
    body = client.get(SEARCH, params={"q": "dzer"}).json()
    (hit,) = body["hits"]
    assert hit["place"]["id"] == TORETSK
    assert hit["place"]["geometry"]["coordinates"] == [37.8479, 48.3979]
    assert (hit["name"]["text"], hit["name"]["kind"]) == ("Dzerzhinsk", "former")
    assert hit["match"] == "prefix"
    assert "a former name of Toretsk" in hit["reason"]
    assert hit["claim_count"] > 0
    assert "GeoNames" in body["attribution"]


@pytest.mark.parametrize(("typed", "found"), [("СУМ", [SUMY]), ("Toretks", [TORETSK]), ("🙂", [])])
def test_search_in_any_script_and_spelling(
    client: TestClient, typed: str, found: list[str]
) -> None:
    hits = client.get(SEARCH, params={"q": typed}).json()["hits"]
    assert [hit["place"]["id"] for hit in hits] == found


def test_places_with_more_claims_come_first_among_equal_matches() -> None:
    twins = [
        settlement("UA1400000001", "Двійникове", 37.0, 48.0, 9000),
        settlement("UA1400000002", "Двійникове", 37.5, 48.0, 100),
        settlement("UA1400000003", "Двійникове-Друге", 37.9, 48.0, 50),
    ]
    hits = Gazetteer.from_places(twins).search("Двійникове")
    ids = [place.id for place in twins]
    assert [hit.place.id for hit in search.ranked(hits, None)] == ids
    assert [hit.place.id for hit in search.ranked(hits, {ids[1]: 4, ids[2]: 9})] == [
        ids[1], ids[0], ids[2]
    ]  # fmt: skip


def test_names_are_found_without_a_database(small_gazetteer: Gazetteer, tmp_path: Path) -> None:
    settings = Settings(
        data_dir=tmp_path, database_url="postgresql://nobody@127.0.0.1:1/none", offline=True
    )
    with TestClient(create_app(settings, gazetteer=small_gazetteer)) as client:
        (hit,) = client.get(SEARCH, params={"q": "sumy"}).json()["hits"]
        assert (hit["place"]["id"], hit["claim_count"]) == (SUMY, None)
        assert client.get("/reconcile").status_code == 200


def test_nearest(client: TestClient) -> None:
    body = client.get("/gazetteer/nearest", params={"lon": 37.8479, "lat": 48.3}).json()
    (near,) = body["places"]
    assert near["place"]["id"] == TORETSK
    assert near["direction"] == "north"
    assert near["distance_m"] == pytest.approx(10_886, abs=30)


def test_one_place_by_either_of_its_codes(client: TestClient) -> None:
    body = client.get(f"/places/{TORETSK}").json()
    assert body == client.get(f"/collections/places/items/{TORETSK}").json()
    assert body == client.get("/places/UA14020190010047852").json()
    assert body == client.get("/places/ua1402019001").json()
    assert {"Торецьк", "Dzerzhinsk"} <= {name["text"] for name in body["names"]}
    assert all({"language", "kind", "source", "valid_from"} <= set(x) for x in body["names"])
    assert body["claims_by_side"]["RU"] > 0
    assert sum(body["claims_by_side"].values()) >= body["properties"]["claim_count"]


def test_a_place_says_how_far_its_sources_differ(client: TestClient, layer: Any) -> None:
    rows = [("one", 37.8479, 48.3979), ("two", 37.8479, 48.4069)]
    with layer.begin() as connection:
        for source, lon, lat in rows:
            connection.exec_driver_sql(
                "INSERT INTO gazetteer_source (name) VALUES (%s) ON CONFLICT DO NOTHING", (source,)
            )
            connection.exec_driver_sql(
                "INSERT INTO place_coordinate (place_id, source, lon, lat) VALUES (%s, %s, %s, %s)",
                (TORETSK, source, lon, lat),
            )
        connection.exec_driver_sql("UPDATE data_version SET version = version + 1")
    try:
        body = client.get(f"/places/{TORETSK}").json()
        assert [row["source"] for row in body["coordinates"]] == ["one", "two"]
        assert body["coordinate_spread_m"] == pytest.approx(1001, abs=3)
    finally:
        with layer.begin() as connection:
            connection.exec_driver_sql("DELETE FROM place_coordinate")
    assert client.get(f"/places/{SUMY}").json()["coordinate_spread_m"] is None


BATCH = [
    {"id": "a", "name": "Dzerzhinsk", "date": "2026-07-14", "side": "RU", "near": ["Sumy"]},
    {"id": 2, "name": "Суми", "kind": "settlement", "type_hint": "city"},
    {"name": "Qwertzuiop"},
    {"id": None, "name": ""},
    {"name": "🙂"},
    {"name": "\x00\x07"},
    {"name": "Toretsk", "within": ["Narnia"]},
]


@pytest.mark.parametrize("query", ["", "?joint=false", "?joint=true"])
def test_a_batch_answers_in_order(client: TestClient, query: str) -> None:
    body = client.post(f"{RESOLVE}{query}", json=BATCH).json()
    assert [row["id"] for row in body["results"]] == ["a", 2, None, None, None, None, None]
    assert [row["name"] for row in body["results"]] == [row["name"] for row in BATCH]
    placed = [row["place"] and row["place"]["id"] for row in body["results"]]
    assert placed == [TORETSK, SUMY, None, None, None, None, TORETSK]
    for row in body["results"]:
        assert row["reason"]
    assert body["results"][0]["candidates"][0]["reasons"]
    assert "Narnia" in body["results"][-1]["notes"][0]
    assert body["attribution"]


def test_contradictory_context_is_told(client: TestClient) -> None:
    rows = [{"name": "Toretsk", "within": ["UA59"]}]
    (row,) = client.post(RESOLVE, json=rows).json()["results"]
    assert row["status"] in {"resolved", "ambiguous", "unknown"}
    assert row["reason"]


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ("", "body"),
        ("{", "body"),
        ("{}", "body"),
        ("[]", "body"),
        ("[1]", "body[0]"),
        ('[{"name": "Sumy"}, {}]', "body[1].query"),
        ('[{"name": 7}]', "body[0].name"),
        ('[{"name": "Sumy", "date": "1.5.2026"}]', "body[0].date"),
        ('[{"name": "Sumy", "side": "blue"}]', "body[0].side"),
        ('[{"name": "Sumy", "kind": "planet"}]', "body[0].kind"),
        ('[{"name": "Sumy", "near": 1}]', "body[0].near"),
        ('[{"name": "Sumy", "near": [1]}]', "body[0].near"),
        ('[{"name": "Sumy", "type_hint": []}]', "body[0].type_hint"),
        (orjson.dumps([{"name": "x" * 10_000}]), "body[0].name"),
        (orjson.dumps([{"name": "Sumy"}] * (resolve.MAX_QUERIES + 1)), "body"),
        (b"\xff\xfe", "body"),
        (b" " * (bodies.MAX_BODY_BYTES + 1), "body"),
    ],
)
def test_a_bad_batch_is_refused_by_element(
    client: TestClient, body: str | bytes, parameter: str
) -> None:
    response = client.post(RESOLVE, content=body)
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["parameter"] == parameter
    assert response.json()["accepts"]


def test_a_long_text_is_no_document(client: TestClient) -> None:
    rows = [{"name": "Sumy"}] * (resolve.MAX_JOINT + 1)
    assert client.post(f"{RESOLVE}?joint=true", json=rows).status_code == 400


def test_another_site_may_post(client: TestClient) -> None:
    asked = {
        "origin": "https://map.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
    }
    response = client.options(RESOLVE, headers=asked)
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == "*"
    assert "POST" in response.headers["access-control-allow-methods"]
    assert "access-control-allow-credentials" not in response.headers


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)
_KEYS = st.sampled_from(
    ["id", "name", "query", "date", "near", "within", "side", "kind", "type_hint", "place_kind"]
)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.dictionaries(_KEYS, _JSON), max_size=4) | _JSON)
def test_any_json_is_answered_or_refused(client: TestClient, rows: Any) -> None:
    response = client.post(RESOLVE, content=json.dumps(rows))
    assert response.status_code in {200, 400}, response.text
    if response.status_code == 200:
        assert len(response.json()["results"]) == len(rows)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=250))
def test_any_text_is_searched_or_refused(client: TestClient, text: str) -> None:
    for path, name in ((SEARCH, "q"), (RESOLVE, "name")):
        assert client.get(path, params={name: text}).status_code in {200, 400}


def test_the_geocoder_speaks_with_the_service(client: TestClient) -> None:
    # geopy's own requests, handed to the application in this process.
    geocoder = ClaimatlasGeocoder(base_url="http://testserver")
    geocoder.adapter.get_json = lambda url, *, timeout, headers: client.get(url).json()
    found = geocoder.geocode("Dzerzhinsk", near=["Sumy"], side="RU")
    assert (found.latitude, found.longitude) == (48.3979, 37.8479)
    assert geocoder.geocode("Qwertzuiop") is None
    assert geocoder.reverse((48.3, 37.8479)).address.startswith("Toretsk")
