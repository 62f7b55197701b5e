"""The weights of the signals, read from ``gazetteer/data/weights.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from gazetteer.names.key import read_rules


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds per unit of each signal, and the limits between the four answers.

    ``joint`` shapes how the names of a text speak to each other (:mod:`gazetteer.joint`).
    ``nothing`` is the utility of "no place of the gazetteer". ``resolved_from`` is the least
    probability of the best candidate to be the answer; below ``unknown_below`` in sum, the
    candidates together are no answer either.
    """

    name: dict[str, float]
    place: dict[str, float]
    context: dict[str, float]
    joint: dict[str, float]
    nothing: float
    resolved_from: float
    unknown_below: float


@cache
def default_weights() -> Weights:
    """The fitted weights that ship with the package."""
    table = read_rules("weights.toml")
    return Weights(
        table["name"], table["place"], table["context"], table["joint"], **table["answer"]
    )
