"""English verbs in patterns: ``{seize|fall~back}`` stands for all forms of the verbs in it.

A lexicon names a verb once; which forms it has is a matter of spelling, and of a list of those
that follow no rule (``verbs.en.toml``). ``{seize:ed}`` stands for past and participle only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from tomllib import loads

_BRACES = re.compile(r"\{([^{}]+)\}")
_SET = re.compile(r"\$([a-z]+)")
_VOWELS = "aeiou"
_EITHER = ("rel", "vel", "nel", "mel", "gnal", "ncel", "uel", "bel")
_HISSING = ("s", "x", "z", "ch", "sh", "o")


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, list[str]], frozenset[str]]:
    path = resources.files("app.claims").joinpath("data/verbs.en.toml")
    data = loads(path.read_text("utf-8"))
    rows = (line.split(":") for line in data["irregular"]["verbs"].split())
    irregular = {base: forms.split(",") for base, forms in rows}
    return irregular, frozenset(data["doubling"]["verbs"].split())


def _doubles(verb: str) -> bool:
    """Whether the last consonant is doubled before an ending: "slip", "repel"."""
    if verb in _tables()[1]:
        return True
    verb = verb.replace("qu", "qw")  # "quitting"
    short = len(re.findall(r"[aeiouy]+", verb)) == 1
    ending = len(verb) > 2 and verb[-1] not in _VOWELS + "wxy" and verb[-2] in _VOWELS
    return short and ending and verb[-3] not in _VOWELS


def _regular(verb: str) -> tuple[str, str, str]:
    """The third person, the past and the form in -ing, by spelling."""
    stem = verb + verb[-1] if _doubles(verb) else verb
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    third = verb + ("es" if verb.endswith(_HISSING) else "s")
    if verb.endswith("ie"):
        return third, verb + "d", verb[:-2] + "ying"
    if verb.endswith("e"):
        return third, verb + "d", (verb if verb.endswith("ee") else verb[:-1]) + "ing"
    return third, stem + "ed", stem + "ing"


def verb_forms(verb: str, only: str = "") -> list[str]:
    """The forms of a verb, of which the first word is inflected ("fall~back").

    ``only``: "ed" for past and participle, "ing" for the participle in -ing, "" for all.
    """
    first, tilde, rest = verb.partition("~")
    third, past, gerund = _regular(first)
    pasts = _tables()[0].get(first, [past])
    gerunds = [gerund]
    if first.endswith(_EITHER) and not _doubles(first):
        pasts, gerunds = [*pasts, f"{first}led"], [gerund, f"{first}ling"]  # on either shore
    whole = [first, *pasts] if first == "be" else [first, third, *pasts, *gerunds]
    forms = {"": whole, "ed": pasts, "ing": gerunds}[only]
    return [form + tilde + rest for form in dict.fromkeys(forms)]


def expand(pattern: str, sets: Mapping[str, str]) -> str:
    """A pattern with its sets (``$force``) and its verbs in braces written out."""
    written = _SET.sub(lambda m: sets[m[1]], pattern)
    return _BRACES.sub(lambda m: "(" + "|".join(_forms_of(m[1])) + ")", written)


def _forms_of(verbs: str) -> list[str]:
    out: list[str] = []
    for verb in verbs.split("|"):
        base, _, only = verb.partition(":")
        out += verb_forms(base, only)
    return list(dict.fromkeys(out))
