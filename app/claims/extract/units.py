"""Names of military units, parties and persons' call signs: they stand beside telling words."""

from __future__ import annotations

from app.claims.extract.resources import words
from app.claims.extract.sentences import Token

_QUOTES = "‘’'\"“”«»„"


def is_unit(tokens: list[Token], first: int, last: int) -> bool:
    """A unit, party or call sign: a unit word beside the run, past quotation marks."""
    units = words().units
    before_run = [t for t in tokens[max(0, first - 3) : first] if t.text not in _QUOTES]
    after_run = [t for t in tokens[last : last + 5] if t.text not in _QUOTES]
    while after_run and after_run[0].lower in words().unit_adjectives:
        after_run = after_run[1:]
    if any(t.lower in units for t in tokens[first:last]):
        return True
    if before_run and before_run[-1].lower in units:
        return True
    quoted = first > 0 and tokens[first - 1].text in _QUOTES
    if after_run and after_run[0].lower in units:
        return True
    if quoted and len(after_run) > 1 and after_run[1].lower in units:
        return True
    called = words().call_signs
    return any(t.lower in called for t in tokens[max(0, first - 4) : first])
