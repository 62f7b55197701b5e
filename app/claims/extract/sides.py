"""Whose side a speaker is on, by the words of a title, a unit or a nationality."""

from __future__ import annotations

import re
from functools import lru_cache

from app.claims.extract.resources import side_words
from gazetteer.model import Side

_SIDES: tuple[Side, ...] = ("RU", "UA")
# Shared by both armies or by states at large: says nothing of who speaks.
_OCCUPIED = re.compile(
    r"(?<!\w)(?:occupation|russian-installed|russian-appointed|moscow-installed|оккупацион\w*|"
    r"окупаційн\w*)(?!\w)",
    re.IGNORECASE,
)


@lru_cache(maxsize=4)
def _pattern(side: str) -> re.Pattern[str]:
    parts = []
    for word in sorted(side_words()[side], key=len, reverse=True):
        piece = re.escape(word.rstrip("$")).replace("\\*", r"\w*").replace("\\~", r"\s+")
        piece = piece.replace("~", r"\s+")
        parts.append(piece + (r"(?!\w)" if word.endswith("$") else ""))
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})", re.IGNORECASE)


def side_of_words(text: str) -> Side:
    """The side that the words of a title or a group name, or unknown; short texts are kept."""
    return _kept(text) if len(text) < _SHORT else _side(text)


def _side(text: str) -> Side:
    """The side that the words of a title or a group name, or unknown.

    Where both are named, the first speaks of the people themselves: "Ukrainian officials in
    Russian-held X". Those installed by an occupier are on its side wherever they serve.
    """
    if _OCCUPIED.search(text):
        return "RU"
    first = {side: match.start() for side in _SIDES if (match := _pattern(side).search(text))}
    if first:
        return min(first, key=lambda side: first[side])
    return "other" if _pattern("other").search(text) else "unknown"


_SHORT = 120
_kept = lru_cache(maxsize=8192)(_side)
