"""Capitals and states that stand for their governments: "Budapest said", "no word from Moscow"."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources

from app.claims.extract.sentences import Token
from app.claims.extract.source import Source
from gazetteer.model import Side

_ABOUT = re.compile(r"\s+(?:on|about|over|regarding|as\s+to)\s")
_SIDES: tuple[Side, ...] = ("UA", "RU", "other")


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, Side], dict[str, str]]:
    """The side of every name, and the nominatives of names in another case."""
    path = resources.files("app.claims").joinpath("data/governments.toml")
    rows = tomllib.loads(path.read_text("utf-8"))
    sides: dict[str, Side] = {word: side for side in _SIDES for word in rows[side]["words"].split()}
    nominatives = dict(pair.split(":") for pair in rows["locative"]["words"].split())
    return sides | {form: sides[base] for form, base in nominatives.items() if base in sides}, (
        nominatives
    )


def side_of_government(name: str) -> Side:
    """The side of a capital or state by its name in any case of letters, or unknown."""
    return _tables()[0].get(name.casefold(), "unknown")


def government(token: Token) -> Source | None:
    """A capital or country that stands for its government, or None."""
    side = side_of_government(token.lower)
    if side == "unknown" or not token.text[0].isupper():
        return None
    nominative = _tables()[1].get(token.lower)
    name = nominative.capitalize() if nominative is not None else token.text
    return Source(token.start, token.end, name, side, "government", "name")


def government_about(text: str, tokens: list[Token], start: int) -> Source | None:
    """ "No word came from Moscow on the loss of X": a capital and what it is silent about."""
    capital = next((t for t in tokens if t.start >= start), None)
    if capital is None or _ABOUT.match(text, capital.end) is None:
        return None
    return government(capital)
