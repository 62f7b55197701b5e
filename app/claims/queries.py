"""SQL of the flat claims layer: a filter becomes a WHERE clause, PostGIS writes the GeoJSON.

All values are bound; the fragments here are constants. A page begins after the last key of the one
before it, in the order of an index, which serves every page alike (``app.claims.ordering``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection

from app.claims.filters import PLACE_CODE, ClaimFilter, TimeAxis
from app.claims.layer import FIELDS, PROPERTIES, Property
from app.claims.ordering import BY_CELL, BY_ID, CELL, FIRST_DAY, LAST_DAY, order_of
from app.claims.tables import SEARCH_VECTOR
from geo.export.layer import Row
from geo.precision import COORDINATE_DECIMALS
from geo.zorder import geohash_ranges

#: Rows a cursor brings at a time; more gains nothing, less costs round trips.
BATCH = 2000

_COLUMNS = ", ".join(field.name for field in FIELDS)

#: Counts stop here; that there are more is then said instead.
CAP = 10_000


def feature_sql(properties: Sequence[Property] = PROPERTIES, geometry: str = "geom") -> str:
    """Return the SQL of one feature as GeoJSON text; ``geometry`` is SQL of it in degrees or metres.

    The subselect names the properties; ``row_to_json`` keeps nulls, so every property stands on
    every feature.
    """
    columns = ", ".join(f"{made.sql} AS {made.field.name}" for made in properties)
    return f"""'{{"type":"Feature","id":' || id
    || ',"geometry":' || coalesce(ST_AsGeoJSON({geometry}, {COORDINATE_DECIMALS}), 'null')
    || ',"properties":' || row_to_json((SELECT p FROM (SELECT {columns}) p)) || '}}'"""  # noqa: S608


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


@dataclass(frozen=True, slots=True)
class _Times:
    """SQL of one time axis: its first day, its last day, and whether it has any at all."""

    touches_from: str
    touches_until: str
    missing: str


_TIMES: dict[TimeAxis, _Times] = {
    TimeAxis.EVENT: _Times(
        f"{LAST_DAY} >= %(first_day)s::date AND {FIRST_DAY} < 'infinity'",
        f"{FIRST_DAY} <= %(last_day)s::date",
        f"{LAST_DAY} = 'infinity' AND {FIRST_DAY} = 'infinity'",
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
        if len(words) == 1:  # an index keeps its order for one value only
            return Where(f"{column} = %({name})s", {name: words[0]})
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
            " OR lower(left(place_name, 200)) = ANY(%(place_names)s)"
            " OR lower(left(place_as_written, 200)) = ANY(%(place_names)s)"
            # Rivers, regions and places abroad have ids that are no codes.
            " OR place_id = ANY(%(place_ids)s))"
        )
        values.update(place_names=names, place_ids=list(wanted.place))
    return Where(f"({' OR '.join(parts)})", values) if parts else None


def _q(wanted: ClaimFilter) -> Where | None:
    if wanted.q is None:
        return None
    return Where(_FOUND, {"q": wanted.q})


def _columns(wanted: ClaimFilter) -> Where | None:
    """Match further columns; their names come from our table of parameters."""
    if not wanted.columns:
        return None
    return Where(
        " AND ".join(f"{name} = ANY(%(column_{name})s)" for name, _ in wanted.columns),
        {f"column_{name}": list(words) for name, words in wanted.columns},
    )


def _condition(wanted: ClaimFilter) -> Where | None:
    if wanted.condition is None:
        return None
    return Where(f"({wanted.condition.sql})", dict(wanted.condition.values))


def _located(wanted: ClaimFilter) -> Where | None:
    if wanted.located is None:
        return None
    return Where("geom IS NOT NULL" if wanted.located else "geom IS NULL")


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
    _columns,
    _condition,
    _located,
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


def known_names(table: str, given: Sequence[str]) -> Statement:
    """Return the query of the names that ``table`` has for names as given."""
    return Statement(
        f"SELECT name FROM {table} WHERE slug = ANY(%(words)s) OR lower(name) = ANY(%(words)s)"
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


def page(
    wanted: ClaimFilter,
    limit: int,
    after: str | None = None,
    feature: str | None = None,
    *,
    by_id: bool = False,
) -> Statement:
    """Return the query of a page: key and GeoJSON text of each feature, in the filter's order.

    ``after`` is the key of the feature before; ``feature`` is SQL of the text; ``by_id`` walks the
    table as it lies, for pages so large that a sorted walk would jump about. Raises ValueError for
    a key of another order.
    """
    condition, feature = where(wanted), feature or feature_sql()
    order = BY_ID if by_id else order_of(wanted)
    values = dict(condition.values)
    if after is not None:
        values.update(order.values(after))
        condition = Where(f"{condition.sql} AND {order.after}", values)
    if order is BY_CELL:
        return _box_page(wanted, condition, values, limit, feature)
    return Statement(
        f"SELECT {order.key}, {feature} {_from(condition)} ORDER BY {order.by} LIMIT {limit:d}",
        values,
    )


def _box_page(
    wanted: ClaimFilter, condition: Where, values: dict[str, Any], limit: int, feature: str
) -> Statement:
    """Walk the index of cells range by range, as far as the page needs."""
    assert wanted.bbox is not None
    ranges = geohash_ranges(wanted.bbox)
    begin = values.get("after_0", "")
    left = [(max(low, begin), high) for low, high in ranges if high >= begin]
    values = {**values, "lows": [low for low, _ in left], "highs": [high for _, high in left]}
    inner = (
        f"SELECT *, {CELL} AS cell {_from(condition)} AND {CELL} BETWEEN run.low AND run.high"
        f" ORDER BY {BY_CELL.by} LIMIT {limit:d}"
    )
    return Statement(
        f"SELECT '{BY_CELL.name}:' || cell || ':' || id, {feature}"  # noqa: S608
        " FROM unnest(%(lows)s::text[], %(highs)s::text[]) WITH ORDINALITY AS run(low, high, n)"
        f" CROSS JOIN LATERAL ({inner}) AS found ORDER BY n, cell, id LIMIT {limit:d}",
        values,
    )


def counted(wanted: ClaimFilter, *, cap: int | None = CAP) -> Statement | None:
    """Return the query that counts the features of a filter, one more than ``cap`` at most.

    None where a box needs more than its points' totals, and a cap is set: such a count costs more
    than the page.
    """
    if wanted == ClaimFilter(bbox=wanted.bbox) and (box := wanted.bbox) is not None:
        return Statement(
            "SELECT coalesce(sum(features), 0)::bigint FROM claim_site WHERE lon BETWEEN"
            " %(west)s::float8 AND %(east)s::float8 AND lat BETWEEN %(south)s::float8"
            " AND %(north)s::float8",
            {"west": box.west, "south": box.south, "east": box.east, "north": box.north},
        )
    if wanted.bbox is not None and cap is not None:
        return None
    return _capped(where(wanted), cap)


def counted_unlocated(wanted: ClaimFilter, *, cap: int | None = CAP) -> Statement:
    """Return the query that counts features without geometry that match all but the box."""
    return _capped(where(replace(wanted, bbox=None, located=False)), cap)


def counted_undated(wanted: ClaimFilter, *, cap: int | None = CAP) -> Statement:
    """Return the query that counts features without the time asked for that match all but it."""
    condition = where(replace(wanted, days=None))
    missing = Where(f"{condition.sql} AND {_TIMES[wanted.time].missing}", condition.values)
    return _capped(missing, cap)


def _capped(condition: Where, cap: int | None) -> Statement:
    if cap is None:
        return Statement(f"SELECT count(*) {_from(condition)}", condition.values)
    return Statement(
        f"SELECT count(*) FROM (SELECT {_from(condition)} LIMIT {cap + 1:d}) AS found",
        condition.values,
    )


def one(feature_id: int, feature: str | None = None) -> Statement:
    """Return the query of one feature as GeoJSON text, also of a version no longer current."""
    return Statement(
        f"SELECT {feature or feature_sql()} FROM claim_feature WHERE id = %(id)s",
        {"id": feature_id},
    )


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


def extent(outlet: str | None) -> Statement:
    """Return the query of west, south, east, north of all claims, first and last day of ``outlet``.

    Points are few and counted; the days come from both ends of an index.
    """
    of = "recorded_to IS NULL" + (" AND outlet = %(outlet)s" if outlet else "")
    return Statement(
        "SELECT min(lon), min(lat), max(lon), max(lat),"  # noqa: S608 (constants)
        f" (SELECT min(coalesce(event_start, event_end)) FROM claim_feature WHERE {of}),"
        f" (SELECT max(coalesce(event_end, event_start)) FROM claim_feature WHERE {of})"
        " FROM claim_site WHERE features > 0",
        {"outlet": outlet} if outlet else {},
    )


def _from(condition: Where) -> str:
    return f"FROM claim_feature WHERE {condition.sql}"


def _stream(connection: Connection, limit: int | None) -> Connection:
    if limit is not None and limit <= BATCH:
        return connection
    return connection.execution_options(stream_results=True, max_row_buffer=BATCH)
