"""How far a forecast reaches: "by the end of the month", "by mid-September", "within two years"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from app.claims.extract.dategrammar import MONTH, MONTHS, NUMERALS

_END = re.compile(
    r"(?<!\w)(?:by|before|until|till|past|beyond)\s+(?:the\s+)?(?:end\s+of\s+)?(?:this\s+|the\s+)?"
    r"(?P<en>week|month|year|summer|autumn|fall|winter|spring)(?!\w)"
    r"|(?<!\w)(?:до|к)\s+(?:конц[ау]|кінця)\s+(?P<sl>недели|тижня|месяца|місяця|года|року|лета|літа|осени|осені|"
    r"зимы|зими|весны|весни)(?!\w)",
    re.IGNORECASE,
)
_BY_MONTH = re.compile(
    rf"(?<!\w)(?:by|before|к|до)\s+(?:the\s+)?(?P<part>early|mid-?|late|end\s+of|начал\w+|середин\w+|конц\w+|"
    rf"кінця|середини)?\s*{MONTH}",
    re.IGNORECASE,
)
_SEASON = re.compile(
    r"(?<!\w)(?:(?P<by>by|before|к|до)\s+(?:the\s+)?|(?P<this>this|the\s+coming|этим|этой|цього|цієї)\s+)"
    r"(?P<season>summer|autumn|winter|spring|лет\w+|літ\w+|осен\w+|осін\w*|осені|зим\w+|весн\w+)(?!\w)",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"(?<!\w)(?:within|in\s+the\s+next|over\s+the\s+next|in\s+no\s+more\s+than|no\s+more\s+than|в\s+течение|"
    r"протягом|за)\s+(?P<number>\d+|a|one|two|three|four|five|six|seven|ten|two-three|два|две|дві|три|пять|"
    r"п’ять)\s+(?P<unit>day|week|month|year|дн|недел|тиж|месяц|місяц|год|лет|рок)\w*",
    re.IGNORECASE,
)
_UNITS = {"day": 1, "дн": 1, "week": 7, "недел": 7, "тиж": 7, "month": 30, "месяц": 30, "місяц": 30,
          "year": 365, "год": 365, "лет": 365, "рок": 365}  # fmt: skip
# Last month of each season, the northern half of the year in mind.
_SEASONS = {"summer": 8, "лет": 8, "літ": 8, "autumn": 11, "fall": 11, "осен": 11, "осін": 11,
            "spring": 5,
            "весн": 5, "winter": 2, "зим": 2}  # fmt: skip


def horizon(text: str, start: int, end: int, said: date) -> date | None:
    """The last day that a forecast between two offsets speaks of, or None for an open one."""
    within = _WITHIN.search(text, start, end)
    if within is not None:
        number = within["number"].casefold()
        count = int(number) if number.isdigit() else NUMERALS.get(number, 3)
        days = min(count, 100) * _UNITS[within["unit"].casefold()]
        return said + timedelta(days=days)
    close = _END.search(text, start, end)
    if close is not None:
        return _period_end((close["en"] or close["sl"]).casefold(), said)
    season = _SEASON.search(text, start, end)
    if season is not None:
        return _season_end(season["season"].casefold(), said, whole=season["by"] is None)
    month = _BY_MONTH.search(text, start, end)
    if month is not None and not text[month.end() : month.end() + 2].lstrip()[:1].isdigit():
        return _month_end(MONTHS.get(month["month"][:3].casefold()), month["part"] or "", said)
    return None


def _season_end(word: str, said: date, *, whole: bool) -> date | None:
    """The end of a season, or of its first month where it is only to come by then."""
    last = next((m for stem, m in _SEASONS.items() if word.startswith(stem)), None)
    if last is None:
        return None
    month = last if whole else (last - 3) % 12 + 1
    return _last_day(said.year + (said.month > month), month)


def _last_day(year: int, month: int) -> date:
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _period_end(word: str, said: date) -> date | None:
    if word.startswith(("week", "недел", "тиж")):
        return said + timedelta(days=6 - said.weekday())
    if word.startswith(("month", "месяц", "місяц")):
        return _last_day(said.year, said.month)
    if word.startswith(("year", "год", "рок")):
        return date(said.year, 12, 31)
    month = next((m for stem, m in _SEASONS.items() if word.startswith(stem)), None)
    return None if month is None else _last_day(said.year + (said.month > month), month)


def _month_end(month: int | None, part: str, said: date) -> date | None:
    if month is None:
        return None
    year = said.year + (month < said.month)
    if part.casefold().startswith(("mid", "серед")):
        return date(year, month, 15)
    if part.casefold().startswith(("early", "начал")):
        return date(year, month, 10)
    return _last_day(year, month)
