"""Generic words beside a name: "region", "район", "direction"; what they say of its kind."""

from __future__ import annotations

from functools import cache

from gazetteer.model import PlaceKind
from gazetteer.names.key import read_rules


@cache
def _words() -> dict[str, PlaceKind]:
    kinds = {
        word: PlaceKind(kind)
        for kind, words in read_rules("generic_words.toml")["kind"].items()
        for word in words
    }
    return kinds | dict.fromkeys(_waters(), PlaceKind.RIVER)


@cache
def _waters() -> dict[str, str]:
    return {
        word: sort
        for sort, words in read_rules("generic_words.toml")["water"].items()
        for word in words
    }


def generic_kind(word: str) -> PlaceKind | None:
    """The kind of place that a folded generic word stands for, or None."""
    return _words().get(word)


def water_sort(folded: str) -> str | None:
    """What water a folded text speaks of: "river", "reservoir", "canal", or None."""
    return next((_waters()[word] for word in folded.split() if word in _waters()), None)


def strip_generic(folded: str) -> tuple[str, PlaceKind | None]:
    """A folded name without its generic word, and the kind that the word stands for.

    >>> strip_generic("donetsk region")
    ('donetsk', <PlaceKind.OBLAST: 'oblast'>)
    """
    words = folded.split()
    table = _words()
    for place in (-1, 0):
        if len(words) > 1 and words[place] in table:
            kind = table[words[place]]
            rest = words[:-1] if place == -1 else words[1:]
            return " ".join(rest), kind
    return folded, None
