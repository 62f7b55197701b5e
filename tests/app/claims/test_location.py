"""Where a claim is drawn, and how sharp that is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.claims.location import NOWHERE, locate
from gazetteer.model import GeometryKind, PlaceKind, Status
from tests.app.handmade import VERBOVE, mention


@pytest.mark.parametrize(
    ("relation", "distance", "precision", "radius"),
    [
        ("in", None, "settlement", 1500),
        ("at", None, "settlement", 1500),
        # The stated distance adds to the uncertainty of what it is measured from.
        ("within_distance", 1.0, "area", 2500),
        ("near", None, "area", 13_500),
        ("near", 3.0, "area", 4500),
        ("toward", None, "area", 41_500),
        ("north_of", 5.0, "sector", 6500),
        ("between", None, "line", 26_500),
    ],
)
def test_stated_relations(
    relation: str, distance: float | None, precision: str, radius: int
) -> None:
    found = locate(mention("Verbove", VERBOVE).resolution, relation, distance)
    assert (found.precision, found.radius_m) == (precision, radius)
    assert (found.lon, found.lat) == (37.25, 48.5)


@pytest.mark.parametrize(
    ("changes", "precision"),
    [
        ({"located_by": "centre of its hromada"}, "area"),
        ({"kind": PlaceKind.OBLAST, "geometry_kind": GeometryKind.AREA}, "area"),
        ({"kind": PlaceKind.HROMADA}, "area"),
        ({"kind": PlaceKind.RIVER, "geometry_kind": GeometryKind.LINE}, "line"),
        ({"kind": PlaceKind.SITE}, "settlement"),
    ],
)
def test_never_sharper_than_the_place(changes: dict[str, Any], precision: str) -> None:
    place = replace(VERBOVE, **changes)
    assert locate(mention("Verbove", place).resolution, "in").precision == precision


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.RESOLVED])
def test_only_a_resolved_name_has_a_location(status: Status) -> None:
    assert locate(mention("Verbove", VERBOVE, status).resolution, "in") is NOWHERE


def test_a_place_without_coordinates_is_nowhere() -> None:
    place = replace(VERBOVE, lon=None, lat=None)
    assert locate(mention("Verbove", place).resolution, "in") is NOWHERE


def test_a_river_is_drawn_as_its_line() -> None:
    river = replace(
        VERBOVE,
        kind=PlaceKind.RIVER,
        geometry_kind=GeometryKind.LINE,
        line=((37.0, 48.5), (37.25, 48.5)),
    )
    found = locate(mention("Verbove", river).resolution, "along")
    assert found.wkt == "LINESTRING(37.000000 48.500000, 37.250000 48.500000)"
    assert (found.lon, found.lat) == (37.25, 48.5)
