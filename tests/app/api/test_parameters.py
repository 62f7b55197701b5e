"""Every documented parameter is accepted, and everything else is refused by name."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from app.api import resolve, search
from app.api.params import CLAIM_ITEMS, LIMIT_MAXIMUM, encode_cursor
from app.api.place_layer import PlaceLayer
from app.parameters import Parameter

ITEMS = "/collections/claims/items"
PLACES = "/collections/places/items"
RESOLVE = "/gazetteer/resolve"
SEARCH = "/gazetteer/search"
NEAREST = "/gazetteer/nearest"

GOOD = {
    "bbox": "30,45,40,52",
    "datetime": "2026-07-01/..",
    "time": "statement",
    "outlet": "Northern Wire",
    "claimant": "General Staff",
    "side": "RU",
    "claim_type": "clash",
    "place": "Toretsk",
    "modality": "claimed",
    "q": "sentence",
    "limit": "10",
    "cursor": "",
    "f": "json",
    "filter": "name = 'x'",
    "filter-lang": "cql2-text",
    "filter-crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
    "crs": "http://www.opengis.net/def/crs/EPSG/0/3857",
    "bbox-crs": "EPSG:3857",
    "dates": "all",
    "count": "exact",
    "location_precision": "area",
    "disputed": "true",
    "located": "false",
    "kind": "settlement",
    "name": "Tor",
    "within": "UA14",
    **dict.fromkeys(("date", "event_start", "event_end", "statement_date"), "2026-07-14"),
    "published": "2026-07-14",
    "near": "Sumy",
    "lon": "37.8",
    "lat": "48.4",
}
TABLES = {
    ITEMS: CLAIM_ITEMS,
    PLACES: PlaceLayer.parameters,
    RESOLVE: resolve.PARAMETERS,
    SEARCH: search.SEARCH_PARAMETERS,
    NEAREST: search.NEAREST_PARAMETERS,
}
OWN = {
    (ITEMS, "cursor"): encode_cursor("e:2026-07-14:2026-07-14:3"),
    (PLACES, "cursor"): encode_cursor("UA14"),
    (ITEMS, "filter"): "outlet = 'x'",
}
REQUIRED = {
    RESOLVE: {"name": "Toretsk"},
    SEARCH: {"q": "Tor"},
    NEAREST: {"lon": "37.8", "lat": "48.4"},
}


@pytest.mark.parametrize(
    ("path", "parameter"),
    [(path, p) for path, table in TABLES.items() for p in table],
    ids=lambda value: getattr(value, "name", value),
)
def test_documented_parameter_is_accepted(
    client: TestClient, path: str, parameter: Parameter
) -> None:
    name = parameter.name
    # A property takes any value of its type.
    kind = parameter.schema.get("items", parameter.schema).get("type")
    value = OWN.get((path, name)) or GOOD.get(name, "1" if kind == "integer" else "x")
    response = client.get(path, params={**REQUIRED.get(path, {}), name: value})
    assert response.status_code == 200, response.text


@pytest.mark.parametrize("path", [*TABLES, "/outlets"])
@pytest.mark.parametrize("name", ["nonsense", "Bbox", "offset", "outlets", "' OR 1=1 --", ""])
def test_any_other_parameter_is_refused(client: TestClient, path: str, name: str) -> None:
    body = problem(client, f"{path}?{quote(name)}=1")
    assert body["code"] == "unknown-parameter"
    assert body["parameter"] == name
    for parameter in TABLES.get(path, ()):
        assert parameter.name in body["accepts"]


BAD: list[tuple[str, str]] = [
    *(
        ("bbox", value)
        for value in (
            "",
            "1",
            "1,2,3",
            "1,2,3,4,5",
            "1,2,0,3,4,10",
            "nan,1,2,3",
            "inf,1,2,3",
            "1e999,1,2,3",
            "1_0,1,20,3",
            "a,b,c,d",
            "40,48,30,49",
            "30,49,40,48",
            "170,10,-170,20",
            "3700000,6000000,3800000,6100000",
            "48,137,49,138",
            "1,2,3,4;DROP TABLE claim",
            "٣,٤,٥,six",
        )
    ),
    *(
        ("datetime", value)
        for value in (
            "",
            "..",
            "yesterday",
            "2026-13-01",
            "2026-02-30",
            "2026-07-14/2026-07-13",
            "2026-07-14/2026-07-15/2026-07-16",
            "2026-07-14T25:00:00Z",
            "14.07.2026",
            "2026-07-14' OR 1=1",
            "20260714",
            "12026-01-01",
            "-2026-01-01",
        )
    ),
    *(
        ("limit", value)
        for value in ("", "0", "-1", "1000000000", str(LIMIT_MAXIMUM + 1), "ten", "1.5", "1e2", "٣")
    ),
    *(
        ("cursor", value)
        for value in (
            "",
            "x",
            "!!!",
            "aTE",
            encode_cursor("i:" + "9" * 19),
            encode_cursor("e:2026-01-01"),
            "9" * 900,
        )
    ),
    *(("side", value) for value in ("", "XX", "RU,XX", "RU,")),
    ("time", "never"),
    ("claim_type", "victory"),
    ("modality", "true"),
    ("outlet", ""),
    ("outlet", "Northern Wire,,"),
    ("outlet", "\0"),
    ("outlet", "x" * 5000),
    ("claimant", " "),
    ("place", "\0"),
    ("q", "\0"),
    ("q", " "),
    ("q", "?!"),
    ("q", "x" * 201),
    ("f", "xml"),
]


@pytest.mark.parametrize(("name", "value"), BAD)
def test_bad_value_is_refused_by_name(client: TestClient, name: str, value: str) -> None:
    body = problem(client, f"{ITEMS}?{name}={quote(value)}")
    assert body["code"] == "bad-parameter"
    assert body["parameter"] == name
    assert body["accepts"]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (f"{ITEMS}?limit=1&limit=2", "limit"),
        (f"{ITEMS}?bbox=1,2,3,4&bbox=1,2,3,5", "bbox"),
        (f"{PLACES}?kind=planet", "kind"),
        (f"{PLACES}?within=Donetsk", "within"),
        (RESOLVE, "name"),
        (f"{RESOLVE}?name=", "name"),
        (f"{RESOLVE}?name={'x' * 10_000}", "name"),
        (f"{RESOLVE}?name=Toretsk&date=1.5.2026", "date"),
        (f"{RESOLVE}?name=Toretsk&side=blue", "side"),
        (SEARCH, "q"),
        (f"{SEARCH}?q=", "q"),
        (f"{SEARCH}?q={'x' * 201}", "q"),
        (f"{SEARCH}?q=Tor&limit=51", "limit"),
        (f"{SEARCH}?q=Tor&kind=planet", "kind"),
        (NEAREST, "lon"),
        (f"{NEAREST}?lon=37", "lat"),
        (f"{NEAREST}?lon=nan&lat=48", "lon"),
        (f"{NEAREST}?lon=181&lat=48", "lon"),
        (f"{NEAREST}?lon=48&lat=137", "lat"),
        ("/?f=pdf", "f"),
        ("/collections?f=xml", "f"),
    ],
)
def test_bad_value_elsewhere(client: TestClient, address: str, name: str) -> None:
    assert problem(client, address)["parameter"] == name


@pytest.mark.parametrize(
    "query",
    ["limit=2&limit=2", "bbox=1,2,3,4&bbox=1,2,3,4", "f=json&f=json", "time=event&time=event"],
)
def test_equal_repeats_are_one(client: TestClient, query: str) -> None:
    assert client.get(f"{ITEMS}?{query}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        f"{ITEMS}/0",
        f"{ITEMS}/-1",
        f"{ITEMS}/x",
        f"{ITEMS}/99999999999999999999999",
        f"{ITEMS}/9223372036854775808",
        f"{ITEMS}/1%00",
        f"{PLACES}/UA00",
        f"{PLACES}/%00",
        "/places/UA00",
        "/places/%00",
        "/documents/0",
        "/documents/x",
        "/collections/nothing",
        "/collections/nothing/items",
        "/nothing",
        "/static/../main.py",
        "/static/nothing.js",
    ],
)
def test_what_is_not_there(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == 404


def test_other_methods(client: TestClient) -> None:
    response = client.post(ITEMS, json={})
    assert response.status_code == 405
    assert response.headers["content-type"] == "application/problem+json"
    assert "GET" in response.headers["allow"]


def problem(client: TestClient, address: str) -> dict[str, Any]:
    response = client.get(address)
    assert response.status_code == 400, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert {"type", "title", "status", "detail", "instance"} <= set(body)
    assert "SELECT" not in response.text
    return body


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("limit=-1", "-1 is out of range."),
        ("limit=0", "0 is out of range."),
        ("limit=1.5", "'1.5' is not a whole number."),
        ("id=-1", "'-1' is not a whole number from 0 to"),
    ],
)
def test_numbers_out_of_range_are_told_from_what_is_no_number(
    client: TestClient, query: str, said: str
) -> None:
    assert said in problem(client, f"{ITEMS}?{query}")["detail"]
