"""The named signals: each turns candidates into values, and a value into a sentence.

A signal function takes the candidates of one mention (columns) and returns one value per
candidate; its sentence says in plain words what the value found. What a unit of each value counts
for stands in ``gazetteer/data/weights.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from gazetteer.candidates import KIN, LIKENESS, SAME_KEY, NameMatch
from gazetteer.containers import lies_inside
from gazetteer.index import (
    LANGUAGES,
    NAME_KINDS,
    OPEN_MONTH,
    PLACE_KINDS,
    SETTLEMENT_TYPES,
    NameIndex,
)
from gazetteer.model import NameKind, NameQuery, PlaceKind
from gazetteer.outside import is_outside
from gazetteer.weights import Weights

Values = npt.NDArray[Any]

_INDEPENDENCE: Final = 1991 * 12
_SETTLEMENT: Final = PLACE_KINDS.index(PlaceKind.SETTLEMENT)
_CALLED_SO: Final = [
    PLACE_KINDS.index(kind)
    for kind in (PlaceKind.CITY_DISTRICT, PlaceKind.HROMADA, PlaceKind.RAION)
]
_ALTERNATE: Final = NAME_KINDS.index(NameKind.ALTERNATE)

_SAME_STEM: Final = LIKENESS.index("same_stem")
_FORMER: Final = NAME_KINDS.index(NameKind.FORMER)
_GENERATED: Final = NAME_KINDS.index(NameKind.GENERATED)
_RUSSIAN: Final = LANGUAGES.index("ru")
_UKRAINIAN: Final = LANGUAGES.index("uk")

# Words that reports set beside a name, and the classes of the register that they may mean.
# "Town" and "settlement" are used loosely for everything but the smallest villages.
TYPE_WORDS: Final[dict[str, frozenset[str]]] = {
    "city": frozenset({"city"}),
    "town": frozenset({"city", "urban_settlement"}),
    "urban_settlement": frozenset({"urban_settlement"}),
    "settlement": frozenset({"urban_settlement", "rural_settlement", "village"}),
    "rural_settlement": frozenset({"rural_settlement", "village"}),
    "village": frozenset({"village", "rural_settlement"}),
    "hamlet": frozenset({"village", "rural_settlement"}),
    "місто": frozenset({"city"}),
    "город": frozenset({"city"}),
    "смт": frozenset({"urban_settlement"}),
    "пгт": frozenset({"urban_settlement"}),
    "село": frozenset({"village", "rural_settlement"}),
    "селище": frozenset({"urban_settlement", "rural_settlement"}),
    "посёлок": frozenset({"urban_settlement", "rural_settlement"}),
    "поселок": frozenset({"urban_settlement", "rural_settlement"}),
}


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidates of one mention and what its text says of it."""

    index: NameIndex
    match: NameMatch
    query: NameQuery
    areas: tuple[str, ...] = ()
    """Id prefixes of the areas that the text puts the place in."""


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
    """1 where the fitting name was given up before 1991: reports hardly use it."""
    ended = candidates.index.arrays["bearing_to"][candidates.match.bearing]
    return ended < _INDEPENDENCE


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
    return same & unrelated(candidates)


def outspelt(candidates: Candidates) -> Values:
    """Where the name only resembles the candidate's: 1 if it is, by the key, one of another place.

    Three quarters if it is one by the stem. A slip of the pen seldom hits upon another's name.
    """
    likeness = candidates.match.likeness
    same_key = likeness[:, SAME_KEY] >= 1.0
    same_stem = same_key | (likeness[:, _SAME_STEM] >= 1.0)
    proper = ~np.asarray(foreign(candidates) | unrelated(candidates), dtype=bool)
    if bool((same_key & proper).any()):
        return np.where(same_stem, 0.0, 1.0)
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


def within(candidates: Candidates) -> Values:
    """1 inside an area that the text names, -1 outside all of them, 0 when it names none."""
    if not candidates.areas:
        return np.zeros(len(candidates.match))
    return np.where(_inside(candidates), 1.0, -1.0)


def abroad(candidates: Candidates) -> Values:
    """1 in Ukraine where every area that the text names lies abroad."""
    if not candidates.areas or not all(map(is_outside, candidates.areas)):
        return np.zeros(len(candidates.match))
    return np.where(foreign(candidates), 0.0, 1.0)


def _inside(candidates: Candidates) -> Values:
    rows = candidates.match.place
    found: Values = np.zeros(len(rows), dtype=bool)
    for prefix in candidates.areas:
        found |= lies_inside(candidates.index, prefix)[rows]
    return found


def settlement_type(candidates: Candidates) -> Values:
    """1 where the class agrees with the word beside the name, -1 where it does not."""
    hint = (candidates.query.type_hint or "").casefold()
    classes = TYPE_WORDS.get(hint)
    if classes is None:
        return np.zeros(len(candidates.match))
    codes = [SETTLEMENT_TYPES.index(name) for name in classes]
    held = candidates.index.settlement_type[candidates.match.place]
    return np.where(np.isin(held, codes), 1.0, np.where(held == 0, 0.0, -1.0))


def expired(candidates: Candidates) -> Values:
    """Years, up to 10 and in tenths, by which the date misses the validity of the name."""
    day = candidates.query.date
    if day is None:
        return np.zeros(len(candidates.match))
    month = _month(day)
    bearing = candidates.match.bearing
    arrays = candidates.index.arrays
    late = month - arrays["bearing_to"][bearing].astype(np.int32)
    early = arrays["bearing_from"][bearing].astype(np.int32) - month
    return np.clip(np.maximum(late, early), 0, 120) / 120.0


def premature(candidates: Candidates) -> Values:
    """1 where the name was given only after the date: nobody can have used it."""
    return np.greater(_names_of(candidates, "bearing_from"), _day(candidates))


def superseded(candidates: Candidates) -> Values:
    """1 where the name had been given up and another place properly bore it at the date.

    2 where it was given up before 1991. Russian sources go on with names that Ukraine gave up
    later, so for that side, and for a text without a date, only the older ones count.
    """
    known = candidates.query.date is not None and candidates.query.side != "RU"
    month = _day(candidates) if known else _INDEPENDENCE
    ended = _names_of(candidates, "bearing_to") < month
    proper = ~ended & (_names_of(candidates, "bearing_from") <= month)
    form = candidates.index.arrays["bearing_kinship"][candidates.match.bearing] >= KIN
    proper &= form & ~np.asarray(foreign(candidates), dtype=bool)
    same = candidates.match.likeness[:, SAME_KEY] >= 1.0
    if not bool((proper & same).any()):
        return np.zeros(len(ended))
    return ended * np.where(_names_of(candidates, "bearing_to") < _INDEPENDENCE, 2.0, 1.0)


def _names_of(candidates: Candidates, column: str) -> Values:
    values: Values = candidates.index.arrays[column][candidates.match.bearing]
    return values


def _day(candidates: Candidates) -> int:
    """The date of the text in months; without one, later than any name began."""
    day = candidates.query.date
    return OPEN_MONTH if day is None else _month(day)


def bare(candidates: Candidates) -> Values:
    """1 for districts and communities that the text does not call so.

    Their names are adjectives and genitives of others' ("Oleksandrivskyi"): who means the district
    says the word.
    """
    if candidates.query.kind not in (None, PlaceKind.SETTLEMENT):
        return np.zeros(len(candidates.match))
    return np.isin(candidates.index.kind[candidates.match.place], _CALLED_SO)


def side(candidates: Candidates) -> Values:
    """1 where the form is of the language that the side uses, -1 where it is of the other."""
    used = {"RU": (_RUSSIAN, _UKRAINIAN), "UA": (_UKRAINIAN, _RUSSIAN)}.get(
        candidates.query.side or ""
    )
    if used is None:
        return np.zeros(len(candidates.match))
    language = candidates.index.arrays["bearing_language"][candidates.match.bearing]
    return np.where(language == used[0], 1.0, np.where(language == used[1], -1.0, 0.0))


def _name_kind(candidates: Candidates) -> Values:
    kinds: Values = candidates.index.arrays["bearing_kind"][candidates.match.bearing]
    return kinds


def _month(day: date) -> int:
    return day.year * 12 + day.month


PLACE_SIGNALS: Final = {
    "former": former,
    "alternate": alternate,
    "obsolete": obsolete,
    "unrelated": unrelated,
    "contested": contested,
    "outspelt": outspelt,
    "generated": generated,
    "prominence": prominence,
    "seat": seat,
    "foreign": foreign,
}
QUERY_SIGNALS: Final = {
    "within": within,
    "abroad": abroad,
    "type": settlement_type,
    "expired": expired,
    "premature": premature,
    "superseded": superseded,
    "side": side,
    "bare": bare,
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


def utility(
    candidates: Candidates, weights: Weights, known: Merits | None = None
) -> tuple[Values, dict[str, Values]]:
    """Utility of each candidate before other mentions are heard, and the signals behind it."""
    known = known or merits(candidates.index, candidates.match, weights)
    total, found = known.total, dict(known.signals)
    for name, signal in QUERY_SIGNALS.items():
        found[name] = np.asarray(signal(candidates), dtype=np.float64)
        total = total + weights.context[name] * found[name]
    return total, found
