"""Bounding boxes of OGC API - Features: four numbers in longitude, latitude order, degrees."""

from __future__ import annotations

import math
from dataclasses import dataclass

from geo.errors import BboxError

BBOX_FORM = "west,south,east,north in degrees (longitude first), such as 37.0,48.0,38.5,49.0"


@dataclass(frozen=True, slots=True)
class Bbox:
    """A box in OGC:CRS84, borders included: ``west <= east`` and ``south <= north``."""

    west: float
    south: float
    east: float
    north: float

    def contains(self, lon: float, lat: float) -> bool:
        """Tell whether a point in degrees lies in the box or on its border."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


def parse_bbox(text: str) -> Bbox:
    """Read "west,south,east,north".

    Longitudes may run a full turn past the date line, as world-copying web maps send them. A box
    across the antimeridian (west > east) is refused rather than guessed to be a swapped one.
    Raises BboxError with one sentence on what is wrong.
    """
    west, south, east, north = parse_numbers(text)
    if max(abs(south), abs(north)) > 90:
        raise BboxError("A latitude lies outside -90 to 90; are the axes swapped, or metres given?")
    if max(abs(west), abs(east)) > 540:
        raise BboxError("A longitude is out of range; are metres given?")
    if south > north:
        raise BboxError("South is larger than north.")
    if west > east:
        raise BboxError(
            "West is larger than east; boxes across the antimeridian are not supported."
        )
    return Bbox(west, south, east, north)


def parse_numbers(text: str) -> tuple[float, float, float, float]:
    """Read four finite numbers separated by commas; raises BboxError."""
    parts = text.split(",")
    if len(parts) == 6:
        raise BboxError("A box with heights cannot be used, since the layers are flat.")
    if len(parts) != 4:
        raise BboxError(f"Four numbers are needed, {len(parts)} are given.")
    first, second, third, fourth = (_number(part) for part in parts)
    return first, second, third, fourth


def _number(part: str) -> float:
    try:
        number = float(part)
    except ValueError:
        raise BboxError(f"{part[:40]!r} is not a number.") from None
    # float() also reads "1_0", which no client means.
    if not math.isfinite(number) or "_" in part:
        raise BboxError(f"{part[:40]!r} is not a number.")
    return number
