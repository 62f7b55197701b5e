"""The words of dates in three languages: months, weekdays, numerals, stretches of time."""

from __future__ import annotations

import re

MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "oct": 10, "nov": 11, "dec": 12, "янв": 1, "фев": 2, "мар": 3, "апр": 4, "мая": 5, "май": 5,
    "мае": 5, "июн": 6, "июл": 7, "авг": 8, "сен": 9, "окт": 10, "ноя": 11, "дек": 12, "січ": 1,
    "лют": 2, "бер": 3, "кві": 4, "тра": 5, "чер": 6, "лип": 7, "сер": 8, "вер": 9, "жов": 10,
    "лис": 11, "гру": 12,
}  # fmt: skip
WEEKDAYS = {
    "mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6, "пон": 0, "вто": 1,
    "сре": 2,
    "чет": 3, "пят": 4, "суб": 5, "вос": 6, "вів": 1, "сер": 2, "п’я": 4, "п'я": 4, "нед": 6,
}  # fmt: skip
NUMERALS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10,
    "two-three": 3, "couple": 2, "several": 7, "few": 7, "recent": 28, "два": 2, "две": 2,
    "дві": 2,
    "три": 3, "четыре": 4, "чотири": 4, "пять": 5, "п’ять": 5, "несколько": 7, "кілька": 7,
}  # fmt: skip

MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|"
    r"январ[яьею]|феврал[яьею]|март[аеу]?|апрел[яьею]|ма[йяею]|июн[яьею]|июл[яьею]|август[аеу]?|"
    r"сентябр[яьею]|октябр[яьею]|ноябр[яьею]|декабр[яьею]|"
    r"січ(?:ня|ні|ень)|лют(?:ого|ому|ий)|берез(?:ня|ні|ень)|квіт(?:ня|ні|ень)|трав(?:ня|ні|ень)|"
    r"черв(?:ня|ні|ень)|лип(?:ня|ні|ень)|серп(?:ня|ні|ень)|верес(?:ня|ні|ень)|жовт(?:ня|ні|ень)|"
    r"листопад[аі]?|груд(?:ня|ні|ень))(?!\w)\.?"
)
YEAR = r"(?:,?\s+(?P<year>20\d\d)(?!\d)(?:\s*(?:г\.|года|року|р\.))?)?"
DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|-го|-е|-го)?(?!\d)"
DAY2 = r"(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?(?!\d)"
LEAD = (
    r"(?P<lead>(?:as\s+of|by|until|before|since|from|after|no\s+later\s+than|станом\s+на|"
    r"по\s+состоянию\s+на|до|с|з|після|после|к)\s+(?:the\s+)?(?:(?:early|late|evening|morning|"
    r"night|end)\s+(?:of\s+)?)?)?"
)
WEEKDAY = (
    r"(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday|понедельник|вторник|"
    r"среду|четверг|пятницу|субботу|воскресенье|понеділок|вівторок|середу|четвер|п[’']ятницю|"
    r"суботу|неділю|понедельника|вторника|среды|четверга|пятницы|субботы|воскресенья|понеділка|вівторка|"
    r"середи|п[’']ятниці|суботи|неділі)"
)
PERIOD = (
    r"(?P<period>days?|weeks?|months?|hours?|year|сут(?:ки|ок)|неделю|недели|недель|месяц\w*|"
    r"дн(?:я|ей|и)|"
    r"добу|доби|тиж(?:день|ня|ні|нів)|місяц\w*|дн(?:і|ів)|часов|годин\w*|год|рік)"
)
COUNT = (
    r"(?:(?P<number>\d+|two|three|four|five|six|seven|ten|few|several|couple\s+of|два|две|"
    r"дві|три|четыре|чотири|несколько|кілька)\s+)?"
)
# What a match of a row of the grammar holds within a word, whatever else it holds. Wider than the
# words themselves: a need only saves the search for what cannot be there.
NEEDS = {
    "digit": r"\d",
    "month": r"(?:(?<![^\W\d_])|(?<=mid))" + MONTH.replace("?P<month>", "?:"),
    "numeric": r"\d[.-][01]\d[.-]\d",
    "yesterday": r"(?<!\w)(?:yesterday|eve|day|вчера|накануне|позавч|вчора|учора|напередодні|днем|"
    r"добою)",
    "night": r"night|ноч|ніч",
    "today": r"(?<!\w)(?:today|morning|afternoon|evening|сегодня|сьогодні)",
    "weekday": r"(?<!\w)" + WEEKDAY.replace("?P<weekday>", "?:"),
    "period": r"(?<!\w)(?:day|week|month|hour|year|сут|недел|месяц|дн|доб|тиж|місяц|час|годин|год|"
    r"рік|рок)",
    "past": r"(?<!\w)(?:past|last|this|recent|previous|эту|цю|цей|протягом|за|упродовж|"
    r"(?:минув|прош|последн|минул|останн|поточн)\w*)$",
    "order": r"(?<!\w)(?:ago|earlier|before|prior|назад|тому|ранее|раніше)(?!\w)",
    "anchored": r"day|день|сутки|добу|наступн|следующ|дня|ж",
    "weekend": r"weekend|выходны|вихідн",
    "start": r"start|beginning|начал|почат",
}
# One cheap test keeps the grammar away from sentences without a date word.
ANY = re.compile(
    r"\d|(?<!\w)(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|day|week|month|night|today|"
    r"yesterday|tonight|overnight|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"the\s+eve|past|last|previous|"
    r"recent|"
    r"morning|evening|вчера|позавч|вчора|учора|уночі|вночі|накануне|напередодні|ноч|сут|доб|"
    r"недел|тиж|мес|міс|"
    r"сегодня|сьогодні|"
    r"понед|вторн|сред|четв|пятн|субб|воскр|вівт|серед|п.ятн|субот|неділ|минул|минувш|прошл|"
    r"прош|останн|последн|weekend|выходны|вихідн|наступного|следующ|день|дня|начал|почат|"
    rf"{NEEDS['month']})",
    re.IGNORECASE,
)
# Words at which it takes more than the word to tell: "the eve", a broken "п ятницю".
UNSURE = r"(?<!\w)eve|(?<!\w)п$"


ANCHORED = re.compile(
    r"(?<!\w)(?P<count>a|one|two|three|several)\s+days?\s+(?P<way>before|after|"
    r"earlier\s+than)\s+(?:the|this|that)\s+(?:[\w-]+\s+){0,2}"
    r"(?:strike|attack|announcement|capture|liberation|assault|visit|statement|raid|explosion|"
    r"fall|withdrawal)(?!\w)"
    r"|(?<!\w)(?P<eve>(?:a|one)\s+day\s+earlier|the\s+(?:previous\s+day|day\s+before(?!\s+yesterday))|"
    r"дн[её]м\s+ранее|добою\s+раніше|днем\s+раніше)(?!\w)"
    r"|(?<!\w)(?P<next>(?:the\s+)?(?:following|next)\s+day|на\s+следующий\s+день|наступного\s+дня)(?!\w)"
    r"|(?<!\w)(?P<same>(?:the\s+same|that\s+same)\s+day|в\s+тот\s+же\s+день|того\s+ж\s+дня|"
    r"цього\s+ж\s+дня)(?!\w)"
    r"|(?<!\w)(?P<day>за\s+(?:день|сутки)\s+до\s+(?:этого|удара|атаки)|за\s+(?:день|"
    r"добу)\s+до\s+(?:цього|удару|атаки))(?!\w)",
    re.IGNORECASE,
)
