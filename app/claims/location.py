"""Where a claim is drawn: its place, the relation that the sentence states, and how sharp both are.

The result is never sharper than the report. "Near X" is X with a wide radius, "north of X" a
sector seen from X; nothing is computed from several reports together.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.claims.tables import LocationPrecision
from gazetteer.model import GeometryKind, Place, PlaceKind, Resolution, Status
from geo.relations import BEARINGS, COMPASS_REACH_KM, REACH_KM
from geo.sector import sector_wkt

# Relations that put the claim at the place itself.
_AT = frozenset({"", "at", "in", "inside", "on"})
_BETWEEN = frozenset({"between", "on_border_between"})
_OWN_PRECISION = {
    GeometryKind.POINT: LocationPrecision.SETTLEMENT,
    GeometryKind.AREA: LocationPrecision.AREA,
    GeometryKind.LINE: LocationPrecision.LINE,
    GeometryKind.SECTOR: LocationPrecision.SECTOR,
}
_POINTLIKE = frozenset({PlaceKind.SETTLEMENT, PlaceKind.CITY_DISTRICT, PlaceKind.SITE})


@dataclass(frozen=True, slots=True)
class Location:
    """A located claim place: the point for maps and the stated geometry, WGS 84.

    ``wkt`` is the geometry of the relation, ``radius_m`` how far the place meant may lie from it.
    """

    precision: LocationPrecision
    lon: float | None = None
    lat: float | None = None
    radius_m: int | None = None
    wkt: str | None = None


NOWHERE = Location(LocationPrecision.NONE)


def locate(resolution: Resolution, relation: str, distance_km: float | None = None) -> Location:
    """Return where "``relation`` the place" is; ``NOWHERE`` unless the name was resolved.

    ``distance_km`` is the distance that the sentence states, which adds to the uncertainty of the
    place it is measured from.
    """
    place = resolution.place
    if resolution.status is not Status.RESOLVED or place is None:
        return NOWHERE
    if place.lon is None or place.lat is None or place.geometry_kind is GeometryKind.NONE:
        return NOWHERE
    own, radius = _own(place), place.radius_m or 0
    shape = _line(place) or f"POINT({place.lon:.6f} {place.lat:.6f})"
    if relation in _AT:
        return Location(own, place.lon, place.lat, place.radius_m, shape)
    reach = distance_km if distance_km is not None else REACH_KM.get(relation, COMPASS_REACH_KM)
    radius += round(reach * 1000)
    if relation in BEARINGS and own is LocationPrecision.SETTLEMENT:
        wkt = sector_wkt(place.lon, place.lat, BEARINGS[relation], max(reach, 0.1))
        return Location(LocationPrecision.SECTOR, place.lon, place.lat, radius, wkt)
    precision = LocationPrecision.LINE if relation in _BETWEEN else LocationPrecision.AREA
    return Location(precision, place.lon, place.lat, radius, shape)


def _own(place: Place) -> LocationPrecision:
    if place.located_by is not None or place.kind not in _POINTLIKE:
        kind = place.geometry_kind
        return LocationPrecision.AREA if kind is GeometryKind.POINT else _OWN_PRECISION[kind]
    return _OWN_PRECISION[place.geometry_kind]


def _line(place: Place) -> str | None:
    if not place.line:
        return None
    return f"LINESTRING({', '.join(f'{lon:.6f} {lat:.6f}' for lon, lat in place.line)})"
