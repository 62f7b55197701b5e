"""GDAL, geopandas and OWSLib over the sample reports, compared with SQL."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from typing import Any

import geopandas
import pytest

from tests.clients.conftest import CLIENTS, run
from tests.clients.test_qgis import DAY, NOW, ids, touches

Sql = Callable[[str], Any]
BOX = "geom && ST_MakeEnvelope(36.5, 47.5, 38.5, 49.5, 4326)"


def gdal(base: str, *arguments: str) -> list[dict[str, Any]]:
    """Features of the layer as GDAL's OAPIF driver reads them."""
    command = ["ogr2ogr", "-f", "GeoJSON", "/vsistdout/", f"OAPIF:{base}", "claims", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    found: list[dict[str, Any]] = json.loads(done.stdout)["features"]
    return found


@pytest.mark.parametrize(
    ("arguments", "condition"),
    [
        ((), "true"),
        (("-oo", "PAGE_SIZE=1"), "true"),
        (("-oo", "PAGE_SIZE=13"), "true"),
        (("-spat", "36.5", "47.5", "38.5", "49.5"), BOX),
        (("-where", "source_side = 'RU'"), "source_side = 'RU'"),
        # Parameters of the properties' own names: texts, numbers, and the one day.
        (("-where", "place_as_written = 'Kupiansk'"), "place_as_written = 'Kupiansk'"),
        (("-where", "radius_m > 0 AND document_count = 1"), "radius_m > 0 AND document_count = 1"),
        (("-where", "claim_id = 5 OR claim_id = 6"), "claim_id IN (5, 6)"),
        (("-where", "date = '2025/09/13'"), f"{DAY} = '2025-09-13'"),
        (
            ("-where", "date >= '2025/06/01' AND date <= '2025/09/12'"),
            touches("2025-06-01", "2025-09-12"),
        ),
    ],
)
def test_gdal(base: str, sql: Sql, arguments: tuple[str, ...], condition: str) -> None:
    found = gdal(base, *arguments)
    assert sorted(f["properties"]["id"] for f in found) == sorted(ids(sql, condition))


def test_gdal_days_and_layers(base: str, sql: Sql) -> None:
    days = {f["properties"]["id"]: f["properties"]["date"] for f in gdal(base)}
    wanted = {row[0]: row[1] for row in sql(f"SELECT id, {DAY}::text {NOW}")}
    assert {k: v and v.replace("/", "-") for k, v in days.items()} == wanted
    listed = subprocess.run(
        ["ogrinfo", "-ro", f"OAPIF:{base}"], capture_output=True, text=True, check=True
    ).stdout
    for (slug,) in sql(f"SELECT slug FROM outlet WHERE name IN (SELECT outlet {NOW})"):
        assert f"claims_{slug} " in listed


@pytest.mark.parametrize(
    ("query", "condition"),
    [
        ("limit=10000", "true"),
        ("limit=10000&side=UA", "source_side = 'UA'"),
        ("limit=10000&bbox=36.5,47.5,38.5,49.5", BOX),
        ("limit=10000&datetime=2025-06-01/2025-09-12", touches("2025-06-01", "2025-09-12")),
    ],
)
def test_geopandas(base: str, sql: Sql, query: str, condition: str) -> None:
    found = geopandas.read_file(f"{base}/collections/claims/items?{query}")
    assert sorted(found["id"]) == sorted(ids(sql, condition))
    assert found.crs.to_epsg() == 4326


@pytest.mark.parametrize("layer", ["claims", "places", "settlement_summary"])
def test_gdal_asks_for_a_system(base: str, layer: str) -> None:
    """Geometries do not name their system, so it is known from the request and Content-Crs."""
    degrees = geopandas.read_file(f"OAPIF:{base}", layer=layer, rows=50)
    metres = geopandas.read_file(f"OAPIF:{base}", layer=layer, rows=50, CRS="EPSG:3857")
    assert metres.crs.to_epsg() == 3857
    assert metres.geometry.distance(degrees.to_crs(3857).geometry).max() < 2
    assert metres.geometry.notna().sum() > 20


@pytest.fixture(scope="module")
def owslib(base: str) -> dict[str, Any]:
    found: dict[str, Any] = run(CLIENTS, "owslib_client.py", base)
    return found


@pytest.mark.parametrize(
    ("name", "condition"),
    [
        ("ids", "true"),
        ("boxed", BOX),
        ("dated", touches("2025-06-01", "2025-09-12")),
        ("filtered", "source_side = 'RU'"),
    ],
)
def test_owslib_pages(owslib: dict[str, Any], sql: Sql, name: str, condition: str) -> None:
    assert sorted(owslib[name]) == sorted(ids(sql, condition))


def test_owslib_reads_the_descriptions(owslib: dict[str, Any]) -> None:
    assert {"claims", "places", "settlement_summary"} <= set(owslib["collections"])
    assert owslib["conformance"] > 10
    assert owslib["paths"] > 50
    assert {"outlet", "event_start", "geometry"} <= set(owslib["queryables"])
