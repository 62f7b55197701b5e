"""Which side is said to act: who says so is left out, for a denial names both."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.claims.extract.sides import side_of_words
from gazetteer.model import Side

_PIECE = re.compile(r"[,;]|(?<!\w)(?:that|что|що)(?!\w)", re.IGNORECASE)
_DOER = re.compile(r"\s+by\s+(?P<who>[^,;:.]{1,60})", re.IGNORECASE)


def side_of_doer(before: str, head: str, after: str, speakers: Iterable[tuple[int, int]]) -> Side:
    """The side said to act: told by the head, after "by", closest before the head, or after it.

    ``before`` and ``after`` are the rest of the head's sentence. ``speakers`` are stretches of
    ``before`` that name who says it; what leads up to one of them in its clause ("Ukraine's
    General Staff") is of its name.
    """
    by = _DOER.match(after)
    for words in (head, by["who"] if by else "", *_pieces(_without(before, speakers)), after):
        if (side := side_of_words(words)) != "unknown":
            return side
    return "unknown"


def _without(before: str, speakers: Iterable[tuple[int, int]]) -> str:
    for start, end in speakers:
        opens = max((m.end() for m in _PIECE.finditer(before[:start])), default=0)
        before = before[:opens] + " " * (end - opens) + before[end:]
    return before


def _pieces(before: str) -> list[str]:
    return _PIECE.split(before)[::-1]
