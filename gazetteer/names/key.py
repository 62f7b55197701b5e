"""The Slavic key: one string for all romanisations and both languages of a name.

Three strings of falling sharpness are made of a name. ``key`` keeps every sound, ``stem`` drops the
inflectional ending of each word, ``skeleton`` keeps the consonants only. Rules and the pairs that
prove them stand in ``gazetteer/data/key_rules.toml`` and ``key_letters.toml``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from gazetteer.names.cases import case_readings
from gazetteer.names.fold import fold
from gazetteer.names.rules import read_rules
from gazetteer.names.slips import slip_readings
from gazetteer.names.translated import translated_names

__all__ = ["NameKey", "name_key", "other_readings", "read_rules", "sound"]

_VOWELS: Final = re.compile(r"[aeiou]")


@dataclass(frozen=True, slots=True)
class NameKey:
    """The keys of one name, without spaces.

    ``words`` holds the sharp key word by word.
    """

    key: str
    stem: str
    skeleton: str
    words: tuple[str, ...]


@cache
def _letters() -> dict[int, str]:
    rules = read_rules("key_letters.toml")
    return {ord(char): sound for table in rules.values() for char, sound in table.items()}


@cache
def _digraphs() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {text: rule["to"] for rule in read_rules("key_rules.toml")["digraph"]
             for text in rule["from"]}  # fmt: skip
    longest_first = sorted(table, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), table


@cache
def _sounds() -> tuple[tuple[re.Pattern[str], str], ...]:
    rules = read_rules("key_rules.toml")["sound"]
    return tuple((re.compile(rule["pattern"]), rule["to"]) for rule in rules)


@cache
def _endings(table: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    rules = read_rules("endings.toml")[table]
    return tuple((re.compile(rule["pattern"]), rule.get("to", "")) for rule in rules)


_CYRILLIC: Final = re.compile(r"[Ѐ-ӿ]")
_MARK: Final = re.compile(r"[^a-z0-9čšž ]")


def sound(folded: str) -> str:
    """A folded name in the letters of the key, words still apart."""
    if folded.isascii():
        text = folded
    elif _CYRILLIC.search(folded):
        text = folded.translate(_letters())
    else:
        text = _strip_marks(folded)
    if not _CYRILLIC.search(folded):
        pattern, table = _digraphs()
        text = pattern.sub(lambda match: table[match.group()], text)
    for rule, replacement in _sounds():
        text = rule.sub(replacement, text)
    return text if text.isascii() else _MARK.sub("", text)


@cache
def _readings() -> tuple[tuple[re.Pattern[str], tuple[tuple[re.Pattern[str], str], ...]], ...]:
    return tuple(
        (re.compile(rule["when"]), tuple((re.compile(old), new) for old, new in rule["replace"]))
        for rule in read_rules("key_readings.toml")["reading"]
    )


def other_readings(folded: str, *, called: bool = False) -> list[NameKey]:
    """Keys of a folded name read otherwise than English or Slavic letters are, the likeliest first.

    Nominatives of Slavic case forms (:func:`~gazetteer.names.cases.case_readings`), names in the
    spelling of another language (``gazetteer/data/key_readings.toml``), then names
    whose words were put into English (:func:`~gazetteer.names.translated.translated_names`, which
    ``called`` is passed on to), then slips of keyboards and scanners. A reading counts only where
    the gazetteer knows its key.
    """
    texts = case_readings(folded)
    for when, replacements in _readings():
        if when.search(folded):
            text = folded
            for old, new in replacements:
                text = old.sub(new, text)
            texts.append(text)
    texts += translated_names(folded, called=called)
    texts += slip_readings(folded)
    return list(dict.fromkeys(map(name_key, texts)))


def _strip_marks(text: str) -> str:
    known = text.translate(_letters())
    parts = unicodedata.normalize("NFKD", known)
    return "".join(char for char in parts if not unicodedata.combining(char))


def _stem_word(word: str) -> str:
    stem = _without_ending(word)
    for alternation, replacement in _endings("alternation"):
        stem = alternation.sub(replacement, stem, count=1)
    return stem


def _without_ending(word: str) -> str:
    for ending, replacement in _endings("ending"):
        stem = ending.sub(replacement, word, count=1)
        if stem != word and len(stem) >= 2:
            return stem
    return word


@lru_cache(maxsize=65536)
def name_key(text: str) -> NameKey:
    """The keys of ``text``, which need not be folded yet."""
    words = tuple(sound(fold(text)).split())
    key = "".join(words)
    stem = "".join(map(_stem_word, words))
    return NameKey(key, stem, key[:1] + _VOWELS.sub("", key[1:]), words)
