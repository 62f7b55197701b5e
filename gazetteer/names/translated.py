"""Names whose plain words a machine has put into English: "Dry Yar" is Сухий Яр.

What the words are read back to, and why, stands in ``gazetteer/data/translations.toml``. A reading
is no more than a proposal: the caller takes it only where the gazetteer knows its key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice, product
from typing import Final, NamedTuple

from gazetteer.names.fold import fold
from gazetteer.names.rules import read_rules
from gazetteer.romanise import romanise

MAX_WORDS: Final = 4
"""Names of more words are not read back: no place is called so."""

MAX_NAMES: Final = 64
"""Names that one translation is read back to."""

# Masculine endings (-ий, -ій, -ый, -ой) in Latin letters, and what the feminine, the neuter and the
# plural have instead; the key does not tell Russian -ая, -ое and -ые from these.
_MASCULINE: Final = ("yi", "ii", "oi")
_OTHER_ENDINGS: Final = ("a", "e", "i")
# Russian ё in the words that were not translated: "Big Novosyolka".
_YO: Final = re.compile("(?<=[bdfgklmnprstvz])yo(?=[bdfgklmnprstvz])")
# Letters that the Ukrainian romanisation lacks.
_RUSSIAN: Final = str.maketrans({"ы": "и", "э": "е", "ё": "е", "ъ": ""})


class _Tables(NamedTuple):
    """English words and phrases to what they may stand for, in Latin letters."""

    adjectives: dict[str, list[str]]
    prefixes: dict[str, list[str]]
    nouns: dict[str, list[str]]
    phrases: dict[str, list[str]]
    never: set[str]


@cache
def _tables() -> _Tables:
    rules = read_rules("translations.toml")
    tables = _Tables({}, {}, {}, {}, set(map(fold, rules["never"]["phrases"])))
    of_part = {
        "adjective": tables.adjectives, "noun": tables.nouns, "phrase": tables.phrases
    }  # fmt: skip
    for group in rules["group"]:
        for english, names in group["words"].items():
            # A phrase is one key; the words of another entry share their meanings.
            keys = (english,) if group["part"] == "phrase" else english.split()
            _add(of_part[group["part"]], keys, names)
        for english, names in group.get("prefix", {}).items():
            _add(tables.prefixes, english.split(), names)
    return tables


def _add(table: dict[str, list[str]], keys: Iterable[str], names: Iterable[str]) -> None:
    for key in keys:
        known = table.setdefault(key, [])
        known += [text for text in map(_latin, names) if text not in known]


def _latin(text: str) -> str:
    return romanise(text.translate(_RUSSIAN))


def translated_names(folded: str, *, called: bool = False) -> list[str]:
    """Names, in Latin letters, that a folded English one may translate, the likeliest first.

    Single words and everyday phrases ("new life") are read only if ``called`` is set: the text
    itself calls them a settlement. Empty where nothing was translated.

    >>> translated_names("first of may")[:2]
    ['pershotravneve', 'pershotravensk']
    """
    words = _YO.sub("e", folded).split()
    if not folded.isascii() or not 0 < len(words) <= MAX_WORDS:
        return []
    tables = _tables()
    if folded in tables.phrases:
        return tables.phrases[folded]
    if not called and (len(words) == 1 or folded in tables.never):
        return []
    if not any(word in tables.adjectives or word in tables.nouns for word in words):
        return []
    return list(dict.fromkeys(islice(_texts(words, tables), MAX_NAMES)))


def _texts(words: list[str], tables: _Tables) -> Iterator[str]:
    """The names in Latin letters; all adjectives of one name agree in gender and number."""
    *before, last = words
    heads: list[str] = []
    for ending in (None, *_OTHER_ENDINGS):
        head = _head(last, ending, tables)
        heads += head
        parts = [*(_adjective(word, ending, tables) for word in before), head]
        yield from map(" ".join, product(*parts))
    if before:
        middle = "".join(before[1:])
        for prefix, stem in product(tables.prefixes.get(before[0], ()), dict.fromkeys(heads)):
            yield f"{prefix}{middle}{stem}"


def _adjective(word: str, ending: str | None, tables: _Tables) -> list[str]:
    if word in tables.adjectives:
        return [_inflect(text, ending) for text in tables.adjectives[word]]
    return tables.nouns.get(word, [word])


def _inflect(masculine: str, ending: str | None) -> str:
    if ending is None or not masculine.endswith(_MASCULINE):
        return masculine
    return masculine[:-2] + ending


def _head(word: str, ending: str | None, tables: _Tables) -> list[str]:
    """The noun that a name ends in; an adjective where English has no noun of the word."""
    return tables.nouns[word] if word in tables.nouns else _adjective(word, ending, tables)
