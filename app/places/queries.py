"""SQL of the ``places`` layer: gazetteer records as GeoJSON features, written by PostGIS."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from app.claims.filters import Condition
from app.claims.queries import Statement
from geo.bbox import Bbox
from geo.export.layer import Field
from geo.precision import COORDINATE_DECIMALS

_COLUMNS = (
    "id, kind, name, name_uk, katottg, settlement_type, oblast, raion, hromada, population,"
    " radius_m, geometry_kind, located_by"
)
_OBLAST = "(SELECT o.name FROM place o WHERE o.id = place.oblast) AS oblast_name"
_CLAIMS = (
    "(SELECT count(DISTINCT claim_id) FROM claim_feature f"
    " WHERE f.place_id = place.id AND f.recorded_to IS NULL) AS claim_count"
)


def _feature(geometry: str = "geom") -> str:
    return f"""
    '{{"type":"Feature","id":' || to_json(id)
    || ',"geometry":' || coalesce(ST_AsGeoJSON({geometry}, {COORDINATE_DECIMALS}, 0), 'null')
    || ',"properties":' || row_to_json((SELECT p
        FROM (SELECT {_COLUMNS}, {_OBLAST}, {_CLAIMS}) p)) || '}}'
"""  # noqa: S608 (constants)


FIELDS: tuple[Field, ...] = (
    Field("id", "string", "P-code, the first characters of the KATOTTG code"),
    Field("kind", "string", "settlement, oblast, raion, hromada, river ..."),
    Field("name", "string", "Name in KMU 2010 romanisation"),
    Field("name_uk", "string", "Name in Ukrainian"),
    Field("katottg", "string", "KATOTTG code"),
    Field("settlement_type", "string", "city, town, village ..."),
    Field("oblast", "string", "Code of the oblast"),
    Field("raion", "string", "Code of the raion"),
    Field("hromada", "string", "Code of the hromada"),
    Field("population", "integer", "Inhabitants"),
    Field("radius_m", "integer", "Radius of the place, in metres"),
    Field("geometry_kind", "string", "What the point stands for"),
    Field("located_by", "string", "The source of the point"),
    Field("oblast_name", "string", "Name of the oblast"),
    Field("claim_count", "integer", "Claims about it"),
)
_NAMES = """
SELECT text, language, kind, source, valid_from, valid_to FROM place_name
WHERE place_id = %(id)s ORDER BY kind, language, text, source
"""
_COORDINATES = (
    "SELECT source, lon, lat FROM place_coordinate WHERE place_id = %(id)s ORDER BY source"
)


@dataclass(frozen=True, slots=True)
class PlaceFilter:
    """What a client asks of the places layer; empty fields do not restrict.

    ``q`` is the beginning of any name; ``within`` a code whose places are meant.
    """

    bbox: Bbox | None = None
    kind: tuple[str, ...] = ()
    within: str | None = None
    q: str | None = None
    condition: Condition | None = None


_CONDITIONS: tuple[tuple[Callable[[PlaceFilter], bool], str], ...] = (
    (
        lambda wanted: wanted.bbox is not None,
        "geom && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)",
    ),
    (lambda wanted: bool(wanted.kind), "kind = ANY(%(kind)s)"),
    (lambda wanted: wanted.within is not None, "id LIKE %(within)s"),
    (
        lambda wanted: wanted.q is not None,
        "(lower(name) LIKE %(q)s OR lower(name_uk) LIKE %(q)s OR id IN"
        " (SELECT place_id FROM place_name WHERE lower(left(text, 200)) LIKE %(q)s))",
    ),
)


def page(wanted: PlaceFilter, limit: int, after: str, geometry: str) -> Statement:
    """Return the query of a page: code and GeoJSON text of each place, in the order of codes."""
    return Statement(
        f"SELECT id, {_feature(geometry)} FROM place"  # noqa: S608 (constants; values are bound)
        f" WHERE {_where(wanted)} AND id > %(after)s"
        f" ORDER BY id LIMIT {limit:d}",
        {**_values(wanted), "after": after},
    )


def counted(wanted: PlaceFilter) -> Statement:
    """Return the query that counts the places that match."""
    return Statement(
        f"SELECT count(*) FROM place WHERE {_where(wanted)}",  # noqa: S608 (as above)
        _values(wanted),
    )


def one(place_id: str, geometry: str) -> Statement:
    """Return the query of one place as GeoJSON text."""
    return Statement(
        f"SELECT {_feature(geometry)} FROM place WHERE id = %(id)s",  # noqa: S608 (constants)
        {"id": place_id},
    )


def extent() -> Statement:
    """Return the query of west, south, east, north, and no days."""
    return Statement(
        "SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e), NULL::date, NULL::date FROM"
        " (SELECT ST_Extent(geom) AS e FROM place WHERE retired_at IS NULL) AS extent"
    )


def feature(connection: Connection, place_id: str) -> str | None:
    """Return one place as GeoJSON text."""
    return connection.exec_driver_sql(
        f"SELECT {_feature()} FROM place WHERE id = %(id)s",  # noqa: S608 (constants)
        {"id": place_id},
    ).scalar_one_or_none()


def names(connection: Connection, place_id: str) -> list[dict[str, Any]]:
    """Return every name of a place with language, kind, source and validity."""
    found = connection.exec_driver_sql(_NAMES, {"id": place_id})
    return [dict(row) for row in found.mappings()]


def coordinates(connection: Connection, place_id: str) -> list[dict[str, Any]]:
    """Return the point of a place according to each source, degrees WGS 84."""
    found = connection.exec_driver_sql(_COORDINATES, {"id": place_id})
    return [dict(row) for row in found.mappings()]


def place_id(connection: Connection, code: str) -> str | None:
    """Return the id of a place by its id (p-code) or by its whole KATOTTG code."""
    return connection.exec_driver_sql(
        "SELECT id FROM place WHERE id = %(code)s OR katottg = %(upper)s OR id = %(upper)s LIMIT 1",
        {"code": code, "upper": code.upper()},
    ).scalar_one_or_none()


def claim_counts(connection: Connection, place_ids: Sequence[str]) -> dict[str, int]:
    """Return how many current claims each of these places has; places without any are left out."""
    found = connection.exec_driver_sql(
        "SELECT place_id, count(DISTINCT claim_id) FROM claim_feature"
        " WHERE place_id = ANY(%(ids)s) AND recorded_to IS NULL GROUP BY place_id",
        {"ids": list(place_ids)},
    )
    return {row[0]: row[1] for row in found}


def claims_by_side(connection: Connection, place_id: str) -> dict[str, int]:
    """Return how many current claims about a place come from sources of each side."""
    found = connection.exec_driver_sql(
        "SELECT source_side, count(DISTINCT claim_id) FROM claim_feature"
        " WHERE place_id = %(id)s AND recorded_to IS NULL GROUP BY source_side ORDER BY 1",
        {"id": place_id},
    )
    return {row[0] or "unknown": row[1] for row in found}


def _where(wanted: PlaceFilter) -> str:
    parts = ["retired_at IS NULL", *(sql for has, sql in _CONDITIONS if has(wanted))]
    return " AND ".join([*parts, wanted.condition.sql] if wanted.condition else parts)


def _values(wanted: PlaceFilter) -> dict[str, Any]:
    box = wanted.bbox or Bbox(0, 0, 0, 0)
    return {
        "west": box.west,
        "south": box.south,
        "east": box.east,
        "north": box.north,
        "kind": list(wanted.kind),
        "within": f"{wanted.within}%",
        "q": _escaped((wanted.q or "").lower()) + "%",
        **(wanted.condition.values if wanted.condition else {}),
    }


def _escaped(text: str) -> str:
    r"""Return ``text`` for LIKE, where ``%``, ``_`` and ``\`` mean themselves."""
    for special in "\\%_":
        text = text.replace(special, f"\\{special}")
    return text
