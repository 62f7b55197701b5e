"""Nominatives that a Ukrainian or Russian case form may belong to.

Reports in these languages inflect every name: "біля Роботиного", "за Часовим Яром". The paradigms
stand in ``gazetteer/data/cases.toml`` (after the school grammars of both languages); all words of a
name agree in gender. A reading is a proposal that counts only where the gazetteer knows its key.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Final

from gazetteer.names.fold import is_cyrillic
from gazetteer.names.rules import read_rules

LEAST: Final = 2
"""Letters that a stem keeps at least."""

_MOST_WORDS: Final = 3
_MOST_READINGS: Final = 40
_VOWELS: Final = frozenset("аеєиіїоуюяыэё")


@cache
def _paradigms() -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """By ending: the genders it may belong to and their nominative endings."""
    table: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for row in read_rules("cases.toml")["case"]:
        for ending in row["from"]:
            forms = [(form["of"], tuple(form["to"])) for form in row["forms"]]
            table.setdefault(ending, []).extend(forms)
    return {ending: tuple(forms) for ending, forms in table.items()}


@cache
def _closings() -> tuple[tuple[str, str], ...]:
    return tuple(
        pair
        for row in read_rules("cases.toml")["closing"]
        for pair in zip(row["end"], row["to"], strict=True)
    )


def case_readings(folded: str) -> list[str]:
    """Nominatives that a folded Cyrillic name may be a case of, the longest endings first.

    >>> "роботине" in case_readings("роботиного")
    True
    """
    words = folded.split()
    if not is_cyrillic(folded) or not 0 < len(words) <= _MOST_WORDS:
        return []
    readings: list[str] = []
    for gender in "mnfp":
        choices = [_nominatives(word, gender) for word in words]
        if all(choices):
            readings += map(" ".join, product(*choices))
    return [text for text in dict.fromkeys(readings) if text != folded][:_MOST_READINGS]


@cache
def _longest() -> int:
    return max(map(len, _paradigms()))


def _nominatives(word: str, gender: str) -> list[str]:
    """Nominatives of one gender that a word may be a case of."""
    found: list[str] = []
    for length in range(min(_longest(), len(word) - LEAST), -1, -1):
        stem, ending = word[: len(word) - length], word[len(word) - length :]
        for of, nominatives in _paradigms().get(ending, ()):
            if of == gender:
                found += [form for end in nominatives for form in _with_ending(stem, end)]
    return list(dict.fromkeys(found))


def _with_ending(stem: str, ending: str) -> list[str]:
    """The stem with an ending; one that ends in a consonant then also as such stems close."""
    form, soft = (stem, "ь") if ending == "ь" else (stem + ending, "")
    if ending and ending[-1] in _VOWELS:
        return [form]
    if form[-1] in _VOWELS:
        return []
    closed = [form[: -len(end)] + to for end, to in _closings() if form.endswith(end)]
    return [one + soft for one in (form, *closed)]
