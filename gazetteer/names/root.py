"""The root that an adjective shares with the noun it is made of: "Pokrovskoye" and "Pokrovsk".

Ukrainian and Russian make the names of districts, communities and directions of adjectives, and
the suffix swallows the last consonants of the noun (х, ш, с become с; к, ц, ч become ц; г, ж, з
become з). The root leaves those consonants and all vowels out of both. It is far too blunt for
all settlements of a country and sharp enough among a few hundred areas of one kind.
"""

from __future__ import annotations

import re
from typing import Final

from gazetteer.names.key import name_key

_VOWELS: Final = re.compile(r"[aeiou]")
_SWALLOWED: Final = "skcčšžzhg"
_SUFFIX: Final = re.compile(r"(?:[scz]?k)$")
_LEAST: Final = 3


def name_root(text: str) -> str:
    """The root of ``text``; the empty string where nothing nameable is left.

    >>> name_root("Краснолиманское") == name_root("Krasny Liman")
    True
    """
    return root_of_stem(name_key(text).stem)


def root_of_stem(stem: str) -> str:
    """The root of a name whose stem (``NameKey.stem``) is known."""
    consonants = stem[:1] + _VOWELS.sub("", stem[1:])
    root = consonants.rstrip(_SWALLOWED)
    # Of a short name ("Суми", "Мангуш") the suffix alone is cut, or too little would be left.
    return root if len(root) >= _LEAST else _SUFFIX.sub("", consonants)
