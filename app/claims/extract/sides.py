"""Whose side a speaker is on, by the words of a title, a unit or a nationality."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from app.claims.extract.resources import side_words
from gazetteer.model import Side

# Shared by both armies or by states at large: says nothing of who speaks.
_OCCUPIED = re.compile(
    r"(?<!\w)(?:occupation|russian-installed|russian-appointed|moscow-installed|оккупацион\w*|"
    r"окупаційн\w*)(?!\w)",
    re.IGNORECASE,
)
_LONGEST = 4
"""Words of the longest stem."""
_REMEMBERED = 32_768


class _Told(NamedTuple):
    """What one word tells: the side it names, and whether somebody is there as an occupier."""

    side: Side | None
    occupied: bool
    opens: bool
    """Whether a stem of several words may begin here."""


_NOTHING = _Told(None, False, False)


@lru_cache(maxsize=8)
def _pattern(row: str) -> re.Pattern[str]:
    parts = []
    for word in sorted(side_words()[row], key=len, reverse=True):
        piece = re.escape(word.rstrip("$")).replace("\\*", r"\w*").replace("\\~", r"\s+")
        piece = piece.replace("~", r"\s+")
        parts.append(piece + (r"(?!\w)" if word.endswith("$") else ""))
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})", re.IGNORECASE)


@lru_cache(maxsize=1)
def _opening() -> re.Pattern[str]:
    """What a word looks like that a stem of several words may begin with."""
    stems = {word.split("~")[0] for stems in side_words().values() for word in stems if "~" in word}
    pieces = (re.escape(stem).replace("\\*", r"\w*") for stem in sorted(stems))
    return re.compile(rf"(?<!\w)(?:{'|'.join(pieces)})$", re.IGNORECASE)


def side_of_words(text: str) -> Side:
    """The side that the words of a title or a group name, or unknown.

    Where both are named, the first speaks of the people themselves: "Ukrainian officials in
    Russian-held X". Those installed by an occupier are on its side wherever they serve.
    """
    words = text.split()
    named: Side = "unknown"
    for place, told in enumerate(map(_told, words)):
        if told is _NOTHING:
            continue
        if told.occupied:
            return "RU"
        side = told.side
        if told.opens and named not in _BELLIGERENTS:
            side = _side_from(" ".join(words[place : place + _LONGEST]), len(words[place]))
        if side is not None and named not in _BELLIGERENTS:
            named = side
    return named


_BELLIGERENTS: tuple[Side, ...] = ("RU", "UA")


@lru_cache(maxsize=_REMEMBERED)
def _told(word: str) -> _Told:
    occupied = _OCCUPIED.search(word) is not None
    opens = _opening().search(word) is not None
    side = _side_from(word, len(word))
    return _Told(side, occupied, opens) if occupied or opens or side else _NOTHING


@lru_cache(maxsize=_REMEMBERED)
def _side_from(text: str, reach: int) -> Side | None:
    """The side of the first stem that begins within ``reach`` characters."""
    first: dict[Side, int] = {}
    for side in _BELLIGERENTS:
        match = _pattern(side).search(text)
        if match is not None and match.start() < reach:
            first[side] = match.start()
    if first:
        return min(first, key=lambda side: first[side])
    other = _pattern("other").search(text)
    return "other" if other is not None and other.start() < reach else None


def voice_of_words(text: str) -> Side:
    """The side that alone would use these words ("the occupiers", "the Kiev regime")."""
    for side in _BELLIGERENTS:
        if _pattern(f"{side}_voice").search(text):
            return side
    return "unknown"
