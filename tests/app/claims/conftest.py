"""A gazetteer of a few places of the front: enough for rules, quick to build."""

import pytest

from gazetteer.model import Coordinate, NameKind, Place, PlaceKind, PlaceName
from gazetteer.resolver import Gazetteer

# Code, official name, romanised, former or Russian names, lon, lat.
_SETTLEMENTS = [
    ("UA1416021001", "Покровськ", "Pokrovsk", ("Красноармейск", "Krasnoarmeysk"), 37.18, 48.28),
    ("UA1412007001", "Костянтинівка", "Kostiantynivka", ("Константиновка",), 37.70, 48.53),
    ("UA1412013001", "Торецьк", "Toretsk", ("Дзержинск", "Dzerzhinsk"), 37.85, 48.40),
    ("UA6308001001", "Куп'янськ", "Kupiansk", ("Купянск",), 37.61, 49.71),
    ("UA2308001001", "Роботине", "Robotyne", ("Работино",), 35.83, 47.44),
]


def _place(row: tuple[str, str, str, tuple[str, ...], float, float]) -> Place:
    code, uk, latin, others, lon, lat = row
    names = [
        PlaceName(uk, "uk", NameKind.OFFICIAL, "test"),
        PlaceName(latin, "en", NameKind.OFFICIAL, "test"),
    ]
    names += [PlaceName(one, "ru", NameKind.ALTERNATE, "test") for one in others]
    return Place(
        id=code,
        kind=PlaceKind.SETTLEMENT,
        name=latin,
        name_uk=uk,
        katottg=code + "00001",
        settlement_type="city",
        oblast=code[:4],
        lon=lon,
        lat=lat,
        radius_m=3000,
        names=tuple(names),
        coordinates=(Coordinate(lon, lat, "test"),),
    )


@pytest.fixture(scope="session")
def small_gazetteer() -> Gazetteer:
    return Gazetteer.from_places([_place(row) for row in _SETTLEMENTS])
