"""Names in an oblique case put back into the nominative, the form in which gazetteers list them.

A short adjective in the genitive ("у Спорного") looks like any surname; its nominative
("Спорное") is a village and little else. Only forms that villages take are made: neuter, feminine
and plural, and masculine where a noun follows.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product

# Ending -> endings of the nominative. Adjectives and plurals, which one word may be alone.
_PLAIN: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "ru": (
        ("ого", ("ое", "ый", "ой", "ий")), ("его", ("ее", "ий")),
        ("ому", ("ое", "ый", "ой", "ий")), ("ему", ("ее", "ий")),
        ("ым", ("ое", "ый", "ые")), ("им", ("ое", "ее", "ий")), ("ых", ("ые",)), ("их", ("ие",)),
        ("ыми", ("ые",)), ("ими", ("ие",)), ("ом", ("ое", "ой")), ("ем", ("ее",)),
        ("ами", ("ы", "и", "а")), ("ями", ("и", "я")), ("ах", ("ы", "и", "а")), ("ях", ("и", "я")),
        ("ой", ("ая", "а")),
    ),
    "uk": (
        ("ього", ("є", "ій")), ("ого", ("е", "ий")), ("ьому", ("є", "ій")), ("ому", ("е", "ий")),
        ("им", ("е", "ий", "і")), ("ім", ("е", "є", "ій")), ("их", ("і",)), ("іх", ("і",)),
        ("ими", ("і",)), ("ам", ("и", "і")), ("ами", ("и", "і", "а")), ("ями", ("і",)),
        ("ах", ("и", "і", "а")), ("ях", ("і", "я")), ("ою", ("а",)), ("ій", ("а", "я")),
        ("зі", ("га",)), ("ці", ("ка",)), ("сі", ("ха",)),  # Комишувасі - Комишуваха
    ),
}  # fmt: skip
# Nouns, whose endings surnames share: only within a name of several words.
_NOUNS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "ru": (
        ("ой", ("ой",)), ("ей", ("ая", "яя", "ья", "ьи", "и", "я")), ("ую", ("ая",)),
        ("ью", ("ья", "ь")), ("ом", ("", "о")), ("ем", ("ь", "е", "й")), ("ов", ("ы", "и", "")),
        ("ев", ("и",)), ("ок", ("ки",)), ("ек", ("ки",)), ("у", ("а", "", "о")),
        ("ю", ("я", "ь", "е")), ("е", ("а", "", "о", "ь")), ("ы", ("а", "")),
        ("и", ("а", "я", "ь")), ("а", ("", "о")), ("я", ("ь", "е", "й")),
    ),
    "uk": (
        ("ої", ("а", "я")), ("ею", ("я", "а")), ("єю", ("я",)), ("у", ("а", "", "о", "е")),
        ("ом", ("", "о")), ("ем", ("ь", "е")), ("єм", ("й",)), ("ів", ("и", "і")), ("їв", ("ї",)),
        ("ок", ("ки",)), ("ю", ("я", "ь", "е")), ("і", ("а", "", "о", "я", "ь")),
        ("и", ("а", "")), ("а", ("", "о")), ("я", ("ь", "е", "й")),
    ),
}  # fmt: skip
_MASCULINE = ("ий", "ый", "ой", "ій")
_SHORTEST = 3  # letters of a stem
_MOST = 40  # forms of one name
# The vowel of a closed syllable in Ukrainian: Рогу - Ріг.
_INNER = (("о", "і"), ("е", "і"), ("є", "ї"))


@lru_cache(maxsize=16_384)
def nominatives(name: str, language: str) -> tuple[str, ...]:
    """Nominative forms that a Russian or Ukrainian name may have, itself left out."""
    if language not in _PLAIN:
        return ()
    words = name.split()
    forms = [_forms(word, language, alone=len(words) == 1) for word in words]
    combined = (" ".join(form) for form in islice(product(*forms), _MOST))
    return tuple(dict.fromkeys(one for one in combined if one != name))


def _forms(word: str, language: str, *, alone: bool) -> list[str]:
    """The forms of one word, its own at the end; ``alone``: it is the whole name."""
    found = []
    for ending, ones in _PLAIN[language] + (() if alone else _NOUNS[language]):
        stem = word[: len(word) - len(ending)]
        if not word.endswith(ending) or len(stem) < _SHORTEST - (not alone):
            continue
        # A lone masculine adjective is a surname.
        found += [stem + one for one in ones if not (alone and one in _MASCULINE)]
        if "" in ones and language == "uk" and len(stem) >= _SHORTEST:
            found += [f"{stem[:-2]}{b}{stem[-1]}" for a, b in _INNER if stem[-2] == a]
    return [*dict.fromkeys(found), word]
