"""The data behind extraction, read once: one lexicon per language and the word lists."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from app.claims.extract.abroad import regions_abroad
from app.claims.extract.inflection import expand
from app.claims.extract.lexicon import Lexicon
from app.claims.extract.naming import first_names, titles
from app.claims.extract.phrases import Entry
from app.claims.registry import LANGUAGES, actors_file, load_actors


@dataclass(frozen=True, slots=True)
class Words:
    """Single words, lower case, by what they say about a capitalised run."""

    first_names: frozenset[str]
    ukrainian_first_names: frozenset[str]
    titles: frozenset[str]
    title_fill: frozenset[str]
    units: frozenset[str]
    unit_adjectives: frozenset[str]
    call_signs: frozenset[str]
    vehicles: frozenset[str]
    never_places: frozenset[str]
    metonyms: frozenset[str]
    openers: frozenset[str]
    determiners: frozenset[str]
    possessives: frozenset[str]
    describing: frozenset[str]
    tail_openers: frozenset[str]
    tail_ends: frozenset[str]
    listeners: frozenset[str]
    group_nouns: frozenset[str]
    group_modifiers: frozenset[str]
    governing: frozenset[str]
    rivers: frozenset[str]


def _data(name: str) -> dict[str, Any]:
    path = resources.files("app.claims").joinpath(f"data/{name}")
    return tomllib.loads(path.read_text("utf-8"))


@lru_cache(maxsize=1)
def words() -> Words:
    """The word lists of ``words.toml``, with Slavic titles and first names in all their cases."""
    rows = _data("words.toml")
    lists = {name: frozenset(rows[name]["words"].split()) for name in Words.__slots__}
    lists["titles"] |= titles()
    lists["first_names"] |= first_names().keys()
    return Words(**lists)


@lru_cache(maxsize=1)
def side_words() -> dict[str, tuple[str, ...]]:
    """Stems of ``sides.toml`` by the side they tell."""
    return {side: tuple(row["words"].split()) for side, row in _data("sides.toml").items()}


def _is_exact(alias: str) -> bool:
    """An alias in capitals (an acronym) is matched with its case."""
    letters = [c for c in alias if c.isalpha()]
    return len(letters) <= 5 and all(c.isupper() for c in letters)


def _add_named(lexicon: Lexicon, entry: Entry, aliases: list[str]) -> None:
    for alias in aliases:
        lexicon.add(entry, [alias], exact_case=_is_exact(alias))


def _add_language(lexicon: Lexicon, language: str) -> None:
    heads, cues = _data(f"heads.{language}.toml"), _data(f"cues.{language}.toml")
    sets: dict[str, str] = heads.get("sets", {})
    for row in heads["head"]:
        entry = Entry("head", row["type"], {"form": row["form"]})
        lexicon.add(entry, [expand(pattern, sets) for pattern in row["patterns"]])
    for row in heads.get("frame", []):
        entry = Entry("frame", row["type"], {"form": "frame"})
        lexicon.add(entry, [expand(pattern, sets) for pattern in row["patterns"]])
    # Of phrases as long as each other the first holds: those that tell their scope go first.
    for row in _data(f"modality.{language}.toml")["cue"] + cues["cue"] + heads.get("cue", []):
        entry = Entry(row["category"], row["label"], {"scope": row.get("scope", "")})
        lexicon.add(entry, [expand(pattern, sets) for pattern in row["patterns"]])
    for row in _data("offices.toml")["office"]:
        lexicon.add(Entry("office", row["kind"]), row[language])


def lexicon_for(language: str) -> Lexicon:
    """Every cue of a language, with the actors and areas of all three languages."""
    return _lexicon(language, actors_file())


@lru_cache(maxsize=2 * len(LANGUAGES))
def _lexicon(language: str, newsroom: Path | None) -> Lexicon:
    lexicon = Lexicon()
    _add_language(lexicon, language)
    for actor in load_actors(newsroom):
        entry = Entry("actor", actor.name, {"role": actor.role})
        for code in LANGUAGES:
            _add_named(lexicon, entry, list(actor.aliases[code]))
    for row in _data("areas.toml")["area"]:
        entry = Entry("area", row["canonical"], {"kind": row["kind"]})
        for code in LANGUAGES:
            _add_named(lexicon, entry, row[code])
    for region in regions_abroad():
        entry = Entry("area", region.name, {"kind": "outside"})
        for patterns in region.patterns.values():
            lexicon.add(entry, patterns)
    return lexicon
