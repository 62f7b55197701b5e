from __future__ import annotations

from dataclasses import replace

import pytest

from gazetteer.model import PlaceKind
from gazetteer.resolver import Gazetteer
from tests.gazetteer.country import settlement

HOME = settlement("UA1400000001", "Осереддя", 37.0, 48.0)
AROUND = {
    "north": settlement("UA1400000002", "Верхнє", 37.0, 48.1),
    "east": settlement("UA1400000003", "Східне", 37.3, 48.0),
    "southwest": settlement("UA1400000004", "Нижнє", 36.7, 47.8),
}
BORROWED = replace(
    settlement("UA1400000005", "Позичене", 37.0, 48.0), located_by="centre of its hromada"
)
NOWHERE = replace(settlement("UA1400000006", "Ніде", 0, 0), lon=None, lat=None)
FAR = settlement("UA4600000001", "Далеке", 24.0, 49.8)


@pytest.fixture(scope="module")
def country() -> Gazetteer:
    return Gazetteer.from_places([FAR, NOWHERE, BORROWED, HOME, *AROUND.values()])


def test_the_nearest_come_first_with_distance_and_direction(country: Gazetteer) -> None:
    found = country.nearest(37.0, 48.0, 10)
    assert [one.place.name_uk for one in found] == ["Осереддя", "Верхнє", "Східне", "Нижнє"]
    assert found[0].distance_m == 0
    # A tenth of a degree of latitude is 11.1 km.
    assert found[1].distance_m == pytest.approx(11_120, abs=50)
    assert {one.direction: one.place.name for one in found[1:]} == {
        direction: place.name for direction, place in AROUND.items()
    }


def test_limit_kind_and_reach(country: Gazetteer) -> None:
    assert len(country.nearest(37.0, 48.0, 2)) == 2
    assert country.nearest(37.0, 48.0, 5, PlaceKind.OBLAST) == []
    assert country.nearest(-120.0, 10.0, 5) == []
