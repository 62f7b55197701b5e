"""Bring a written name to one plain form: width, case, apostrophes, hyphens, mixed scripts.

Folding never changes how a name sounds; that is the work of :mod:`gazetteer.names.key`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MAX_NAME_LENGTH: Final = 120
"""Longer strings are no place names; everything after this many characters is ignored."""

_APOSTROPHES: Final = "'`´‘’‛ʹʼʻʽˈ′″\"“”„«»ʺ"
_STRESS: Final = "\u0301\u0300"
_DROPPED: Final = dict.fromkeys(map(ord, _APOSTROPHES + _STRESS), "")
_SEPARATORS: Final = re.compile(r"[\W_]+")

# Letters that look alike in both scripts. A lone one inside a word of the other script is a
# typist's or a scanner's slip, so the look decides.
_LATIN_LOOKS: Final = "ABCEHIKMOPTXYaceiopxy"
_CYRILLIC_LOOKS: Final = "АВСЕНІКМОРТХУасеіорху"
_TO_CYRILLIC_LOOK: Final = dict(zip(_LATIN_LOOKS, _CYRILLIC_LOOKS, strict=True))
_TO_LATIN_LOOK: Final = dict(zip(_CYRILLIC_LOOKS, _LATIN_LOOKS, strict=True))

# Letters without a double in the other script were typed for their sound ("Dружковка").
_TO_CYRILLIC_SOUND: Final = dict(
    zip("bdfghjklmnqrstuvwzBDFGHJKLMNQRSTUVWZ", "бдфгхжклмнкрстуввзБДФГХЖКЛМНКРСТУВВЗ", strict=True)
)
_TO_LATIN_SOUND: Final = {
    "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "є": "ie", "ё": "e", "ж": "zh", "з": "z",
    "и": "y", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "п": "p", "т": "t",
    "ф": "f", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e",
    "ю": "iu", "я": "ia",
}  # fmt: skip

_MIXED: Final = re.compile(r"[A-Za-z][^\W\d_]*[Ѐ-ӿ]|[Ѐ-ӿ][^\W\d_]*[A-Za-z]")
_WORD: Final = re.compile(r"[^\W\d_]+")


def is_cyrillic(text: str) -> bool:
    """Whether most letters of ``text`` are Cyrillic."""
    cyrillic = sum("Ѐ" <= char <= "ӿ" for char in text)
    return 2 * cyrillic > sum(char.isalpha() for char in text)


def fold_script(text: str) -> str:
    """Turn each word that mixes Latin and Cyrillic letters into one of the two scripts.

    The script of most letters wins, Cyrillic when even: Latin letters slip into Cyrillic words far
    more often than the reverse.
    """
    if not _MIXED.search(text):
        return text
    return _WORD.sub(lambda match: _fold_word(match.group()), text)


def _fold_word(word: str) -> str:
    cyrillic = sum("Ѐ" <= char <= "ӿ" for char in word)
    latin = sum(char < "Ѐ" for char in word)
    if not cyrillic or not latin:
        return word
    if cyrillic >= latin:
        return "".join(
            _TO_CYRILLIC_LOOK.get(char, _TO_CYRILLIC_SOUND.get(char, char)) for char in word
        )
    return "".join(
        _TO_LATIN_LOOK.get(char, _TO_LATIN_SOUND.get(char.lower(), char)) for char in word
    )


def fold(text: str) -> str:
    """The plain form under which two spellings count as the same text.

    Compatibility characters are normalised (NFKC), case, stress marks, apostrophes and quotation
    marks vanish, every other separator becomes one space, and mixed-script words are set in one
    script. The empty string means that nothing nameable is left.
    """
    if text.isascii():
        plain = text[:MAX_NAME_LENGTH].replace("'", "").casefold()
    else:
        # Stress marks go before composition: "а́" has no composed form to hide in.
        plain = unicodedata.normalize("NFKC", text[:MAX_NAME_LENGTH]).translate(_DROPPED)
        plain = fold_script(plain).casefold()
    if plain.isalpha():
        return plain
    return _SEPARATORS.sub(" ", plain.translate(_DROPPED)).strip()
