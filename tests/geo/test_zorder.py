"""Ranges of geohashes hold every point of their box."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.bbox import Bbox
from geo.zorder import geohash_ranges

LETTERS = "0123456789bcdefghjkmnpqrstuvwxyz"


def geohash(lon: float, lat: float, letters: int = 8) -> str:
    """Halve by turns, as the format is described; checked below against published codes."""
    sides = [[-180.0, 180.0], [-90.0, 90.0]]
    bits = ""
    for turn in range(5 * letters):
        side, value = sides[turn % 2], (lon, lat)[turn % 2]
        middle = sum(side) / 2
        bits += str(int(value >= middle))
        side[0 if value >= middle else 1] = middle
    return "".join(LETTERS[int(bits[n : n + 5], 2)] for n in range(0, len(bits), 5))


@pytest.mark.parametrize(
    ("lon", "lat", "code"), [(-5.6, 42.6, "ezs42"), (10.40744, 57.64911, "u4pruydq")]
)
def test_the_reference(lon: float, lat: float, code: str) -> None:
    assert geohash(lon, lat, len(code)) == code


@given(
    corner=st.tuples(st.floats(-180, 179), st.floats(-90, 89)),
    size=st.tuples(st.floats(0, 20), st.floats(0, 20)),
    at=st.tuples(st.floats(0, 1), st.floats(0, 1)),
    most=st.sampled_from([1, 12, 48]),
)
def test_every_point_of_a_box_lies_in_a_range(
    corner: tuple[float, float], size: tuple[float, float], at: tuple[float, float], most: int
) -> None:
    west, south = corner
    box = Bbox(west, south, min(180.0, west + size[0]), min(90.0, south + size[1]))
    ranges = geohash_ranges(box, most)
    assert len(ranges) <= most + 3
    assert all(low <= high for low, high in ranges)
    assert all(one[1] < other[0] for one, other in pairwise(ranges))
    lon = box.west + at[0] * (box.east - box.west)
    lat = box.south + at[1] * (box.north - box.south)
    code = geohash(min(lon, 179.999999), min(lat, 89.999999))
    assert any(low <= code <= high for low, high in ranges)
