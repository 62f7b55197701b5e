"""The basemap's data: borders as the UN General Assembly holds them, and no water that is gone."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely
from shapely.geometry import shape

from app.api.landing import PAGE

BASEMAP = PAGE.parent / "basemap"


def _features(layer: str) -> list[dict[str, Any]]:
    return json.loads((BASEMAP / f"{layer}.geojson").read_text(encoding="utf-8"))["features"]


@pytest.fixture(scope="module")
def countries() -> dict[str, shapely.Geometry]:
    return {f["properties"]["iso"]: shape(f["geometry"]) for f in _features("countries")}


@pytest.mark.parametrize(
    ("name", "lon", "lat", "iso"),
    [
        ("Simferopol", 34.1, 44.95, "UA"),
        ("Sevastopol", 33.56, 44.61, "UA"),
        ("Dzhankoi", 34.39, 45.71, "UA"),
        ("Donetsk", 37.8, 48.0, "UA"),
        ("Luhansk", 39.3, 48.57, "UA"),
        ("Krasnodar", 38.98, 45.04, "RU"),
        ("Belgorod", 36.58, 50.6, "RU"),
        ("Minsk", 27.57, 53.9, "BY"),
    ],
)
def test_town_lies_in_country(
    countries: dict[str, shapely.Geometry], name: str, lon: float, lat: float, iso: str
) -> None:
    point = shapely.Point(lon, lat)
    assert [code for code, area in countries.items() if area.contains(point)] == [iso]


def test_no_country_border_runs_between_crimea_and_the_mainland() -> None:
    perekop = shapely.box(33.3, 45.8, 34.9, 46.3)
    crossing = {
        f["properties"]["kind"]
        for f in _features("borders")
        if shape(f["geometry"]).intersects(perekop)
    }
    assert crossing == {"oblast"}


def test_drained_reservoir_is_no_water_and_its_neighbour_is() -> None:
    lakes = shapely.union_all([shape(f["geometry"]) for f in _features("lakes")])
    assert not lakes.contains(shapely.Point(34.2, 47.5))  # Kakhovka, dry since June 2023
    assert lakes.contains(shapely.Point(32.2, 49.4))  # Kremenchuk


def test_every_label_has_three_languages_and_cities_lie_in_a_country(
    countries: dict[str, shapely.Geometry],
) -> None:
    land = shapely.union_all(list(countries.values())).buffer(0.05)
    for label in _features("labels"):
        names = label["properties"]
        assert all(names[f"name_{lang}"] for lang in ("en", "uk", "ru")), names
        if names["kind"] == "city":
            assert land.contains(shape(label["geometry"])), names


def test_basemap_stays_small() -> None:
    assert sum(path.stat().st_size for path in BASEMAP.glob("*.geojson")) < 700_000
