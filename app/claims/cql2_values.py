"""Literals of CQL2 in its JSON encoding, as values that PostgreSQL takes.

Each reader returns the value to bind and the type it is cast to, and raises ValueError with one
sentence on what is wrong.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import shapely
from shapely.geometry import box, shape
from shapely.validation import explain_validity

Read = Callable[[Any], tuple[Any, str]]


def _text(node: Any) -> tuple[Any, str]:
    if not isinstance(node, str) or "\0" in node:
        raise ValueError("A text in quotes is needed.")
    return node, "text"


def _number(node: Any) -> tuple[Any, str]:
    if isinstance(node, bool) or not isinstance(node, int | float) or not math.isfinite(node):
        raise ValueError("A number is needed.")
    return float(node), "float8"


def _truth(node: Any) -> tuple[Any, str]:
    if not isinstance(node, bool):
        raise ValueError("true or false is needed.")
    return node, "boolean"


def _day(node: Any) -> tuple[Any, str]:
    if isinstance(node, Mapping):
        # Both sides must be of one type, and cutting the time off would change the answer.
        if "timestamp" in node:
            raise ValueError("The property is a day and is compared with DATE('2026-07-14').")
        node = node.get("date")
    try:
        return date.fromisoformat(node), "date"
    except (TypeError, ValueError):
        raise ValueError("A date is needed, such as DATE('2026-07-14').") from None


def _instant(node: Any) -> tuple[Any, str]:
    try:
        made = datetime.fromisoformat(node["timestamp"] if isinstance(node, Mapping) else node)
        # The standard has instants in UTC only.
        if made.utcoffset() is None or made.utcoffset():
            raise ValueError
        return made, "timestamptz"
    except (KeyError, TypeError, ValueError):
        raise ValueError("An instant is needed, such as TIMESTAMP('2026-07-14T12:00:00Z').") from (
            None
        )


#: How a literal is read where a value of this kind is needed.
LITERALS: Mapping[str, Read] = {
    "text": _text,
    "number": _number,
    "boolean": _truth,
    "date": _day,
    "instant": _instant,
}


def kind_of(node: Any) -> str | None:
    """Return what kind of value a literal is by itself, None for anything else."""
    if isinstance(node, Mapping):
        return "instant" if "timestamp" in node else "date" if "date" in node else None
    if isinstance(node, bool):
        return "boolean"
    return "text" if isinstance(node, str) else "number" if isinstance(node, int | float) else None


def wkb(node: Any) -> bytes:
    """Return a geometry in longitude and latitude (CRS84), without heights, as WKB."""
    try:
        made = _box(node["bbox"]) if set(node) == {"bbox"} else shape(node)
        made = shapely.force_2d(made)
        west, south, east, north = made.bounds
    except Exception:  # whatever shapely says of it, the geometry is what is wrong
        raise ValueError("A geometry in degrees is needed, such as BBOX(37,48,38,49).") from None
    # Comparisons that are false of NaN as well.
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError("The geometry lies outside the world.")
    if not made.is_valid:
        raise ValueError(f"The geometry is not valid: {explain_validity(made)[:80]}.")
    found: bytes = shapely.to_wkb(made)
    return found


def _box(numbers: Any) -> Any:
    """Return the area of a box; one that ends west of its beginning crosses 180 degrees."""
    if len(numbers) == 6:  # with heights, of which our points have none
        numbers = [*numbers[:2], *numbers[3:5]]
    west, south, east, north = numbers
    if north < south:
        raise ValueError
    if west <= east:
        return box(west, south, east, north)
    return shapely.MultiPolygon([box(west, south, 180, north), box(-180, south, east, north)])
