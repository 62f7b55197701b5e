from __future__ import annotations

import numpy as np
import pytest
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from geo.relations import (
    BEARINGS,
    bearing_deg,
    chords,
    closeness,
    destination,
    distance_km,
    relation_fit,
    unit_vectors,
)

lons, lats = st.floats(22.0, 40.0), st.floats(44.0, 52.5)
GROUND = (37.5, 48.5)


@given(lons, lats, lons, lats)
def test_distance_agrees_with_the_geodesic(
    lon: float, lat: float, lon0: float, lat0: float
) -> None:
    there = geodesic((lat, lon), (lat0, lon0)).km
    assert float(distance_km(np.array(lon), np.array(lat), lon0, lat0)) == pytest.approx(
        there, rel=0.006, abs=1e-3
    )


@pytest.mark.parametrize("bearing", [0.0, 45.0, 90.0, 200.0, 359.0])
def test_destination_lies_at_its_bearing_and_distance(bearing: float) -> None:
    lon, lat = destination(*GROUND, bearing, 30.0)
    assert float(distance_km(np.array(lon), np.array(lat), *GROUND)) == pytest.approx(30, rel=0.01)
    back = float(bearing_deg(np.array(lon), np.array(lat), *GROUND))
    assert abs((back - bearing + 180) % 360 - 180) < 0.5


@pytest.mark.parametrize("relation", sorted(BEARINGS))
def test_compass_relation_prefers_its_own_quarter(relation: str) -> None:
    points = {name: destination(*GROUND, angle, 10.0) for name, angle in BEARINGS.items()}
    lon = np.array([point[0] for point in points.values()])
    lat = np.array([point[1] for point in points.values()])
    fit = relation_fit(relation, lon, lat, [GROUND])
    assert list(points)[int(fit.argmax())] == relation


@pytest.mark.parametrize(
    ("relation", "distance", "near_km", "far_km"),
    [("near", None, 5, 60), ("within_distance", 10.0, 8, 40), ("north_of", 20.0, 20, 90)],
)
def test_the_nearer_to_what_is_said_the_better(
    relation: str, distance: float | None, near_km: float, far_km: float
) -> None:
    points = [destination(*GROUND, 0.0, km) for km in (near_km, far_km)]
    lon, lat = (np.array([point[i] for point in points]) for i in (0, 1))
    near, far = relation_fit(relation, lon, lat, [GROUND], distance)
    assert near > 2 * far


def test_between_prefers_the_line() -> None:
    grounds = [(37.0, 48.0), (38.0, 48.0)]
    lon, lat = np.array([37.5, 37.5]), np.array([48.02, 49.0])
    on_line, aside = relation_fit("between", lon, lat, grounds)
    assert on_line > 0.9
    assert aside < 0.3


def test_without_ground_everything_fits_equally() -> None:
    assert relation_fit("near", np.array([30.0, 31.0]), np.array([50.0, 50.0]), []).tolist() == [
        0.5,
        0.5,
    ]


def test_closeness_halves_at_its_scale_and_nowhere_is_far() -> None:
    lon, lat = destination(*GROUND, 90.0, 20.0)
    points = unit_vectors(np.array([GROUND[0], lon, np.nan]), np.array([GROUND[1], lat, np.nan]))
    close = closeness(chords(points, points[:1]), 20.0)[:, 0]
    assert close[0] == pytest.approx(1.0, abs=1e-6)
    assert close[1] == pytest.approx(0.5, abs=0.01)
    assert close[2] < 1e-4
