"""The basemap: borders as the UN General Assembly holds them, rivers, no water that is gone."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import shapely
from playwright.sync_api import Page
from shapely.geometry import shape

from app.api.landing import PAGE

BASEMAP = PAGE.parent / "basemap"
LANGUAGES = ("en", "uk", "ru")
#: In the middle of the reservoir behind the Kakhovka dam, which broke on 6 June 2023.
RESERVOIR = (34.2, 47.5)
#: The reservoir fills the map there.
ABOVE_RESERVOIR = "map=8.5/47.5/34.2"
#: How many features of a layer are drawn within 60 pixels of a point.
DRAWN_NEAR = """([layer, point]) => {
    const { map } = globalThis.claimatlas;
    const { x, y } = map.project(point);
    const box = [[x - 60, y - 60], [x + 60, y + 60]];
    return map.queryRenderedFeatures(box, { layers: [layer] }).length;
}"""


def _features(layer: str) -> list[dict[str, Any]]:
    text = (BASEMAP / f"{layer}.geojson").read_text(encoding="utf-8")
    features: list[dict[str, Any]] = json.loads(text)["features"]
    return features


def _course(river: str) -> shapely.Geometry:
    named = [f for f in _river_features() if f["properties"].get("name_en") == river]
    return shapely.union_all([shape(f["geometry"]) for f in named])


def _river_features() -> list[dict[str, Any]]:
    return _features("rivers") + _features("tributaries")


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


def test_drained_reservoir_has_its_last_day_and_its_neighbour_has_none() -> None:
    def days(lon: float, lat: float) -> list[str | None]:
        point = shapely.Point(lon, lat)
        return [
            water["properties"].get("until")
            for water in _features("lakes")
            if shape(water["geometry"]).contains(point)
        ]

    assert days(*RESERVOIR) == ["2023-06-06"]
    assert days(32.2, 49.4) == [None]  # Kremenchuk


@pytest.mark.parametrize(
    ("river", "town", "lon", "lat", "kilometres"),
    [
        ("Dnipro", "Kyiv", 30.52, 50.45, 6),
        ("Dnipro", "Zaporizhzhia", 35.14, 47.84, 6),
        ("Dnipro", "Nikopol", 34.40, 47.57, 6),
        ("Dnipro", "Kherson", 32.61, 46.63, 6),
        ("Siverskyi Donets", "Izium", 37.27, 49.2, 4),
        ("Oskil", "Kupiansk", 37.61, 49.71, 4),
        ("Inhulets", "Snihurivka", 32.81, 47.08, 4),
        ("Samara", "Pavlohrad", 35.87, 48.53, 6),
        ("Southern Bug", "Voznesensk", 31.33, 47.57, 6),
        ("Dnister", "Mohyliv-Podilskyi", 27.8, 48.45, 4),
        ("Desna", "Chernihiv", 31.3, 51.5, 4),
        ("Prut", "Chernivtsi", 25.94, 48.29, 4),
        ("Seim", "Rylsk", 34.68, 51.57, 6),
    ],
)
def test_river_passes_its_town(
    river: str, town: str, lon: float, lat: float, kilometres: float
) -> None:
    assert _course(river).distance(shapely.Point(lon, lat)) * 111 <= kilometres, town


@pytest.mark.parametrize(
    ("river", "joins"),
    [("Oskil", "Siverskyi Donets"), ("Inhulets", "Dnipro"), ("Samara", "Dnipro")],
)
def test_tributary_reaches_the_river_it_joins(river: str, joins: str) -> None:
    assert _course(river).distance(_course(joins)) < 0.01


def test_river_has_three_names_or_none() -> None:
    named = 0
    for river in _river_features():
        names = [river["properties"].get(f"name_{lang}") for lang in LANGUAGES]
        assert all(names) or not any(names), names
        named += all(names)
    assert named > 40


def test_rivers_taken_from_gshhg_come_with_its_licence() -> None:
    lesser = (BASEMAP / "tributaries.COPYING.LESSER.txt").read_text(encoding="utf-8")
    general = (BASEMAP / "tributaries.COPYING.txt").read_text(encoding="utf-8")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in lesser
    assert "GNU GENERAL PUBLIC LICENSE" in general


def test_every_label_has_three_languages_and_cities_lie_in_a_country(
    countries: dict[str, shapely.Geometry],
) -> None:
    land = shapely.union_all(list(countries.values())).buffer(0.05)
    for label in _features("labels"):
        names = label["properties"]
        assert all(names[f"name_{lang}"] for lang in LANGUAGES), names
        if names["kind"] == "city":
            assert land.contains(shape(label["geometry"])), names


def test_basemap_stays_small() -> None:
    assert sum(path.stat().st_size for path in BASEMAP.glob("*.geojson")) < 820_000


@pytest.mark.parametrize(
    ("days", "water"),
    [
        ("", 0),
        ("&from=2022-02-24", 0),
        ("&from=2022-02-24&to=2023-06-06", 0),
        ("&from=2022-02-24&to=2023-06-05", 1),
        ("&to=2023-06-05", 1),
        ("&from=2023-06-01&to=2024-01-01", 0),
    ],
)
def test_reservoir_is_water_only_before_the_dam_broke(
    go: Callable[..., Page], days: str, water: int
) -> None:
    page = go(f"?{ABOVE_RESERVOIR}{days}")
    assert page.evaluate(DRAWN_NEAR, ["basemap-lakes", RESERVOIR]) == water
    assert page.evaluate(DRAWN_NEAR, ["rivers", RESERVOIR]) >= 1


def test_rivers_lie_beneath_borders_and_claims(go: Callable[..., Page]) -> None:
    layers = go(f"?{ABOVE_RESERVOIR}").evaluate("() => claimatlas.map.getStyle().layers")
    order = [layer["id"] for layer in layers]
    wanted = ["tributaries", "rivers", "basemap-lakes", "oblasts", "borders"]
    wanted += [
        "label-tributary",
        "label-river",
        "label-river-near",
        "sites",
        "label-country",
        "label-city",
    ]
    assert [name for name in order if name in wanted] == wanted


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("en", ("Dnipro", "Dnipro", "Oskil")),
        ("uk", ("Дніпро", "Дніпро", "Оскіл")),
        ("ru", ("Днепр", "Днепр", "Оскол")),
    ],
)
def test_river_is_named_in_the_language_of_the_page(
    go: Callable[..., Page], lang: str, names: tuple[str, str, str]
) -> None:
    places = (
        ("label-river", "6.5/49/33"),
        ("label-river-near", "9.5/46.75/33.2"),
        ("label-tributary", "9.5/49.6/37.6"),
    )
    for (layer, position), name in zip(places, names, strict=True):
        drawn = go(f"?lang={lang}&map={position}").evaluate(
            """(layer) => {
                const { map } = globalThis.claimatlas;
                const [, field] = map.getLayoutProperty(layer, "text-field");
                const drawn = map.queryRenderedFeatures({ layers: [layer] });
                return drawn.map(({ properties }) => properties[field]);
            }""",
            layer,
        )
        assert name in drawn
