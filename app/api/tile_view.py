"""Where a map of a layer's tiles begins: on the data that they hold, at a zoom that has tiles."""

from __future__ import annotations

import math

from sqlalchemy import Connection

from app.claims.conditions import from_features, where
from app.claims.filters import ClaimFilter

#: Longitude and latitude in degrees WGS 84, and the zoom level of MapLibre.
View = tuple[float, float, int]

#: West, south, east and north of the country, in degrees.
UKRAINE = (22.13, 44.18, 40.23, 52.38)
#: Where there are no data: the middle of what is fought over.
WITHOUT_DATA = (34.0, 48.6, 6)
#: Features that a view is made of; where most of them lie, most of all do.
_LOOKED_AT = 20_000
#: Nearer than this, one place would fill the map.
_NEAREST = 10
#: The smaller side of a common map, in tiles of 512 pixels.
_ACROSS = 1.2


def view(connection: Connection, wanted: ClaimFilter, minzoom: int) -> View:
    """Return the view that shows all places of a filter, whose names are those of the layer.

    Where tiles begin too near for that, it is the one around the place with the most features.
    """
    condition = where(wanted)
    found = connection.exec_driver_sql(
        "SELECT ST_X(geom), ST_Y(geom) FROM (SELECT geom"  # noqa: S608 (ours; values are bound)
        f" {from_features(condition)} AND geom IS NOT NULL LIMIT {_LOOKED_AT}) AS looked_at"
        " GROUP BY geom ORDER BY count(*) DESC, 1, 2",
        condition.values,
    ).all()
    if not found:
        lon, lat, zoom = WITHOUT_DATA
        return lon, lat, max(zoom, minzoom)
    west, east = min(row[0] for row in found), max(row[0] for row in found)
    south, north = min(row[1] for row in found), max(row[1] for row in found)
    zoom = min(_NEAREST, _zoom_of(west, south, east, north))
    if zoom < minzoom:
        lon, lat = found[0]
        return round(lon, 4), round(lat, 4), minzoom
    return round((west + east) / 2, 4), round((south + north) / 2, 4), zoom


def bounds(connection: Connection) -> list[float]:
    """Return west, south, east and north of all tiles: Ukraine, and whatever lies farther.

    A map asks for no tile outside, and claims about places abroad would never be seen.
    """
    extent = connection.exec_driver_sql(
        "SELECT min(lon), min(lat), max(lon), max(lat) FROM claim_site"
    ).one()
    if extent[0] is None:
        return list(UKRAINE)
    low = [min(pair) for pair in zip(UKRAINE[:2], extent[:2], strict=True)]
    high = [max(pair) for pair in zip(UKRAINE[2:], extent[2:], strict=True)]
    return [*low, *high]


def _zoom_of(west: float, south: float, east: float, north: float) -> int:
    """Return the nearest zoom level at which the box fits."""
    # A degree of latitude is so much longer than one of longitude in Web Mercator.
    stretch = 1 / math.cos(math.radians((south + north) / 2))
    degrees = max(east - west, (north - south) * stretch, 1e-6)
    return max(0, math.floor(math.log2(_ACROSS * 360 / degrees)))
