"""SQL of vector tiles: settlements with counts by side, and single claims.

No feature with a geometry is ever left out of a tile. Where there are too many to draw they are
counted together, and every feature of a tile says how many features of the layer it stands for.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from app.claims import conditions
from app.claims.filters import PLACE_CODE, ClaimFilter, TimeAxis
from geo.tiles import Tile

#: Below this zoom level places are counted together in a grid.
SETTLEMENT_ZOOM = 6
#: Claims are drawn from here on.
CLAIM_ZOOM = 8
#: More features than this could make a tile larger than 200 kB.
MOST_SITES = 2000
MOST_CLAIMS = 1500
#: Cells of the grid along a tile's side: as wide as a symbol, where a tile has 512 pixels.
GRID = 16

# A point lies in one tile only: an edge belongs to the tile east or south of it.
_INSIDE = """s.geom && ST_MakeEnvelope(%(tile_w)s, %(tile_s)s, %(tile_e)s, %(tile_n)s, 3857)
    AND ST_X(s.geom) >= %(tile_w)s AND ST_X(s.geom) < %(tile_e)s
    AND ST_Y(s.geom) > %(tile_s)s AND ST_Y(s.geom) <= %(tile_n)s"""
_BOX = "geom && ST_MakeEnvelope(%(lon_w)s, %(lat_s)s, %(lon_e)s, %(lat_n)s, 4326)"
_SITE_OF = """s.lon = ST_X(f.geom) AND s.lat = ST_Y(f.geom)
    AND s.location_precision = f.location_precision
    AND s.place_id IS NOT DISTINCT FROM f.place_id"""
_CELL = f"""(floor((ST_X(s.geom) - %(tile_w)s) / %(cell)s)
    + {GRID} * floor((%(tile_n)s - ST_Y(s.geom)) / %(cell)s))::int"""


def _by_side(count: str) -> str:
    """Return columns that add up ``count`` by side of the source."""
    tests = {name: f"source_side = '{name}'" for name in ("RU", "UA", "other")}
    tests["unknown"] = "source_side NOT IN ('RU', 'UA', 'other')"
    sums = [f"coalesce(sum({count}) FILTER (WHERE {test}), 0)" for test in tests.values()]
    named = [f"{made} AS {name.lower()}" for name, made in zip(tests, sums, strict=True)]
    return ", ".join([f"sum({count}) AS features", *named])


_TOTALS = f"""
SELECT s.id AS site_id, s.features, s.ru, s.ua, s.other, s.unknown
FROM claim_site s WHERE {_INSIDE}
"""  # noqa: S608 (constants)

# The subselect has the names of the layer's columns, so that its filters serve here as they are.
_ROLLED_UP = f"""
SELECT site_id, {_by_side("claim_feature.features")}
FROM (SELECT r.*, s.place_id, NULL::timestamptz AS recorded_to
    FROM claim_site s JOIN claim_rollup r ON r.site_id = s.id WHERE {_INSIDE}) AS claim_feature
WHERE {{where}} GROUP BY site_id
"""  # noqa: S608 (constants)

_FOUND = f"""
(SELECT * FROM claim_feature WHERE {{where}} AND {_BOX}) AS f JOIN claim_site s ON {_SITE_OF}
WHERE {_INSIDE}
"""  # noqa: S608 (constants)

_LIVE = f"SELECT s.id AS site_id, {_by_side('1')} FROM {_FOUND} GROUP BY s.id"  # noqa: S608

# Both sides of the join are cut to the tile, which the planner takes for a handful of rows each: it
# then compares every row with every other, for 10 s where a hash takes a tenth of one.
_HASH_JOIN = "SET LOCAL enable_nestloop = off"

_ONE = "min(lon) = max(lon) AND min(lat) = max(lat)"

# A cell's point is the middle of its features. What a single place has is null in a cell of
# several, and a null attribute is left out of a tile.
_SETTLEMENTS = f"""
WITH counted AS ({{counted}}), placed AS (
    SELECT CASE WHEN %(single)s AND (SELECT count(*) FROM counted) <= {MOST_SITES}
            -- One place may be meant as a settlement and as an area: that is one symbol.
            -- So are a town and the direction named after it.
            THEN first_value(s.id) OVER point ELSE -1 - {_CELL} END AS cell,
        s.*, c.features AS n, c.ru AS n_ru, c.ua AS n_ua, c.other AS n_other,
        c.unknown AS n_unknown, (s.id = first_value(s.id) OVER point)::int AS points,
        first_value(s.place_id) OVER point AS first_id,
        first_value(s.place_name) OVER point AS first_name
    FROM counted c JOIN claim_site s ON s.id = c.site_id
    -- A town and the direction named after it share a point; the town comes first.
    WINDOW point AS (PARTITION BY s.lon, s.lat
        ORDER BY s.location_precision <> 'settlement', s.place_id, s.id)
), drawn AS (
    SELECT CASE WHEN {_ONE} THEN min(id) END AS id, sum(points)::int AS places,
        CASE WHEN {_ONE} THEN min(first_id) END AS place_id,
        CASE WHEN {_ONE} THEN min(first_name) END AS place_name,
        CASE WHEN {_ONE} AND min(place_id) < max(place_id)
            THEN string_agg(DISTINCT place_id, '|') END AS place_ids,
        CASE WHEN min(oblast) = max(oblast) THEN min(oblast) END AS oblast,
        CASE WHEN min(location_precision) = max(location_precision)
            THEN min(location_precision) ELSE 'mixed' END AS location_precision,
        CASE WHEN {_ONE} THEN max(radius_m) END AS radius_m,
        sum(n)::int AS claims, sum(n_ru)::int AS ru, sum(n_ua)::int AS ua,
        sum(n_other)::int AS other, sum(n_unknown)::int AS unknown,
        bool_or(id = ANY(%(disputed)s)) AS disputed,
        ST_AsMVTGeom(ST_SetSRID(ST_MakePoint(sum(ST_X(geom) * n) / sum(n),
            sum(ST_Y(geom) * n) / sum(n)), 3857),
            ST_TileEnvelope(%(tile_z)s, %(tile_x)s, %(tile_y)s), 4096, 0, false) AS geom
    FROM placed GROUP BY cell
)
SELECT ST_AsMVT(drawn, 'settlements', 4096, 'geom', 'id') FROM drawn
"""  # noqa: S608 (constants)

# Points with claims that are recorded as contradicting or denying one another.
_DISPUTED = f"""
SELECT DISTINCT s.id FROM (
    SELECT unnest(ARRAY[one.id, other.id]) AS id FROM {conditions.DISPUTED_PAIRS}) AS disputed
JOIN claim_feature f ON f.id = disputed.id
JOIN claim_site s ON {_SITE_OF}
"""  # noqa: S608 (constants)


@dataclass(frozen=True, slots=True)
class _Detail:
    """One way to draw the claims of a tile: its columns, and what they are grouped by."""

    columns: str
    group: tuple[str, ...] = ()

    @property
    def size(self) -> str:
        """SQL of how many features it draws."""
        return f"count(DISTINCT ({', '.join(self.group)}))" if self.group else "count(*)"

    def sql(self, where: str) -> str:
        """Return the SQL of the tile."""
        grouped = f"GROUP BY {', '.join(self.group)}" if self.group else ""
        found = _FOUND.format(where=where)
        return f"""
            WITH drawn AS (SELECT {self.columns} FROM {found} {grouped})
            SELECT ST_AsMVT(d, 'claims', 4096, 'geom', 'id') FROM drawn AS d
        """  # noqa: S608 (constants)


_GEOM = (
    "ST_AsMVTGeom({point}, ST_TileEnvelope(%(tile_z)s, %(tile_x)s, %(tile_y)s), 4096, 0, false)"
    " AS geom"
)
_MIDDLE = "ST_SetSRID(ST_MakePoint(avg(ST_X(s.geom)), avg(ST_Y(s.geom))), 3857)"
_TOGETHER = (
    "CASE WHEN count(*) = 1 THEN min(f.id) END AS id, count(*)::int AS count,"
    " max(f.radius_m) AS radius_m, min(f.event_start)::text AS event_start,"
    " max(coalesce(f.event_end, f.event_start))::text AS event_end, f.source_side,"
    " min(f.location_precision) AS location_precision, "
) + _GEOM.format(point=_MIDDLE)
_OF_PLACE = "min(f.place_id) AS place_id, min(f.place_name) AS place_name"
#: From the finest to the coarsest; the first that is small enough is drawn.
_DETAILS: tuple[_Detail, ...] = (
    _Detail(
        "f.id, f.claim_id, f.claim_type, f.modality, f.place_id, f.place_name, f.claimant,"
        " f.outlet, f.source_side, f.event_start::text, f.event_end::text, f.location_precision,"
        " f.radius_m, 1 AS count, " + _GEOM.format(point="s.geom")
    ),
    _Detail(
        f"{_TOGETHER}, {_OF_PLACE}, f.outlet, f.claim_type",
        ("s.id", "f.source_side", "f.outlet", "f.claim_type"),
    ),
    _Detail(f"{_TOGETHER}, {_OF_PLACE}", ("s.id", "f.source_side")),
    _Detail(_TOGETHER, (_CELL, "f.source_side")),
)
_SIZES = ", ".join(detail.size for detail in _DETAILS)


def settlements(
    connection: Connection, wanted: ClaimFilter, tile: Tile, disputed: Collection[int]
) -> bytes:
    """Return the MVT of places with counts; ``disputed`` are ids from `disputed_sites`.

    Below `SETTLEMENT_ZOOM`, and where a tile would have too many, places are counted together
    in a grid; ``places`` says how many a feature stands for, ``claims`` how many features.
    """
    counted, values = _counted(wanted)
    if counted.startswith(_LIVE[:40]):
        connection.exec_driver_sql(_HASH_JOIN)
    values |= _tile_values(tile) | {
        "single": tile.z >= SETTLEMENT_ZOOM,
        "disputed": list(disputed),
    }
    return _tile(connection, _SETTLEMENTS.format(counted=counted), values)


def claims(connection: Connection, wanted: ClaimFilter, tile: Tile) -> bytes:
    """Return the MVT of claims, each by itself where the tile holds that many.

    Else those of one place, side, outlet and type are one feature, or those of one place and
    side, or of one cell of a grid and side; ``count`` says how many it stands for.
    """
    condition = conditions.where(wanted)
    values = condition.values | _tile_values(tile)
    found = _FOUND.format(where=condition.sql)
    connection.exec_driver_sql(_HASH_JOIN)
    sizes = connection.exec_driver_sql(f"SELECT {_SIZES} FROM {found}", values).one()  # noqa: S608
    fitting = (d for d, size in zip(_DETAILS, sizes, strict=True) if size <= MOST_CLAIMS)
    detail = next(fitting, _DETAILS[-1])
    return _tile(connection, detail.sql(condition.sql), values)


def disputed_sites(connection: Connection) -> tuple[int, ...]:
    """Return the ids of points that have claims recorded as contradicting one another."""
    return tuple(connection.exec_driver_sql(_DISPUTED).scalars())


def is_rolled_up(wanted: ClaimFilter) -> bool:
    """Tell whether the roll-up has all that a filter asks for; else the layer itself is counted."""
    rest = replace(wanted, days=None, outlet=(), side=(), claim_type=(), modality=(), place=())
    by_event = wanted.days is None or wanted.time is TimeAxis.EVENT
    codes = all(PLACE_CODE.fullmatch(place) for place in wanted.place)
    return codes and by_event and replace(rest, time=TimeAxis.EVENT) == ClaimFilter()


def _counted(wanted: ClaimFilter) -> tuple[str, dict[str, Any]]:
    if replace(wanted, time=TimeAxis.EVENT) == ClaimFilter():
        return _TOTALS, {}
    condition = conditions.where(wanted)
    counted = _ROLLED_UP if is_rolled_up(wanted) else _LIVE
    return counted.format(where=condition.sql), dict(condition.values)


def _tile_values(tile: Tile) -> dict[str, Any]:
    west, south, east, north = tile.bounds
    lon_w, lat_s, lon_e, lat_n = tile.degrees
    last = 2**tile.z - 1
    return {
        "tile_z": tile.z,
        "tile_x": tile.x,
        "tile_y": tile.y,
        "tile_w": west,
        "tile_s": south,
        "tile_e": east,
        "tile_n": north,
        "cell": (east - west) / GRID,
        # Rounding must not lose a point at the edge, nor the square's edge one near a pole.
        "lon_w": lon_w - 1e-6,
        "lat_s": -90 if tile.y == last else lat_s - 1e-6,
        "lon_e": lon_e + 1e-6,
        "lat_n": 90 if tile.y == 0 else lat_n + 1e-6,
    }


def _tile(connection: Connection, sql: str, values: dict[str, Any]) -> bytes:
    return bytes(connection.exec_driver_sql(sql, values).scalar_one() or b"")
