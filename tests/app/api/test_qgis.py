"""QGIS projects, layer definitions and styles as XML; `./run clients` opens them in QGIS itself."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient

from app.api.style_colours import COLOURS


def xml(client: TestClient, path: str) -> ElementTree.Element:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return ElementTree.fromstring(answer.content)


@pytest.mark.parametrize("suffix", ["qlr", "qgs"])
@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("", "http://testserver/"),
        ("?side=RU&datetime=2026-07", "http://testserver/?side=RU&datetime=2026-07"),
        ("?outlet=O'Neill%20%26%20Co", "http://testserver/?outlet=O%27Neill%20%26%20Co"),
    ],
)
def test_the_filter_stands_in_the_address(
    client: TestClient, suffix: str, query: str, address: str
) -> None:
    root = xml(client, f"/exports/claims.{suffix}{query}")
    layer = root.find(".//maplayer")
    assert layer is not None
    source = layer.findtext("datasource") or ""
    assert source.startswith(f"url='{address}' typename='claims'")
    in_tree = root.find(".//layer-tree-layer")
    assert in_tree is not None
    assert (in_tree.get("source"), in_tree.get("id")) == (source, layer.findtext("id"))


@pytest.mark.parametrize(
    "path", ["/exports/claims.qlr", "/exports/claims.qgs", "/styles/claims.qml"]
)
def test_sides_have_their_colours_and_days_are_time(client: TestClient, path: str) -> None:
    root = xml(client, path)
    categories = root.findall(".//renderer-v2/categories/category")
    assert [one.get("value") for one in categories] == list(COLOURS)
    temporal = root.find(".//temporal")
    assert temporal is not None
    assert (temporal.get("enabled"), temporal.get("startField")) == ("1", "date")


@pytest.mark.parametrize(
    ("query", "span"),
    [
        ("", ["2026-06-30T00:00:00Z", "2026-08-01T23:59:59Z"]),
        ("?side=UA", ["2026-08-01T00:00:00Z", "2026-08-01T23:59:59Z"]),
        ("?q=nothing+has+this", []),
    ],
)
def test_a_project_begins_with_the_days_it_finds(
    client: TestClient, query: str, span: list[str]
) -> None:
    root = xml(client, f"/exports/claims.qgs{query}")
    found = root.findall("ProjectTimeSettings/TemporalRange/*")
    assert [one.text for one in found] == span
    west, south, east, north = (float(e.text or "") for e in root.findall("mapcanvas/extent/*"))
    assert west <= east
    assert south <= north


def test_sld_has_a_rule_for_each_side(client: TestClient) -> None:
    root = xml(client, "/styles/claims.sld")
    literals = root.findall(".//{http://www.opengis.net/ogc}Literal")
    assert [one.text for one in literals] == list(COLOURS)


@pytest.mark.parametrize("suffix", ["qlr", "qgs"])
def test_a_filter_that_cannot_be_read_is_refused(client: TestClient, suffix: str) -> None:
    answer = client.get(f"/exports/claims.{suffix}?bbox=1,2,3")
    assert (answer.status_code, answer.json()["parameter"]) == (400, "bbox")


def test_a_project_is_cached_by_the_version_of_the_data(client: TestClient) -> None:
    tag = client.get("/exports/claims.qgs").headers["etag"]
    again = client.get("/exports/claims.qgs", headers={"if-none-match": tag})
    assert again.status_code == 304
