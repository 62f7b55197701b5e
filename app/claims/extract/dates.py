"""Dates of reports: our own grammar finds the expressions, the publication date completes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain

from app.claims.extract.dategrammar import (
    ANCHORED,
    ANY,
    CAME_AFTER,
    NEEDS,
    NUMERALS,
    UNSURE,
)
from app.claims.extract.datereadings import Found, Reading
from app.claims.extract.daterows import ROWS, TIMES, Row
from app.claims.extract.gate import Gate
from app.claims.model import DatePrecision

# "On July 27 of that year": the year that the sentence names.
_THAT_YEAR = re.compile(
    r"\s*,?\s*(?:(?:of\s+)?(?:that|the\s+same)\s+year|того\s+(?:же|самого|ж)\s+(?:года|року)|"
    r"того\s+года)(?!\w)",
    re.IGNORECASE,
)
# "A week ago, and not yesterday": the day that it was not.
_NOT_THEN = re.compile(r"(?:,\s+(?:and\s+)?not|а\s+не|rather\s+than)\s+$", re.IGNORECASE)
_NOT_REACH = 16
# "Since the offensive opened on May 10".
_SINCE_CLAUSE = re.compile(r"(?<!\w)since\s+(?:[\w'’-]+\s+){1,6}$", re.IGNORECASE)
_SINCE_REACH = 60
_OPENING = 12  # characters before a date that opens its sentence
_AGO = re.compile(r"ago|назад|тому", re.IGNORECASE)
_Compiled = tuple[int, re.Pattern[str], Callable[[Reading], Found | None]]
_GATE = Gate([*NEEDS.values(), ANY.pattern, UNSURE])
_BITS = {name: 1 << bit for bit, name in enumerate([*NEEDS, "any", "unsure"])}


def _find(expression: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,-]){expression}", re.IGNORECASE)


def _needed(names: str) -> int:
    return sum(_BITS[name] for name in names.split())


def _compiled(rows: list[Row]) -> list[_Compiled]:
    return [(_needed(needs), _find(expression), read) for needs, expression, read in rows]


_GRAMMAR = _compiled(ROWS)
_TIMES = _compiled(TIMES)
_TIMES_NEED = _needed("daytime")


def _anchored(text: str, start: int, end: int, anchor: date | None) -> Iterator[Found]:
    """ "A day before the strike": counted from the day that the report gave last."""
    if anchor is None:
        return
    for match in ANCHORED.finditer(text, start, end):
        value = anchor + _distance(match)
        yield Found(
            match.start(),
            match.end(),
            value,
            value,
            DatePrecision.DAY,
            "relative to the day named before",
        )


def _distance(match: re.Match[str]) -> timedelta:
    """How far from its anchor an anchored expression lies."""
    groups = match.groupdict()
    words = groups["count"] or groups["some"] or groups["slcount"] or groups["slsome"] or "a"
    days = NUMERALS.get(words.casefold(), 1)
    if (groups["unit"] or groups["unit2"] or "").casefold().startswith("week"):
        days *= 7
    later = (groups["way"] or "").casefold() == "after" or any(
        groups[name] for name in ("next", "later", "slnext")
    )
    return timedelta(days=0 if groups["same"] else days if later else -days)


def find_dates(
    text: str, start: int, end: int, published: date | None, anchor: date | None = None
) -> list[Found]:
    """Every date expression between two offsets, in text order, longer ones first taken.

    ``anchor`` is the day named last before, for expressions relative to an event.
    """
    met = _GATE.met(text, start, end)
    if not met & _BITS["any"] and (
        not met & _BITS["unsure"] or ANY.search(text, start, end) is None
    ):
        return []
    anchored = _anchored(text, start, end, anchor if met & _BITS["anchored"] else None)
    chosen = _add([], chain(anchored, _readings(text, (start, end), published, met, _GRAMMAR)))
    if met & _TIMES_NEED and not any(f.precision is DatePrecision.DAY for f in chosen):
        chosen = _add(chosen, _readings(text, (start, end), published, met, _TIMES))
    chosen = _of_that_year(text, chosen)
    if met & _BITS["anchored"]:
        chosen = _earlier(text, start, end, chosen, anchor)
    chosen = [f for f in chosen
              if not _NOT_THEN.search(text, max(start, f.start - _NOT_REACH), f.start)]  # fmt: skip
    chosen = [_since(text, start, f, published) for f in chosen]
    first = min((f.start for f in chosen), default=end)
    opens = anchor if first - start < _OPENING else None
    return sorted(_relative(text, chosen, opens), key=lambda f: f.start)


def _since(text: str, start: int, found: Found, published: date | None) -> Found:
    """A day that dates what a stretch up to publication began with."""
    single = found.precision is DatePrecision.DAY and found.first == found.last
    if not single or published is None or found.first is None or found.first > published:
        return found
    if _SINCE_CLAUSE.search(text, max(start, found.start - _SINCE_REACH), found.start) is None:
        return found
    return replace(found, last=published, precision=DatePrecision.WEEK, basis="since the day named")


def _add(chosen: list[Found], readings: Iterable[Found]) -> list[Found]:
    """What is chosen, and of the readings those that no earlier one overlaps."""
    out = list(chosen)
    for found in readings:
        if all(found.end <= other.start or found.start >= other.end for other in out):
            out.append(found)
    return out


def _of_that_year(text: str, found: list[Found]) -> list[Found]:
    """Days whose year the sentence has named before."""
    years = [f for f in found if f.first and f.precision is not DatePrecision.DAY]
    if not years:
        return found
    return [
        replace(f, first=f.first.replace(year=y.year), last=f.first.replace(year=y.year),
                year_inferred=False)
        if f.year_inferred and f.first and f.precision is DatePrecision.DAY
        and _THAT_YEAR.match(text, f.end)
        and (y := next((o.first for o in years if o.start < f.start), None)) else f
        for f in found
    ]  # fmt: skip


def _earlier(
    text: str, start: int, end: int, found: list[Found], anchor: date | None
) -> list[Found]:
    """ "It came two days after troops entered X": the day of what the clause tells of."""
    match = CAME_AFTER.search(text, start, end) if found or anchor else None
    if match is None:
        return found
    days = [f.first for f in found if f.precision is DatePrecision.DAY and f.end <= match.start()]
    day = days[-1] if days else anchor if match["came"] else None
    if day is None:
        return found
    unit = 7 if match["unit"].casefold().startswith("week") else 1
    back = timedelta(days=NUMERALS.get(match["count"].casefold(), 1) * unit)
    value = day - back if match["way"].casefold() == "after" else day + back
    around = timedelta(days=unit // 7)
    precision = DatePrecision.DAY if unit == 1 else DatePrecision.WEEK
    own = Found(match.start("count"), match.end(), value - around, value + around, precision,
                "counted from the day of what followed")  # fmt: skip
    return [f for f in found if f.end <= own.start or f.start >= own.end] + [own]


def _relative(text: str, found: list[Found], anchor: date | None) -> list[Found]:
    """ "On June 30 he said that two days before ...": counted from the day in the sentence.

    Without one there, "Two days earlier, ..." is counted from the day that the report gave last.
    """
    named = [
        f
        for f in found
        if f.precision is DatePrecision.DAY and f.basis.startswith(("day n", "weekday"))
    ]
    day = named[0].first if len(named) == 1 else None if named else anchor
    if day is None:
        return found
    return [
        replace(f, first=day - f.back, last=day - f.back, basis="days before the day named")
        if f.back and not _AGO.search(text, f.start, f.end) else f
        for f in found
    ]  # fmt: skip


def _readings(
    text: str, within: tuple[int, int], published: date | None, met: int, grammar: list[_Compiled]
) -> Iterator[Found]:
    for needed, pattern, read in grammar:
        if needed & ~met:
            continue
        for match in pattern.finditer(text, *within):
            found = read(Reading(match, published))
            if found is not None:
                yield found
