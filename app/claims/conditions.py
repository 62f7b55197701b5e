"""The conditions of the claims layer: a filter becomes a WHERE clause.

All values are bound; the fragments here are constants.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.claims.filters import PLACE_CODE, ClaimFilter, TimeAxis
from app.claims.layer_tables import SEARCH_VECTOR
from app.claims.ordering import FIRST_DAY, LAST_DAY

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
class Times:
    """SQL of one time axis: its first day, its last day, and whether it has any at all."""

    touches_from: str
    touches_until: str
    missing: str


TIMES: dict[TimeAxis, Times] = {
    TimeAxis.EVENT: Times(
        f"{LAST_DAY} >= %(first_day)s::date AND {FIRST_DAY} < 'infinity'",
        f"{FIRST_DAY} <= %(last_day)s::date",
        f"{LAST_DAY} = 'infinity' AND {FIRST_DAY} = 'infinity'",
    ),
    TimeAxis.STATEMENT: Times(
        "statement_date >= %(first_day)s",
        "statement_date <= %(last_day)s",
        "statement_date IS NULL",
    ),
    TimeAxis.PUBLICATION: Times(
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
    days, times = wanted.days, TIMES[wanted.time]
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


#: Places by any of their names; of an area, all that lies in it, as its code has it.
_NAMED_PLACES = """
    SELECT place_id FROM place_name WHERE lower(left(text, 200)) = ANY(%(place_names)s)
    UNION SELECT place.id FROM place_name area JOIN place ON starts_with(place.id, area.place_id)
    WHERE lower(left(area.text, 200)) = ANY(%(place_names)s) AND length(area.place_id) < 12
        AND starts_with(area.place_id, 'UA')"""


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
            f"(place_id = ANY(ARRAY({_NAMED_PLACES}))"
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


def _condition(wanted: ClaimFilter) -> Where | None:
    if wanted.condition is None:
        return None
    return Where(f"({wanted.condition.sql})", dict(wanted.condition.values))


#: Pairs of features about the same place whose claims are recorded as contradicting or denying one
#: another. A claim may name further places, of which the other says nothing.
DISPUTED_PAIRS = """claim_relation r
    JOIN claim_feature one ON one.claim_id = r.from_claim_id AND one.recorded_to IS NULL
    JOIN claim_feature other ON other.claim_id = r.to_claim_id AND other.recorded_to IS NULL
        AND other.place_id IS NOT DISTINCT FROM one.place_id
    WHERE r.recorded_to IS NULL AND r.type IN ('contradicts', 'denies')"""
#: Of a feature: whether it is one of such a pair.
DISPUTED = f"id = ANY(ARRAY(SELECT unnest(ARRAY[one.id, other.id]) FROM {DISPUTED_PAIRS}))"  # noqa: S608


def _disputed(wanted: ClaimFilter) -> Where | None:
    if wanted.disputed is None:
        return None
    return Where(DISPUTED if wanted.disputed else f"NOT ({DISPUTED})")


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
    _words_of("location_precision", "location_precision"),
    _disputed,
    _place,
    _q,
    _condition,
    _located,
)


def where(wanted: ClaimFilter) -> Where:
    """Return the condition for the current features that a filter lets through."""
    found = [part for condition in _CONDITIONS if (part := condition(wanted))]
    values = {name: value for part in found for name, value in part.values.items()}
    return Where(" AND ".join(["recorded_to IS NULL", *(part.sql for part in found)]), values)


def from_features(condition: Where) -> str:
    """Return the SQL from FROM on."""
    return f"FROM claim_feature WHERE {condition.sql}"
