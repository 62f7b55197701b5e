"""Sums, days, table and pairs agree with the layer they are made from."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from fastapi.testclient import TestClient

ITEMS = "/collections/claims/items"
SIDES = ("UA", "RU", "other", "unknown")

FILTERS = [
    "",
    "side=UA",
    "outlet=Northern Wire",
    "datetime=2026-07-14",
    "datetime=2026-07-15&time=statement",
    "q=Dzerzhinsk",
    "claimant=General Staff",
    "claim_type=forecast",
    "location_precision=settlement",
    "located=true",
    "located=false",
    "disputed=true",
    "disputed=false",
    "place=UA14",
    "bbox=37,48,38,49",
    "outlet=nobody",
]


def _items(client: TestClient, query: str) -> Any:
    return client.get(f"{ITEMS}?{query}&limit=1000&dates=all&count=exact").json()


@pytest.mark.parametrize("query", FILTERS)
def test_sums_are_those_of_the_layer(client: TestClient, query: str) -> None:
    layer, summary = _items(client, query), client.get(f"/summary?{query}").json()
    located = [f for f in layer["features"] if f["geometry"]]
    assert summary["numberMatched"] == layer["numberMatched"] == len(layer["features"])
    assert summary["numberLocated"] == len(located)
    assert summary["numberUnlocated"] == layer["numberUnlocated"]
    assert summary["numberUndated"] == layer.get("numberUndated", 0)
    found = {
        (oblast["name"], side): oblast[side] for oblast in summary["oblasts"] for side in SIDES
    }
    wanted = Counter((f["properties"]["oblast"], f["properties"]["source_side"]) for f in located)
    assert {key: n for key, n in found.items() if n} == wanted


@pytest.mark.parametrize("query", [q for q in FILTERS if "datetime" not in q])
@pytest.mark.parametrize(
    ("time", "day"),
    [("event", "date"), ("statement", "statement_date"), ("publication", "published")],
)
def test_days_are_those_of_the_layer(client: TestClient, query: str, time: str, day: str) -> None:
    made = client.get(f"/histogram?{query}&time={time}").json()
    assert made["sides"] == list(SIDES)
    properties = [f["properties"] for f in _items(client, query)["features"]]
    wanted = Counter((p[day], p["source_side"]) for p in properties if p[day])
    found = {
        (row[0], side): n for row in made["days"] for side, n in zip(SIDES, row[1:], strict=True)
    }
    assert {key: n for key, n in found.items() if n} == wanted


def test_histogram_sets_the_dates_aside(client: TestClient) -> None:
    whole = client.get("/histogram").json()["days"]
    assert client.get("/histogram?datetime=2026-08").json()["days"] == whole != []


@pytest.mark.parametrize("query", FILTERS)
def test_table_has_the_features_of_the_layer(client: TestClient, query: str) -> None:
    wanted = {f["id"]: f for f in _items(client, query)["features"]}
    found = client.get(f"/table?{query}&limit=500").json()["features"]
    assert len(found) == len(wanted)
    assert {f["id"]: f for f in found} == wanted


@pytest.mark.parametrize("sort", ["outlet", "-outlet", "event", "-event", "-published", "place"])
def test_table_sorts_and_turns_pages(client: TestClient, sort: str) -> None:
    whole = client.get(f"/table?sortby={sort}").json()["features"]
    parts = [
        feature
        for offset in range(0, len(whole), 2)
        for feature in client.get(f"/table?sortby={sort}&limit=2&offset={offset}").json()[
            "features"
        ]
    ]
    assert parts == whole
    column = {"event": "date", "place": "place_as_written"}.get(sort.lstrip("-"), sort.lstrip("-"))
    values = [v for f in whole if (v := f["properties"][column])]
    if column != "place_as_written":
        assert values == sorted(values, reverse=sort.startswith("-"))
    known = [bool(f["properties"][column]) for f in whole]
    assert known == sorted(known, reverse=True)


@pytest.mark.parametrize(
    "query", ["sortby=quotes", "limit=0", "limit=501", "offset=-1", "limit=ten", "f=json"]
)
def test_table_refuses_what_it_cannot_do(client: TestClient, query: str) -> None:
    answer = client.get(f"/table?{query}")
    assert answer.status_code == 400
    assert answer.json()["parameter"] == query.partition("=")[0]


def test_claimants_are_counted(client: TestClient) -> None:
    found = {c["name"]: c["feature_count"] for c in client.get("/claimants").json()["claimants"]}
    claimants = (f["properties"]["claimant"] for f in _items(client, "")["features"])
    assert found == Counter(claimants)


def test_place_without_relations_has_no_contradiction(client: TestClient) -> None:
    for place in ("UA5908027001", "UA9999999999", "%00"):
        assert client.get(f"/places/{place}/contradictions").json()["pairs"] == []


def test_box_of_a_sum_holds_its_points(client: TestClient) -> None:
    points = [f["geometry"]["coordinates"] for f in _items(client, "")["features"] if f["geometry"]]
    for query in ("", "outlet=Northern Wire,Southern Herald"):
        west, south, east, north = client.get(f"/summary?{query}").json()["bbox"]
        assert (west, south) == pytest.approx([min(axis) for axis in zip(*points, strict=True)])
        assert (east, north) == pytest.approx([max(axis) for axis in zip(*points, strict=True)])
    assert client.get("/summary?outlet=nobody").json()["bbox"] is None
