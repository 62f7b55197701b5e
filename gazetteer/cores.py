"""Areas, waters and directions, found by their names without the generic word.

"Pokrovsk district", "Покровский район" and "Pokrovskyi raion" differ in the generic word, in the
language and in whether the noun or its adjective is used; what they share is found here, among the
few records of one kind. A direction that is nobody's record is the direction of the settlement
that it is named after.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from gazetteer.candidates import LIKENESS, NameMatch
from gazetteer.index import LANGUAGES, OPEN_MONTH, PLACE_KINDS, NameIndex, Rows
from gazetteer.model import NameQuery, PlaceKind
from gazetteer.names.fold import fold
from gazetteer.names.generic import generic_kind, strip_generic, water_sort
from gazetteer.names.key import name_key
from gazetteer.names.root import name_root, root_of_stem

_LINKS: Final = frozenset({"of", "in", "the", "city", "города", "міста", "г", "м", "в", "у"})
_RAION, _HROMADA = 6, 9  # characters of a p-code that name the unit
_ALIKE: Final = 3  # letters that an adjective has in common with its noun, at least
_ADJECTIVE: Final = re.compile(r"[sczšž]k[aeiou]+[mh]?[aeiou]*$")  # in the letters of the key
_THEATRE: Final = (22.0, 44.0, 45.0, 56.0)  # where a direction may lie, degrees: west to north
_SPOKEN: Final = LANGUAGES.index("en")  # und, uk, ru and en come first among the languages

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
    """How a core fits; a better fit leaves no room for a worse one."""

    ROOT = 0
    STEM = 1
    KEY = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as its own words make it out.

    ``core`` is the folded name without its generic word, ``of`` the town that a district belongs
    to, ``water`` the sort of water that the words speak of.
    """

    query: NameQuery
    core: str
    of: str | None = None
    water: str | None = None


class CoreNames:
    """Looks up names of one kind by what is left without the generic word."""

    def __init__(self, index: NameIndex) -> None:  # noqa: D107
        self._index = index
        self._tables: dict[PlaceKind, dict[tuple[Fit, str], list[int]]] = {}
        self.read = lru_cache(maxsize=8192)(self._read)

    def _read(self, query: NameQuery) -> Asked:
        """``query`` with the kind that its own words ask for, and its core."""
        text = fold(query.text).removeprefix("the ")
        hint = fold(query.type_hint or "")
        water = water_sort(text) or water_sort(hint)
        core, kind = strip_generic(text)
        of = None
        if kind is None:
            core, kind, of = _split_inside(text)
        if query.kind in KINDS:
            return Asked(query, core, of, water)
        if water and query.kind in _OPEN:
            return Asked(replace(query, kind=PlaceKind.RIVER), core, None, water)
        if kind in KINDS and query.kind in _OPEN:
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
        table = self._table(kind)
        for fit, text in _entries(asked.core):
            bearings = self._of_sort(table.get((fit, text), []), asked)
            bearings = self._current(self._in_force(bearings, asked), asked)
            if bearings:
                found = self._answer(asked, bearings, fit)
                return found if asked.of is None else self._inside(found, asked.of)
        return None

    def anchors(self, asked: Asked, spelt: NameMatch) -> NameMatch:
        """Settlements that a direction without a record may be named after.

        ``spelt`` are the places whose names the core resembles; to these come the towns and seats
        whose adjective the core may be.
        """
        settled = self._index.kind[spelt.place] == PLACE_KINDS.index(PlaceKind.SETTLEMENT)
        nouns = _only(spelt, settled)
        if not _ADJECTIVE.search(name_key(asked.core).key):
            return nouns
        bearings = [
            bearing
            for bearing in self._anchors.get(name_root(asked.core), [])
            if self._begins_alike(bearing, asked.core)
        ]
        derived = self._answer(asked, bearings, Fit.ROOT)
        spelt_out = nouns.place[nouns.likeness[:, LIKENESS.index("exact")] > 0]
        derived = _only(derived, ~np.isin(derived.place, spelt_out))
        nouns = _only(nouns, ~np.isin(nouns.place, derived.place))
        return NameMatch(
            asked.query.text,
            np.concatenate([derived.place, nouns.place]),
            np.concatenate([derived.bearing, nouns.bearing]),
            np.concatenate([derived.likeness, nouns.likeness]),
        )

    def _begins_alike(self, bearing: int, core: str) -> bool:
        """Roots have no vowels; a common beginning makes up for that."""
        key = self._index.keys[int(self._index.arrays["bearing_key"][bearing])]
        return key[:_ALIKE] == name_key(core).key[:_ALIKE]

    def _inside(self, found: NameMatch, town: str) -> NameMatch:
        """Of the districts found, those of the town named."""
        bearings = self._towns(town)
        rows = self._index.arrays["bearing_place"][bearings].tolist()
        hromadas = {self._index.places.id_at(row)[:_HROMADA] for row in rows}
        held = np.array(
            [self._index.places.id_at(row)[:_HROMADA] in hromadas for row in found.place.tolist()]
        )
        return NameMatch(found.text, found.place[held], found.bearing[held], found.likeness[held])

    def _in_force(self, bearings: list[int], asked: Asked) -> list[int]:
        """Of several, those whose name was in use at the date of the text, else is in use still."""
        day, arrays = asked.query.date, self._index.arrays
        month = OPEN_MONTH if day is None else day.year * 12 + day.month
        used = [
            one
            for one in bearings
            if arrays["bearing_from"][one] <= month <= arrays["bearing_to"][one]
        ]
        return used or bearings

    def _towns(self, text: str) -> list[int]:
        """Names of towns with the stem of ``text``, in whatever case it stands."""
        stem = name_key(text).stem
        keys = self._index.arrays["bearing_key"]
        found = self._anchors.get(root_of_stem(stem), [])
        return [one for one in found if self._index.stems[int(keys[one])] == stem]

    def _of_sort(self, bearings: list[int], asked: Asked) -> list[int]:
        """Waters of the sort that the words speak of; a river unless they say otherwise."""
        if asked.query.kind is not PlaceKind.RIVER:
            return bearings
        sort = asked.water or "river"
        return [one for one in bearings if water_sort(self._form(one)) == sort]

    def _current(self, bearings: list[int], asked: Asked) -> list[int]:
        """A raion of today, where there is one, before all others and the districts of towns."""
        if asked.query.kind is not PlaceKind.RAION or asked.of is not None:
            return bearings
        rows = self._index.arrays["bearing_place"][bearings].tolist()
        codes = [self._index.places.id_at(row) for row in rows]
        current = [one for one, code in zip(bearings, codes, strict=True) if len(code) == _RAION]
        return current or bearings

    def _answer(self, asked: Asked, bearings: list[int], fit: Fit) -> NameMatch:
        numbers = np.array(bearings, dtype=np.int64)
        places, first = np.unique(self._index.arrays["bearing_place"][numbers], return_index=True)
        # A core that fits among the few records of its kind is the name; only its form may differ.
        row = [1.0] * len(LIKENESS)
        row[LIKENESS.index("same_key")] = float(fit is Fit.KEY)
        row[LIKENESS.index("edits")] = 0.0
        likeness = np.tile(np.array(row, dtype=np.float32), (len(places), 1))
        chosen = numbers[first]
        exact = [strip_generic(self._form(one))[0] == asked.core for one in chosen.tolist()]
        likeness[:, LIKENESS.index("exact")] = exact
        return NameMatch(asked.query.text, places, chosen, likeness)

    def _table(self, kind: PlaceKind) -> dict[tuple[Fit, str], list[int]]:
        if kind not in self._tables:
            self._tables[kind] = self._made(self._bearings_of(KINDS[kind]))
        return self._tables[kind]

    @cached_property
    def _anchors(self) -> dict[str, list[int]]:
        """Names, by root, of the settlements that may give a direction its name: towns and seats.

        Towns across the border have directions too.
        """
        index = self._index
        west, south, east, north = _THEATRE
        inside = (index.lon > west) & (index.lon < east) & (index.lat > south) & (index.lat < north)
        town = np.isin(index.settlement_type, (1, 2)) | index.seat | (index.foreign & inside)
        bearings = self._bearings_of((PlaceKind.SETTLEMENT,))
        spoken = index.arrays["bearing_language"][bearings] <= _SPOKEN
        chosen = bearings[town[index.arrays["bearing_place"][bearings]] & spoken]
        keys = index.arrays["bearing_key"][chosen].tolist()
        table: dict[str, list[int]] = defaultdict(list)
        for bearing, key in zip(chosen.tolist(), keys, strict=True):
            table[root_of_stem(index.stems[key])].append(bearing)
        return dict(table)

    def _bearings_of(self, kinds: tuple[PlaceKind, ...]) -> Rows:
        codes = [PLACE_KINDS.index(kind) for kind in kinds]
        kind_of_bearing = self._index.kind[self._index.arrays["bearing_place"]]
        return np.flatnonzero(np.isin(kind_of_bearing, codes))

    def _made(self, bearings: Rows) -> dict[tuple[Fit, str], list[int]]:
        table: dict[tuple[Fit, str], list[int]] = defaultdict(list)
        for bearing in bearings.tolist():
            for entry in _entries(strip_generic(self._form(bearing))[0]):
                table[entry].append(bearing)
        return dict(table)

    def _form(self, bearing: int) -> str:
        return self._forms[int(self._index.arrays["bearing_form"][bearing])]

    @cached_property
    def _forms(self) -> list[str]:
        return list(self._index.forms)


def _only(found: NameMatch, held: npt.NDArray[np.bool_]) -> NameMatch:
    return NameMatch(found.text, found.place[held], found.bearing[held], found.likeness[held])


def _entries(core: str) -> Iterator[tuple[Fit, str]]:
    made = name_key(core)
    if made.key:
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
