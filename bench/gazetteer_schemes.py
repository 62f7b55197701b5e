"""How Ukrainian and Russian names are written in Latin letters: the schemes as tables.

Used to generate test and training spellings; the resolver itself never sees a scheme.
"""

from __future__ import annotations

import re

_BASE = dict(zip("абвгдезийклмнопрстуфхцчшщ", [
    "a", "b", "v", "h", "d", "e", "z", "y", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u",
    "f", "kh", "ts", "ch", "sh", "shch"], strict=True), ж="zh", і="i", ї="i", є="ie", ґ="g",
    ь="", ю="iu", я="ia")  # fmt: skip
_RUSSIAN = {**_BASE, "г": "g", "и": "i", "й": "y", "ы": "y", "э": "e", "ё": "e", "ъ": "",
            "ю": "yu", "я": "ya"}  # fmt: skip

SCHEMES: dict[str, tuple[str, dict[str, str]]] = {
    "kmu2010": ("uk", _BASE),
    "bgn_uk": ("uk", {**_BASE, "є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya", "ь": "’"}),
    "scholarly_uk": ("uk", {**_BASE, "ж": "ž", "й": "j", "є": "je", "ї": "ï", "х": "x", "ц": "c",
                            "ч": "č", "ш": "š", "щ": "šč", "ь": "′", "ю": "ju", "я": "ja"}),
    "adhoc_uk": ("uk", {**_BASE, "г": "g", "и": "i", "й": "y", "є": "ye", "ї": "yi", "ю": "yu",
                        "я": "ya"}),
    "german_uk": ("uk", {**_BASE, "в": "w", "ж": "sch", "з": "s", "й": "j", "ї": "ji", "є": "je",
                         "х": "ch", "ц": "z", "ч": "tsch", "ш": "sch", "щ": "schtsch", "ю": "ju",
                         "я": "ja"}),
    "polish_uk": ("uk", {**_BASE, "в": "w", "ж": "ż", "й": "j", "ї": "ji", "є": "je", "х": "ch",
                         "ц": "c", "ч": "cz", "ш": "sz", "щ": "szcz", "ю": "ju", "я": "ja"}),
    "bgn_ru": ("ru", {**_RUSSIAN, "ь": "’"}),
    "gost_ru": ("ru", {**_RUSSIAN, "й": "j", "ц": "c", "щ": "shh", "ю": "yu", "х": "x",
                       "ы": "y'"}),
    "iso9_ru": ("ru", {**_RUSSIAN, "ж": "ž", "й": "j", "х": "h", "ц": "c", "ч": "č", "ш": "š",
                       "щ": "ŝ", "ь": "′", "ю": "û", "я": "â"}),
    "scholarly_ru": ("ru", {**_RUSSIAN, "ж": "ž", "й": "j", "х": "x", "ц": "c", "ч": "č", "ш": "š",
                            "щ": "šč", "ь": "′", "ю": "ju", "я": "ja"}),
    "icao_ru": ("ru", {**_RUSSIAN, "й": "i", "ю": "iu", "я": "ia", "ъ": "ie"}),
    "adhoc_ru": ("ru", {**_RUSSIAN, "х": "h", "щ": "sch", "ю": "u", "ь": ""}),
    "german_ru": ("ru", {**_RUSSIAN, "в": "w", "ж": "sch", "з": "s", "й": "j", "х": "ch", "ц": "z",
                         "ч": "tsch", "ш": "sch", "щ": "schtsch", "ю": "ju", "я": "ja"}),
}  # fmt: skip

# Schemes that begin words with y- where the vowel is iotated.
_INITIAL = {
    "kmu2010": {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"},
    "bgn_ru": {"е": "ye"},
}
_WORD = re.compile(r"[^\W\d_’'ʼ]+(?:[’'ʼ][^\W\d_]+)*")


def transliterate(name: str, scheme: str) -> str:
    """A Cyrillic ``name`` in the Latin letters of ``scheme``."""
    return _WORD.sub(lambda match: _word(match.group(), scheme), name)


def _word(word: str, scheme: str) -> str:
    table = SCHEMES[scheme][1]
    lower = re.sub("[’'ʼ]", "", word.lower())
    if not lower:
        return word
    first = _INITIAL.get(scheme, {}).get(lower[0], table.get(lower[0], lower[0]))
    text = first + "".join(table.get(letter, letter) for letter in lower[1:])
    text = text.replace("iyi", "iy") if scheme == "bgn_uk" else text
    return text[:1].upper() + text[1:] if word[0].isupper() else text
