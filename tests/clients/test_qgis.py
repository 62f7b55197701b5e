"""QGIS 3.22, headless: layers, fields, days, pages, filters, tiles, project and styles."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from app.api.style_colours import COLOURS
from app.claims.layer import PROPERTIES
from tests.clients.conftest import TOP, run

Sql = Callable[[str], Any]
NOW = "FROM claim_feature WHERE recorded_to IS NULL"
DAY = "coalesce(event_end, event_start)"


def touches(first: str, last: str) -> str:
    """What ``datetime`` means: the days of the event and those asked for have one in common."""
    return (
        f"coalesce(event_start, event_end) <= '{last}'"
        f" AND coalesce(event_end, CASE WHEN event_start IS NOT NULL THEN 'infinity'::date END)"
        f" >= '{first}'"
    )


#: Filters of the layer in QGIS and what they mean in SQL. Those of days go to the server.
FILTERS = {
    "\"date\" >= '2025-07-01'": touches("2025-07-01", "infinity"),
    "\"date\" <= '2025-07-01'": touches("-infinity", "2025-07-01"),
    "\"date\" >= '2025-06-01' AND \"date\" <= '2025-09-12'": touches("2025-06-01", "2025-09-12"),
    "\"date\" = '2025-09-12'": touches("2025-09-12", "2025-09-12"),
    "\"source_side\" = 'RU'": "source_side = 'RU'",
}
#: Filters of projects and layer definitions, and what they mean in SQL.
PROJECTS = {
    "side": ("side=RU", "source_side = 'RU'"),
    "filter": (
        "filter=" + quote("source_side = 'UA' AND date >= DATE('2025-09-14') AND quote LIKE '%e%'"),
        f"source_side = 'UA' AND {DAY} >= '2025-09-14' AND quote LIKE '%e%'",
    ),
    "outlet": (
        "outlet=Sample%20Wire&datetime=2025-09-12/2025-10-16",
        f"outlet = 'Sample Wire' AND {touches('2025-09-12', '2025-10-16')}",
    ),
    "property": (
        "modality=claimed&place_status=resolved",
        "modality = 'claimed' AND geom IS NOT NULL",
    ),
}
#: What QGIS is told to filter on top; the first goes to the server.
FURTHER = {
    "\"date\" <= '2025-10-10'": touches("-infinity", "2025-10-10"),
    "\"claim_type\" = 'strike'": "claim_type = 'strike'",
}
SETTLEMENTS = (
    f"SELECT count(DISTINCT place_id) {NOW} AND place_id IN"
    " (SELECT id FROM place WHERE kind = 'settlement')"
)
PLACED = "SELECT count(*) FROM place WHERE retired_at IS NULL"


@pytest.fixture(scope="module")
def seen(base: str, sql: Sql, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What QGIS reports; it runs once."""
    folder = tmp_path_factory.mktemp("qgis")
    files = {
        "all.qlr": "/exports/claims.qlr",
        "claims.qml": "/styles/claims.qml",
        "claims.sld": "/styles/claims.sld",
    }
    for name, (query, _) in PROJECTS.items():
        for suffix in ("qgs", "qlr"):
            files[f"{name}.{suffix}"] = f"/exports/claims.{suffix}?{query}"
    for name, path in files.items():
        with urlopen(base + path) as answer:
            (folder / name).write_bytes(answer.read())
    with urlopen(base + "/collections") as answer:
        layers = [layer["id"] for layer in json.load(answer)["collections"]]
    (folder / "layers.json").write_text(json.dumps(layers))
    for name, said in (("filters", FILTERS), ("further", FURTHER), ("projects", PROJECTS)):
        (folder / f"{name}.json").write_text(json.dumps(list(said)))
    basemap = TOP / "app" / "web" / "basemap"
    found: dict[str, Any] = run(
        "/usr/bin/python3", "qgis_client.py", base, str(folder), str(basemap)
    )
    shutil.copy(folder / "qgis-layer.png", TOP / "var" / "clients")
    return found


def ids(sql: Sql, condition: str = "true") -> list[int]:
    return [row[0] for row in sql(f"SELECT id, 1 {NOW} AND {condition}")]


def test_fields(seen: dict[str, Any]) -> None:
    kinds = {"integer": "Integer", "string": "String", "date": "Date"}
    assert seen["fields"] == {p.field.name: kinds[p.field.type] for p in PROPERTIES}


def test_all_features_come_once(seen: dict[str, Any], sql: Sql) -> None:
    wanted = ids(sql)
    assert len(wanted) > 50
    assert seen["claims"]["count"] == len(wanted)
    assert seen["claims"]["without_geometry"] == sql(f"SELECT count(*) {NOW} AND geom IS NULL")
    for found in (seen["claims"]["ids"], *seen["pages"].values()):
        assert sorted(found) == sorted(wanted)


def test_days_do_not_shift(seen: dict[str, Any], sql: Sql) -> None:
    wanted = {str(row[0]): row[1] for row in sql(f"SELECT id, {DAY}::text {NOW}")}
    assert seen["dates"] == wanted


@pytest.mark.parametrize("expression", FILTERS)
def test_filters_equal_sql(seen: dict[str, Any], sql: Sql, expression: str) -> None:
    found = seen["filters"][expression]
    assert found["accepted"]
    assert sorted(found["ids"]) == sorted(ids(sql, FILTERS[expression]))


def test_every_layer_loads(seen: dict[str, Any], sql: Sql) -> None:
    rows = sql(
        "SELECT slug, (SELECT count(*) FROM claim_feature f WHERE f.recorded_to IS NULL"
        " AND f.outlet = outlet.name) FROM outlet"
    )
    counts = {f"claims_{slug}": count for slug, count in rows if count}
    counts |= {
        "claims": sql(f"SELECT count(*) {NOW}"),
        "claims_unlocated": sql(f"SELECT count(*) {NOW} AND geom IS NULL"),
        "places": sql(PLACED),
        "settlement_summary": sql(SETTLEMENTS),
    }
    assert {name: layer["count"] for name, layer in seen["layers"].items()} == counts
    for name, layer in seen["layers"].items():
        found = layer["ids"]
        assert layer["valid"], name
        assert (len(found) if isinstance(found, list) else found) == counts[name], name


def test_a_query_in_the_address_filters(seen: dict[str, Any], sql: Sql) -> None:
    assert sorted(seen["query"]["ids"]) == sorted(ids(sql, "source_side = 'RU'"))


@pytest.mark.parametrize("name", PROJECTS)
@pytest.mark.parametrize("kind", ["project", "definition"])
def test_project_and_definition_open(seen: dict[str, Any], sql: Sql, kind: str, name: str) -> None:
    condition = PROJECTS[name][1]
    found, wanted = seen[kind][name], ids(sql, condition)
    assert wanted
    assert found["done"]
    (layer,) = found["layers"]
    assert layer == {
        "valid": True,
        "count": len(wanted),
        "colours": COLOURS,
        "label": "place_name",
        "time": "date",
    }
    assert sorted(found["ids"]) == sorted(wanted)
    for expression, (accepted, left) in found["narrowed"].items():
        assert accepted
        assert sorted(left) == sorted(ids(sql, f"{condition} AND {FURTHER[expression]}"))


@pytest.mark.parametrize("name", PROJECTS)
def test_days_of_project_and_layer(seen: dict[str, Any], sql: Sql, name: str) -> None:
    ends = f"min({DAY})::text, max({DAY})::text, (max({DAY}) + 1)::text"
    first, last, after = sql(f"SELECT {ends} {NOW} AND {PROJECTS[name][1]}")[0]
    project = seen["project"][name]
    assert project["crs"] == "EPSG:4326"
    assert project["span"] == [first, last]
    for found in (project, seen["definition"][name]):
        assert found["days"] == [first, after]


def test_styles_load(seen: dict[str, Any]) -> None:
    assert seen["qml"]["done"]
    assert seen["qml"]["colours"] == COLOURS
    assert seen["sld"]["done"]
    assert list(seen["sld"]["colours"].values()) == list(COLOURS.values())


def test_tiles_and_layer_are_drawn(seen: dict[str, Any]) -> None:
    assert all(layer["valid"] for layer in seen["tiles"].values())
    # Nothing but the background would be one colour.
    assert seen["tiles"]["settlements"]["colours"] > 10
    assert seen["colours_drawn"] > 100


def test_the_picture_is_kept(seen: dict[str, Any]) -> None:
    assert (Path(TOP) / "var" / "clients" / "qgis-layer.png").stat().st_size > 20_000
