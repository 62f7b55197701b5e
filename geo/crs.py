"""The coordinate reference systems that layers are served in (OGC API - Features, part 2)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from geo.bbox import Bbox, parse_bbox, parse_numbers
from geo.errors import BboxError

_EARTH_RADIUS_M = 6_378_137.0
_HALF_TURN_M = math.pi * _EARTH_RADIUS_M


@dataclass(frozen=True, slots=True)
class Crs:
    """A system: its URI, PostGIS SQL of ``geom`` in it, and how a box in it is read as degrees."""

    uri: str
    geometry: str
    read_bbox: Callable[[str], Bbox]


def _latitude_first(text: str) -> Bbox:
    parts = text.split(",")
    if len(parts) == 4:
        text = ",".join((parts[1], parts[0], parts[3], parts[2]))
    return parse_bbox(text)


def _metres(text: str) -> Bbox:
    """Read metres of Web Mercator by the inverse of the sphere's formula (EPSG method 1024)."""
    west, south, east, north = parse_numbers(text)
    if max(map(abs, (west, south, east, north))) > 4 * _HALF_TURN_M:
        raise BboxError("A coordinate is out of range for metres of EPSG:3857.")
    if south > north:
        raise BboxError("South is larger than north.")
    if west > east:
        raise BboxError(
            "West is larger than east; boxes across the antimeridian are not supported."
        )

    def latitude(y: float) -> float:
        return math.degrees(2 * math.atan(math.exp(y / _EARTH_RADIUS_M)) - math.pi / 2)

    return Bbox(
        math.degrees(west / _EARTH_RADIUS_M),
        latitude(south),
        math.degrees(east / _EARTH_RADIUS_M),
        latitude(north),
    )


CRS84 = Crs("http://www.opengis.net/def/crs/OGC/1.3/CRS84", "geom", parse_bbox)
EPSG_4326 = Crs(
    "http://www.opengis.net/def/crs/EPSG/0/4326", "ST_FlipCoordinates(geom)", _latitude_first
)
EPSG_3857 = Crs("http://www.opengis.net/def/crs/EPSG/0/3857", "ST_Transform(geom, 3857)", _metres)
SYSTEMS: tuple[Crs, ...] = (CRS84, EPSG_4326, EPSG_3857)

_BY_NAME = {
    name: crs
    for crs, short in zip(SYSTEMS, ("OGC:CRS84", "EPSG:4326", "EPSG:3857"), strict=True)
    for name in (crs.uri, crs.uri.replace("http:", "https:"), short, f"[{short}]")
}


def crs_of(name: str) -> Crs:
    """Return the system of a URI or CURIE. Raises ValueError for one that is not served."""
    try:
        return _BY_NAME[name.strip()]
    except KeyError:
        raise ValueError(f"{name[:60]!r} is not served.") from None
