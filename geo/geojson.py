"""GeoJSON (RFC 7946) values: points, features, and the media types they travel under."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.precision import rounded

GEOJSON = "application/geo+json"
GEOJSON_SEQ = "application/geo+json-seq"

JsonObject = dict[str, Any]


def point(lon: float | None, lat: float | None) -> JsonObject | None:
    """Return a Point in degrees, longitude first; None where either coordinate is missing."""
    if lon is None or lat is None:
        return None
    return {"type": "Point", "coordinates": [rounded(lon), rounded(lat)]}


def feature(
    feature_id: int | str, geometry: JsonObject | None, properties: Mapping[str, object]
) -> JsonObject:
    """Return a Feature; ``geometry`` None is an unlocated feature (RFC 7946, section 3.2)."""
    return {
        "type": "Feature",
        "id": feature_id,
        "geometry": geometry,
        "properties": dict(properties),
    }
