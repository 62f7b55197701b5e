"""Geohash ranges of a box: what lets a B-tree serve boxes in a fixed order, a page at a time.

A geohash (Niemeyer 2008; PostGIS ``ST_GeoHash``) interleaves the bits of longitude and latitude,
longitude first, and writes five bits a letter. Sorted as bytes, the cells of any quadtree node are
one run, so a box is a short list of runs.
"""

from __future__ import annotations

import heapq

from geo.bbox import Bbox

#: Letters of the codes; eight are cells of about 38 x 19 m.
PRECISION = 8
_ALPHABET = "0123456789bcdefghjkmnpqrstuvwxyz"
_BITS = 5 * PRECISION
_AXIS = _BITS // 2


def geohash_ranges(box: Bbox, most: int = 48) -> list[tuple[str, str]]:
    """Return ascending closed ranges of geohashes that together hold every point of ``box``.

    ``most`` bounds their number. They may hold points outside, so a query compares these, too;
    the more ranges, the fewer: with 48, a fifth of what it is with 12.
    Longitudes beyond 180 degrees are cut off: no stored point has them.
    """
    if box.west > 180 or box.east < -180:
        return []
    west, east = _cell(box.west, 180) - 1, _cell(box.east, 180) + 1
    south, north = _cell(box.south, 90) - 1, _cell(box.north, 90) + 1
    whole: list[tuple[int, int]] = []
    # The largest node is divided first: (depth, first cell, lon index, lat index).
    pending = [(0, 0, 0, 0)]
    while pending and len(pending) + len(whole) < most:
        depth, first, lon, lat = heapq.heappop(pending)
        if depth == _AXIS:
            whole.append(_run(depth, first))
            continue
        shift = _AXIS - depth - 1
        size = (1 << shift) - 1
        quarter = 1 << 2 * shift
        for child in range(4):
            child_lon, child_lat = 2 * lon + (child >> 1), 2 * lat + (child & 1)
            left, bottom = child_lon << shift, child_lat << shift
            right, top = left + size, bottom + size
            if right < west or left > east or top < south or bottom > north:
                continue
            node = (depth + 1, first + child * quarter, child_lon, child_lat)
            if left >= west and right <= east and bottom >= south and top <= north:
                whole.append(_run(*node[:2]))
            else:
                heapq.heappush(pending, node)
    runs = sorted(whole + [_run(*node[:2]) for node in pending])
    merged: list[tuple[int, int]] = []
    for low, high in runs:
        if merged and low == merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], high)
        else:
            merged.append((low, high))
    return [(_text(low), _text(high)) for low, high in merged]


def _cell(degrees: float, half: int) -> int:
    cells = 1 << _AXIS
    return min(max(int((degrees + half) / (2 * half) * cells), 0), cells - 1)


def _run(depth: int, first: int) -> tuple[int, int]:
    """Return the first and last cell of a quadtree node as interleaved numbers."""
    return first, first + (1 << _BITS - 2 * depth) - 1


def _text(number: int) -> str:
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in range(PRECISION - 1, -1, -1))
