"""Capitals that name no place: adjectives that open a sentence, call signs, "X-based"."""

from __future__ import annotations

import re

from app.claims.extract.document import Document
from app.claims.extract.sentences import Token

_MARKS = frozenset("«“„\"'‘")
# An adjective and a noun of its gender: "Украинское командование", "Солдатская почта". Short
# participles and verbs in the past end alike and are left out: "Красное освобождено".
_AGREEING = (
    re.compile(r"\w+(?:ое|ее|ське|цьке|зьке)\s\w+(?:ние|ство|тво|лие|рие|чие|ття|ння|ття)"),
    re.compile(r"\w+(?:ая|яя|ська|цька|зька)\s\w+(?<!л)(?<!н)(?<!т)(?:а|я|ь)"),
    re.compile(
        r"\w+(?:ый|ий|ой|ський|цький)\s(?:голова|глава|мэр|мер|губернатор|командир|генерал|штаб|"
        r"министр|міністр|суд|совет|спецназ|десант|флот|корпус|полк|батальон|батальйон|канал|"
        r"военкор|воєнкор|журналист|журналіст|противник|аналитик|аналітик|эксперт|експерт)\w*"
    ),
)
_BASED = re.compile(r"\w-(?:based|born|led|backed|style|trained|bound)$")
# "A pilot who goes by Lviv", "one of them, who posts as Wolf Ravine".
_GOES_BY = re.compile(
    r"(?:go|goes|going|went|posts?|posting|writes?|writing)\s+(?:by|as)\s+"
    r"(?:the\s+(?:name|call\s?sign|handle)\s+(?:of\s+)?)?[\"'“‘«]?$"
)
_REACH = 40  # characters before a call sign


def describes(doc: Document, tokens: list[Token], first: int, last: int) -> bool:
    """Whether a capitalised word only describes the noun behind it."""
    if last - first != 1:
        return False
    word = tokens[first]
    if _BASED.search(word.lower) is not None:
        return True
    opens = first == 0 or (first == 1 and tokens[0].text in _MARKS)
    if doc.language == "en" or not opens or last >= len(tokens) or tokens[last].capital:
        return False
    phrase = doc.lower[word.start : tokens[last].end]
    return any(pattern.fullmatch(phrase) for pattern in _AGREEING)


def of_call_sign(doc: Document, start: int) -> bool:
    """Whether the name that begins at ``start`` is what somebody goes by."""
    left = doc.lower[max(0, start - _REACH) : start]
    return _GOES_BY.search(left) is not None
