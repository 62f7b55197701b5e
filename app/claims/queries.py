"""SQL of the flat claims layer: a filter becomes a WHERE clause, PostGIS writes the GeoJSON.

All values are bound; the fragments here are constants. Rows come in the order of their ids, so a
page begins after the last id of the one before it and an index serves every page alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection

from app.claims.filters import PLACE_CODE, ClaimFilter, TimeAxis
from app.claims.layer import FIELDS
from app.claims.tables import SEARCH_VECTOR
from geo.export.layer import Row
from geo.precision import COORDINATE_DECIMALS

#: Rows a cursor brings at a time; more gains nothing, less costs round trips.
BATCH = 2000

_COLUMNS = ", ".join(field.name for field in FIELDS)

#: One feature as GeoJSON text. The subselect names the properties; ``row_to_json`` keeps nulls, so
#: every property stands on every feature.
FEATURE_SQL = f"""
    '{{"type":"Feature","id":' || id
    || ',"geometry":' || coalesce(ST_AsGeoJSON(geom, {COORDINATE_DECIMALS}), 'null')
    || ',"properties":' || row_to_json((SELECT p FROM (SELECT {_COLUMNS}) p)) || '}}'
"""  # noqa: S608 (constants)

#: Every word as a prefix, so that "village" finds "villages" and inflected forms are found.
_WORDS = (
    "regexp_replace(plainto_tsquery('simple', %(q)s)::text, '''(?=[\\s)]|$)', ''':*', 'g')::tsquery"
)


def _named(table: str) -> str:
    return f"ARRAY(SELECT name FROM {table} WHERE to_tsvector('simple', name) @@ {_WORDS})"  # noqa: S608


#: Two searches rather than one OR: the first is served by the index of sentences, the second
#: compares plain names. As one, every sentence of the layer would be parsed for each request.
_FOUND = f"""id IN (
    SELECT id FROM claim_feature WHERE {SEARCH_VECTOR} @@ {_WORDS}
    UNION SELECT id FROM claim_feature WHERE recorded_to IS NULL AND (
        claimant = ANY({_named("actor")}) OR outlet = ANY({_named("outlet")})
        OR place_id = ANY(ARRAY(SELECT place_id FROM place_name
            WHERE lower(left(text, 200)) = lower(%(q)s)))))"""  # noqa: S608 (constants)


@dataclass(frozen=True, slots=True)
class Where:
    """A condition on ``claim_feature`` and the values bound in it."""

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


@dataclass(frozen=True, slots=True)
class _Times:
    """SQL of one time axis: its first day, its last day, and whether it has any at all."""

    touches_from: str
    touches_until: str
    missing: str


_TIMES: dict[TimeAxis, _Times] = {
    # An open end goes on. An unknown beginning does not reach back for ever: nearly every report
    # that gives no day would then match every day before it, so its last possible day stands for
    # both. Both null is no time at all.
    TimeAxis.EVENT: _Times(
        "(event_end >= %(first_day)s OR (event_end IS NULL AND event_start IS NOT NULL))",
        "(event_start <= %(last_day)s OR (event_start IS NULL AND event_end <= %(last_day)s))",
        "event_start IS NULL AND event_end IS NULL",
    ),
    TimeAxis.STATEMENT: _Times(
        "statement_date >= %(first_day)s",
        "statement_date <= %(last_day)s",
        "statement_date IS NULL",
    ),
    TimeAxis.PUBLICATION: _Times(
        "published >= %(first_day)s", "published <= %(last_day)s", "published IS NULL"
    ),
}


def _bbox(wanted: ClaimFilter) -> Where | None:
    if wanted.bbox is None:
        return None
    box = wanted.bbox
    return Where(
        "geom && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)",
        {"west": box.west, "south": box.south, "east": box.east, "north": box.north},
    )


def _days(wanted: ClaimFilter) -> Where | None:
    days, times = wanted.days, _TIMES[wanted.time]
    if days is None:
        return None
    if days.empty:
        return Where("false")
    parts, values = [], dict[str, date]()
    if days.start:
        parts.append(times.touches_from)
        values["first_day"] = days.start
    if days.end:
        parts.append(times.touches_until)
        values["last_day"] = days.end
    return Where(" AND ".join(parts), values) if parts else None


def _words_of(column: str, name: str) -> Callable[[ClaimFilter], Where | None]:
    """Match a column against any word of the filter field ``name``."""

    def condition(wanted: ClaimFilter) -> Where | None:
        words = getattr(wanted, name)
        return Where(f"{column} = ANY(%({name})s)", {name: list(words)}) if words else None

    return condition


def _place(wanted: ClaimFilter) -> Where | None:
    """Match place codes (as prefix above the settlement) and names, also as the report has them."""
    codes = [place.upper() for place in wanted.place if PLACE_CODE.fullmatch(place)]
    names = [place.lower() for place in wanted.place if not PLACE_CODE.fullmatch(place)]
    parts, values = [], dict[str, Any]()
    exact = [code[:12] if len(code) == 19 else code for code in codes if len(code) >= 12]
    if exact:
        parts.append("place_id = ANY(%(place_exact)s)")
        values["place_exact"] = exact
    within = [f"{code}%" for code in codes if len(code) < 12]
    if within:
        parts.append("place_id LIKE ANY(%(place_within)s)")
        values["place_within"] = within
    if names:
        parts.append(
            "(place_id = ANY(ARRAY(SELECT place_id FROM place_name"
            " WHERE lower(left(text, 200)) = ANY(%(place_names)s)))"
            " OR lower(place_name) = ANY(%(place_names)s)"
            " OR lower(place_as_written) = ANY(%(place_names)s)"
            # Rivers, regions and places abroad have ids that are no codes.
            " OR place_id = ANY(%(place_ids)s))"
        )
        values.update(place_names=names, place_ids=list(wanted.place))
    return Where(f"({' OR '.join(parts)})", values) if parts else None


def _q(wanted: ClaimFilter) -> Where | None:
    if wanted.q is None:
        return None
    return Where(_FOUND, {"q": wanted.q})


_CONDITIONS: tuple[Callable[[ClaimFilter], Where | None], ...] = (
    _bbox,
    _days,
    _words_of("outlet", "outlet"),
    _words_of("claimant", "claimant"),
    _words_of("source_side", "side"),
    _words_of("claim_type", "claim_type"),
    _words_of("modality", "modality"),
    _place,
    _q,
)


def where(wanted: ClaimFilter) -> Where:
    """Return the condition for the current features that a filter lets through."""
    found = [part for condition in _CONDITIONS if (part := condition(wanted))]
    values = {name: value for part in found for name, value in part.values.items()}
    return Where(" AND ".join(["recorded_to IS NULL", *(part.sql for part in found)]), values)


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


def _known_names(connection: Connection, table: str, given: tuple[str, ...]) -> tuple[str, ...]:
    if not given:
        return given
    rows = connection.exec_driver_sql(
        f"SELECT name FROM {table} WHERE slug = ANY(%(words)s) OR lower(name) = ANY(%(words)s)"  # noqa: S608
        " OR EXISTS (SELECT FROM unnest(aliases) a WHERE lower(a) = ANY(%(words)s))",
        {"words": [name.lower() for name in given]},
    )
    return tuple(dict.fromkeys((*given, *rows.scalars())))


def count(connection: Connection, wanted: ClaimFilter) -> Counts:
    """Count the features of a filter, in the snapshot of the connection's transaction."""
    matched = where(wanted)
    unlocated = where(replace(wanted, bbox=None))
    undated = where(replace(wanted, days=None))
    if wanted.bbox is None:
        numbers = f"SELECT count(*), count(*) FILTER (WHERE geom IS NULL) {_from(matched)}"
    else:
        numbers = (
            f"SELECT (SELECT count(*) {_from(matched)}),"
            f" (SELECT count(*) {_from(unlocated)} AND geom IS NULL)"
        )
    row = connection.exec_driver_sql(numbers, {**matched.values, **unlocated.values}).one()
    if wanted.days is None:
        return Counts(row[0], row[1], None)
    missing = _TIMES[wanted.time].missing
    without = connection.exec_driver_sql(
        f"SELECT count(*) {_from(undated)} AND {missing}", undated.values
    ).scalar_one()
    return Counts(row[0], row[1], without)


def features(
    connection: Connection, wanted: ClaimFilter, limit: int, after: int = 0
) -> Iterator[list[tuple[int | str, str]]]:
    """Yield batches of (id, GeoJSON Feature text) in the order of ids, ``limit`` in all at most.

    More than one batch comes from a server-side cursor, so memory stays flat.
    """
    condition = where(wanted)
    result = _stream(connection, limit).exec_driver_sql(
        f"SELECT id, {FEATURE_SQL} {_from(condition)} AND id > %(after)s"
        " ORDER BY id LIMIT %(limit)s",
        {**condition.values, "after": after, "limit": limit},
    )
    for batch in result.partitions(BATCH):
        yield [(row[0], row[1]) for row in batch]


def rows(connection: Connection, wanted: ClaimFilter) -> Iterator[Row]:
    """Yield all features of a filter as rows of the layer, in the order of ids."""
    condition = where(wanted)
    result = _stream(connection, None).exec_driver_sql(
        f"SELECT ST_X(geom), ST_Y(geom), {_COLUMNS} {_from(condition)} ORDER BY id",
        condition.values,
    )
    for batch in result.partitions(BATCH):
        for lon, lat, *values in batch:
            yield Row(values[0], lon, lat, values)


def feature(connection: Connection, feature_id: int) -> str | None:
    """Return one feature as GeoJSON text, also of a version that is no longer current."""
    return connection.exec_driver_sql(
        f"SELECT {FEATURE_SQL} FROM claim_feature WHERE id = %(id)s",  # noqa: S608
        {"id": feature_id},
    ).scalar_one_or_none()


def _from(condition: Where) -> str:
    return f"FROM claim_feature WHERE {condition.sql}"


def _stream(connection: Connection, limit: int | None) -> Connection:
    if limit is not None and limit <= BATCH:
        return connection
    return connection.execution_options(stream_results=True, max_row_buffer=BATCH)
