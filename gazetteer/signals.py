"""The named signals of a name and a place; what the text around says is in ``text_signals``.

A signal function takes the candidates of one mention (columns) and returns one value per
candidate. What a unit of each value counts for stands in ``gazetteer/data/weights.toml``, the
sentence that says in plain words what a value found in ``gazetteer/explain.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from gazetteer.candidates import KIN, LIKENESS, SAME_KEY, NameMatch
from gazetteer.index import PLACE_KINDS, NameIndex
from gazetteer.model import NameKind, NameQuery, PlaceKind
from gazetteer.place_table import NAME_KINDS
from gazetteer.weights import Weights

Values = npt.NDArray[Any]

INDEPENDENCE: Final = 1991 * 12
"""Months from the year 0 to 1991, from when on Ukraine's registers are known."""

EMPIRE: Final = 1917 * 12

_SETTLEMENT: Final = PLACE_KINDS.index(PlaceKind.SETTLEMENT)
_ALTERNATE: Final = NAME_KINDS.index(NameKind.ALTERNATE)

_SAME_STEM: Final = LIKENESS.index("same_stem")
_FORMER: Final = NAME_KINDS.index(NameKind.FORMER)
_GENERATED: Final = NAME_KINDS.index(NameKind.GENERATED)


@dataclass(frozen=True)
class Candidates:
    """The candidates of one mention and what its text says of it."""

    index: NameIndex
    match: NameMatch
    query: NameQuery
    areas: tuple[str, ...] = ()
    """Id prefixes of the areas that the text puts the place in."""

    @cached_property
    def unrelated(self) -> Values:
        """The signal of that name; two others build on it."""
        return unrelated(self)


def former(candidates: Candidates) -> Values:
    """1 where the fitting name is a former one."""
    return np.equal(_name_kind(candidates), _FORMER)


def generated(candidates: Candidates) -> Values:
    """1 where the fitting name was made by rule."""
    return np.equal(_name_kind(candidates), _GENERATED)


def alternate(candidates: Candidates) -> Values:
    """1 where the fitting name is a source's further name, in whatever language."""
    return np.equal(_name_kind(candidates), _ALTERNATE)


def obsolete(candidates: Candidates) -> Values:
    """1 where the fitting name was given up before 1991, 2 before 1917: reports hardly use it."""
    ended = candidates.index.arrays["bearing_to"][candidates.match.bearing]
    values: Values = np.where(ended < EMPIRE, 2.0, ended < INDEPENDENCE)
    return values


def unrelated(candidates: Candidates) -> Values:
    """1 where a further name of no known date is unlike the place's official name.

    Sources keep long-dead names and other places' names so, without saying it.
    """
    kinship = candidates.index.arrays["bearing_kinship"][candidates.match.bearing]
    settled = candidates.index.kind[candidates.match.place] == _SETTLEMENT
    if not bool(settled.any()):
        # Asked for as a river or a district: such names are kept by hand or by the register.
        return np.zeros(len(candidates.match), dtype=bool)
    ours = ~np.asarray(foreign(candidates), dtype=bool)
    values: Values = ours & (_name_kind(candidates) == _ALTERNATE) & (kinship < KIN)
    return values


def contested(candidates: Candidates) -> Values:
    """1 where such an unrelated name is, by the key, a proper name of another place."""
    same = candidates.match.likeness[:, SAME_KEY] >= 1.0
    kinship = candidates.index.arrays["bearing_kinship"][candidates.match.bearing]
    if not bool((same & (kinship >= KIN)).any()):
        return np.zeros(len(candidates.match))
    return same & candidates.unrelated


def outspelt(candidates: Candidates) -> Values:
    """Where the name only resembles the candidate's: 1 if it is, by the key, one of another place.

    Three quarters if it is one by the stem; a third where it has the stem of the candidate's and
    the key of another's. A slip of the pen seldom hits upon another's name.
    """
    likeness = candidates.match.likeness
    same_key = likeness[:, SAME_KEY] >= 1.0
    same_stem = same_key | (likeness[:, _SAME_STEM] >= 1.0)
    kinship = candidates.index.arrays["bearing_kinship"][candidates.match.bearing]
    proper = ~candidates.unrelated & ((kinship >= KIN) | ~np.asarray(foreign(candidates), bool))
    if bool((same_key & proper).any()):
        return np.where(same_key, 0.0, np.where(same_stem, 0.33, 1.0))
    rival = 0.75 if bool((same_stem & proper).any()) else 0.0
    return np.where(same_stem, 0.0, rival)


def prominence(candidates: Candidates) -> Values:
    """Log10 of the population above 50 (1.7 to 6), less 2.5: 0 is an ordinary village."""
    values: Values = candidates.index.prominence[candidates.match.place] - 2.5
    return values


def seat(candidates: Candidates) -> Values:
    """1 where the place is the seat of its hromada."""
    values: Values = candidates.index.seat[candidates.match.place]
    return values


def foreign(candidates: Candidates) -> Values:
    """1 for places outside Ukraine."""
    values: Values = candidates.index.foreign[candidates.match.place]
    return values


def _name_kind(candidates: Candidates) -> Values:
    kinds: Values = candidates.index.arrays["bearing_kind"][candidates.match.bearing]
    return kinds


PLACE_SIGNALS: Final = {
    "former": former,
    "alternate": alternate,
    "obsolete": obsolete,
    "unrelated": lambda candidates: candidates.unrelated,
    "contested": contested,
    "outspelt": outspelt,
    "generated": generated,
    "prominence": prominence,
    "seat": seat,
    "foreign": foreign,
}


def name_utility(match: NameMatch, weights: Weights) -> Values:
    """What the likeness of the names alone counts for, per candidate."""
    vector = np.array([weights.name[name] for name in LIKENESS])
    utility: Values = match.likeness @ vector
    return utility


@dataclass(frozen=True, slots=True)
class Merits:
    """What speaks for the candidates of a name in any text: their utility and its signals."""

    total: Values
    signals: dict[str, Values]

    def where(self, held: npt.NDArray[np.bool_]) -> Merits:
        """Only the candidates for which ``held`` is true."""
        return Merits(
            self.total[held], {name: column[held] for name, column in self.signals.items()}
        )


def merits(index: NameIndex, match: NameMatch, weights: Weights) -> Merits:
    """Judge the candidates by name and place alone; the same in every text, so worth keeping."""
    candidates = Candidates(index, match, NameQuery(match.text))
    total = name_utility(match, weights)
    found: dict[str, Values] = {}
    for name, signal in PLACE_SIGNALS.items():
        found[name] = np.asarray(signal(candidates), dtype=np.float64)
        total = total + weights.place[name] * found[name]
    return Merits(total, found)
