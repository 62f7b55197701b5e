"""What a name may be when the typist's keyboard or a scanner got it wrong.

The tables stand in ``gazetteer/data/slips.toml``. Here too a reading is a proposal that counts only
where the gazetteer knows its key.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from typing import Final

from gazetteer.names.fold import is_cyrillic
from gazetteer.names.rules import read_rules

LEAST: Final = 5
"""Shorter names are not read so: a few letters stand for anything."""

_LEAST_TYPED: Final = 6
_MOST_GAPS: Final = 2
# A Slavic name typed on Latin keys has hardly a vowel: а, е, и, о are the keys f, t, b, j.
_VOWELS: Final = re.compile("[aeiou]")
_MOST_VOWELS: Final = 0.2


@cache
def _looks() -> tuple[tuple[tuple[re.Pattern[str], str], ...], ...]:
    return tuple(
        tuple((re.compile(old), new) for old, new in rule["replace"])
        for rule in read_rules("slips.toml")["look"]
    )


@cache
def _layouts() -> tuple[dict[int, str], dict[int, str], tuple[str, ...]]:
    """Latin keys to Cyrillic letters, the reverse, and the letters on keys that are no letters."""
    to_cyrillic: dict[int, str] = {}
    to_latin: dict[int, str] = {}
    hidden: dict[str, None] = {}
    for layout in read_rules("slips.toml")["layout"]:
        for language in ("russian", "ukrainian"):
            for key, letter in zip(layout["latin"], layout[language], strict=True):
                to_cyrillic[ord(key)] = letter
                to_latin[ord(letter)] = key
                if not key.isalpha() and key != "'":
                    hidden[letter] = None
    return to_cyrillic, to_latin, tuple(hidden)


def slip_readings(folded: str) -> list[str]:
    """Other names that a folded one may be a slip for, the likeliest first.

    >>> slip_readings("gjrhjdcmr")
    ['покровськ']
    """
    if len(folded) < LEAST:
        return []
    made = _typed_on_the_other_layout(folded) if len(folded) >= _LEAST_TYPED else []
    for look in _looks():
        text = folded
        for old, new in look:
            text = old.sub(new, text)
        if text != folded:
            made.append(text)
    return list(dict.fromkeys(made))


def _typed_on_the_other_layout(folded: str) -> list[str]:
    to_cyrillic, to_latin, hidden = _layouts()
    if is_cyrillic(folded):
        text = folded.translate(to_latin)
        return [text] if text.replace(" ", "").isalpha() else []
    vowels = len(_VOWELS.findall(folded))
    if not folded.isascii() or vowels > _MOST_VOWELS * len(folded):
        return []
    # Folding has made a gap of a key that is no letter: "rehf jdt" is Курахове.
    words = folded.translate(to_cyrillic).split()
    gaps = product((" ", *hidden), repeat=min(len(words) - 1, _MOST_GAPS))
    rest = " ".join(words[_MOST_GAPS + 1 :])
    made = []
    for between in gaps:
        text = words[0] + "".join(map("".join, zip(between, words[1:], strict=False)))
        made.append(f"{text} {rest}".strip())
    return made
