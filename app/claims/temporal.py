"""The ``datetime`` parameter: RFC 3339 instants and intervals, read as whole days.

Claims are dated by day, so an instant stands for its calendar day as written. Clients send more
than the standard allows (GDAL a trailing ``T``, QGIS the years 0000 and 9999 for open ends); all
that has one plain meaning is read.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

DATETIME_FORM = (
    "a date or date-time (2026-07-14, 2026-07, 2026-07-14T06:00:00Z) or an interval of two of "
    "them divided by a slash, where an open end is '..' or empty (2026-07-01/..)"
)

_INSTANT = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:[Tt ](?:(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?"
    r"(?:[Zz]|[+\- ]\d\d:?\d\d)?)?)?)?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed range of days; None is an open end."""

    start: date | None
    end: date | None

    @property
    def empty(self) -> bool:
        """Whether no day lies in the range."""
        return bool(self.start and self.end and self.start > self.end)

    def intersection(self, other: Interval) -> Interval:
        """Return the days in both ranges; the result may be empty."""
        starts = [day for day in (self.start, other.start) if day]
        ends = [day for day in (self.end, other.end) if day]
        return Interval(max(starts, default=None), min(ends, default=None))


def parse_datetime(text: str) -> Interval:
    """Read one ``datetime`` value. Raises ValueError with one sentence on what is wrong."""
    parts = text.strip().split("/")
    if len(parts) > 2 or not text.strip():
        raise ValueError("One instant or one interval is needed.")
    if parts == [".."]:
        raise ValueError("An open end needs a slash and another end.")
    first, last = parts[0], parts[-1]
    interval = Interval(_bound(first, last=False), _bound(last, last=True))
    if interval.empty:
        raise ValueError("The interval ends before it begins.")
    return interval


def _bound(text: str, *, last: bool) -> date | None:
    """Return the first or last day that ``text`` stands for; None for an open end."""
    text = text.strip()
    if text in {"", ".."}:
        return None
    match = _INSTANT.fullmatch(text)
    if match is None:
        raise ValueError(f"{text[:40]!r} is not a date.")
    year = int(match["year"])
    month = int(match["month"] or (12 if last else 1))
    try:
        _check_time(match)
        # Python's calendar begins with year 1; year 0 has the days of a leap year.
        day = int(match["day"] or (monthrange(year or 4, month)[1] if last else 1))
        found = date(year or 4, month, day)
    except ValueError:  # calendar.IllegalMonthError is one
        raise ValueError(f"{text[:40]!r} is not a day of the calendar.") from None
    # QGIS and GDAL write open ends as the first and last years of the calendar.
    if year == 0:
        return date.min if last else None
    return None if year == 9999 and last else found


def _check_time(match: re.Match[str]) -> None:
    """Refuse 25:61; RFC 3339 allows a leap second."""
    limits = {"hour": 23, "minute": 59, "second": 60}
    for part, limit in limits.items():
        if match[part] and int(match[part]) > limit:
            raise ValueError(part)
