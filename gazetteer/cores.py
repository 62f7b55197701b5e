"""Areas, waters and directions, found by their names without the generic word.

"Pokrovsk district", "Покровский район" and "Pokrovskyi raion" differ in the generic word, in the
language and in whether the noun or its adjective is used; what they share is found here, among the
few records of one kind. A direction that is nobody's record is the direction of the settlement
that it is named after.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from functools import cached_property, lru_cache
from typing import Final

import numpy as np

from gazetteer.candidates import LIKENESS, NameMatch
from gazetteer.index import PLACE_KINDS, NameIndex, Rows
from gazetteer.model import NameQuery, PlaceKind
from gazetteer.names.fold import fold
from gazetteer.names.generic import generic_kind, is_water_word, strip_generic
from gazetteer.names.key import name_key
from gazetteer.names.root import name_root

_LINKS: Final = frozenset({"of", "in", "the", "city", "города", "міста", "г", "м", "в", "у"})
_HROMADA: Final = 9  # characters of a p-code that name the hromada

KINDS: Final = {
    PlaceKind.RAION: (PlaceKind.RAION, PlaceKind.CITY_DISTRICT),
    PlaceKind.CITY_DISTRICT: (PlaceKind.CITY_DISTRICT,),
    PlaceKind.HROMADA: (PlaceKind.HROMADA,),
    PlaceKind.RIVER: (PlaceKind.RIVER,),
    PlaceKind.DIRECTION: (PlaceKind.DIRECTION,),
}
"""Kinds that are looked up by core, and the kinds of record that answer each."""

# Kinds of mention that a generic word inside the name, or beside it, makes more precise.
_OPEN: Final = (None, PlaceKind.SETTLEMENT, PlaceKind.SITE, PlaceKind.REGION)


class Fit(IntEnum):
    """How a core fits; the better ones leave no room for the others."""

    ROOT = 0
    STEM = 1
    KEY = 2
    FORM = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as the words of its text make it out; ``of`` is the town a district belongs to."""

    query: NameQuery
    core: str
    of: str | None = None


class CoreNames:
    """Looks up names of one kind by what is left without the generic word."""

    def __init__(self, index: NameIndex) -> None:  # noqa: D107
        self._index = index
        self._tables: dict[PlaceKind, dict[tuple[Fit, str], list[int]]] = {}
        self.read = lru_cache(maxsize=20_000)(self._read)

    def _read(self, query: NameQuery) -> Asked:
        """``query`` with the kind that its own words ask for, and its core."""
        text = fold(query.text).removeprefix("the ")
        core, kind = strip_generic(text)
        of = None
        if kind is None:
            core, kind, of = _split_inside(text)
        if query.kind in KINDS:
            return Asked(query, core if kind else text, of)
        hint = fold(query.type_hint or "")
        if query.kind in _OPEN and is_water_word(hint):
            return Asked(replace(query, kind=PlaceKind.RIVER), core if kind else text)
        if query.kind in _OPEN and kind in KINDS:
            return Asked(replace(query, kind=kind), core, of)
        if query.kind in (None, PlaceKind.SETTLEMENT) and not hint and self._only_water(text):
            return Asked(replace(query, kind=PlaceKind.RIVER), text)
        return Asked(query, text)

    def _only_water(self, text: str) -> bool:
        """Whether a bare name is that of a water and of no settlement: "Siverskyi Donets"."""
        key = name_key(text).key
        return (Fit.KEY, key) in self._table(PlaceKind.RIVER) and key not in self._settled

    @cached_property
    def _settled(self) -> frozenset[str]:
        """Keys of waters that settlements of Ukraine bear too."""
        wanted = {key for fit, key in self._table(PlaceKind.RIVER) if fit is Fit.KEY}
        held = [number for number, key in enumerate(self._index.keys) if key in wanted]
        bearings = self._index.bearings_of_keys(np.array(held, dtype=np.int64))
        keys = self._index.arrays["bearing_key"][bearings]
        kinds = self._index.kind[self._index.arrays["bearing_place"][bearings]]
        settled = keys[kinds == PLACE_KINDS.index(PlaceKind.SETTLEMENT)]
        return frozenset(self._index.keys[number] for number in settled.tolist())

    def match(self, asked: Asked) -> NameMatch | None:
        """Records of the kind asked for that bear the core; None where there is none."""
        kind = asked.query.kind
        if kind not in KINDS or not name_key(asked.core).key:
            return None
        found = self._fitting(self._table(kind), asked)
        if found is None and kind is PlaceKind.DIRECTION:
            found = self._fitting(self._anchors, asked)
        return found if found is None or asked.of is None else self._inside(found, asked.of)

    def _inside(self, found: NameMatch, town: str) -> NameMatch:
        """Of the districts found, those of the town named."""
        bearings = self._anchors.get((Fit.STEM, name_key(town).stem), [])
        rows = self._index.arrays["bearing_place"][bearings].tolist()
        hromadas = {self._index.places.id_at(row)[:_HROMADA] for row in rows}
        held = np.array(
            [self._index.places.id_at(row)[:_HROMADA] in hromadas for row in found.place.tolist()]
        )
        return NameMatch(found.text, found.place[held], found.bearing[held], found.likeness[held])

    def _fitting(self, table: dict[tuple[Fit, str], list[int]], asked: Asked) -> NameMatch | None:
        made = name_key(asked.core)
        tries = (
            (Fit.FORM, asked.core),
            (Fit.KEY, made.key),
            (Fit.STEM, made.stem),
            (Fit.ROOT, name_root(asked.core)),
        )
        for fit, text in tries:
            bearings = self._in_force(table.get((fit, text), []), asked)
            if bearings:
                return self._answer(asked, fit, bearings)
        return None

    def _in_force(self, bearings: list[int], asked: Asked) -> list[int]:
        """Of several, those whose name was in use at the date of the text."""
        day = asked.query.date or date.today()
        month = day.year * 12 + day.month
        arrays = self._index.arrays
        used = [
            one
            for one in bearings
            if arrays["bearing_from"][one] <= month <= arrays["bearing_to"][one]
        ]
        return used or bearings

    def _answer(self, asked: Asked, fit: Fit, bearings: list[int]) -> NameMatch:
        places = self._index.arrays["bearing_place"][bearings]
        _, first = np.unique(places, return_index=True)
        bearing = np.array(bearings, dtype=np.int32)[first]
        place = places[first]
        # A core that fits among the few records of its kind is the name; only its form may differ.
        row = [1.0] * len(LIKENESS)
        row[LIKENESS.index("exact")] = float(fit is Fit.FORM)
        row[LIKENESS.index("same_key")] = float(fit >= Fit.KEY)
        row[LIKENESS.index("edits")] = 0.0
        likeness = np.tile(np.array(row, dtype=np.float32), (len(place), 1))
        return NameMatch(asked.query.text, place, bearing, likeness)

    def _table(self, kind: PlaceKind) -> dict[tuple[Fit, str], list[int]]:
        if kind not in self._tables:
            self._tables[kind] = self._made(self._bearings_of(KINDS[kind]), strip=True)
        return self._tables[kind]

    @cached_property
    def _anchors(self) -> dict[tuple[Fit, str], list[int]]:
        """Names of the settlements that may give a direction its name: towns and seats."""
        index = self._index
        town = np.isin(index.settlement_type, (1, 2)) | index.seat
        bearings = self._bearings_of((PlaceKind.SETTLEMENT,))
        places = index.arrays["bearing_place"][bearings]
        return self._made(bearings[town[places] & ~index.foreign[places]], strip=False)

    def _bearings_of(self, kinds: tuple[PlaceKind, ...]) -> Rows:
        codes = [PLACE_KINDS.index(kind) for kind in kinds]
        kind_of_bearing = self._index.kind[self._index.arrays["bearing_place"]]
        return np.flatnonzero(np.isin(kind_of_bearing, codes))

    def _made(self, bearings: Rows, *, strip: bool) -> dict[tuple[Fit, str], list[int]]:
        forms = list(self._index.forms)
        table: dict[tuple[Fit, str], list[int]] = defaultdict(list)
        for bearing in bearings.tolist():
            form = forms[self._index.arrays["bearing_form"][bearing]]
            core = strip_generic(form)[0] if strip else form
            for entry in _entries(core):
                table[entry].append(bearing)
        return dict(table)


def _entries(core: str) -> Iterator[tuple[Fit, str]]:
    made = name_key(core)
    if made.key:
        yield Fit.FORM, core
        yield Fit.KEY, made.key
        yield Fit.STEM, made.stem
        yield Fit.ROOT, name_root(core)


def _split_inside(text: str) -> tuple[str, PlaceKind | None, str | None]:
    """ "Kalininsky district of Donetsk": the core, the kind, and the town after the word."""
    words = text.split()
    for place in range(1, len(words) - 1):
        kind = generic_kind(words[place])
        if kind in (PlaceKind.RAION, PlaceKind.CITY_DISTRICT):
            rest = [word for word in words[place + 1 :] if word not in _LINKS]
            if rest:
                return " ".join(words[:place]), PlaceKind.CITY_DISTRICT, " ".join(rest)
    return text, None, None
