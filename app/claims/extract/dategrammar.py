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
    "a": 1, "an": 1, "one": 1, "single": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "two-three": 3,
    "twenty-four": 24, "forty-eight": 48,
    "couple": 2, "couple of": 2, "several": 7, "few": 7, "recent": 28,
    "два": 2, "две": 2, "двое": 2, "двух": 2, "дві": 2, "двох": 2, "двоє": 2,
    "три": 3, "трое": 3, "трёх": 3, "трех": 3, "троє": 3, "трьох": 3,
    "четыре": 4, "четырёх": 4, "четырех": 4, "чотири": 4, "чотирьох": 4,
    "пять": 5, "пяти": 5, "п’ять": 5, "п'ять": 5, "п’яти": 5, "п'яти": 5,
    "шесть": 6, "шести": 6, "шість": 6, "семь": 7, "семи": 7, "сім": 7, "десять": 10,
    "несколько": 7, "нескольких": 7, "кілька": 7, "кількох": 7, "декілька": 7,
}  # fmt: skip
# "Third" of "for the third day running", by its stem.
ORDINALS = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "втор": 2,
    "трет": 3, "четв": 4, "пят": 5, "шест": 6, "седьм": 7, "друг": 2, "п’ят": 5, "п'ят": 5,
    "шост": 6, "сьом": 7,
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
    r"суботу|неділю|понедельника|вторника|среды|четверга|пятницы|субботы|воскресенья|понеділка|"
    r"вівторка|"
    r"середи|п[’']ятниці|суботи|неділі)"
)
PERIOD = (
    r"(?P<period>days?|weeks?|months?|hours?|year|сут(?:ки|ок)|неделю|недели|недель|месяц\w*|"
    r"дн(?:я|ей|и)|"
    r"добу|доби|тиж(?:день|ня|ні|нів)|місяц\w*|дн(?:і|ів)|часов|годин\w*|год|рік)"
)
NUMBER = (
    r"(?P<number>\d+|an?\s+single|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve|twenty-four|forty-eight|"
    r"(?:an?\s+)?few|several|(?:an?\s+)?couple(?:\s+of)?|два|две|двое|двух|дві|двох|двоє|три|"
    r"трое|тр[её]х|"
    r"троє|трьох|четыре|четыр[её]х|чотири|чотирьох|пять|пяти|п[’']ят[ьи]|шесть|шести|шість|семь|"
    r"семи|сім|десять|несколько|нескольких|кілька|кількох|декілька)"
)
COUNT = rf"(?:{NUMBER}\s+)?"
ORDINAL = (
    r"(?P<ordinal>second|third|fourth|fifth|sixth|seventh|втор\w+|трет\w+|четв[её]рт\w+|пят\w+|"
    r"шест\w+|седьм\w+|друг(?:ий|у|ого|у)|четверт\w+|п[’']ят\w+|шост\w+|сьом\w+)"
)
YEAR_ONLY = r"(?P<year>20[0-4]\d)(?!\d)(?:-(?:м|му|го))?(?:\s*(?:год\w*|г\.|ро(?:ку|ці)|р\.))?"
MONTH2 = MONTH.replace("<month>", "<month2>")
SEASON = (
    r"(?P<season>summer|autumn|winter|spring|лет(?:ом|а)|осень?ю|осени|зим(?:ой|ы)|весн(?:ой|ы)|"
    r"літ(?:ом|а)|"
    r"[ву]літку|восени|осені|взимку|зими|навесні|весни)(?!\w)"
)
PART = (
    r"(?P<part>early|mid|late|(?:the\s+)?(?:start|beginning|end|middle)\s+of|начал[еа]|конц[еа]|"
    r"середин[еы]|"
    r"початку|кінці|середині|кінця|наприкінці)"
)
# Words for a time of day: they only sharpen a day that is named beside them.
TIMES_OF_DAY = (
    r"(?:since|from|at|in|before|around|about|near|by|during|until|just\s+before|shortly\s+before|"
    r"с|з|под|перед|до|на|около|близько|від|ещё|ще|ранним|раннім)"
)

# What a match of a row of the grammar holds within a word, whatever else it holds. Wider than the
# words themselves: a need only saves the search for what cannot be there.
NEEDS = {
    "digit": r"\d",
    "month": r"(?:(?<![^\W\d_])|(?<=mid))" + MONTH.replace("?P<month>", "?:"),
    "numeric": r"\d[.-][01]\d[.-]\d",
    "yesterday": r"(?<!\w)(?:yesterday|eve|day|вчера|накануне|позавч|вчора|учора|напередодні|днем|"
    r"добою)",
    "night": r"night|ноч|ніч|полуноч|опівн",
    "daytime": r"(?<!\w)(?:dawn|daybreak|sunrise|midnight|morning|"
    r"afternoon|evening|hours|day|рассвет|"
    r"світан|удосвіта|полуноч|опівн|утр|ран[кц]|вран|зран|вечер|увечер|ввечер|вечор|сут|доб|ноч)",
    "year": r"(?<!\d)20[0-4]\d(?!\d)",
    "season": r"(?<!\w)(?:summer|autumn|fall|winter|spring|"
    r"лет|осен|зим|весн|літ|[ву]літку|восени|взимку|"
    r"навесні)",
    "this": r"(?<!\w)(?:this|last|previous|past|coming|эт|прош|минув|минул|цьо|"
    r"ці|торік|цьогор|позат|попередн)",
    "ordinal": r"(?<!\w)(?:second|third|fourth|fifth|sixth|seventh|втор|трет|четв|"
    r"пят|шест|седьм|друг|"
    r"п[’'ʼ]?ят|шост|сьом)|^ят",
    "today": r"(?<!\w)(?:today|morning|afternoon|evening|сегодня|сьогодні)",
    "weekday": r"(?<!\w)" + WEEKDAY.replace("?P<weekday>", "?:"),
    "period": r"(?<!\w)(?:day|week|month|hour|year|fortnight|сут|недел|месяц|дн|день|доб|тиж|місяц|"
    r"час|годин|год|рік|рок)",
    "past": r"(?<!\w)(?:past|last|this|recent|previous|эту|цю|цей|протягом|за|[ув]продовж|"
    r"(?:минув|прош|последн|минул|останн|поточн)\w*)$",
    "order": r"(?<!\w)(?:ago|earlier|before|prior|назад|тому|ранее|раніше)(?!\w)",
    "anchored": r"day|week|night|evening|morning|день|сутки|добу|наступн|следующ|дня|"
    r"дней|дн[іи]|суток|доб|ж",
    "weekend": r"weekend|выходны|вихідн",
    "start": r"start|beginning|начал|почат",
}
# One cheap test keeps the grammar away from sentences without a date word.
ANY = re.compile(
    r"\d|(?<!\w)(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|day|week|month|year|night|today|"
    r"yesterday|tonight|overnight|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"the\s+eve|past|last|previous|"
    r"recent|"
    r"morning|evening|вчера|позавч|вчора|учора|уночі|вночі|накануне|напередодні|ноч|сут|доб|"
    r"недел|тиж|мес|міс|"
    r"сегодня|сьогодні|"
    r"понед|вторн|сред|четв|пятн|субб|воскр|вівт|серед|п.ятн|субот|неділ|минул|минувш|прошл|"
    r"прош|останн|последн|weekend|выходны|вихідн|наступного|следующ|день|дн[іяе]|днями|start|beginning|начал|почат|"
    r"summer|autumn|winter|spring|dawn|daybreak|sunrise|fortnight|hours|лет|осен|зим|весн|літ|"
    r"[ву]літку|"
    r"восени|взимку|навесні|год|рік|рок|торік|рассвет|світан|удосвіта|полуноч|опівн|утр|ран[кц]|"
    r"вран|"
    r"зран|вечер|увечер|ввечер|вечор|"
    rf"{NEEDS['month']})",
    re.IGNORECASE,
)
# Words at which it takes more than the word to tell: "the eve", a broken "п ятницю".
UNSURE = r"(?<!\w)eve|(?<!\w)п$"


_EVENT = (
    r"(?:strike|attack|announcement|capture|liberation|assault|visit|statement|raid|explosion|fall|"
    r"withdrawal|retreat|shelling|blast|seizure|breakthrough|crossing|offensive|battle|surrender)"
)
_EVENT_RU = (
    r"(?:этого|тог[оі]|удар[ау]|атак[иу]|заявления|взятия|захвата|штурма|обстрела|взрыва|визита|"
    r"отхода|цього|заяви|штурму|обстрілу|вибуху|візиту|захоплення|відходу)"
)
ANCHORED = re.compile(
    r"(?<!\w)(?P<count>a|one|two|three|four|five|six|seven|ten|several)\s+(?P<unit>days?|weeks?)\s+"
    rf"(?P<way>before|after|earlier\s+than|prior\s+to)\s+(?:the|this|that|its|his|their)\s+"
    rf"(?:[\w-]+\s+){{0,2}}{_EVENT}(?!\w)"
    r"|(?<!\w)(?P<eve>(?:a|one)\s+day\s+earlier|the\s+(?:previous\s+day|day\s+before(?!\s+"
    r"yesterday))|"
    r"дн[её]м\s+ранее|добою\s+раніше|днем\s+раніше)(?!\w)"
    r"|(?<!\w)(?P<next>(?:the\s+)?(?:following|next)\s+day|a\s+day\s+later|на\s+следующий\s+день|"
    r"днём\s+позже|наступного\s+дня)(?!\w)"
    r"|(?<!\w)(?P<later>(?P<some>two|three|four|five|six|seven|ten)\s+(?P<unit2>days?|weeks?)\s+"
    r"later)(?!\w)"
    r"|(?<!\w)(?P<same>(?:the\s+same|that\s+same)\s+(?:day|night|evening|morning)|в\s+тот\s+же\s+день|того\s+ж\s+дня|"
    r"цього\s+ж\s+дня)(?!\w)"
    rf"|(?<!\w)(?P<day>за\s+(?:день|сутки|добу)\s+до\s+{_EVENT_RU})(?!\w)"
    rf"|(?<!\w)(?P<sl>за\s+(?P<slcount>два|две|дві|три|четыре|чотири|пять|п[’']ять)\s+(?:дня|"
    rf"дней|суток|дні|днів|доби)\s+до\s+"
    rf"{_EVENT_RU})(?!\w)"
    r"|(?<!\w)(?P<slnext>через\s+(?P<slsome>день|сутки|добу|два|две|дві|три|четыре|чотири|пять|"
    r"п[’']ять)"
    rf"(?:\s+(?:дня|дней|суток|дні|днів|доби))?\s+п(?:осле|ісля)\s+{_EVENT_RU})(?!\w)",
    re.IGNORECASE,
)
# "On Wednesday, two days after troops entered X", "it came two days after": the words behind tell
# of the earlier act.
CAME_AFTER = re.compile(
    r"(?:(?<!\w)(?P<came>came|comes|coming|followed|follows|arrived)\s+|,\s+)"
    r"(?:just|only|barely|less\s+than|about|some|almost|nearly)?\s*"
    r"(?P<count>a|one|two|three|four|five|six|seven|ten)\s+(?P<unit>days?|weeks?)\s+"
    r"(?P<way>after|before)(?!\w)",
    re.IGNORECASE,
)
