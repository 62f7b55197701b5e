"""Russian forms of Ukrainian names, made by rule.

Sources give a Russian name for a third of the settlements; reports use one for nearly all. The
rules stand in ``gazetteer/data/russian_forms.toml``; a form made here is marked ``generated`` and
never outranks a name that a source vouches for.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from gazetteer.names.key import name_key
from gazetteer.names.rules import read_rules

MAX_FORMS: Final = 6
_MOST_COMBINED: Final = MAX_FORMS**2
_BEGIN: Final = "<"  # in a pattern: where a word or the second half of a compound begins
_NO_ADJECTIVE: Final = ("кый", "гый", "хый")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[’'ʼ][^\W\d_]+)*")
_APOSTROPHES: Final = re.compile("[’'ʼ`]")


@cache
def _rules() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    data = read_rules("russian_forms.toml")
    begin = "|".join(["^", *(f"(?<={part})" for part in data["compounds"])])
    return tuple(
        (re.compile(_with_begin(pattern, f"(?:{begin})")), tuple(outcomes))
        for rule in data["rule"]
        for pattern, *outcomes in rule["replace"]
    )


def _with_begin(pattern: str, begin: str) -> str:
    """``pattern`` with its marks of a beginning spelt out; "(?<" is a look-behind, not a mark."""
    return re.sub(rf"(?<!\?){_BEGIN}", lambda _: begin, pattern)


def russian_forms(name_uk: str) -> tuple[str, ...]:
    """Russian forms that ``name_uk`` may have, the likeliest first; at most ``MAX_FORMS``.

    >>> russian_forms("Олександрівка")
    ('Александровка',)
    """
    forms = [""]
    end = 0
    for match in _WORD.finditer(name_uk):
        between = name_uk[end : match.start()]
        words = _word_forms(match.group())
        forms = [form + between + word for form in forms for word in words][:_MOST_COMBINED]
        end = match.end()
    forms = [form + name_uk[end:] for form in forms]
    return tuple(sorted(dict.fromkeys(forms), key=_Repeats()))[:MAX_FORMS]


class _Repeats:
    """A sort key that puts forms last which sound like an earlier one to the Slavic key."""

    def __init__(self) -> None:
        self._heard: set[str] = set()

    def __call__(self, form: str) -> bool:
        key = name_key(form).key
        if key in self._heard:
            return True
        self._heard.add(key)
        return False


def russian_adjectives(adjective_uk: str) -> list[str]:
    """Russian forms of an adjective; those that no Russian adjective ends in left out.

    >>> russian_adjectives("Покровський")
    ['Покровский']
    """
    return [form for form in russian_forms(adjective_uk) if not form.endswith(_NO_ADJECTIVE)]


@lru_cache(maxsize=16384)
def _word_forms(word: str) -> tuple[str, ...]:
    forms = [_APOSTROPHES.sub("'", word.lower())]
    for pattern, outcomes in _rules():
        made: list[str] = []
        for form in forms:
            if pattern.search(form):
                made.extend(pattern.sub(outcome, form) for outcome in outcomes)
            else:
                made.append(form)
        forms = made[: 2 * MAX_FORMS]
    cased = [form[:1].upper() + form[1:] if word[0].isupper() else form for form in forms]
    return tuple(dict.fromkeys(cased))[:MAX_FORMS]
