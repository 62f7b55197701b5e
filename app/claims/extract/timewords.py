"""Words that tell what a date in a sentence belongs to."""

from __future__ import annotations

import re

# "Footage published on August 2 shows": the day of the footage, not of what it shows.
PUBLISHED_ON = re.compile(
    r"(?:published|posted|released|uploaded|circulated|shared|dated|опубликованн\w+|опублікован\w+|"
    r"размещенн\w+|оприлюднен\w+)\s+(?:late\s+|early\s+)?(?:on\s+)?$",
    re.IGNORECASE,
)
# What a period repeats: "in the same period", "за это же время".
SAME_TIME = re.compile(
    r"(?:in|over|during|within)\s+(?:the\s+same|that)\s+(?:period|time|span)|meanwhile|"
    r"за\s+(?:это|тот|этот|цей|той)\s+(?:же\s+|самий\s+|ж\s+)?(?:врем|период|срок|час|період)",
    re.IGNORECASE,
)
# A clause that tells, inside another, of an act and day of its own.
ASIDE = re.compile(
    r",\s+(?=(?:having|who|which|whose|where|when|after|before|once|lost|taken|held|seen|\w+ed|"
    r"котор\w+|"
    r"где|когда|после|як(?:ий|а|е|і|ого|ої|их|у|ому)|де|коли|після|"
    r"\w+нн(?:ый|ого|ом|ая|ой|ое|ые|ых|ий|е|і|ої|им)|\w+(?:вши|вшись))\s)",
    re.IGNORECASE,
)
# "The city they lost last September", "renamed so in 2021": the past of a place, not the news.
PAST = re.compile(
    r"(?<!\w)(?:(?:they|it|he|she|which|that|who|we)\s+(?:had\s+|have\s+|has\s+)?(?:lost|held|"
    r"taken|took|captured|seized|"
    r"left|retook|retaken|liberated|entered|occupied)|renamed|founded|built|established|elected|"
    r"appointed|"
    r"born|переименован\w*|перейменован\w*|основан\w*|засновано?|построен\w*|збудован\w*|"
    r"потерянн\w+|втрачен\w+)"
    r"\s+(?:[\w-]+\s+){0,4}$"
    r"|(?<!\w)(?:that|which|who)\s+(?:has|have|had)\s+(?:[\w-]+\s+){1,7}$",
    re.IGNORECASE,
)
# "Territory seized last August is back": a participle, the date, and the verb of the act.
WHICH_ONE = re.compile(
    r"(?<!\w)(?<!was\s)(?<!were\s)(?<!been\s)(?<!has\s)(?<!have\s)(?<!had\s)(?<!and\s)"
    r"(?:seized|lost|captured|taken|occupied|liberated|retaken|held|abandoned|mined|\w+ed)\s+"
    r"(?:by\s+[\w’'-]+\s+(?:[\w’'-]+\s+)?)?(?:(?:in|on|back|early|late|only)\s+)*$|"
    r"(?<!\w)(?:the|an?|another|this)\s+(?:[\w-]+\s+){0,2}[\w-]+(?<!ed)(?<!said)(?<!says)(?<!told)(?<!es)\s+"
    r"(?:that|which|who)\s+(?:[\w’'-]+\s+){1,8}$",
    re.IGNORECASE,
)
GOES_ON = re.compile(r"\s+(?:is|are|was|were|has|have|had|remains?|will)\s", re.IGNORECASE)
SEEN = re.compile(
    r"(?:captured|filmed|recorded|caught|photographed|seen)\s+(?:on|by|in)\s", re.IGNORECASE
)
PAST_STATE = re.compile(r"(?:was|were|had|был|была|было|были|був|була|було|були)\s", re.IGNORECASE)
AS_OF = re.compile(r"as\s+of|станом|по\s+состоянию", re.IGNORECASE)
