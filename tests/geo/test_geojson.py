"""GeoJSON values."""

from __future__ import annotations

import pytest

from geo.geojson import feature, point


@pytest.mark.parametrize(
    ("lon", "lat", "expected"),
    [
        (37.123456789, 48.0, {"type": "Point", "coordinates": [37.12346, 48.0]}),
        (None, 48.0, None),
        (37.0, None, None),
        (0.0, 0.0, {"type": "Point", "coordinates": [0.0, 0.0]}),
    ],
)
def test_point(lon: float | None, lat: float | None, expected: object) -> None:
    assert point(lon, lat) == expected


def test_feature_without_a_place_keeps_its_members() -> None:
    made = feature(7, None, {"a": None})
    assert made == {"type": "Feature", "id": 7, "geometry": None, "properties": {"a": None}}
