"""How far a forecast reaches: "by the end of the month", "by mid-September", "within two years"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from app.claims.extract.dategrammar import MONTH, MONTHS, NUMERALS

_END = re.compile(
    r"(?<!\w)(?:by|before(?!\s+(?:the\s+)?(?:summer|autumn|winter|spring))|until|till|past|"
    r"beyond)\s+(?:the\s+)?"
    r"(?:end\s+of\s+)?(?:this\s+|the\s+)?"
    r"(?P<en>week|month|year|summer|autumn|fall|winter|spring)(?!\w)"
    r"|(?<!\w)(?:до|к)\s+(?:конц[ау]|кінця)\s+(?P<sl>недели|тижня|месяца|місяця|года|року|лета|"
    r"літа|осени|осені|"
    r"зимы|зими|весны|весни)(?!\w)",
    re.IGNORECASE,
)
_BY_MONTH = re.compile(
    rf"(?<!\w)(?P<to>by|before|к|до|ahead\s+of)\s+(?:the\s+)?(?P<part>early|mid-?|late|end\s+of|"
    rf"начал\w+|середин\w+|конц\w+|"
    rf"кінця|середини)?\s*{MONTH}(?!\s?\d)",
    re.IGNORECASE,
)
_NEW_YEAR = re.compile(
    r"(?<!\w)(?:by|before|until|till|do|к|до|перед)\s+(?:the\s+)?(?:new\s+year|christmas|"
    r"новому\s+году|нового\s+"
    r"(?:года|року)|новим\s+роком)(?!\w)",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"(?<!\w)(?:next|на\s+следующей|в\s+следующем|наступного|на\s+наступному)\s+(?P<period>week|"
    r"month|year|неделе|месяце|"
    r"году|тижня|тижні|місяця|року)(?!\w)",
    re.IGNORECASE,
)
# "Not before November": the first day that a forecast speaks of.
_NOT_BEFORE = re.compile(
    rf"(?<!\w)(?:not\s+(?:\w+\s+){{0,3}}(?:before|until|till)|no\s+(?:earlier|sooner)\s+than|"
    rf"не\s+(?:\w+\s+){{0,3}}(?:раньше|ранее|"
    rf"раніше)(?:\s+(?:чем|ніж)(?:\s+[ву])?)?)\s+(?:(?:the\s+)?(?:early|late|mid)-?\s*|начала\s+"
    rf"|початку\s+)?(?:{MONTH}|(?P<next>next\s+year|"
    r"следующего\s+года|наступного\s+року))"
    r"|(?P<not>not\s+(?:in\s+)?this\s+year|не\s+(?:в\s+)?(?:этого|этом|цього)\s+(?:года|году|"
    r"року))",
    re.IGNORECASE,
)
_SEASON = re.compile(
    r"(?<!\w)(?:(?P<by>by|before|к|до)\s+(?:the\s+)?|(?P<this>this|the\s+coming|этим|этой|цього|"
    r"цієї)\s+)"
    r"(?P<season>summer|autumn|winter|spring|лет\w+|літ\w+|осен\w+|осін\w*|осені|зим\w+|"
    r"весн\w+)(?!\w)",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"(?<!\w)(?:within(?:\s+the\s+(?:next|coming))?|in\s+the\s+(?:next|coming)|over\s+the\s+next|in\s+no\s+more\s+than|no\s+more\s+than|"
    r"в\s+течение|"
    r"протягом|за)\s+(?P<number>\d+|a|one|two|three|four|five|six|seven|ten|two-three|два|две|"
    r"дві|три|пять|"
    r"п’ять)\s+(?P<unit>day|week|month|year|дн|недел|тиж|месяц|місяц|год|лет|рок)\w*",
    re.IGNORECASE,
)
# "In the coming weeks": few of them.
_COMING = re.compile(
    r"(?<!\w)(?:in|over|within|during)\s+the\s+(?:coming|next|nearest)\s+(?:few\s+)?(?P<unit>days|weeks|months)(?!\w)",
    re.IGNORECASE,
)
_FEW = {"days": 7, "weeks": 28, "months": 92}
_IN_MONTH = re.compile(
    rf"(?<!\w)(?:in|during|throughout)\s+(?:early|mid-?|late)?\s*{MONTH}(?!\s?\d)", re.IGNORECASE
)
_AHEAD = 6  # months ahead in which a month named without a year is the next one
_NEGATED = re.compile(
    r"(?<!\w)(?:not|won['’]t|never|hardly|не)\s+(?:\w+\s+)?(?:fall|be|take|come|happen|begin|reach|enter|capture|"
    r"start|\w+(?:ут|ют|ет|ёт|ит|ат|ят|е|ить|ать))(?!\w)",
    re.IGNORECASE,
)
# "До июля": July itself is too late.
_EXCLUSIVE = ("before", "до")
_UNITS = {"day": 1, "дн": 1, "week": 7, "недел": 7, "тиж": 7, "month": 30, "месяц": 30, "місяц": 30,
          "year": 365, "год": 365, "лет": 365, "рок": 365}  # fmt: skip
# Last month of each season, the northern half of the year in mind.
_SEASONS = {"summer": 8, "лет": 8, "літ": 8, "autumn": 11, "fall": 11, "осен": 11, "осін": 11,
            "spring": 5,
            "весн": 5, "winter": 2, "зим": 2}  # fmt: skip


def horizon(text: str, start: int, end: int, said: date) -> date | None:
    """The last day that a forecast between two offsets speaks of, or None for an open one."""
    if not_before(text, start, end, said) is not None:
        return None
    for pattern, read in _HORIZONS:
        match = pattern.search(text, start, end)
        if match is not None:
            return read(match, said)
    return None


def _within(match: re.Match[str], said: date) -> date | None:
    number = match["number"].casefold()
    count = int(number) if number.isdigit() else NUMERALS.get(number, 3)
    return said + timedelta(days=min(count, 100) * _UNITS[match["unit"].casefold()])


def _closing(match: re.Match[str], said: date) -> date | None:
    return _period_end((match["en"] or match["sl"]).casefold(), said)


def _by_season(match: re.Match[str], said: date) -> date | None:
    last = _season_end(match["season"].casefold(), said, whole=match["by"] is None)
    if last and (match["by"] or "").casefold() in _EXCLUSIVE:
        return last.replace(day=1) - timedelta(days=1)
    return last


def _by_month(match: re.Match[str], said: date) -> date | None:
    last = _month_end(MONTHS.get(match["month"][:3].casefold()), match["part"] or "", said)
    exclusive = match["to"].casefold() in _EXCLUSIVE and not match["part"]
    return last.replace(day=1) - timedelta(days=1) if last and exclusive else last


def _following(match: re.Match[str], said: date) -> date | None:
    return _next_end(match["period"].casefold(), said)


def _year_end(_: re.Match[str], said: date) -> date | None:
    return date(said.year, 12, 31)


def _coming(match: re.Match[str], said: date) -> date | None:
    return said + timedelta(days=_FEW[match["unit"].casefold()])


def _in_month(match: re.Match[str], said: date) -> date | None:
    month = MONTHS.get(match["month"][:3].casefold())
    if month is None or (month - said.month) % 12 > _AHEAD:
        return None
    return _month_end(month, "", said)


_HORIZONS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]], ...] = (
    (_WITHIN, _within), (_END, _closing), (_SEASON, _by_season), (_NEW_YEAR, _year_end),
    (_NEXT, _following), (_BY_MONTH, _by_month), (_COMING, _coming), (_IN_MONTH, _in_month),
)  # fmt: skip


def not_before(text: str, start: int, end: int, said: date) -> date | None:
    """The first day that a forecast between two offsets speaks of, or None."""
    match = _NOT_BEFORE.search(text, start, end)
    if match is None:
        return _put_off(text, start, end, said)
    if match["month"] is None:
        return date(said.year + 1, 1, 1)
    month = MONTHS.get(match["month"][:3].casefold())
    return None if month is None else date(said.year + (month < said.month), month, 1)


def _put_off(text: str, start: int, end: int, said: date) -> date | None:
    """ "Will not fall before winter": what does not come before a time may come from then on."""
    if _NEGATED.search(text, start, end) is None:
        return None
    for pattern, read in ((_BY_MONTH, _by_month), (_SEASON, _by_season)):
        match = pattern.search(text, start, end)
        lead = match and (match.groupdict().get("to") or match.groupdict().get("by") or "")
        if match is not None and lead and lead.casefold() in _EXCLUSIVE:
            last = read(match, said)
            return last and last + timedelta(days=1)
    return None


def _next_end(word: str, said: date) -> date:
    if word.startswith(("week", "недел", "тиж")):
        return said + timedelta(days=13 - said.weekday())
    if word.startswith(("month", "мес", "міс")):
        first = _last_day(said.year, said.month) + timedelta(days=1)
        return _last_day(first.year, first.month)
    return date(said.year + 1, 12, 31)


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
