"""Dates of reports: our own grammar finds the expressions, the publication date completes them.

A day without a year takes the year that puts it closest before publication, and is marked so.
Nothing is padded: "in July" is a month, "by 3 August" has an open start.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from app.claims.model import DatePrecision, Span, TimeRange

_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "oct": 10, "nov": 11, "dec": 12, "янв": 1, "фев": 2, "мар": 3, "апр": 4, "мая": 5, "май": 5,
    "мае": 5, "июн": 6, "июл": 7, "авг": 8, "сен": 9, "окт": 10, "ноя": 11, "дек": 12, "січ": 1,
    "лют": 2, "бер": 3, "кві": 4, "тра": 5, "чер": 6, "лип": 7, "сер": 8, "вер": 9, "жов": 10,
    "лис": 11, "гру": 12,
}  # fmt: skip
_WEEKDAYS = {
    "mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6, "пон": 0, "вто": 1, "сре": 2,
    "чет": 3, "пят": 4, "суб": 5, "вос": 6, "вів": 1, "сер": 2, "п’я": 4, "п'я": 4, "нед": 6,
}  # fmt: skip
_NUMERALS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10,
    "two-three": 3, "couple": 2, "several": 7, "few": 7, "recent": 28, "два": 2, "две": 2, "дві": 2,
    "три": 3, "четыре": 4, "чотири": 4, "пять": 5, "п’ять": 5, "несколько": 7, "кілька": 7,
}  # fmt: skip

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|"
    r"январ[яьею]|феврал[яьею]|март[аеу]?|апрел[яьею]|ма[йяею]|июн[яьею]|июл[яьею]|август[аеу]?|"
    r"сентябр[яьею]|октябр[яьею]|ноябр[яьею]|декабр[яьею]|"
    r"січ(?:ня|ні|ень)|лют(?:ого|ому|ий)|берез(?:ня|ні|ень)|квіт(?:ня|ні|ень)|трав(?:ня|ні|ень)|"
    r"черв(?:ня|ні|ень)|лип(?:ня|ні|ень)|серп(?:ня|ні|ень)|верес(?:ня|ні|ень)|жовт(?:ня|ні|ень)|"
    r"листопад[аі]?|груд(?:ня|ні|ень))(?!\w)\.?"
)
_YEAR = r"(?:,?\s+(?P<year>20\d\d)(?!\d)(?:\s*(?:г\.|года|року|р\.))?)?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|-го|-е|-го)?(?!\d)"
_DAY2 = r"(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?(?!\d)"
_LEAD = (
    r"(?P<lead>(?:as\s+of|by|until|before|since|from|after|no\s+later\s+than|станом\s+на|"
    r"по\s+состоянию\s+на|до|с|з|після|после|к)\s+(?:the\s+)?(?:(?:early|late|evening|morning|night|end)\s+(?:of\s+)?)?)?"
)
_WEEKDAY = (
    r"(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday|понедельник|вторник|"
    r"среду|четверг|пятницу|субботу|воскресенье|понеділок|вівторок|середу|четвер|п[’']ятницю|"
    r"суботу|неділю)"
)
_PERIOD = (
    r"(?P<period>days?|weeks?|months?|hours?|year|сут(?:ки|ок)|неделю|недели|недель|месяц\w*|дн(?:я|ей|и)|"
    r"добу|доби|тиж(?:день|ня|ні|нів)|місяц\w*|дн(?:і|ів)|часов|годин\w*|год|рік)"
)


def _find(expression: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,-]){expression}", re.IGNORECASE)


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

    def day(self, name: str = "day") -> tuple[date | None, bool]:
        """The day of the group ``name`` with its month, and whether its year was inferred."""
        month = _MONTHS.get((self.groups.get("month") or "")[:3].casefold())
        if month is None:
            return None, False
        return _complete(self.groups.get("year"), month, int(self.groups[name]), self.published)


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


def _exact(reading: Reading) -> Found | None:
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


def _numeric(reading: Reading) -> Found | None:
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


def _month_only(reading: Reading) -> Found | None:
    first, inferred = _complete(
        reading.groups.get("year"),
        _MONTHS.get(reading.groups["month"][:3].casefold(), 0) or 1,
        1,
        reading.published,
    )
    if first is None:
        return None
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    if reading.published is not None and first <= reading.published < last:
        last = reading.published
    lead = (reading.groups.get("lead") or "").casefold()
    if lead.startswith(("since", "с", "з")):
        return reading.found(
            first, reading.published, DatePrecision.MONTH, "since a month", inferred
        )
    return reading.found(first, last, DatePrecision.MONTH, "month named in the text", inferred)


def _shifted(days: int, basis: str) -> Callable[[Reading], Found | None]:
    def read(reading: Reading) -> Found | None:
        if reading.published is None:
            return None
        value = reading.published - timedelta(days=days)
        return reading.found(value, value, DatePrecision.DAY, basis)

    return read


def _overnight(reading: Reading) -> Found | None:
    if reading.published is None:
        return None
    first = reading.published - timedelta(days=1)
    return reading.found(
        first, reading.published, DatePrecision.DAY, "the night before publication"
    )


def _weekday(reading: Reading) -> Found | None:
    if reading.published is None:
        return None
    wanted = _WEEKDAYS.get(reading.groups["weekday"][:3].casefold())
    if wanted is None:
        return None
    back = (reading.published.weekday() - wanted) % 7
    value = reading.published - timedelta(days=back)
    return reading.found(value, value, DatePrecision.DAY, "weekday at or before publication", True)


_UNIT_DAYS = (("hour", 1 / 24), ("час", 1 / 24), ("годин", 1 / 24), ("day", 1), ("сут", 1), ("дн", 1),
              ("доб", 1), ("week", 7), ("недел", 7), ("тиж", 7), ("month", 30), ("мес", 30),
              ("міс", 30), ("year", 365), ("год", 365), ("рік", 365))  # fmt: skip


def _over_period(reading: Reading) -> Found | None:
    """ "over the past week", "за минувшие сутки": a stretch that ends with publication."""
    if reading.published is None:
        return None
    unit = reading.groups["period"].casefold()
    size = next((d for prefix, d in _UNIT_DAYS if unit.startswith(prefix)), 1.0)
    number = (reading.groups.get("number") or "").casefold().strip()
    plural_vague = not number and unit.endswith(("days", "weeks", "months"))
    count = (
        float(number)
        if number.isdigit()
        else float(_NUMERALS.get(number, 3 if plural_vague else 1))
    )
    days = min(max(1, round(size * count)), 3650)
    first = reading.published - timedelta(days=days)
    precision = (
        DatePrecision.DAY if days < 3 else DatePrecision.WEEK if days < 15 else DatePrecision.MONTH
    )
    return reading.found(first, reading.published, precision, "a stretch up to publication")


def _days_ago(reading: Reading) -> Found | None:
    number = reading.groups["number"].casefold()
    days = int(number) if number.isdigit() else _NUMERALS.get(number, 3)
    if reading.published is None or days > 3650:
        return None
    value = reading.published - timedelta(days=days)
    return reading.found(value, value, DatePrecision.DAY, "days before publication")


_COUNT = r"(?:(?P<number>\d+|two|three|four|five|six|seven|ten|few|several|couple\s+of|два|две|дві|три|четыре|чотири|несколько|кілька)\s+)?"
_GRAMMAR: list[tuple[re.Pattern[str], Callable[[Reading], Found | None]]] = [
    (_find(rf"(?:from|between|с|з|від)\s+{_DAY}\s*(?:to|and|through|until|по|до|та)\s+{_DAY2}\s+{_MONTH}{_YEAR}"), _exact),
    (_find(rf"(?:from|between)\s+{_MONTH}\s+{_DAY}\s*(?:to|and|through|until|[-–—])\s+{_DAY2}{_YEAR}"), _exact),
    (_find(rf"{_DAY}\s*[-–—]\s*{_DAY2}\s+{_MONTH}{_YEAR}"), _exact),
    (_find(rf"{_MONTH}\s+{_DAY}\s*[-–—]\s*{_DAY2}{_YEAR}"), _exact),
    (_find(rf"{_LEAD}{_DAY}\s+(?:of\s+)?{_MONTH}{_YEAR}"), _exact),
    (_find(rf"{_LEAD}{_MONTH}\s+(?:the\s+)?{_DAY}{_YEAR}"), _exact),
    (_find(r"(?P<year>20\d\d)-(?P<m>[01]\d)-(?P<day>[0-3]\d)(?!\d)"), _numeric),
    (_find(r"(?P<day>[0-3]?\d)\.(?P<m>[01]\d)\.(?P<year>20\d\d|\d\d)(?![\d.])"), _numeric),
    (_find(rf"(?P<lead>in|since|during|throughout|в|с|з|у|за|протягом|в\s+течение)\s+(?:early\s+|late\s+|mid-?\s?|the\s+month\s+of\s+|начале\s+|конце\s+|середине\s+|начала\s+)?{_MONTH}{_YEAR}(?!\s*\d)"), _month_only),
    (_find(r"(?:the\s+)?day\s+before\s+yesterday|позавчера|позавчора"), _shifted(2, "two days before publication")),
    (_find(r"(?:yesterday|on\s+the\s+eve|the\s+previous\s+day|the\s+day\s+before|a\s+day\s+earlier|one\s+day\s+earlier|вчера|накануне|вчора|учора|напередодні|днем\s+ранее|добою\s+раніше)(?!\w)"), _shifted(1, "the day before publication")),
    (_find(r"(?:last\s+night|overnight|ночью|минувшей\s+ночью|в\s+ночь\s+на\s+сегодня|вночі|минулої\s+ночі|уночі)(?!\w)"), _overnight),
    (_find(r"(?:today|this\s+(?:morning|afternoon|evening)|сегодня|сьогодні)(?!\w)"), _shifted(0, "the day of publication")),
    (_find(rf"(?:on|last|this|в|во|у|в\s+минулий|минулого)\s+{_WEEKDAY}(?!\w)"), _weekday),
    (_find(rf"(?:over|in|during|within|for|throughout|за|в\s+течение|протягом|упродовж)\s+(?:the\s+)?(?:past|last|recent|previous|минувш\w+|прошедш\w+|последн\w+|прошл\w+|минул\w+|останн\w+|поточн\w+|эту|цю|цей)\s+{_COUNT}{_PERIOD}(?!\w)"), _over_period),
    (_find(r"(?:минулої|минулого|прошлой|протягом|за|упродовж|last|this|past)\s+(?P<period>доби|тижня|недели|недел[юе]|week|сутки|добу|тиждень|month|місяця)(?!\w)"), _over_period),
    (_find(r"(?P<number>\d+|two|three|four|five|six|seven|несколько|кілька|два|две|дві|три|четыре|чотири|пять)\s+(?:days?|дня|дней|дні|днів)\s+(?:ago|earlier|before|назад|тому|ранее|раніше)(?!\w)"), _days_ago),
    (_find(rf"over\s+(?P<number>recent)\s+{_PERIOD}(?!\w)"), _over_period),
]  # fmt: skip
# One cheap test keeps the grammar away from sentences without a date word.
_ANY = re.compile(
    r"\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|day|week|month|night|today|eve|past|recent|"
    r"morning|evening|вчера|вчора|учора|накануне|напередодні|ноч|сут|доб|недел|тиж|мес|міс|сегодня|сьогодні|"
    r"понед|вторн|сред|четв|пятн|субб|воскр|вівт|серед|п.ятн|субот|неділ|минул|минувш|прошл|прош|останн|последн",
    re.IGNORECASE,
)


_ANCHORED = re.compile(
    r"(?<!\w)(?P<count>a|one|two|three|several)\s+days?\s+(?P<way>before|after|earlier\s+than)\s+(?:the|this|that)\s+(?:[\w-]+\s+){0,2}"
    r"(?:strike|attack|announcement|capture|liberation|assault|visit|statement|raid|explosion|fall|withdrawal)(?!\w)"
    r"|(?<!\w)(?P<day>за\s+(?:день|сутки)\s+до\s+(?:этого|удара|атаки)|за\s+(?:день|добу)\s+до\s+(?:цього|удару|атаки))(?!\w)",
    re.IGNORECASE,
)


def _anchored(text: str, start: int, end: int, anchor: date | None) -> Iterator[Found]:
    """ "A day before the strike": counted from the day that the report gave last."""
    if anchor is None:
        return
    for match in _ANCHORED.finditer(text, start, end):
        days = _NUMERALS.get((match["count"] or "a").casefold(), 1)
        later = (match["way"] or "").casefold() == "after"
        value = anchor + timedelta(days=days if later else -days)
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
    if _ANY.search(text, start, end) is None:
        return []
    chosen: list[Found] = []
    readings = chain(_anchored(text, start, end, anchor), _readings(text, start, end, published))
    for found in readings:
        if all(found.end <= other.start or found.start >= other.end for other in chosen):
            chosen.append(found)
    return sorted(chosen, key=lambda f: f.start)


def _readings(text: str, start: int, end: int, published: date | None) -> Iterator[Found]:
    for pattern, read in _GRAMMAR:
        for match in pattern.finditer(text, start, end):
            found = read(Reading(match, published))
            if found is not None:
                yield found
