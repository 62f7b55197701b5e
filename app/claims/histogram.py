"""SQL of what stands around the map: claims by day and side, by oblast and side, and their sums.

All count features of the layer (one per claim and place), as tiles, pages and files do.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from app.claims.conditions import TIMES, from_features, where
from app.claims.filters import ClaimFilter, TimeAxis
from app.claims.tiles import is_rolled_up

#: The day under which a feature is counted: the last on which the event may have been.
DAY: dict[TimeAxis, str] = {
    TimeAxis.EVENT: "coalesce(event_end, event_start)",
    TimeAxis.STATEMENT: "statement_date",
    TimeAxis.PUBLICATION: "published",
}
SIDES = ("UA", "RU", "other", "unknown")

_TESTS = {side: f"source_side = '{side}'" for side in SIDES[:3]}
_TESTS["unknown"] = "source_side NOT IN ('UA', 'RU', 'other')"
_BY_SIDE = ", ".join(f"count(*) FILTER (WHERE {test})" for test in _TESTS.values())


def _sums(count: str) -> str:
    """Return columns that add up ``count``: all, and by side of the source."""
    named = (f"sum({count}) FILTER (WHERE {test}) AS {side}" for side, test in _TESTS.items())
    return f"sum({count}) AS features, {', '.join(named)}"


#: Points with their counts: without a filter, by the roll-up's columns, and by any.
_TOTALS = "SELECT * FROM claim_site WHERE features > 0"
# The subselect has the names of the layer's columns, so that its filters serve here as they are.
_ROLLED_UP = f"""
SELECT s.oblast, s.place_id, s.lon, s.lat, c.features, c.ua, c.ru, c.other, c.unknown FROM (
    SELECT site_id, {_sums("claim_feature.features")} FROM (
        SELECT r.*, s.place_id, NULL::timestamptz AS recorded_to
        FROM claim_site s JOIN claim_rollup r ON r.site_id = s.id) AS claim_feature
    WHERE {{where}} GROUP BY site_id) c JOIN claim_site s ON s.id = c.site_id
WHERE c.features > 0
"""  # noqa: S608 (constants)
_LIVE = f"""
SELECT oblast, place_id, ST_X(geom) AS lon, ST_Y(geom) AS lat, {_sums("1")}
FROM claim_feature WHERE {{where}} AND geom IS NOT NULL GROUP BY oblast, place_id, geom
"""  # noqa: S608 (constants)
# Oblast is a name here, for rivers and regions lie in one too and have no code of its own.
_OBLASTS = f"""
SELECT oblast, min(left(place_id, 4)) FILTER (WHERE left(place_id, 4) ~ '^UA[0-9][0-9]$'),
    min(lon), min(lat), max(lon), max(lat),
    (sum(lon * features) / sum(features))::float8, (sum(lat * features) / sum(features))::float8,
    count(DISTINCT (lon, lat)), {", ".join(f"coalesce(sum({s}), 0)::bigint" for s in SIDES)}
FROM ({{points}}) AS point GROUP BY oblast ORDER BY oblast
"""  # noqa: S608 (constants)


def days(connection: Connection, wanted: ClaimFilter) -> list[list[Any]]:
    """Return rows of day and count by side in the order of `SIDES`; days without any are left out.

    The filter's own dates are set aside: a histogram shows where in time its range lies.
    """
    day = DAY[wanted.time]
    condition = where(replace(wanted, days=None))
    rows = connection.exec_driver_sql(
        f"SELECT {day}, {_BY_SIDE} {from_features(condition)} AND {day} IS NOT NULL"
        " GROUP BY 1 ORDER BY 1",
        condition.values,
    )
    return [list(row) for row in rows]


def summary(connection: Connection, wanted: ClaimFilter) -> dict[str, Any]:
    """Return how many features match, with and without a place, and where the former lie.

    ``oblasts`` holds name, code, the middle of their claims (degrees WGS 84), points, and counts
    by side; what lies in no oblast has neither name nor code.
    """
    points, values = _points(wanted)
    rows = connection.exec_driver_sql(_OBLASTS.format(points=points), values)
    oblasts, boxes = [], []
    for name, code, west, south, east, north, lon, lat, points, *counts in rows:
        boxes.append((west, south, east, north))
        oblasts.append(
            {"name": name, "code": code, "lon": lon, "lat": lat, "points": points}
            | dict(zip(SIDES, counts, strict=True))
        )
    located = sum(oblast[side] for oblast in oblasts for side in SIDES)
    unlocated = _count(connection, replace(wanted, bbox=None, located=False))
    inside = wanted.bbox is None and not wanted.located  # a box holds points only
    return {
        "numberMatched": located + (unlocated if inside else 0),
        "numberLocated": located,
        "numberUnlocated": unlocated,
        "numberUndated": _undated(connection, wanted),
        "bbox": _around(boxes),
        "oblasts": oblasts,
    }


def _points(wanted: ClaimFilter) -> tuple[str, dict[str, Any]]:
    """Return the SQL of the points of a filter with their counts, and the values bound in it."""
    if wanted == ClaimFilter(time=wanted.time):
        return _TOTALS, {}
    condition = where(wanted)
    points = _ROLLED_UP if is_rolled_up(wanted) else _LIVE
    return points.format(where=condition.sql), dict(condition.values)


def _around(boxes: list[tuple[float, float, float, float]]) -> list[float] | None:
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return [min(west), min(south), max(east), max(north)]


def _undated(connection: Connection, wanted: ClaimFilter) -> int:
    """Count the features that only the dates leave out, because theirs are not known."""
    if wanted.days is None:
        return 0
    return _count(connection, replace(wanted, days=None), TIMES[wanted.time].missing)


def _count(connection: Connection, wanted: ClaimFilter, also: str = "true") -> int:
    condition = where(wanted)
    query = f"SELECT count(*) {from_features(condition)} AND {also}"
    return int(connection.exec_driver_sql(query, condition.values).scalar_one())
