"""The official romanisation of Ukrainian names.

Source of the rule: Resolution 55 of the Cabinet of Ministers of Ukraine, 27 January 2010
("KMU 2010"), which the state register, road signs and passports follow.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh",
    "з": "z", "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n",
    "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu", "я": "ia",
}  # fmt: skip

# At the beginning of a word the iotated letters are written with y.
_INITIALS = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}

# Apostrophes as sources write them; the register writes U+2019.
_APOSTROPHES = re.compile("['`´ʼʹ‘’ʻ′]")
_WORD = re.compile(r"[^\W\d_]+")


def typographic_apostrophe(text: str) -> str:
    """``text`` with every kind of apostrophe written as the state register does (U+2019)."""
    return _APOSTROPHES.sub("’", text)


@lru_cache(maxsize=65536)
def romanise(name: str) -> str:
    """The KMU 2010 romanisation of a Ukrainian name; letters of other scripts stay as they are.

    >>> romanise("Слов’янськ"), romanise("Згурівка"), romanise("Єнакієве")
    ('Sloviansk', 'Zghurivka', 'Yenakiieve')
    """
    return _WORD.sub(lambda found: _romanise_word(found.group()), _APOSTROPHES.sub("", name))


def _romanise_word(word: str) -> str:
    lower = word.lower()
    pieces = [_INITIALS.get(lower[0], _LETTERS.get(lower[0], lower[0]))]
    for before, letter in pairwise(lower):
        # "зг" is zgh, so that it is not read as "ж" (zh).
        pieces.append("gh" if before == "з" and letter == "г" else _LETTERS.get(letter, letter))
    text = "".join(pieces)
    if word.isupper() and len(word) > 1:
        return text.upper()
    return text[:1].upper() + text[1:] if word[0].isupper() else text
