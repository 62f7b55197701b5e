"""Places around a point, with distance and direction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from gazetteer.index import PLACE_KINDS, NameIndex
from gazetteer.model import Place, PlaceKind
from geo.relations import bearing_deg, distance_km

COMPASS: Final = (
    "north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest"
)  # fmt: skip

REACH_KM: Final = 100.0
"""Farther places are not nearby."""


@dataclass(frozen=True, slots=True)
class Nearby:
    """A place seen from a point: metres on the sphere, degrees clockwise from north."""

    place: Place
    distance_m: int
    bearing_deg: int

    @property
    def direction(self) -> str:
        """The nearest of the eight winds."""
        return COMPASS[round(self.bearing_deg / 45) % 8]


def nearest(
    index: NameIndex,
    lon: float,
    lat: float,
    limit: int,
    kind: PlaceKind = PlaceKind.SETTLEMENT,
) -> list[Nearby]:
    """Places of one kind around a point in degrees, the nearest first.

    A place with a borrowed coordinate (``located_by``) is left out: it lies somewhere else.
    """
    distances = distance_km(index.lon, index.lat, lon, lat)
    distances[index.kind != PLACE_KINDS.index(kind)] = np.inf
    found: list[Nearby] = []
    for row in np.argsort(distances, kind="stable").tolist():
        if len(found) >= limit or not distances[row] <= REACH_KM:
            break
        place = index.places.at(row)
        if place.located_by is None and place.lon is not None and place.lat is not None:
            bearing = float(bearing_deg(np.array(place.lon), np.array(place.lat), lon, lat))
            found.append(Nearby(place, round(distances[row] * 1000), round(bearing) % 360))
    return found
