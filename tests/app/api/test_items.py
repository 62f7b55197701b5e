"""Pages of the claims layer."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from app.claims.layer import PROPERTIES
from app.claims.queries import feature_sql

ITEMS = "/collections/claims/items"


def page(client: TestClient, query: str = "") -> dict[str, Any]:
    response = client.get(f"{ITEMS}?{query}" if query else ITEMS)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/geo+json"
    body: dict[str, Any] = response.json()
    assert body["numberReturned"] == len(body["features"])
    return body


def ids(body: dict[str, Any]) -> list[int]:
    return [feature["id"] for feature in body["features"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [1, 2, 3, 4, 5, 6]),
        ("bbox=37,48,38,49", [1, 3]),
        ("bbox=-180,-90,180,90", [1, 2, 3, 5, 6]),
        ("outlet=Northern Wire", [1, 2, 4, 5, 6]),
        ("outlet=southern herald", [3]),
        ("outlet=northern_wire&outlet=Southern Herald", [1, 2, 3, 4, 5, 6]),
        ("outlet=nw agency", [1, 2, 4, 5, 6]),
        ("outlet=Nobody", []),
        ("claimant=general staff", [3]),
        ("claimant=Ministry of Imagination", [1, 2, 4, 5, 6]),  # not registered: as it is spelt
        ("claimant=ministry of imagination", []),
        ("claimant=General Staff", [3]),
        ("side=ua", [3]),
        ("side=RU,UA", [1, 2, 3, 4, 5, 6]),
        ("claim_type=forecast,attack_repelled", [3, 5]),
        ("modality=asserted&modality=forecast", [3, 5]),
        ("place=Toretsk", [1, 3]),
        ("place=DZERZHINSK", [1, 3]),
        ("place=суми", [2, 5]),
        ("place=nevidomivka", [4]),
        ("place=Donetska oblast", [1, 3]),
        ("place=донецкая область", [1, 3]),
        ("place=river:imagined", [6]),
        ("place=UA14", [1, 3]),
        ("place=UA1402019001", [1, 3]),
        ("place=UA14020190010047852", [1, 3]),
        ("place=UA14,Sumy", [1, 2, 3, 5, 6]),
        ("q=village", [1, 2]),
        ("q=sentence", [4, 5, 6]),
        ("q=100%25 town", [3]),
        ("q=general", [3]),
        ("q=herald", [3]),
        ("q=toretsk", [1, 3]),
        ("q=суми", [2, 5]),
        ("q=it's", []),
        ("side=RU&place=Toretsk", [1]),
    ],
)
def test_filter_lets_through(client: TestClient, query: str, expected: list[int]) -> None:
    body = page(client, query)
    assert sorted(ids(body)) == expected
    assert body["numberMatched"] == len(expected)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("datetime=2026-07-14", [1, 2, 4]),
        ("datetime=2026-07-14T12:00:00Z", [1, 2, 4]),
        ("datetime=2026-07", [1, 2, 4]),
        ("datetime=2026-08-02", [3]),  # an open end goes on
        ("datetime=2026-06-30", [6]),  # an unknown beginning: its last possible day
        ("datetime=2026-06-29", []),
        ("datetime=2026-07-01/..", [1, 2, 3, 4]),
        ("datetime=../2026-07-01", [6]),
        ("datetime=2026-07-14T/..&datetime=../2026-07-20T", [1, 2, 4]),
        ("datetime=0000-01-01T00:00:00Z/2026-07-31", [1, 2, 4, 6]),
        ("datetime=2026-07-01/9999-12-31T00:00:00Z", [1, 2, 3, 4]),
        ("datetime=2026-07-01/2026-07-02&datetime=2026-07-04/2026-07-05", []),
        ("datetime=../..", [1, 2, 3, 4, 5, 6]),
        ("datetime=2026-07-15&time=statement", [1, 2, 3, 4, 5, 6]),
        ("datetime=2026-07-16&time=publication", [1, 2, 3, 4, 5, 6]),
        ("datetime=2026-07-14&time=publication", []),
    ],
)
def test_days(client: TestClient, query: str, expected: list[int]) -> None:
    assert sorted(ids(page(client, query))) == expected


def test_what_has_no_place_or_time_is_counted(client: TestClient) -> None:
    everything = page(client)
    assert everything["numberMatched"] == 6
    assert everything["numberUnlocated"] == 1
    assert "numberUndated" not in everything
    boxed = page(client, "bbox=37,48,38,49&outlet=Northern Wire&datetime=2026")
    assert boxed["numberMatched"] == 1
    assert boxed["numberUnlocated"] == 1  # it might lie in the box; nobody knows
    assert boxed["numberUndated"] == 0
    assert page(client, "datetime=2026&place=Sumy")["numberUndated"] == 1


def test_every_property_on_every_feature(client: TestClient) -> None:
    body = page(client)
    names = {made.field.name for made in PROPERTIES}
    assert all(set(feature["properties"]) == names for feature in body["features"])
    found = {feature["id"]: feature for feature in body["features"]}
    first, unlocated = found[1], found[4]
    assert first["geometry"] == {"type": "Point", "coordinates": [37.8479, 48.3979]}
    assert first["properties"]["id"] == first["id"] == 1
    assert first["properties"]["date"] == "2026-07-14"
    assert first["properties"]["event_time"] == "2026-07-14/2026-07-14"
    assert found[3]["properties"]["event_time"] == "2026-08-01/.."
    assert found[5]["properties"]["event_time"] is None
    assert unlocated["geometry"] is None
    assert unlocated["properties"]["place_name"] is None


@pytest.mark.parametrize("limit", [1, 2, 4, 5, 6])
def test_pages_have_neither_gaps_nor_repeats(client: TestClient, limit: int) -> None:
    found: list[int] = []
    address: str | None = f"{ITEMS}?limit={limit}"
    while address:
        body = client.get(address).json()
        assert body["numberMatched"] == 6
        found += ids(body)
        address = next((x["href"] for x in body["links"] if x["rel"] == "next"), None)
    assert sorted(found) == [1, 2, 3, 4, 5, 6]


def test_next_link_repeats_the_parameters_verbatim(client: TestClient) -> None:
    query = "outlet=Northern%20Wire&limit=1&outlet=Northern+Wire&datetime=2026-01-01%2F.."
    body = client.get(f"{ITEMS}?{query}").json()
    following = next(link for link in body["links"] if link["rel"] == "next")
    assert following["type"] == "application/geo+json"
    assert following["href"].startswith(f"http://testserver{ITEMS}?{query}&cursor=")
    second = client.get(following["href"]).json()
    assert next(x["href"] for x in second["links"] if x["rel"] == "self") == following["href"]
    assert next(x["href"] for x in second["links"] if x["rel"] == "next").count("cursor=") == 1


def test_data_carry_their_attribution_and_licence(client: TestClient) -> None:
    body = page(client)
    assert "GeoNames" in body["attribution"]
    assert any(link["rel"] == "license" for link in body["links"])


def test_the_stored_text_is_what_the_columns_say(layer: Engine) -> None:
    """Migration 0010 writes by a trigger what ``feature_sql`` makes of the default properties."""
    differs = text(f"SELECT id FROM claim_feature WHERE geojson IS DISTINCT FROM {feature_sql()}")
    with layer.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM claim_feature")).scalar_one() >= 6
        assert connection.execute(differs).all() == []
        connection.execute(text("SET LOCAL datestyle = 'German'"))
        for change in (
            "quote = 'It says \"so\"', document_count = 7",
            "event_start = '2025-02-03', event_end = NULL, published = NULL",
            "geom = NULL",
            "geojson = 'something else'",
        ):
            connection.execute(text(f"UPDATE claim_feature SET {change} WHERE id = 1"))
            connection.execute(text("SET LOCAL datestyle = 'ISO'"))
            assert connection.execute(differs).all() == [], change
            connection.execute(text("SET LOCAL datestyle = 'German'"))
        connection.rollback()
