"""Stretches of the calendar: this and last week, seasons, years, "for the third day running".

"Last week" is the calendar week before the one of publication, "over the past week" the seven days
up to it. Seasons are those of the northern half of the year, by whole months.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from app.claims.extract.dategrammar import NUMERALS, ORDINALS
from app.claims.extract.datereadings import Found, Reading, part_of
from app.claims.model import DatePrecision

UP_TO_PUBLICATION = "a stretch up to publication"
# First month of each season, by the stem of its name.
_SEASONS = {"spr": 3, "sum": 6, "aut": 9, "fal": 9, "win": 12, "вес": 3, "лет": 6, "осе": 9,
            "зим": 12, "нав": 3, "віт": 6, "влі": 6, "улі": 6, "літ": 6, "вос": 9, "осі": 9,
            "взи": 12}  # fmt: skip
_SINCE = ("since", "from", "с", "з", "від", "начиная с", "починаючи з", "starting in")
_PARTS_OF_YEAR = (("early", 1, 3), ("start", 1, 3), ("begin", 1, 3), ("нач", 1, 3), ("поч", 1, 3),
                  ("mid", 5, 8), ("сер", 5, 8), ("late", 10, 12), ("end", 10, 12), ("кон", 10, 12),
                  ("кін", 10, 12), ("нап", 10, 12))  # fmt: skip


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def months_before(day: date, count: int) -> date:
    """The same day so many months before, or the last of a shorter month."""
    number = day.year * 12 + day.month - 1 - count
    first = date(max(1, number // 12), number % 12 + 1, 1)
    return min(first.replace(day=min(day.day, 28)) + timedelta(days=max(0, day.day - 28)),
               month_end(first))  # fmt: skip


def number_of(words: str | None) -> int | None:
    """The value of a numeral in digits or words, or None."""
    word = " ".join((words or "").casefold().split())
    if word.isdigit():
        return int(word[:6])
    return NUMERALS.get(word.removeprefix("a ").removeprefix("an "), NUMERALS.get(word))


def _lead(reading: Reading) -> str:
    return " ".join((reading.groups.get("lead") or "").casefold().split())


def this_period(reading: Reading) -> Found | None:
    """ "This week", "earlier this month": from its first day to publication."""
    day = reading.published
    if day is None:
        return None
    first, precision = _start(reading.groups["period"].casefold(), day)
    return reading.found(first, day, precision, "the running period up to publication")


def _start(period: str, day: date) -> tuple[date, DatePrecision]:
    if period.startswith(("week", "недел", "тиж")):
        return day - timedelta(days=day.weekday()), DatePrecision.WEEK
    if period.startswith(("month", "мес", "міс")):
        return day.replace(day=1), DatePrecision.MONTH
    return day.replace(month=1, day=1), DatePrecision.YEAR


def last_period(reading: Reading) -> Found | None:
    """ "Last week", "late last month": the whole period before the one of publication."""
    day = reading.published
    if day is None:
        return None
    start, precision = _start(reading.groups["period"].casefold(), day)
    last = start - timedelta(days=1)
    first, _ = _start(reading.groups["period"].casefold(), last)
    part = (reading.groups.get("part") or "").casefold()
    if part and precision is DatePrecision.MONTH:
        first, last = part_of(first, last, part)
    if part and precision is DatePrecision.YEAR:
        first, last = _part_of_year(first.year, part)
    return reading.found(first, last, precision, "the period before that of publication")


def year_alone(reading: Reading) -> Found | None:
    """A year without a month, up to publication where it is the current one."""
    year = int(reading.groups["year"])
    first, last = date(year, 1, 1), date(year, 12, 31)
    part = (reading.groups.get("part") or "").casefold()
    if part:
        first, last = _part_of_year(year, part)
    day = reading.published
    if day is not None:
        last = day if first <= day < last else last
        if _lead(reading) in _SINCE and first <= day:
            return reading.found(first, day, DatePrecision.YEAR, "since a year")
    return reading.found(first, last, DatePrecision.YEAR, "year named in the text")


def _part_of_year(year: int, part: str) -> tuple[date, date]:
    stem = part.removeprefix("the ").strip()
    for begins, first, last in _PARTS_OF_YEAR:
        if stem.startswith(begins):
            return date(year, first, 1), month_end(date(year, last, 1))
    return date(year, 1, 1), date(year, 12, 31)


def season(reading: Reading) -> Found | None:
    """A season of a year, else the last one that had begun; "last" asks for one that is over."""
    word = reading.groups["season"].casefold()
    month = next((m for stem, m in _SEASONS.items() if word.startswith(stem)), None)
    day = reading.published
    if month is None or (day is None and not reading.groups.get("year")):
        return None
    which = (reading.groups.get("which") or "").casefold()
    if reading.groups.get("year"):
        # The winter of a year is the one that ends in it.
        first = date(int(reading.groups["year"]) - (month == 12), month, 1)
    else:
        first = _last_season(month, day or date.min, over=which.startswith(
            ("last", "prev", "past", "прош", "мин")))  # fmt: skip
    last = month_end(months_before(first, -2))
    if _lead(reading) in _SINCE and day is not None and first <= day:
        return reading.found(first, day, DatePrecision.MONTH, "since a season")
    last = day if day is not None and first <= day < last else last
    return reading.found(first, last, DatePrecision.MONTH, "season named in the text")


def _last_season(month: int, day: date, *, over: bool) -> date:
    first = date(day.year, month, 1)
    while first.year > 1 and (month_end(months_before(first, -2)) if over else first) > day:
        first = date(first.year - 1, month, 1)
    return first


def year_back(reading: Reading) -> Found | None:
    """ "A year ago today", "торік цього дня"."""
    if reading.published is None:
        return None
    day = months_before(reading.published, 12)
    return reading.found(day, day, DatePrecision.DAY, "the day a year before publication")


def long_ago(reading: Reading) -> Found | None:
    """ "Two weeks ago", "a month ago": about that time, as wide as the unit is vague."""
    day, count = reading.published, number_of(reading.groups.get("number") or "a")
    if day is None or count is None or count > 100:
        return None
    unit = reading.groups["period"].casefold()
    if not reading.groups.get("number") and unit in ("weeks", "months", "years"):
        return _vaguely_ago(reading, day, unit)
    if unit.startswith(("week", "недел", "тиж", "fortnight")):
        middle = day - timedelta(days=count * (14 if unit.startswith("f") else 7))
        slack, precision = 1 if count == 1 else 3, DatePrecision.WEEK
    elif unit.startswith(("month", "мес", "міс")):
        middle, slack, precision = months_before(day, count), 10, DatePrecision.MONTH
    else:
        middle, slack, precision = months_before(day, 12 * count), 90, DatePrecision.YEAR
    around = timedelta(days=slack)
    return reading.found(middle - around, middle + around, precision,
                         "counted back from publication")  # fmt: skip


def _vaguely_ago(reading: Reading, day: date, unit: str) -> Found:
    """ "Weeks ago": more than one, and not so many that a longer unit would be used."""
    first, last = {"weeks": (42, 10), "months": (300, 45), "years": (3650, 500)}[unit]
    return reading.found(day - timedelta(days=first), day - timedelta(days=last),
                         DatePrecision.YEAR if unit == "years" else DatePrecision.MONTH,
                         "counted back from publication")  # fmt: skip


def since_invasion(reading: Reading) -> Found | None:
    """ "Since the start of the operation", as both sides count: from 24 February 2022."""
    first = date(2022, 2, 24)
    if reading.published is None or reading.published < first:
        return None
    return reading.found(first, reading.published, DatePrecision.YEAR, "since a known day")


def running(reading: Reading) -> Found | None:
    """ "For the third day running", "вторую неделю": up to publication."""
    if reading.published is None:
        return None
    word = reading.groups["ordinal"].casefold()
    count = next((n for stem, n in ORDINALS.items() if word.startswith(stem)), 2)
    week = reading.groups["period"].casefold().startswith(("week", "недел", "тиж"))
    first = reading.published - timedelta(days=count * 7 - 1 if week else count - 1)
    precision = DatePrecision.WEEK if week and count < 3 else DatePrecision.MONTH
    return reading.found(first, reading.published, precision if week else DatePrecision.DAY,
                         "a run of days up to publication")  # fmt: skip


_VAGUE = ("days", "weeks", "months", "дни", "дні", "днями", "тижні", "тижнями", "неделями",
          "месяцы", "місяці")  # fmt: skip
_UNIT_DAYS = (("hour", 1 / 24), ("час", 1 / 24), ("годин", 1 / 24), ("day", 1), ("сут", 1),
              ("дн", 1), ("доб", 1), ("день", 1), ("fortnight", 14), ("week", 7), ("недел", 7),
              ("тиж", 7), ("month", 30), ("мес", 30), ("міс", 30), ("year", 365), ("год", 365),
              ("рік", 365))  # fmt: skip


def over_period(reading: Reading) -> Found | None:
    """ "Over the past week", "за минувшие сутки": a stretch that ends with publication.

    Days and hours reach back over their nights, weeks hold seven days, months the day they began.
    """
    if reading.published is None:
        return None
    unit = reading.groups["period"].casefold()
    size = next((d for prefix, d in _UNIT_DAYS if unit.startswith(prefix)), 1.0)
    number = " ".join((reading.groups.get("number") or "").casefold().split())
    vague = not number and unit.endswith(_VAGUE)
    count = number_of(number) or (3 if vague else 1)
    days = min(max(1, round(size * count) - (size == 7 and not vague)), 3650)
    if size == 30 and not vague:
        days = (reading.published - months_before(reading.published, min(count, 120))).days
    first = reading.published - timedelta(days=days)
    precision = (
        DatePrecision.DAY if days < 3 else DatePrecision.WEEK if days < 15 else DatePrecision.MONTH
    )
    return reading.found(first, reading.published, precision, UP_TO_PUBLICATION)


def since_weekend(reading: Reading) -> Found | None:
    """From the last Saturday to publication."""
    day = reading.published
    if day is None:
        return None
    first = day - timedelta(days=(day.weekday() - 5) % 7)
    return reading.found(first, day, DatePrecision.DAY, "from the weekend")


def nights(first: int, last: int) -> Callable[[Reading], Found | None]:
    """A reader for the night of, or the night to, the day of its ``weekday`` or month."""

    def read(reading: Reading) -> Found | None:
        day = reading.weekday() if reading.groups.get("weekday") else reading.day()[0]
        if day is None:
            return None
        return reading.found(day + timedelta(days=first), day + timedelta(days=last),
                             DatePrecision.DAY, "a night by the day named",
                             inferred=not reading.groups.get("year"))  # fmt: skip

    return read
