"""Load the gazetteer into PostGIS: COPY into staging tables, then merge what differs.

A second load of the same places changes nothing. A place that no source has any more is removed,
unless a claim, a mention or a judgement refers to it: then it stays and is marked as retired.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg
from sqlalchemy import Engine

from app.db.version import BUMP_DATA_VERSION
from gazetteer.model import Place

_PLACE_COLUMNS: LiteralString = (
    "id, kind, name, name_uk, katottg, settlement_type, oblast, raion, hromada, population,"
    " radius_m, geometry_kind, located_by"
)
_NAME_COLUMNS: LiteralString = "place_id, text, language, kind, source, valid_from, valid_to"
_COORDINATE_COLUMNS: LiteralString = "place_id, source, lon, lat"
_POINT: LiteralString = "ST_SetSRID(ST_MakePoint(lon, lat), 4326)"

_STAGING: LiteralString = """
CREATE TEMP TABLE staged_place (LIKE place INCLUDING DEFAULTS) ON COMMIT DROP;
ALTER TABLE staged_place ADD lon double precision, ADD lat double precision;
CREATE TEMP TABLE staged_name ON COMMIT DROP AS
    SELECT place_id, text, language, kind, source, valid_from, valid_to FROM place_name LIMIT 0;
CREATE TEMP TABLE staged_coordinate ON COMMIT DROP AS
    SELECT place_id, source, lon, lat FROM place_coordinate LIMIT 0;
"""

_SOURCES: LiteralString = """
INSERT INTO gazetteer_source (name, names, coordinates)
SELECT name, sum(names), sum(coordinates) FROM (
    SELECT source AS name, count(*) AS names, 0 AS coordinates FROM staged_name GROUP BY 1
    UNION ALL
    SELECT source, 0, count(*) FROM staged_coordinate GROUP BY 1
) AS counted GROUP BY name
ON CONFLICT (name) DO UPDATE
    SET names = excluded.names, coordinates = excluded.coordinates, loaded_at = now()
"""

_PLACES: LiteralString = f"""
INSERT INTO place ({_PLACE_COLUMNS}, geom)
SELECT {_PLACE_COLUMNS}, {_POINT} FROM staged_place
ON CONFLICT (id) DO UPDATE SET ({_PLACE_COLUMNS}, geom, retired_at) = (
    SELECT excluded.id, excluded.kind, excluded.name, excluded.name_uk, excluded.katottg,
        excluded.settlement_type, excluded.oblast, excluded.raion, excluded.hromada,
        excluded.population, excluded.radius_m, excluded.geometry_kind, excluded.located_by,
        excluded.geom, NULL::timestamptz)
WHERE (place.kind, place.name, place.name_uk, place.katottg, place.settlement_type, place.oblast,
        place.raion, place.hromada, place.population, place.radius_m, place.geometry_kind,
        place.located_by, place.geom::text)
    IS DISTINCT FROM (excluded.kind, excluded.name, excluded.name_uk, excluded.katottg,
        excluded.settlement_type, excluded.oblast, excluded.raion, excluded.hromada,
        excluded.population, excluded.radius_m, excluded.geometry_kind, excluded.located_by,
        excluded.geom::text)
    OR place.retired_at IS NOT NULL
"""  # noqa: S608 (column lists are constants)

# Each pair removes what the sources no longer have and adds what is new; rows that stay, stay.
_SAME_NAME: LiteralString = """
    s.place_id = p.place_id AND s.text = p.text AND s.language = p.language AND s.kind = p.kind
    AND s.source = p.source AND coalesce(s.valid_from, '') = coalesce(p.valid_from, '')
    AND coalesce(s.valid_to, '') = coalesce(p.valid_to, '')
"""
_SAME_COORDINATE: LiteralString = """
    s.place_id = p.place_id AND s.source = p.source AND s.lon = p.lon AND s.lat = p.lat
"""
_DETAILS: tuple[LiteralString, ...] = (
    f"""DELETE FROM place_name AS p
        WHERE NOT EXISTS (SELECT FROM staged_name AS s WHERE {_SAME_NAME})""",  # noqa: S608
    f"""INSERT INTO place_name ({_NAME_COLUMNS}) SELECT DISTINCT {_NAME_COLUMNS}
        FROM staged_name AS s
        WHERE NOT EXISTS (SELECT FROM place_name AS p WHERE {_SAME_NAME})""",  # noqa: S608
    f"""DELETE FROM place_coordinate AS p
        WHERE NOT EXISTS (SELECT FROM staged_coordinate AS s WHERE {_SAME_COORDINATE})""",  # noqa: S608
    f"""INSERT INTO place_coordinate ({_COORDINATE_COLUMNS}) SELECT DISTINCT {_COORDINATE_COLUMNS}
        FROM staged_coordinate AS s
        WHERE NOT EXISTS (SELECT FROM place_coordinate AS p WHERE {_SAME_COORDINATE})""",  # noqa: S608
)

_REFERRED: LiteralString = """(
    EXISTS (SELECT FROM mention WHERE mention.place_id = place.id)
    OR EXISTS (SELECT FROM claim_place WHERE claim_place.place_id = place.id)
    OR EXISTS (SELECT FROM judgement WHERE judgement.place_id = place.id)
)"""
_GONE: LiteralString = "NOT EXISTS (SELECT FROM staged_place WHERE staged_place.id = place.id)"
_RETIRE: LiteralString = (
    f"UPDATE place SET retired_at = now() WHERE retired_at IS NULL AND {_GONE} AND {_REFERRED}"  # noqa: S608
)
_REMOVE: LiteralString = f"DELETE FROM place WHERE {_GONE} AND NOT {_REFERRED}"  # noqa: S608


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load found and changed, in rows."""

    places: int
    names: int
    coordinates: int
    places_changed: int
    places_retired: int
    places_removed: int


def load_places(engine: Engine, places: Iterable[Place]) -> LoadReport:
    """Make the gazetteer tables hold exactly ``places``, in one transaction.

    Never removes a place that a mention, claim or judgement refers to.
    """
    places = list({place.id: place for place in places}.values())
    with engine.begin() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        with driver.cursor() as cursor:
            return _merge(cursor, places)


def _merge(cursor: psycopg.Cursor[Any], places: Sequence[Place]) -> LoadReport:
    cursor.execute(_STAGING)
    _copy(cursor, f"staged_place ({_PLACE_COLUMNS}, lon, lat)", map(_place_row, places))
    names = _copy(cursor, f"staged_name ({_NAME_COLUMNS})", _name_rows(places))
    points = _copy(cursor, f"staged_coordinate ({_COORDINATE_COLUMNS})", _coordinate_rows(places))
    cursor.execute("ANALYZE staged_place; ANALYZE staged_name; ANALYZE staged_coordinate")
    cursor.execute(_SOURCES)
    changed = Counter(places=cursor.execute(_PLACES).rowcount)
    for statement in _DETAILS:
        changed["details"] += cursor.execute(statement).rowcount
    changed["retired"] = cursor.execute(_RETIRE).rowcount
    changed["removed"] = cursor.execute(_REMOVE).rowcount
    if changed.total():
        cursor.execute(BUMP_DATA_VERSION)
        cursor.execute("ANALYZE place; ANALYZE place_name; ANALYZE place_coordinate")
    return LoadReport(
        places=len(places),
        names=names,
        coordinates=points,
        places_changed=changed["places"],
        places_retired=changed["retired"],
        places_removed=changed["removed"],
    )


def _copy(
    cursor: psycopg.Cursor[Any], target: LiteralString, rows: Iterable[tuple[object, ...]]
) -> int:
    count = 0
    with cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def _place_row(place: Place) -> tuple[object, ...]:
    return (
        place.id,
        place.kind.value,
        place.name,
        place.name_uk,
        place.katottg,
        place.settlement_type,
        place.oblast,
        place.raion,
        place.hromada,
        place.population,
        place.radius_m,
        place.geometry_kind.value,
        place.located_by,
        place.lon,
        place.lat,
    )


def _name_rows(places: Iterable[Place]) -> Iterator[tuple[object, ...]]:
    for place in places:
        for name in place.names:
            yield (
                place.id,
                name.text,
                name.language,
                name.kind.value,
                name.source,
                name.valid_from,
                name.valid_to,
            )


def _coordinate_rows(places: Iterable[Place]) -> Iterator[tuple[object, ...]]:
    for place in places:
        for point in place.coordinates:
            yield (place.id, point.source, point.lon, point.lat)
