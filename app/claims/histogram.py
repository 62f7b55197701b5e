"""SQL of what stands around the map: claims by day and side, by oblast and side, and their sums.

All count features of the layer (one per claim and place), as tiles, pages and files do.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from app.claims import rollup
from app.claims.conditions import TIMES, from_features, where
from app.claims.filters import ClaimFilter, TimeAxis

#: The day under which a feature is counted: the last on which the event may have been.
DAY: dict[TimeAxis, str] = {
    TimeAxis.EVENT: "coalesce(event_end, event_start)",
    TimeAxis.STATEMENT: "statement_date",
    TimeAxis.PUBLICATION: "published",
}
SIDES = ("UA", "RU", "other", "unknown")

_POINTS = "s.oblast, s.place_id, s.lon, s.lat, s.cell AS point"
#: Points with their counts: as kept, by the roll-up's columns, and by any.
_KEPT = f"SELECT {_POINTS}, {{totals}} FROM claim_site s"  # noqa: S608 (constants)
_ROLLED_UP = f"""
SELECT {_POINTS}, c.features, c.ru, c.ua, c.other, c.unknown FROM (
    SELECT site_id, {rollup.by_side("claim_feature.features")}
    FROM {rollup.ROLLED_UP} WHERE {{where}} GROUP BY site_id) c
JOIN claim_site s ON s.id = c.site_id
"""  # noqa: S608 (constants)
_LIVE = f"""
SELECT oblast, place_id, ST_X(geom) AS lon, ST_Y(geom) AS lat, geom AS point, {rollup.by_side("1")}
FROM claim_feature WHERE {{where}} AND geom IS NOT NULL GROUP BY oblast, place_id, geom
"""  # noqa: S608 (constants)
# Oblast is a name here, for rivers and regions lie in one too and have no code of its own.
_OBLASTS = f"""
SELECT oblast, substring(min(left(place_id, 4))
        FILTER (WHERE place_id COLLATE "C" BETWEEN 'UA00' AND 'UA99~') FROM '^UA[0-9][0-9]$'),
    min(lon), min(lat), max(lon), max(lat),
    (sum(lon * features) / sum(features))::float8, (sum(lat * features) / sum(features))::float8,
    count(DISTINCT point), {", ".join(f"coalesce(sum({s}), 0)::bigint" for s in SIDES)}
FROM ({{points}}) AS point WHERE features > 0 GROUP BY oblast ORDER BY oblast
"""  # noqa: S608 (constants)

_DAYS = """
SELECT {day}, {sums} FROM {source} WHERE {where} AND {day} IS NOT NULL GROUP BY 1 ORDER BY 1
"""


def days(connection: Connection, wanted: ClaimFilter) -> list[list[Any]]:
    """Return rows of day and count by side in the order of `SIDES`; days without any are left out.

    The filter's own dates are set aside: a histogram shows where in time its range lies.
    """
    wanted = replace(wanted, days=None)
    condition = where(wanted)
    if rollup.is_counted_by_day(wanted) and wanted.time is TimeAxis.EVENT:
        day, count, source = "day", "features", rollup.BY_DAY
    else:
        day, count, source = DAY[wanted.time], "1", "claim_feature"
    sums = rollup.side_sums(count)
    query = _DAYS.format(
        day=day, sums=", ".join(sums[side] for side in SIDES), source=source, where=condition.sql
    )
    return [list(row) for row in connection.exec_driver_sql(query, condition.values)]


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
    unlocated = _unlocated(connection, wanted)
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
    if rollup.has_totals(wanted):
        return _KEPT.format(totals=rollup.totals(wanted)), {}
    condition = where(wanted)
    if not rollup.is_rolled_up(wanted):
        return _LIVE.format(where=condition.sql), dict(condition.values)
    if wanted.days is None:
        return _ROLLED_UP.format(where=condition.sql), dict(condition.values)
    way = rollup.spans(wanted)
    points = _ROLLED_UP.format(where=f"{way.sql} AND {condition.sql}")
    return points, {**condition.values, **way.values}


def _around(boxes: list[tuple[float, float, float, float]]) -> list[float] | None:
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return [min(west), min(south), max(east), max(north)]


def _unlocated(connection: Connection, wanted: ClaimFilter) -> int:
    """Count the features without a place that match all but the box."""
    if rollup.is_counted_by_day(wanted):
        return _sum_of_days(connection, wanted, "features - located", "true")
    return _count(connection, replace(wanted, bbox=None, located=False))


def _undated(connection: Connection, wanted: ClaimFilter) -> int:
    """Count the features that only the dates leave out, because theirs are not known."""
    if wanted.days is None:
        return 0
    rest = replace(wanted, days=None)
    if rollup.is_counted_by_day(rest) and wanted.time is TimeAxis.EVENT:
        return _sum_of_days(connection, rest, "features", "day IS NULL")
    return _count(connection, rest, TIMES[wanted.time].missing)


def _sum_of_days(connection: Connection, wanted: ClaimFilter, what: str, also: str) -> int:
    condition = where(wanted)
    query = f"SELECT coalesce(sum({what}), 0) FROM {rollup.BY_DAY} WHERE {condition.sql} AND {also}"  # noqa: S608 (constants)
    return int(connection.exec_driver_sql(query, condition.values).scalar_one())


def _count(connection: Connection, wanted: ClaimFilter, also: str = "true") -> int:
    condition = where(wanted)
    query = f"SELECT count(*) {from_features(condition)} AND {also}"
    return int(connection.exec_driver_sql(query, condition.values).scalar_one())
