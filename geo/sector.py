"""Sectors: the area that words like "north of the town" leave open."""

from __future__ import annotations

from geo.precision import COORDINATE_DECIMALS
from geo.relations import destination

# What writers call "north of" reaches from north-west to north-east.
HALF_WIDTH_DEG = 45.0
_STEP_DEG = 15.0


def sector_wkt(lon: float, lat: float, bearing: float, reach_km: float) -> str:
    """Return a sector as a WKT polygon (WGS 84, lon lat).

    Its tip is the ground at ``lon``, ``lat``; it opens ``HALF_WIDTH_DEG`` to each side of
    ``bearing`` (degrees clockwise from north) and ends ``reach_km`` away (geodesic).
    """
    steps = round(2 * HALF_WIDTH_DEG / _STEP_DEG)
    turns = [bearing - HALF_WIDTH_DEG + _STEP_DEG * step for step in range(steps + 1)]
    arc = [destination(lon, lat, turn % 360, reach_km) for turn in turns]
    ring = [(lon, lat), *reversed(arc), (lon, lat)]  # counter-clockwise, as RFC 7946 asks
    points = ", ".join(f"{x:.{COORDINATE_DECIMALS}f} {y:.{COORDINATE_DECIMALS}f}" for x, y in ring)
    return f"POLYGON(({points}))"
