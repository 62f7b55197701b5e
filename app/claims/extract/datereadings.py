"""How one date expression is read against the publication date.

A day without a year takes the year that puts it closest before publication, and is marked so.
Nothing is padded: "in July" is a month, "by 3 August" has an open start.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.claims.extract.dategrammar import MONTHS, NUMERALS, WEEKDAYS
from app.claims.model import DatePrecision, Span, TimeRange


@dataclass(frozen=True, slots=True)
class Found:
    """A date expression: its span, its days (None: open) and how it is to be read."""

    start: int
    end: int
    first: date | None
    last: date | None
    precision: DatePrecision
    basis: str
    year_inferred: bool = False
    back: timedelta | None = None  # how far it counts back, from the day that is its anchor

    def time_range(self, text: str) -> TimeRange:
        """The expression as the value of a claim."""
        span = Span(self.start, self.end, text[self.start : self.end])
        return TimeRange(
            self.first, self.last, self.precision, self.basis, span, self.year_inferred
        )


class Reading:
    """One match of one pattern, read against the publication date."""

    def __init__(self, match: re.Match[str], published: date | None) -> None:
        """Keep the match and the anchor."""
        self.match, self.published = match, published
        self.groups = match.groupdict()

    def found(
        self, first: date | None, last: date | None, precision: DatePrecision, basis: str,
        inferred: bool = False,
    ) -> Found:  # fmt: skip
        """The result over the whole match."""
        start, end = self.match.span()
        return Found(start, end, first, last, precision, basis, inferred)

    def weekday(self) -> date | None:
        """The last day that bears the name of the group ``weekday``, publication included."""
        wanted = WEEKDAYS.get(self.groups["weekday"][:3].casefold())
        if self.published is None or wanted is None:
            return None
        return self.published - timedelta(days=(self.published.weekday() - wanted) % 7)

    def day(self, name: str = "day", month_name: str = "month") -> tuple[date | None, bool]:
        """The day of the group ``name`` with its month, and whether its year was inferred."""
        month = MONTHS.get((self.groups.get(month_name) or "")[:3].casefold())
        if month is None:
            return None, False
        year = self.groups.get("year1") if name == "day" else None
        return _complete(
            year or self.groups.get("year"), month, int(self.groups[name]), self.published
        )


def _complete(
    year: str | None, month: int, day: int, published: date | None
) -> tuple[date | None, bool]:
    """A full date; without a year the latest one not after the day after publication."""
    if year is None and published is None:
        return None, False
    candidate = int(year) if year else published.year if published else 0
    try:
        value = date(candidate, month, day)
        if year is None and published and value > published + timedelta(days=1):
            value = date(candidate - 1, month, day)
    except ValueError:
        return None, False
    return value, year is None


def exact(reading: Reading) -> Found | None:
    """A named day, or two that bound a stretch."""
    first, inferred = reading.day()
    if first is None:
        return None
    basis = "day named in the text" + (", year from the publication date" if inferred else "")
    last: date | None = first
    if reading.groups.get("day2"):
        last, _ = reading.day("day2")
        if last is None or last < first:
            return None
        precision = DatePrecision.DAY if (last - first).days < 2 else DatePrecision.WEEK
        return reading.found(first, last, precision, "days named in the text", inferred)
    lead = " ".join((reading.groups.get("lead") or "").casefold().split())
    return _with_lead(reading, lead, first, basis, inferred)


def _with_lead(reading: Reading, lead: str, day: date, basis: str, inferred: bool) -> Found:
    if lead.startswith(("by", "until", "before", "no later", "к", "до")):
        return reading.found(
            None, day, DatePrecision.UNKNOWN, "not later than the day named", inferred
        )
    if lead.startswith(
        ("since", "from", "after", "с", "з", "після", "после")
    ) and not lead.startswith("станом"):
        end = reading.published
        return reading.found(day, end, DatePrecision.UNKNOWN, "from the day named", inferred)
    return reading.found(day, day, DatePrecision.DAY, basis, inferred)


def numeric(reading: Reading) -> Found | None:
    """A day in digits: "14.07.2025", "2025-07-14"."""
    parts = reading.groups
    try:
        year = int(parts["year"]) if parts["year"] else None
        if year is not None and year < 100:
            year += 2000
        value, inferred = _complete(
            None if year is None else str(year),
            int(parts["m"]),
            int(parts["day"]),
            reading.published,
        )
    except ValueError:
        return None
    if value is None:
        return None
    return reading.found(value, value, DatePrecision.DAY, "day named in the text", inferred)


def month_only(reading: Reading) -> Found | None:
    """A month without a day, up to publication where it is the current one."""
    first, inferred = _complete(
        reading.groups.get("year"),
        MONTHS.get(reading.groups["month"][:3].casefold(), 0) or 1,
        1,
        reading.published,
    )
    if first is None:
        return None
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    if reading.published is not None and first <= reading.published < last:
        last = reading.published
    first, last = part_of(first, last, (reading.groups.get("part") or "").casefold())
    lead = (reading.groups.get("lead") or "").casefold()
    if lead in ("by", "until", "до"):
        end = (
            first.replace(day=15) if (reading.groups.get("part") or "").startswith("mid") else last
        )
        end = first - timedelta(days=1) if lead == "до" and not reading.groups.get("part") else end
        return reading.found(
            None, end, DatePrecision.MONTH, "not later than the month named", inferred
        )
    if lead.startswith("since") or lead in ("с", "со", "з", "зі", "від"):
        return reading.found(
            first, reading.published, DatePrecision.MONTH, "since a month", inferred
        )
    return reading.found(first, last, DatePrecision.MONTH, "month named in the text", inferred)


def part_of(first: date, last: date, part: str) -> tuple[date, date]:
    """The days of a month that "early", "mid" and "late" leave."""
    early, late = first.replace(day=10), first.replace(day=21)
    part = part.removeprefix("the ").strip()
    if part.startswith(("early", "start", "begin", "начал", "почат")):
        return first, min(early, last)
    if part.startswith(("mid", "серед")):
        return early, min(first.replace(day=20), last) if last >= early else last
    if part.startswith(("late", "end", "кон", "кін", "напр")) and last >= late:
        return late, last
    return first, last


def night_to(reading: Reading) -> Found | None:
    """ "В ночь на 6 июля": from the evening before."""
    day, inferred = reading.day()
    if day is None:
        return None
    first = day - timedelta(days=1)
    return reading.found(first, day, DatePrecision.DAY, "the night to the day named", inferred)


def weekend(reading: Reading) -> Found | None:
    """The last Saturday and Sunday, as far as they are over."""
    if reading.published is None:
        return None
    first = reading.published - timedelta(days=(reading.published.weekday() - 5) % 7)
    last = min(first + timedelta(days=1), reading.published)
    return reading.found(first, last, DatePrecision.DAY, "the weekend at or before publication")


def start_of(reading: Reading) -> Found | None:
    """ "At the start of the week", "since the beginning of the month"."""
    day = reading.published
    if day is None:
        return None
    period = reading.groups["period"].casefold()
    if period.startswith(("week", "недел", "тиж")):
        first, length = day - timedelta(days=day.weekday()), 1
    elif period.startswith(("month", "мес", "міс")):
        first, length = day.replace(day=1), 9
    else:
        first, length = day.replace(month=1, day=1), 30
    since = reading.groups["lead"].casefold() in ("since", "from", "с", "з", "від")
    last = day if since else min(day, first + timedelta(days=length))
    precision = DatePrecision.DAY if length == 1 and not since else DatePrecision.WEEK
    return reading.found(first, last, precision, "counted from the start of the period")


def shifted(days: int, basis: str) -> Callable[[Reading], Found | None]:
    """A reader for the day so many days before publication."""

    def read(reading: Reading) -> Found | None:
        if reading.published is None:
            return None
        value = reading.published - timedelta(days=days)
        return reading.found(value, value, DatePrecision.DAY, basis)

    return read


def around(oldest: int, latest: int, basis: str) -> Callable[[Reading], Found | None]:
    """A reader for the stretch between two distances from publication, in days."""

    def read(reading: Reading) -> Found | None:
        day = reading.published
        if day is None:
            return None
        first, last = day - timedelta(days=oldest), day - timedelta(days=latest)
        return reading.found(first, last, DatePrecision.WEEK, basis)

    return read


def overnight(reading: Reading) -> Found | None:
    """The night that ended on the day of publication."""
    if reading.published is None:
        return None
    first = reading.published - timedelta(days=1)
    return reading.found(
        first, reading.published, DatePrecision.DAY, "the night before publication"
    )


def weekday(reading: Reading) -> Found | None:
    """The last such weekday, the day of publication included, as its lead bounds it."""
    value = reading.weekday()
    if value is None:
        return None
    basis = "weekday at or before publication"
    lead = " ".join((reading.groups.get("lead") or "").casefold().split())
    if lead in ("since", "с", "со", "з", "зі", "від"):
        return reading.found(
            value, reading.published, DatePrecision.DAY, "since the " + basis, True
        )
    if lead in ("by", "until", "before"):
        return reading.found(None, value, DatePrecision.UNKNOWN, "not later than " + basis, True)
    return reading.found(value, value, DatePrecision.DAY, basis, True)


def across_months(reading: Reading) -> Found | None:
    """ "From 28 July to 2 August": a stretch over the end of a month."""
    first, inferred = reading.day()
    last, _ = reading.day("day2", "month2")
    if first is None or last is None:
        return None
    if last < first:
        if not inferred:
            return None
        first = first.replace(year=first.year - 1)
    days = (last - first).days
    precision = DatePrecision.WEEK if days < 15 else DatePrecision.MONTH
    return reading.found(first, last, precision, "days named in the text", inferred)


def days_ago(reading: Reading) -> Found | None:
    """A day so many days before publication."""
    number = reading.groups["number"].casefold()
    days = int(number) if number.isdigit() else NUMERALS.get(number.removeprefix("a "), 3)
    if reading.published is None or days > 3650:
        return None
    back = timedelta(days=days)
    value = reading.published - back
    found = reading.found(value, value, DatePrecision.DAY, "days before publication")
    return replace(found, back=back)
