"""Russian and Ukrainian nouns in all their cases, and persons' names put into the nominative."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources

# Ending of the nominative -> endings of the other cases, singular, of both languages.
_CASES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ець", ("ця", "цю", "цем", "цеві", "ці")), ("оец", ("ойца", "ойцу", "ойцом", "ойце")),
    ("ец", ("ца", "цу", "цом", "цем", "це")),
    ("єць", ("йця", "йцю", "йцем", "йцеві", "йці")),
    ("ий", ("ого", "его", "ому", "ему", "им", "ом", "ем", "ия", "ию", "ием", "ии")),
    ("ій", ("ія", "ію", "ієм", "ієві", "ії")), ("ый", ("ого", "ому", "ым", "ом")),
    ("ой", ("ого", "ому", "ым", "ом")), ("ая", ("ой", "ую")),
    ("й", ("я", "ю", "ем", "єм", "е", "єві", "ї")), ("ь", ("я", "ю", "ем", "ём", "е", "еві", "і")),
    ("ия", ("ии", "ию", "ией")), ("ія", ("ії", "ію", "ією")),
    ("я", ("и", "е", "ю", "ей", "ёй", "ею", "і", "ї", "єю")),
    ("а", ("ы", "и", "е", "у", "ой", "ою", "ей", "і")), ("о", ("а", "у", "ом", "ові", "і")),
)  # fmt: skip
_CONSONANT = ("а", "у", "ом", "ем", "е", "ові", "еві", "і")
_FLEETING = {"лев": "льв", "павел": "павл", "пётр": "петр", "петр": "петр", "хома": "хом",
             "федір": "федор", "тихін": "тихон", "любовь": "любов", "яків": "яков"}  # fmt: skip
_VOWELS = "аеёиоуыэюяіїє"


@lru_cache(maxsize=1)
def _tables() -> dict[str, tuple[str, ...]]:
    """The lists of ``names.toml``."""
    path = resources.files("app.claims").joinpath("data/names.toml")
    rows = tomllib.loads(path.read_text("utf-8"))
    return {name: tuple(row["words"].split()) for name, row in rows.items()}


def cases(noun: str) -> tuple[str, ...]:
    """The other cases of a noun in lower case; forms that no such noun has do no harm."""
    if noun in _FLEETING:
        return tuple(_FLEETING[noun] + ending for ending in _CONSONANT)
    for ending, others in _CASES:
        if noun.endswith(ending):
            return tuple(noun[: -len(ending)] + other for other in others)
    return () if noun[-1] in _VOWELS else tuple(noun + ending for ending in _CONSONANT)


@lru_cache(maxsize=1)
def titles() -> frozenset[str]:
    """Titles of persons in all cases."""
    return frozenset(form for noun in _tables()["titles"] for form in (noun, *cases(noun)))


@lru_cache(maxsize=1)
def first_names() -> dict[str, tuple[str, bool]]:
    """First names in all cases: the nominative, and whether a man bears it."""
    out: dict[str, tuple[str, bool]] = {}
    for section in ("male", "female"):
        for name in _tables()[section]:
            for form in cases(name):
                out.setdefault(form, (name, section == "male"))
    for section in ("male", "female"):
        for name in _tables()[section]:
            out[name] = (name, section == "male")
    return out


_MEN: tuple[tuple[str, str], ...] = (
    (r"(ск|цк)(?:ого|ому|им|ом)$", r"\1ий"), (r"(ськ|цьк|зьк)(?:ого|ому|им)$", r"\1ий"),
    (r"([оеєё]в|ин|ін|їн)(?:а|у|ым|им|е|і|ові)$", r"\1"), (r"(?<=[еєаi]н)к(?:а|у|ом|ові)$", "ко"),
    (r"(н|в|л|р)(?:ого|ому|ым)$", r"\1ый"), (r"(н|в|л|р)им$", r"\1ий"),
    (r"([бвгджзклмнпрстфхцчшщ])(?:а|у|ом|ем|ові|еві)$", r"\1"),
)  # fmt: skip
_WOMEN: tuple[tuple[str, str], ...] = (
    (r"(ск|цк)(?:ой|ую)$", r"\1ая"), (r"(ськ|цьк|зьк)(?:ої|ій|у|ою)$", r"\1а"),
    (r"([оеєё]в|ин|ін|їн)(?:ой|ою|ої|ій|у)$", r"\1а"),
)  # fmt: skip
_PATRONYMIC = re.compile(
    r"(?:ович|евич|ёвич|йович|ьич)(?:а|у|ем|е|еві|і)?$|(?:[оеі]в|ї?в|ич|нич)н(?:а|ы|е|у|ой|ою|и|і)$"
)


def nominative_person(name: str) -> str:
    """A person's name in the nominative, as far as its first name shows the case it stands in."""
    first, _, rest = name.partition(" ")
    found = first_names().get(first.casefold())
    if found is None or not rest or first.casefold() == found[0]:
        return name
    *middle, surname = rest.split(" ")
    if middle or is_patronymic(surname):
        return name
    for pattern, ending in _MEN if found[1] else _WOMEN:
        changed = re.sub(pattern, ending, surname)
        if changed != surname:
            surname = changed
            break
    return f"{found[0].capitalize()} {surname}"


def is_patronymic(word: str) -> bool:
    """Whether a word is a patronymic: "Yurievich" says nothing of the family."""
    return len(word) > 5 and _PATRONYMIC.search(word.casefold()) is not None


def first_name(name: str) -> str | None:
    """The Slavic first name that a name in any case begins with, in the nominative, or None."""
    found = first_names().get(name.split(" ", 1)[0].casefold())
    return found[0] if found is not None else None
