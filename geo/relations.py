"""Spatial relations that texts state, as geometry: bearing, distance, between, near.

Coordinates are WGS 84 degrees, distances kilometres, bearings degrees clockwise from north.
The vectorised functions work on a sphere of the mean Earth radius (error below 0.6 %), which is
far finer than "near" or "north of"; published geometry uses the geodesic.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from geopy.distance import geodesic

Numbers = npt.NDArray[Any]

EARTH_RADIUS_KM: Final = 6371.0088
"""Mean radius R1 of the WGS 84 ellipsoid (IUGG)."""

BEARINGS: Final = {
    "north_of": 0.0,
    "northeast_of": 45.0,
    "east_of": 90.0,
    "southeast_of": 135.0,
    "south_of": 180.0,
    "southwest_of": 225.0,
    "west_of": 270.0,
    "northwest_of": 315.0,
}
"""Compass relations as the bearing of the figure seen from its ground."""

REACH_KM: Final = {
    "near": 12.0,
    "area_of": 12.0,
    "around": 12.0,
    "inside": 4.0,
    "in": 4.0,
    "along": 25.0,
    "towards": 40.0,
    "toward": 40.0,
    "from": 40.0,
    "near_border_of": 40.0,
}
"""How far a figure usually lies from its ground when the text says no number."""

COMPASS_REACH_KM: Final = 25.0


def distance_km(lon: Numbers, lat: Numbers, lon0: float, lat0: float) -> Numbers:
    """Great-circle distance of each point from one point (haversine)."""
    phi, phi0 = np.radians(lat), np.radians(lat0)
    half = (
        np.sin((phi - phi0) / 2) ** 2
        + np.cos(phi) * np.cos(phi0) * np.sin(np.radians(lon - lon0) / 2) ** 2
    )
    result: Numbers = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return result


def bearing_deg(lon: Numbers, lat: Numbers, lon0: float, lat0: float) -> Numbers:
    """Initial bearing from one point to each point, 0 to 360."""
    phi, phi0 = np.radians(lat), np.radians(lat0)
    turn = np.radians(lon - lon0)
    east = np.sin(turn) * np.cos(phi)
    north = np.cos(phi0) * np.sin(phi) - np.sin(phi0) * np.cos(phi) * np.cos(turn)
    result: Numbers = np.degrees(np.arctan2(east, north)) % 360
    return result


def destination(lon: float, lat: float, bearing: float, distance: float) -> tuple[float, float]:
    """The (lon, lat) reached from a point by going ``distance`` km at ``bearing`` (geodesic)."""
    point = geodesic(kilometers=distance).destination((lat, lon), bearing)
    return (point.longitude, point.latitude)


def unit_vectors(lon: Numbers, lat: Numbers) -> Numbers:
    """Points as unit vectors, shape (n, 3), so that a matrix product gives all distances.

    A point without coordinates (NaN) becomes the zero vector, which is far from everything.
    """
    phi = np.radians(lat, dtype=np.float64)
    theta = np.radians(lon, dtype=np.float64)
    vectors = np.column_stack(
        [np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)]
    )
    vectors[np.isnan(phi) | np.isnan(theta)] = 0.0
    return vectors


def chords(points: Numbers, others: Numbers) -> Numbers:
    """Half the squared chord lengths between all pairs of unit vectors, (points, others)."""
    result: Numbers = points @ others.T
    np.subtract(1.0, result, out=result)
    np.maximum(result, 0.0, out=result)
    return result


def closeness(chord: Numbers, scale_km: float) -> Numbers:
    """1 / (1 + (d / scale)²) of distances given as :func:`chords`.

    Heavy-tailed, so that one far-off mention does not outweigh several near ones.
    """
    result: Numbers = chord * (2.0 * (EARTH_RADIUS_KM / scale_km) ** 2)
    result += 1.0
    np.reciprocal(result, out=result)
    return result


def relation_fit(
    relation: str,
    lon: Numbers,
    lat: Numbers,
    grounds: list[tuple[float, float]],
    distance: float | None = None,
) -> Numbers:
    """How well each point answers to ``relation`` with its (lon, lat) ``grounds``: 0 to 1.

    Unknown relations and relations without ground fit everything equally (0.5).
    """
    if not grounds:
        return np.full(np.shape(lon), 0.5)
    if relation in {"between", "on_border_between"} and len(grounds) >= 2:
        return _between_fit(lon, lat, grounds[0], grounds[1])
    lon0, lat0 = grounds[0]
    away = distance_km(lon, lat, lon0, lat0)
    reach = _reach_fit(away, relation, distance)
    if relation not in BEARINGS:
        return reach
    turn = np.abs((bearing_deg(lon, lat, lon0, lat0) - BEARINGS[relation] + 180) % 360 - 180)
    # A half-width of 45 degrees is what writers mean by "north of"; 90 is its contradiction.
    compass = np.clip(1.5 - turn / 60, 0.0, 1.0)
    result: Numbers = reach * compass
    return result


def _reach_fit(away: Numbers, relation: str, distance: float | None) -> Numbers:
    if distance is not None and relation == "within_distance":
        # Measured from edge to edge in the text, from centre to centre here: five more kilometres.
        result: Numbers = np.clip(2.0 - away / (distance + 5.0), 0.0, 1.0)
        return result
    if distance is not None:
        slack = np.abs(away - distance) / (3.0 + 0.3 * distance)
        return 1.0 / (1.0 + slack**2)
    reach = REACH_KM.get(relation, COMPASS_REACH_KM)
    return 1.0 / (1.0 + (away / reach) ** 2)


def _between_fit(
    lon: Numbers, lat: Numbers, first: tuple[float, float], second: tuple[float, float]
) -> Numbers:
    base = float(distance_km(np.array(first[0]), np.array(first[1]), *second))
    detour = distance_km(lon, lat, *first) + distance_km(lon, lat, *second) - base
    return 1.0 / (1.0 + (detour / (5.0 + 0.3 * base)) ** 2)
