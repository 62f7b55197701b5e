"""Dates of reports: our own grammar finds the expressions, the publication date completes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain

from app.claims.extract.dategrammar import (
    ANCHORED,
    ANY,
    COUNT,
    DAY,
    DAY2,
    LEAD,
    MONTH,
    NEEDS,
    NUMERALS,
    PERIOD,
    UNSURE,
    WEEKDAY,
    YEAR,
)
from app.claims.extract.datereadings import (
    Found,
    Reading,
    around,
    days_ago,
    exact,
    month_only,
    night_to,
    numeric,
    over_period,
    overnight,
    shifted,
    start_of,
    weekday,
    weekend,
)
from app.claims.extract.gate import Gate
from app.claims.model import DatePrecision

# What a match needs (see NEEDS), the expression, and how it is read.
_ROWS: list[tuple[str, str, Callable[[Reading], Found | None]]] = [
    ("digit month", rf"(?:в|у)\s+(?:ночь|ніч)\s+на\s+{DAY}\s+{MONTH}{YEAR}", night_to),
    ("digit month",
     rf"(?:from|between|с|з|від)\s+{DAY}\s*(?:to|and|through|until|по|до|"
     rf"та)\s+{DAY2}\s+{MONTH}{YEAR}", exact),
    ("digit month",
     rf"(?:from|between)\s+{MONTH}\s+{DAY}\s*(?:to|and|through|until|"
     rf"[-–—])\s+{DAY2}{YEAR}", exact),
    ("digit month", rf"{DAY}\s*[-–—]\s*{DAY2}\s+{MONTH}{YEAR}", exact),
    ("digit month", rf"{MONTH}\s+{DAY}\s*[-–—]\s*{DAY2}{YEAR}", exact),
    ("digit month", rf"{LEAD}{DAY}\s+(?:of\s+)?{MONTH}{YEAR}", exact),
    ("digit month", rf"{LEAD}{MONTH}\s+(?:the\s+)?{DAY}{YEAR}", exact),
    ("numeric", r"(?P<year>20\d\d)-(?P<m>[01]\d)-(?P<day>[0-3]\d)(?!\d)", numeric),
    ("numeric", r"(?P<day>[0-3]?\d)\.(?P<m>[01]\d)\.(?P<year>20\d\d|\d\d)(?![\d.])", numeric),
    ("month",
     rf"(?P<lead>in|since|during|throughout|в|с|з|у|за|протягом|"
     rf"в\s+течение|на|до)\s+(?:(?P<part>early|late|mid|the\s+end\s+of|начал[еа]|конц[еа]|"
     rf"середин[еы]|початку|кінці|середині|кінця)(?:-|\s)\s?|the\s+month\s+of\s+)?"
     rf"{MONTH}{YEAR}(?!\s*\d)", month_only),
    ("month", rf"(?P<lead>)(?P<part>наприкінці|early|late|mid)(?:-|\s+){MONTH}{YEAR}(?!\s*\d)",
     month_only),
    ("yesterday",
     r"(?:the\s+)?day\s+before\s+yesterday|позавчера|позавчора",
     shifted(2, "two days earlier")),
    ("yesterday",
     r"(?:yesterday|on\s+the\s+eve|the\s+previous\s+day|the\s+day\s+before|"
     r"a\s+day\s+earlier|one\s+day\s+earlier|вчера|накануне|вчора|учора|напередодні|"
     r"днем\s+ранее|добою\s+раніше)(?!\w)", shifted(1, "the day before publication")),
    ("night",
     r"(?:last\s+night|overnight|ночью|минувшей\s+ночью|в\s+ночь\s+на\s+сегодня|вночі|"
     r"минулої\s+ночі|уночі)(?!\w)", overnight),
    ("today",
     r"(?:today|this\s+(?:morning|afternoon|evening)|сегодня|сьогодні)(?!\w)",
     shifted(0, "day of publication")),
    ("weekday", rf"(?:on|last|this|в|во|у|в\s+минулий|минулого)\s+{WEEKDAY}(?!\w)", weekday),
    ("weekday", rf"(?P<lead>since|from|с|з|від)\s+{WEEKDAY}(?!\w)", weekday),
    ("weekday",
     r"(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?!\w)", weekday),
    ("weekend",
     r"(?:(?:over|at|during|on|this|last)\s+)?(?:the\s+)?(?:past\s+|last\s+)?weekend(?!\w)|"
     r"(?:за|на|в|у|минулими|протягом)\s+(?:минувши[ех]\s+|прошедши[ех]\s+|минулі\s+)?"
     r"(?:выходны\w+|вихідн\w+)", weekend),
    ("start period",
     r"(?P<lead>at|since|from|in|в|с|на|з|від)\s+(?:the\s+)?(?:start|beginning|начал[еа]|початку)\s+"
     r"(?:of\s+)?(?:the\s+|this\s+|этой\s+|этого\s+|цього\s+)?"
     r"(?P<period>week|month|year|недели|месяца|года|тижня|місяця|року)(?!\w)", start_of),
    ("period past",
     rf"(?:over|in|during|within|for|throughout|за|в\s+течение|протягом|"
     rf"упродовж)\s+(?:the\s+)?(?:past|last|recent|previous|минувш\w+|прошедш\w+|"
     rf"последн\w+|прошл\w+|минул\w+|останн\w+|поточн\w+|эту|цю|"
     rf"цей)\s+{COUNT}{PERIOD}(?!\w)", over_period),
    ("period past",
     r"(?:минулої|минулого|прошлой|протягом|за|упродовж|last|this|"
     r"past)\s+(?P<period>доби|тижня|недели|недел[юе]|week|сутки|добу|тиждень|month|"
     r"місяця)(?!\w)", over_period),
    ("period order",
     r"(?P<number>\d+|two|three|four|five|six|seven|несколько|кілька|два|две|дві|три|"
     r"четыре|чотири|пять)\s+(?:days?|дня|дней|дні|днів)\s+(?:ago|earlier|before|назад|"
     r"тому|ранее|раніше)(?!\w)", days_ago),
    ("period order",
     r"(?:a|one)\s+week\s+(?:earlier|before|ago)(?!\w)|(?:неделей\s+ранее|неделю\s+назад|"
     r"тижнем\s+раніше|тиждень\s+тому)(?!\w)", around(8, 6, "about a week earlier")),
    ("period order",
     r"in\s+the\s+(?:preceding\s+)?days\s+(?:before|prior)(?!\w)",
     around(5, 1, "the days before publication")),
    ("period past", rf"over\s+(?P<number>recent)\s+{PERIOD}(?!\w)", over_period),
]  # fmt: skip
_AGO = re.compile(r"ago|назад|тому", re.IGNORECASE)
_GATE = Gate([*NEEDS.values(), ANY.pattern, UNSURE])
_BITS = {name: 1 << bit for bit, name in enumerate([*NEEDS, "any", "unsure"])}


def _find(expression: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,-]){expression}", re.IGNORECASE)


def _needed(names: str) -> int:
    return sum(_BITS[name] for name in names.split())


_GRAMMAR = [(_needed(needs), _find(expression), read) for needs, expression, read in _ROWS]


def _anchored(text: str, start: int, end: int, anchor: date | None) -> Iterator[Found]:
    """ "A day before the strike": counted from the day that the report gave last."""
    if anchor is None:
        return
    for match in ANCHORED.finditer(text, start, end):
        days = NUMERALS.get((match["count"] or "a").casefold(), 1)
        later = (match["way"] or "").casefold() == "after" or match["next"] is not None
        days = 0 if match["same"] else days if later else -days
        value = anchor + timedelta(days=days)
        yield Found(
            match.start(),
            match.end(),
            value,
            value,
            DatePrecision.DAY,
            "relative to the day named before",
        )


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
    chosen: list[Found] = []
    anchored = _anchored(text, start, end, anchor if met & _BITS["anchored"] else None)
    readings = chain(anchored, _readings(text, start, end, published, met))
    for found in readings:
        if all(found.end <= other.start or found.start >= other.end for other in chosen):
            chosen.append(found)
    return sorted(_relative(text, chosen), key=lambda f: f.start)


def _relative(text: str, found: list[Found]) -> list[Found]:
    """ "On June 30 he said that two days before ...": counted from the day in the sentence."""
    named = [f for f in found if f.precision is DatePrecision.DAY and f.basis.startswith("day n")]
    if len(named) != 1 or named[0].first is None:
        return found
    day = named[0].first
    return [
        replace(f, first=day - f.back, last=day - f.back, basis="days before the day named")
        if f.back and not _AGO.search(text, f.start, f.end) else f
        for f in found
    ]  # fmt: skip


def _readings(text: str, start: int, end: int, published: date | None, met: int) -> Iterator[Found]:
    for needed, pattern, read in _GRAMMAR:
        if needed & ~met:
            continue
        for match in pattern.finditer(text, start, end):
            found = read(Reading(match, published))
            if found is not None:
                yield found
