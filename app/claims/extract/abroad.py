"""Regions of other countries as reports write them: patterns made of the gazetteer's names.

English names are written as they are, with their generic word or without one. Russian and Ukrainian
ones decline: adjectives and the names of republics are matched by their stem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from app.claims.registry import LANGUAGES
from gazetteer.outside import read_regions

_SHORTEST = 4  # letters of a stem; a shorter word is matched whole
# Endings of adjectives in the nominative, and the vowels that nouns change.
_ENDING = re.compile("(?:ая|ий|ый|ой|[аяьиіїе])$")
_GENERIC = {
    "область": "(област*|обл)",
    "край": "(край|края|краю|краем|крае|краєм|краї)",
}
_PLURALS = {"oblast": "oblasts", "region": "regions"}


class RegionAbroad(NamedTuple):
    """A region's name in the gazetteer, and its patterns by language."""

    name: str
    patterns: Mapping[str, Sequence[str]]


def regions_abroad() -> Iterator[RegionAbroad]:
    """Every region outside Ukraine that the gazetteer has, with what stands for it in texts."""
    for place in read_regions():
        patterns: dict[str, list[str]] = {language: [] for language in LANGUAGES}
        for name in place.names:
            if name.language in patterns:
                make = _english if name.language == "en" else _declined
                patterns[name.language] += make(name.text.lower())
        yield RegionAbroad(place.name, patterns)


def _english(name: str) -> list[str]:
    """ "Kursk region", "Kursk and Belgorod regions"."""
    *lead, last = name.split()
    own = " ".join([*lead, f"({last}|{last}'s)"])
    plural = _PLURALS.get(last)
    return [own, " ".join([*lead, "and", "_", plural])] if plural else [own]


def _declined(name: str) -> list[str]:
    return [" ".join(map(_stem, name.split()))]


def _stem(word: str) -> str:
    stem = _ENDING.sub("", word)
    return _GENERIC.get(word) or (f"{stem}*" if len(stem) >= _SHORTEST else word)
