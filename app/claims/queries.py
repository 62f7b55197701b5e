"""SQL of the claims layer: a feature as GeoJSON text, counts, and the names of sources.

A page begins after the last key of the one before it, in the order of an index, which serves every
page alike (``app.claims.ordering``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection

from app.claims.conditions import TIMES, from_features, where
from app.claims.filters import ClaimFilter
from app.claims.layer import PROPERTIES, Property
from geo.precision import COORDINATE_DECIMALS

#: Rows a cursor brings at a time; more gains nothing, less costs round trips.
BATCH = 2000

#: Counts stop here; that there are more is then said instead.
CAP = 10_000


def feature_sql(properties: Sequence[Property] = PROPERTIES, geometry: str = "geom") -> str:
    """Return the SQL of one feature as GeoJSON text; ``geometry`` is SQL of its point.

    The subselect names the properties; ``row_to_json`` keeps nulls, so every property stands on
    every feature.
    """
    columns = ", ".join(f"{made.sql} AS {made.field.name}" for made in properties)
    return f"""'{{"type":"Feature","id":' || id
    || ',"geometry":' || coalesce(ST_AsGeoJSON({geometry}, {COORDINATE_DECIMALS}, 0), 'null')
    || ',"properties":' || row_to_json((SELECT p FROM (SELECT {columns}) p)) || '}}'"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Statement:
    """A query and the values bound in it."""

    sql: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many features match, and how many more would if they had a place or a time.

    ``unlocated``: features without geometry that match all but the bounding box (they are part of
    ``matched`` when there is no box). ``undated``: features without the time asked for that match
    all but the dates; None when no dates are asked for.
    """

    matched: int
    unlocated: int
    undated: int | None


def with_known_names(connection: Connection, wanted: ClaimFilter) -> ClaimFilter:
    """Return the filter with outlets and claimants under the names that the layer has.

    A name is known in any letter case, by its slug, or by an alias. Unknown ones stay as given:
    they then match nothing, or a feature that spells them so.
    """
    return replace(
        wanted,
        outlet=_known_names(connection, "outlet", wanted.outlet),
        claimant=_known_names(connection, "actor", wanted.claimant),
    )


def known_names(table: str, given: Sequence[str]) -> Statement:
    """Return the query of the names that ``table`` has for names as given."""
    return Statement(
        f"SELECT name FROM {table} WHERE slug = ANY(%(words)s) OR lower(name) = ANY(%(words)s)"  # noqa: S608
        " OR EXISTS (SELECT FROM unnest(aliases) a WHERE lower(a) = ANY(%(words)s))",
        {"words": [name.lower() for name in given]},
    )


def _known_names(connection: Connection, table: str, given: tuple[str, ...]) -> tuple[str, ...]:
    if not given:
        return given
    query = known_names(table, given)
    rows = connection.exec_driver_sql(query.sql, query.values)
    return tuple(dict.fromkeys((*given, *rows.scalars())))


def count(connection: Connection, wanted: ClaimFilter) -> Counts:
    """Count the features of a filter, in the snapshot of the connection's transaction."""
    matched = where(wanted)
    unlocated = where(replace(wanted, bbox=None))
    undated = where(replace(wanted, days=None))
    if wanted.bbox is None:
        numbers = f"SELECT count(*), count(*) FILTER (WHERE geom IS NULL) {from_features(matched)}"
    else:
        numbers = (
            f"SELECT (SELECT count(*) {from_features(matched)}),"
            f" (SELECT count(*) {from_features(unlocated)} AND geom IS NULL)"
        )
    row = connection.exec_driver_sql(numbers, {**matched.values, **unlocated.values}).one()
    if wanted.days is None:
        return Counts(row[0], row[1], None)
    missing = TIMES[wanted.time].missing
    without = connection.exec_driver_sql(
        f"SELECT count(*) {from_features(undated)} AND {missing}", undated.values
    ).scalar_one()
    return Counts(row[0], row[1], without)
