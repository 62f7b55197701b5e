"""The grammar of dates: what each expression needs to be there, its form, and its reading.

Rows that hold more stand before rows that hold less: what one has read no later one reads again.
"""

from __future__ import annotations

from collections.abc import Callable

from app.claims.extract import datecalendar as cal
from app.claims.extract import datereadings as read
from app.claims.extract.dategrammar import (
    COUNT,
    DAY,
    DAY2,
    LEAD,
    MONTH,
    MONTH2,
    NUMBER,
    ORDINAL,
    PART,
    PERIOD,
    SEASON,
    TIMES_OF_DAY,
    WEEKDAY,
    YEAR,
    YEAR_ONLY,
)
from app.claims.extract.datereadings import Found, Reading

Row = tuple[str, str, Callable[[Reading], Found | None]]

_FROM = r"(?:from|between|со?|зі?|від)\s+"
_TO = r"\s*(?:to|and|through|until|till|по|до|та|[-–—])\s*"
_YEAR1 = r"(?:,?\s+(?P<year1>20\d\d)(?:\s*(?:г\.|года|року|р\.))?)?"
_THIS = r"(?:this|the\s+current|этой|этом|этого|этот|эту|цього|цьому|цей|цю)"
_LAST = (
    r"(?:last|the\s+previous|прошл(?:ой|ом|ого|ую|ый)|минувш(?:ей|ем|его)|минул(?:ого|ому|ій|ої)|"
    r"попередн(?:ього|ьому))"
)
_UNIT = (
    r"(?P<period>week|month|year|недел[еию]|месяц[ае]?|год[ау]?|тиж(?:ня|ні|день)|місяц[яі]|"
    r"ро(?:ку|ці))"
)
_NIGHT_TO = r"(?:overnight\s+(?:in)?to|(?:on\s+)?the\s+night\s+to)\s+(?:the\s+)?"
_NIGHT_OF = r"(?:(?:on|in|during)\s+)?the\s+night\s+of\s+(?:the\s+)?"
_SINCE = r"(?:since|from|as\s+early\s+as|начиная\s+с|починаючи\s+з|со?|зі?|від)"

NAMED: list[Row] = [
    ("digit month night", rf"(?:в|у)\s+(?:ночь|ніч)\s+на\s+{DAY}\s+{MONTH}{YEAR}", read.night_to),
    ("digit month night",
     rf"{_NIGHT_TO}{DAY}\s+(?:of\s+)?{MONTH}{YEAR}", cal.nights(-1, 0)),
    ("digit month night", rf"{_NIGHT_TO}{MONTH}\s+{DAY}{YEAR}",
     cal.nights(-1, 0)),
    # Whether the one that began or the one that ended on that day, writers do not agree.
    ("digit month night", rf"{_NIGHT_OF}{DAY}\s+(?:of\s+)?{MONTH}{YEAR}(?!\s*[-–])",
     cal.nights(-1, 1)),
    ("digit month night", rf"{_NIGHT_OF}{MONTH}\s+{DAY}{YEAR}(?!\s*[-–])",
     cal.nights(-1, 1)),
    ("digit month",
     rf"(?:{_FROM})?{DAY}\s+(?:of\s+)?{MONTH}{_YEAR1}{_TO}{DAY2}\s+(?:of\s+)?{MONTH2}{YEAR}",
     read.across_months),
    ("digit month",
     rf"(?:{_FROM})?{MONTH}\s+{DAY}{_YEAR1}{_TO}{MONTH2}\s+{DAY2}{YEAR}", read.across_months),
    ("digit month",
     rf"{_FROM}{DAY}\s*(?:to|and|through|until|till|по|до|та)\s+{DAY2}\s+{MONTH}{YEAR}",
     read.exact),
    ("digit month",
     rf"(?:from|between)\s+{MONTH}\s+{DAY}\s*(?:to|and|through|until|[-–—])\s+{DAY2}{YEAR}",
     read.exact),
    ("digit month", rf"{DAY}\s*[-–—]\s*{DAY2}\s+{MONTH}{YEAR}", read.exact),
    ("digit month", rf"{MONTH}\s+{DAY}\s*[-–—]\s*{DAY2}{YEAR}", read.exact),
    ("digit month",
     rf"{DAY}(?:,\s*\d{{1,2}})*,?\s+(?:and|и|й|та|і)\s+{DAY2}\s+{MONTH}{YEAR}", read.exact),
    ("digit month", rf"on\s+{MONTH}\s+{DAY}(?:,\s*\d{{1,2}})*,?\s+and\s+{DAY2}{YEAR}", read.exact),
    ("digit month", rf"{LEAD}{DAY}\s+(?:of\s+)?{MONTH}{YEAR}", read.exact),
    ("digit month", rf"{LEAD}{MONTH}\s+(?:the\s+)?{DAY}{YEAR}", read.exact),
    ("numeric", r"(?P<year>20\d\d)-(?P<m>[01]\d)-(?P<day>[0-3]\d)(?!\d)", read.numeric),
    ("numeric", r"(?P<day>[0-3]?\d)\.(?P<m>[01]\d)\.(?P<year>20\d\d|\d\d)(?![\d.])", read.numeric),
    ("month",
     rf"(?P<lead>in|since|during|throughout|by|until|back\s+in|last|this|в|со?|у|зі?|за|"
     rf"протягом|[ув]продовж|"
     rf"в\s+течение|на|до|від)\s+(?:{PART}(?:-|\s)\s?|the\s+month\s+of\s+)?"
     rf"{MONTH}{YEAR}(?!\s*\d)", read.month_only),
    ("month", rf"(?P<lead>){PART}(?:-|\s+)\s?{MONTH}{YEAR}(?!\s*\d)", read.month_only),
]  # fmt: skip

# "A year ago today", before the year ago that it begins with.
SAME_DAY: list[Row] = [
    ("period order",
     r"(?:a\s+year\s+ago\s+(?:today|to\s+the\s+day)|год\s+назад\s+в\s+этот\s+(?:же\s+)?день|"
     r"рік\s+тому\s+(?:цього\s+дня|в\s+цей\s+день))(?!\w)", cal.year_back),
    ("this", r"торік\s+(?:цього|у\s+цей)\s+(?:самого\s+)?д(?:ня|ень)(?!\w)", cal.year_back),
]  # fmt: skip

RELATIVE: list[Row] = [
    ("yesterday",
     r"(?:the\s+)?day\s+before\s+yesterday|позавчера|позавчора",
     read.shifted(2, "two days earlier")),
    ("yesterday",
     r"(?:yesterday|on\s+the\s+eve|the\s+(?:previous|preceding)\s+(?:day|evening|afternoon)|"
     r"the\s+day\s+before|"
     r"the\s+evening\s+before|last\s+evening|"
     r"a\s+day\s+earlier|one\s+day\s+earlier|вчера|накануне|вчора|учора|напередодні|"
     r"днем\s+ранее|днём\s+ранее|добою\s+раніше|днем\s+раніше)(?!\w)",
     read.shifted(1, "the day before publication")),
    ("weekday night",
     rf"(?:overnight\s+(?:in)?to|(?:on\s+)?the\s+night\s+to|(?:в|у)\s+(?:ночь|ніч)\s+на)\s+"
     rf"{WEEKDAY}(?!\w)",
     cal.nights(-1, 0)),
    ("weekday night", rf"(?:on\s+)?the\s+night\s+of\s+{WEEKDAY}(?!\w)", cal.nights(0, 1)),
    ("weekday night", rf"(?:(?:late\s+)?on\s+)?{WEEKDAY}\s+night(?!\w)", cal.nights(0, 1)),
    ("night",
     r"(?:last\s+night|overnight|(?:during|throughout|through|in)\s+the\s+night|all\s+night|"
     r"by\s+night|"
     r"(?:минувшей|прошлой|этой|минулої|цієї)\s+(?:ночью|ночі)|ночью|в\s+ночь\s+на\s+сегодня|"
     r"вночі|уночі|"
     r"за\s+(?:ночь|ніч|минувшую\s+ночь|минулу\s+ніч)|(?:с|з)\s+ноч[иі]|протягом\s+ночі|"
     r"(?:всю|усю)\s+(?:ночь|ніч))(?!\w)", read.overnight),
    ("today",
     r"(?:(?:earlier\s+)?today|this\s+(?:morning|afternoon|evening)|сегодня|сьогодні)(?!\w)",
     read.shifted(0, "day of publication")),
    ("weekday",
     r"(?P<lead>since|from|by|until|before|со?|зі?|від)\s+(?:(?:early|late)\s+)?(?:(?:the\s+)?"
     rf"(?:morning|evening|night|afternoon)\s+of\s+)?(?:last\s+)?{WEEKDAY}(?!\w)", read.weekday),
    ("weekday",
     rf"(?:on|last|this|late\s+on|early\s+on|as\s+of|в|во|у|(?:в|у)\s+(?:минул\w+|прошл\w+|"
     rf"минувш\w+|эт[оу]\w*|цю|цей)|"
     rf"минулого|минулої|прошлого|станом\s+на)\s+{WEEKDAY}(?!\w)", read.weekday),
    ("weekday",
     r"(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?!\w)", read.weekday),
    ("weekend",
     r"(?:since|from|с|з|від)\s+(?:the\s+)?(?:past\s+|last\s+)?(?:weekend|выходных|вихідних)(?!\w)",
     cal.since_weekend),
    ("weekend",
     r"(?:(?:over|at|during|on|this|last)\s+)?(?:the\s+)?(?:past\s+|last\s+)?weekend(?!\w)|"
     r"(?:за|на|в|у|минулими|протягом)\s+(?:минувши[ех]\s+|прошедши[ех]\s+|прошлы[ех]\s+|"
     r"минулі\s+|минулих\s+|цих\s+)?"
     r"(?:выходны\w+|вихідн\w+)", read.weekend),
    ("daytime period",
     r"(?:since|from|с|з|від)\s+(?:the\s+)?(?:start|beginning|начала|початку)\s+(?:of\s+"
     r")?(?:the\s+|this\s+|"
     r"этих\s+|цієї\s+)?(?:day|суток|дня|доби)(?!\w)|during\s+the\s+day(?!\w)|(?:earlier\s+|"
     r"later\s+)?in\s+the\s+day(?!\w)",
     read.shifted(0, "day of publication")),
    ("start",
     r"(?:since|from|со?|з|від)\s+(?:the\s+)?(?:very\s+)?(?:start|beginning|начала|початку)\s+"
     r"(?:of\s+)?(?:the\s+)?(?:(?:special|full-scale|russian|military|large-scale|специальн\w+|"
     r"полномасштабн\w+|повномасштабн\w+|военной|воєнної|російськ\w+)\s+){0,2}"
     r"(?:operation|invasion|war|операции|вторжения|войны|операції|вторгнення|війни)(?!\w)",
     cal.since_invasion),
    ("period",
     r"(?P<lead>since|from)\s+the\s+(?:turn\s+of\s+the\s+|new\s+)(?P<period>month|year)(?!\w)",
     read.start_of),
    ("start period",
     r"(?P<lead>at|since|from|in|в|со?|на|зі?|від)\s+(?:the\s+)?(?:start|beginning|начал[еа]|"
     r"початку)\s+"
     r"(?:of\s+)?(?:the\s+|this\s+|этой\s+|этого\s+|цього\s+)?"
     r"(?P<period>week|month|year|недели|месяца|года|тижня|місяця|року)(?!\w)", read.start_of),
    ("period this",
     rf"(?:(?:in|for|during|на|в|у|во)\s+)?(?:{PART}\s+)?{_LAST}\s+{_UNIT}(?!\w)", cal.last_period),
    ("period this",
     rf"(?:(?:earlier|late|later|early|in|during|на|в|у|во)\s+)?{_THIS}\s+{_UNIT}(?!\w)",
     cal.this_period),
]  # fmt: skip

STRETCHES: list[Row] = [
    ("period past",
     rf"(?:over|in|during|within|for|throughout|across|в|у|во|за|в\s+течение|протягом|"
     rf"[ув]продовж|на\s+протяжении)\s+(?:the\s+)?(?:past|last|recent|previous|preceding|"
     rf"минувш\w+|прошедш\w+|"
     rf"последн\w+|прошл\w+|минул\w+|останн\w+|поточн\w+|эту|цю|"
     rf"цей)\s+{COUNT}{PERIOD}(?!\w)", cal.over_period),
    ("period past", r"(?:останніми|последними)\s+"
     r"(?P<period>днями|тижнями|неделями|місяцями|месяцами)(?!\w)",
     cal.over_period),
    ("period", r"(?:минулої|минувш\w+|прошедш\w+|прошлых|попередньої|last|past)\s+"
     r"(?P<period>доби|сут(?:ки|ок)|добу)(?!\w)", cal.over_period),
    ("period",
     rf"(?<!вдруге\s)(?<!\sраз\s)(?:за|протягом|[ву]продовж|в\s+течение|на\s+протяжении|уже|вже|"
     rf"during|throughout)\s+(?:последн\w+\s+|останн\w+\s+|the\s+)?{COUNT}"
     r"(?P<period>доби|сут(?:ки|ок)|добу|недел[юиья]|недель|тиж(?:день|ня|ні|нів)|місяц[ья]|"
     r"місяців|месяц\w*|"
     r"дн(?:я|ей|і|ів)|day|week|month|year)(?!\w)(?!\s+до\s)", cal.over_period),
    ("period order",
     rf"{NUMBER}\s+(?:days?|дня|дней|дні|днів|доби|суток)\s+(?:ago|earlier|before|назад|"
     r"тому|ранее|раніше)(?!\w)", read.days_ago),
    ("period order",
     r"(?:a|one)\s+week\s+(?:earlier|before)(?!\w)|неделей\s+ранее(?!\w)|тижнем\s+раніше(?!\w)",
     read.around(8, 6, "about a week earlier")),
    ("period order",
     rf"(?:{NUMBER}\s+)?(?P<period>weeks?|months?|years?|fortnight|недел[юиья]|недель|месяц\w*|"
     r"год[ау]?|лет|тиж(?:день|ня|ні|нів)|"
     r"місяц\w+|рік|рок(?:и|ів))\s+(?:ago|назад|тому)(?!\w)",
     cal.long_ago),
    ("period order",
     r"in\s+the\s+(?:preceding\s+)?days\s+(?:before|prior)(?!\w)",
     read.around(5, 1, "the days before publication")),
    ("period ordinal",
     rf"(?:for\s+(?:a|the|its|their)\s+{ORDINAL}\s+(?:straight\s+|consecutive\s+|successive\s+)?"
     r"(?P<period>day|night|week))(?:\s+(?:running|in\s+a\s+row|straight))?(?!\w)", cal.running),
    ("period ordinal",
     rf"{ORDINAL}\s+(?P<period>сутки|недел[юя]|добу|доба|день\s+(?:подряд|поспіль)|тиждень)"
     r"(?:\s+(?:подряд|поспіль))?(?!\w)", cal.running),
    ("period",
     r"(?<!time\s)(?:in|within|over|for|after)\s+(?:the\s+space\s+of\s+|just\s+|only\s+|"
     r"barely\s+|more\s+than\s+|nearly\s+|about\s+)?"
     rf"{NUMBER}\s+(?P<period>days?|weeks?|months?|hours?|fortnight)(?!\w)(?!['’\s-]+(?:ago|"
     rf"long|time))",
     cal.over_period),
    ("daytime",
     r"(?:just\s+)?(?:(?:a\s+few\s+)?hours\s+(?:earlier|before|ago)|(?:несколькими\s+)?часами\s+"
     r"ранее|"
     r"(?:кількома\s+)?годинами\s+раніше)(?!\w)", read.overnight),
]  # fmt: skip

CALENDAR: list[Row] = [
    ("year season",
     rf"(?:(?P<lead>{_SINCE}|in|during|over|by|back\s+in)\s+)?(?:the\s+)?(?:(?:early|late|mid|"
     rf"dead\s+of)[\s-]+)?(?:the\s+)?"
     rf"{SEASON}\s+(?:of\s+)?{YEAR_ONLY}", cal.season),
    ("year season", rf"in\s+the\s+(?P<season>fall)\s+of\s+{YEAR_ONLY}", cal.season),
    ("season",
     rf"(?:(?:in|during|over)\s+)?(?:the\s+)?(?:(?:early|late|dead\s+of)\s+)?(?:the\s+"
     rf")?(?P<which>last|previous|past|this|"
     rf"прошл\w+|минувш\w+|минул\w+|этим|этой|цього|цієї)\s+{SEASON}", cal.season),
    ("season",
     rf"(?P<lead>{_SINCE}|back\s+in|over|during|in|throughout)\s+(?:the\s+)?(?:early\s+|late\s+"
     rf")?{SEASON}", cal.season),
    ("season",
     r"(?P<season>летом|осенью|зимой|весной|влітку|улітку|восени|взимку|навесні)(?!\w)",
     cal.season),
    ("year", rf"(?:(?:in|в|у|на)\s+)?{PART}[\s-]\s?{YEAR_ONLY}", cal.year_alone),
    ("year",
     rf"(?P<lead>{_SINCE}|in|back\s+in|during|throughout|в|у|за|протягом|[ув]продовж)\s+{YEAR_ONLY}"
     r"(?!\s*(?:people|soldiers|troops|men|met(?:re|er)s|homes|houses|drones|human|осіб|чел|шт|"
     r"[-–]\d))",
     cal.year_alone),
    ("year", r"(?P<year>20[0-4]\d)\s*(?:года|году|год|року|році)(?!\w)", cal.year_alone),
    ("this", r"(?P<period>торік)(?!\w)", cal.last_period),
    ("this", r"(?P<period>цьогоріч)(?!\w)", cal.this_period),
]  # fmt: skip

TIMES: list[Row] = [
    ("daytime",
     rf"(?:{TIMES_OF_DAY}\s+)?(?:midnight|полуночи|полночь|опівночі|опівніч)(?!\w)|"
     r"(?:just\s+|shortly\s+)?before\s+(?:dawn|daybreak|sunrise|first\s+light)(?!\w)|"
     r"(?:до|перед)\s+(?:рассвет\w+|світанк\w+)|(?:вечером|вечора|увечері|ввечері)(?!\w)",
     read.overnight),
    ("daytime",
     rf"(?:{TIMES_OF_DAY}\s+)?(?:the\s+)?(?:dawn|daybreak|sunrise|(?:early\s+|small\s+)hours|"
     rf"(?<=since\s)morning)(?!\w)|"
     r"(?:(?:с|з|під|на)\s+)?(?:рассвет[еа]?|світанк[уо]м?|удосвіта|вранці|зранку|ранку|утра|"
     r"утром)(?!\w)",
     read.shifted(0, "day of publication")),
]  # fmt: skip

ROWS: list[Row] = [
    *NAMED,
    *SAME_DAY,
    *RELATIVE,
    *STRETCHES,
    *CALENDAR,
]
