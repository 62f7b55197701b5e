"""SQL of vector tiles: settlements with counts by side, and single claims.

No feature with a geometry is ever left out of a tile. Where there are too many to draw they are
counted together, and every feature of a tile says how many features of the layer it stands for.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from app.claims import conditions, rollup
from app.claims.filters import ClaimFilter
from app.claims.queries import Statement
from geo.tiles import Tile

#: Below this zoom level places are counted together in a grid.
SETTLEMENT_ZOOM = 6
#: Claims are drawn from here on.
CLAIM_ZOOM = 8
#: More symbols than this cover one another, and take a browser longer than a reader waits.
MOST_SITES = 1000
#: More features than this could make a tile larger than 200 kB.
MOST_CLAIMS = 1500
#: The grid has 2 to this power cells along a tile's side: as wide as a symbol of 512 pixels' 32.
_GRID_BITS = 4

# A point lies in one cell, and a cell in one tile of a zoom level.
_INSIDE = "s.cell BETWEEN %(first_cell)s AND %(last_cell)s"
_BOX = "geom && ST_MakeEnvelope(%(lon_w)s, %(lat_s)s, %(lon_e)s, %(lat_n)s, 4326)"
_SITE_OF = """s.lon = ST_X(f.geom) AND s.lat = ST_Y(f.geom)
    AND s.location_precision = f.location_precision
    AND s.place_id IS NOT DISTINCT FROM f.place_id"""

_FOUND = f"""
(SELECT * FROM claim_feature WHERE {{where}} AND {_BOX}) AS f JOIN claim_site s ON {_SITE_OF}
WHERE {_INSIDE}
"""  # noqa: S608 (constants)

# Both sides of the join are cut to the tile, which the planner takes for a handful of rows each: it
# then compares every row with every other, for 10 s where a hash takes a tenth of one.
_HASH_JOIN = "SET LOCAL enable_nestloop = off"

_POINT = """s.id, s.cell, s.place_id, s.place_name, s.oblast, s.location_precision, s.radius_m,
    s.geom"""
# The points of a tile with their numbers: as kept, by the columns of the roll-up, or by any.
_KEPT = f"SELECT {_POINT}, {{totals}} FROM claim_site s WHERE {_INSIDE}"  # noqa: S608 (constants)
_COUNTED = f"""
SELECT {_POINT}, c.features, c.ru, c.ua, c.other, c.unknown
FROM ({{counted}}) AS c JOIN claim_site s ON s.id = c.site_id WHERE {_INSIDE}
"""  # noqa: S608 (constants)
_ROLLED_UP = f"""
SELECT site_id, {rollup.by_side("claim_feature.features")} FROM {rollup.ROLLED_UP}
WHERE cell BETWEEN %(first_cell)s AND %(last_cell)s AND {{where}} GROUP BY site_id
"""  # noqa: S608 (constants)
# Each point is looked up in its index, whatever the planner thinks of how many there are.
_LIVE = f"""
SELECT s.id AS site_id, f.features, f.ru, f.ua, f.other, f.unknown FROM (
    SELECT geom, place_id, location_precision, {rollup.by_side("1")}
    FROM claim_feature WHERE {{where}} AND {_BOX} GROUP BY 1, 2, 3) AS f
CROSS JOIN LATERAL (SELECT s.id FROM claim_site s WHERE {_SITE_OF} OFFSET 0) AS s
"""  # noqa: S608 (constants)

_GRIDDED = "%(grid_bits)s"
_SINGLE_OR_GRIDDED = f"""
(SELECT CASE WHEN count(*) <= {MOST_SITES} THEN 0 ELSE {_GRIDDED} END FROM point WHERE features > 0)
"""  # noqa: S608 (constants)

# A cell's point is the middle of its features. What a single point has is null in a cell of
# several, and a null attribute is left out of a tile. One place may be meant as a settlement and as
# an area, and a direction named after a town has its point: that is one symbol, named as the town.
_SETTLEMENTS = """
WITH point AS ({points}), grouped AS (
    SELECT CASE WHEN min(cell) = max(cell) THEN array_agg(id) END AS ids,
        min(place_id) AS one_id, min(place_name) AS one_name,
        coalesce(min(id) FILTER (WHERE location_precision = 'settlement'), min(id)) AS first_id,
        count(DISTINCT cell)::int AS places,
        CASE WHEN min(oblast) = max(oblast) THEN min(oblast) END AS oblast,
        CASE WHEN min(location_precision) = max(location_precision)
            THEN min(location_precision) ELSE 'mixed' END AS location_precision,
        max(radius_m) AS radius_m, sum(features)::int AS claims,
        sum(ru)::int AS ru, sum(ua)::int AS ua,
        sum(other)::int AS other, sum(unknown)::int AS unknown,
        bool_or(id = ANY(%(disputed)s)) AS disputed,
        sum(ST_X(geom) * features) / sum(features) AS x,
        sum(ST_Y(geom) * features) / sum(features) AS y
    FROM point WHERE features > 0 GROUP BY cell >> {bits}
), drawn AS (
    SELECT CASE WHEN ids IS NOT NULL THEN first_id END AS id, places,
        CASE cardinality(ids) WHEN 1 THEN one_id
            ELSE (SELECT place_id FROM claim_site WHERE ids IS NOT NULL AND id = first_id)
        END AS place_id,
        CASE cardinality(ids) WHEN 1 THEN one_name
            ELSE (SELECT place_name FROM claim_site WHERE ids IS NOT NULL AND id = first_id)
        END AS place_name,
        CASE WHEN cardinality(ids) > 1 THEN (SELECT string_agg(DISTINCT place_id, '|')
            FROM claim_site WHERE id = ANY(ids) HAVING min(place_id) < max(place_id)
        ) END AS place_ids, oblast, location_precision,
        CASE WHEN ids IS NOT NULL THEN radius_m END AS radius_m,
        claims, ru, ua, other, unknown, disputed,
        ST_AsMVTGeom(ST_SetSRID(ST_MakePoint(x, y), 3857),
            ST_TileEnvelope(%(tile_z)s, %(tile_x)s, %(tile_y)s), 4096, 0, false) AS geom
    FROM grouped
)
SELECT ST_AsMVT(drawn, 'settlements', 4096, 'geom', 'id') FROM drawn
"""

#: Query of the ids of points with claims that are recorded as contradicting or denying one another.
DISPUTED_SITES = Statement(
    f"""
SELECT DISTINCT s.id FROM (
    SELECT unnest(ARRAY[one.id, other.id]) AS id FROM {conditions.DISPUTED_PAIRS}) AS disputed
JOIN claim_feature f ON f.id = disputed.id
JOIN claim_site s ON {_SITE_OF}
"""  # noqa: S608 (constants)
)


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
    _Detail(_TOGETHER, (f"s.cell >> {_GRIDDED}", "f.source_side")),
)
_SIZES = ", ".join(detail.size for detail in _DETAILS)


def settlements(wanted: ClaimFilter, tile: Tile, disputed: Collection[int]) -> Statement:
    """Return the query of the MVT of places with counts; ``disputed`` are ids (`DISPUTED_SITES`).

    Below `SETTLEMENT_ZOOM`, and where a tile would have too many, places are counted together
    in a grid; ``places`` says how many a feature stands for, ``claims`` how many features.
    """
    points, values = _points(wanted, tile)
    bits = _SINGLE_OR_GRIDDED if tile.z >= SETTLEMENT_ZOOM else _GRIDDED
    values |= _tile_values(tile) | {"disputed": list(disputed)}
    return Statement(_SETTLEMENTS.format(points=points, bits=bits), values)


def claims(connection: Connection, wanted: ClaimFilter, tile: Tile) -> bytes:
    """Return the MVT of claims, each by itself where the tile holds that many.

    Else those of one place, side, outlet and type are one feature, or those of one place and
    side, or of one cell of a grid and side; ``count`` says how many it stands for.
    """
    condition = conditions.where(wanted)
    values = condition.values | _tile_values(tile) | _box_values(tile)
    found = _FOUND.format(where=condition.sql)
    connection.exec_driver_sql(_HASH_JOIN)
    sizes = connection.exec_driver_sql(f"SELECT {_SIZES} FROM {found}", values).one()  # noqa: S608
    fitting = (d for d, size in zip(_DETAILS, sizes, strict=True) if size <= MOST_CLAIMS)
    detail = next(fitting, _DETAILS[-1])
    return _tile(connection, detail.sql(condition.sql), values)


def _points(wanted: ClaimFilter, tile: Tile) -> tuple[str, dict[str, Any]]:
    """Return the SQL of a tile's points with their numbers, and the values bound in it."""
    if rollup.has_totals(wanted):
        return _KEPT.format(totals=rollup.totals(wanted)), {}
    condition = conditions.where(wanted)
    if rollup.is_rolled_up(wanted):
        way = rollup.spans(wanted)
        counted = _ROLLED_UP.format(where=f"{way.sql} AND {condition.sql}")
        return _COUNTED.format(counted=counted), {**condition.values, **way.values}
    counted = _LIVE.format(where=condition.sql)
    return _COUNTED.format(counted=counted), {**condition.values, **_box_values(tile)}


def _tile_values(tile: Tile) -> dict[str, Any]:
    first, last = rollup.cells(tile)
    return {
        "tile_z": tile.z,
        "tile_x": tile.x,
        "tile_y": tile.y,
        "first_cell": first,
        "last_cell": last,
        "grid_bits": (last - first).bit_length() - 2 * _GRID_BITS,
    }


def _box_values(tile: Tile) -> dict[str, float]:
    """Return the degrees around a tile; its cells decide what is inside."""
    west, south, east, north = tile.degrees
    return {
        # Rounding must not lose a point at the edge, nor the square's edge one near a pole.
        "lon_w": west - 1e-6,
        "lat_s": -90 if tile.y == 2**tile.z - 1 else south - 1e-6,
        "lon_e": east + 1e-6,
        "lat_n": 90 if tile.y == 0 else north + 1e-6,
    }


def _tile(connection: Connection, sql: str, values: dict[str, Any]) -> bytes:
    return bytes(connection.exec_driver_sql(sql, values).scalar_one() or b"")
