"""The named signals of what a text says around a name: areas, type, date, side.

Like those of ``gazetteer.signals``, but a function returns None where it has nothing to say of any
candidate.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Final

import numpy as np

from gazetteer.candidates import KIN, LIKENESS, SAME_KEY
from gazetteer.containers import lies_inside
from gazetteer.index import LANGUAGES, OPEN_MONTH, PLACE_KINDS, SETTLEMENT_TYPES
from gazetteer.model import PlaceKind
from gazetteer.outside import is_outside
from gazetteer.signals import INDEPENDENCE, Candidates, Merits, Values, foreign, merits
from gazetteer.weights import Weights

_SAME_STEM: Final = LIKENESS.index("same_stem")
_RUSSIAN: Final = LANGUAGES.index("ru")
_UKRAINIAN: Final = LANGUAGES.index("uk")
_CALLED_SO: Final = np.array(
    [kind in {PlaceKind.CITY_DISTRICT, PlaceKind.HROMADA, PlaceKind.RAION} for kind in PLACE_KINDS]
)

# Kinds whose names are few and all known: who says that a country is meant, means one of the list.
_CLOSED: Final = frozenset({PlaceKind.COUNTRY, PlaceKind.OBLAST, PlaceKind.REGION})

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


def within(candidates: Candidates) -> Values | None:
    """1 inside an area that the text names, -1 outside all of them."""
    if not candidates.areas:
        return None
    return np.where(_inside(candidates), 1.0, -1.0)


def abroad(candidates: Candidates) -> Values | None:
    """1 in Ukraine where every area that the text names lies abroad."""
    if not candidates.areas or not all(map(is_outside, candidates.areas)):
        return None
    return np.where(foreign(candidates), 0.0, 1.0)


def _inside(candidates: Candidates) -> Values:
    rows = candidates.match.place
    found: Values = np.zeros(len(rows), dtype=bool)
    for prefix in candidates.areas:
        found |= lies_inside(candidates.index, prefix)[rows]
    return found


def settlement_type(candidates: Candidates) -> Values | None:
    """1 where the class agrees with the word beside the name, -1 where it does not."""
    hint = (candidates.query.type_hint or "").casefold()
    if hint not in TYPE_WORDS:
        return None
    held: Values = _agreement(hint)[candidates.index.settlement_type[candidates.match.place]]
    return held


@cache
def _agreement(hint: str) -> Values:
    """By the number of a class: 1 where the word may mean it, 0 for no class, -1 else."""
    return np.array(
        [
            0.0 if not name else 1.0 if name in TYPE_WORDS[hint] else -1.0
            for name in SETTLEMENT_TYPES
        ]
    )


def listed_kind(candidates: Candidates) -> Values | None:
    """1 where the text means a country or region, and the candidate is one and bears the name."""
    kind = candidates.query.kind
    if kind not in _CLOSED:
        return None
    likeness = candidates.match.likeness
    same: Values = np.maximum(likeness[:, SAME_KEY], likeness[:, _SAME_STEM]) >= 1.0
    same &= candidates.index.kind[candidates.match.place] == PLACE_KINDS.index(kind)
    return same


def expired(candidates: Candidates) -> Values | None:
    """Years, up to 10 and in tenths, by which the date misses the validity of the name."""
    day = candidates.query.date
    if day is None:
        return None
    month = _month(day)
    bearing = candidates.match.bearing
    arrays = candidates.index.arrays
    late = month - arrays["bearing_to"][bearing].astype(np.int32)
    early = arrays["bearing_from"][bearing].astype(np.int32) - month
    return np.clip(np.maximum(late, early), 0, 120) / 120.0


def premature(candidates: Candidates) -> Values | None:
    """1 where the name was given only after the date: nobody can have used it."""
    if candidates.query.date is None:
        return None
    return np.greater(_names_of(candidates, "bearing_from"), _day(candidates))


def superseded(candidates: Candidates) -> Values | None:
    """1 where the name had been given up and another place properly bore it at the date.

    2 where it was given up before 1991. Russian sources go on with names that Ukraine gave up
    later, so for that side, and for a text without a date, only the older ones count.
    """
    known = candidates.query.date is not None and candidates.query.side != "RU"
    month = _day(candidates) if known else INDEPENDENCE
    ended = _names_of(candidates, "bearing_to") < month
    if not ended.any():
        return None
    proper = ~ended & (_names_of(candidates, "bearing_from") <= month)
    proper &= candidates.index.arrays["bearing_kinship"][candidates.match.bearing] >= KIN
    same = candidates.match.likeness[:, SAME_KEY] >= 1.0
    if not bool((proper & same).any()):
        return None
    return ended * np.where(_names_of(candidates, "bearing_to") < INDEPENDENCE, 2.0, 1.0)


def _names_of(candidates: Candidates, column: str) -> Values:
    values: Values = candidates.index.arrays[column][candidates.match.bearing]
    return values


def _day(candidates: Candidates) -> int:
    """The date of the text in months; without one, later than any name began."""
    day = candidates.query.date
    return OPEN_MONTH if day is None else _month(day)


def bare(candidates: Candidates) -> Values | None:
    """1 for districts and communities that the text does not call so.

    Their names are adjectives and genitives of others' ("Oleksandrivskyi"): who means the district
    says the word.
    """
    if candidates.query.kind not in (None, PlaceKind.SETTLEMENT):
        return None
    called: Values = _CALLED_SO[candidates.index.kind[candidates.match.place]]
    return called


def side(candidates: Candidates) -> Values | None:
    """1 where the form is of the language that the side uses, -1 where it is of the other."""
    used = {"RU": (_RUSSIAN, _UKRAINIAN), "UA": (_UKRAINIAN, _RUSSIAN)}.get(
        candidates.query.side or ""
    )
    if used is None:
        return None
    language = candidates.index.arrays["bearing_language"][candidates.match.bearing]
    return np.where(language == used[0], 1.0, np.where(language == used[1], -1.0, 0.0))


def _month(day: date) -> int:
    return day.year * 12 + day.month


QUERY_SIGNALS: Final = {
    "within": within,
    "abroad": abroad,
    "type": settlement_type,
    "listed_kind": listed_kind,
    "expired": expired,
    "premature": premature,
    "superseded": superseded,
    "side": side,
    "bare": bare,
}


def utility(
    candidates: Candidates, weights: Weights, known: Merits | None = None
) -> tuple[Values, dict[str, Values]]:
    """Utility of each candidate before other mentions are heard, and the signals behind it."""
    known = known or merits(candidates.index, candidates.match, weights)
    total, found = known.total, dict(known.signals)
    silent = np.zeros(len(total))
    for name, signal in QUERY_SIGNALS.items():
        said = signal(candidates)
        found[name] = silent if said is None else np.asarray(said, dtype=np.float64)
        if said is not None:
            total = total + weights.context[name] * found[name]
    return total, found
