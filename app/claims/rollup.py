"""The counts kept by point and by day: which filters they answer, and the SQL that reads them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import get_args

from app.claims.conditions import Where
from app.claims.filters import PLACE_CODE, ClaimFilter, TimeAxis
from gazetteer.model import Side
from geo.tiles import Tile

#: Zoom level of the cells that points are numbered by (migration 0013): 0.6 m wide.
CELL_ZOOM = 26
#: Events are put together by so many days from then on (migration 0013).
_SPAN_DAYS = 32
_SPANS_FROM = date(2000, 1, 1)
_LAST_SPAN = 2**15 - 1

#: Columns of a point that hold its features, by side of the source.
SIDE_COLUMNS: dict[str, str] = {side: side.lower() for side in get_args(Side)}

# The columns are named as the layer's, so that its conditions serve here as they are. Points are
# joined only where a condition asks for the place.
ROLLED_UP = """(SELECT r.*, s.place_id, NULL::timestamptz AS recorded_to
    FROM claim_rollup r LEFT JOIN claim_site s ON s.id = r.site_id) AS claim_feature"""
BY_DAY = """(SELECT *, NULL::timestamptz AS recorded_to
    FROM claim_day WHERE features > 0) AS claim_feature"""
# Of events in several spans, that go on or have no day, none is known but that they may match.
_SPANS = """span = ANY(ARRAY(
    SELECT generate_series(greatest(%(first_span)s::int, min(span)),
        least(%(last_span)s::int, coalesce(max(span), -1)))
    FROM claim_rollup WHERE span >= 0 UNION ALL SELECT -1)::smallint[])"""


def is_rolled_up(wanted: ClaimFilter) -> bool:
    """Tell whether the roll-up has all that a filter asks for; else the layer itself is counted."""
    rest = replace(wanted, days=None, outlet=(), side=(), claim_type=(), modality=(), place=())
    by_event = wanted.days is None or wanted.time is TimeAxis.EVENT
    codes = all(PLACE_CODE.fullmatch(place) for place in wanted.place)
    return codes and by_event and replace(rest, time=TimeAxis.EVENT) == ClaimFilter()


def has_totals(wanted: ClaimFilter) -> bool:
    """Tell whether a filter asks for sides at most, whose features each point has counted."""
    return replace(wanted, side=(), time=TimeAxis.EVENT) == ClaimFilter()


def is_counted_by_day(wanted: ClaimFilter) -> bool:
    """Tell whether a filter asks for outlets and sides at most, whose days are counted."""
    return replace(wanted, side=(), outlet=(), time=TimeAxis.EVENT) == ClaimFilter()


def totals(wanted: ClaimFilter) -> str:
    """Return columns of the features of a point ``s``, all and by side; for sides at most."""
    sides = wanted.side or tuple(SIDE_COLUMNS)
    columns = [
        f"{f's.{column}' if side in sides else '0'} AS {column}"
        for side, column in SIDE_COLUMNS.items()
    ]
    features = " + ".join(f"s.{SIDE_COLUMNS[side]}" for side in sides)
    return ", ".join([f"{features} AS features", *columns])


def side_sums(count: str) -> dict[str, str]:
    """Return the SQL that adds up ``count``, by side of the source."""
    named = [side for side in SIDE_COLUMNS if side != "unknown"]
    tests = {side: f"source_side = '{side}'" for side in named}
    tests["unknown"] = f"source_side NOT IN ({', '.join(map(repr, named))})"
    return {
        side: f"coalesce(sum({count}) FILTER (WHERE {test}), 0)" for side, test in tests.items()
    }


def by_side(count: str) -> str:
    """Return columns that add up ``count``: all, and by side of the source."""
    sums = [f"{made} AS {SIDE_COLUMNS[side]}" for side, made in side_sums(count).items()]
    return ", ".join([f"sum({count}) AS features", *sums])


def spans(wanted: ClaimFilter) -> Where:
    """Return what leads to the rows of a filter through the roll-up's index; the filter remains."""
    days = wanted.days
    first = (days.start - _SPANS_FROM).days // _SPAN_DAYS if days and days.start else 0
    last = (days.end - _SPANS_FROM).days // _SPAN_DAYS if days and days.end else _LAST_SPAN
    sides = list(wanted.side or SIDE_COLUMNS)
    return Where(
        f"{_SPANS} AND source_side = ANY(%(sides)s)",
        {"first_span": first, "last_span": last, "sides": sides},
    )


def cells(tile: Tile) -> tuple[int, int]:
    """Return the first and the last cell of a tile."""
    bits = 2 * (CELL_ZOOM - tile.z)
    number = sum((tile.x >> n & 1) << 2 * n | (tile.y >> n & 1) << 2 * n + 1 for n in range(tile.z))
    return number << bits, (number + 1 << bits) - 1
