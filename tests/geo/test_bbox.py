"""Boxes as clients send them."""

from __future__ import annotations

import pytest

from geo.bbox import Bbox, parse_bbox
from geo.errors import BboxError


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("37,48,38.5,49", Bbox(37, 48, 38.5, 49)),
        (" 37 , 48 , 38.5 , 49 ", Bbox(37, 48, 38.5, 49)),
        ("-180,-90,180,90", Bbox(-180, -90, 180, 90)),
        ("37,48,37,48", Bbox(37, 48, 37, 48)),  # a point is a box
        ("-250,-60,290,75", Bbox(-250, -60, 290, 75)),  # a map that shows the world twice
        ("3.7e1,48,38,49", Bbox(37, 48, 38, 49)),
    ],
)
def test_usable(text: str, box: Bbox) -> None:
    assert parse_bbox(text) == box


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("1,2,3", "3 are given"),
        ("1,2,3,4,5", "5 are given"),
        ("1,2,0,3,4,9", "heights"),
        ("1,nan,3,4", "'nan'"),
        ("1,inf,3,4", "'inf'"),
        ("1,,3,4", "''"),
        ("1_0,2,30,4", "'1_0'"),
        ("40,48,30,49", "West is larger"),
        ("30,49,40,48", "South is larger"),
        ("170,0,-170,10", "antimeridian"),
        ("3700000,6000000,3800000,6100000", "metres"),
        ("30,100,40,110", "latitude"),
    ],
)
def test_unusable_says_why(text: str, hint: str) -> None:
    with pytest.raises(BboxError, match=hint):
        parse_bbox(text)


def test_borders_belong_to_the_box() -> None:
    box = Bbox(37, 48, 38, 49)
    assert box.contains(37, 49)
    assert not box.contains(36.99, 48.5)
