"""The in-memory index: places as numeric columns, names as keys, records decoded on demand.

Three levels: a *form* is a folded spelling, a *key* the Slavic key of forms, a *bearing* the fact
that a place bears a form. Everything lies in numpy columns that are mapped from disk; the Python
objects of a place are made only when somebody looks at it.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA

from gazetteer.crowding import crowding
from gazetteer.deletions import DeletionIndex, concatenate_ranges
from gazetteer.model import Place, PlaceKind, PlaceName
from gazetteer.names.coarse import coarse
from gazetteer.names.fold import fold
from gazetteer.names.generate import generated_names
from gazetteer.names.key import name_key
from gazetteer.place_table import NAME_KINDS, PlaceTable, encode
from gazetteer.store import Arrays, join_lines, lines, load_arrays, pack, save_arrays

Rows = npt.NDArray[Any]

PLACE_KINDS: Final = tuple(PlaceKind)
SETTLEMENT_TYPES: Final = ("", "city", "urban_settlement", "rural_settlement", "village")
LANGUAGES: Final = ("und", "uk", "ru", "en", "pl", "crh")
OPEN_MONTH: Final = 32767
"""Stands for an open end among months counted from the year 0."""


def months(text: str | None, otherwise: int, *, end: bool = False) -> int:
    """A reduced ISO date as months since the year 0; a bare year ends in December."""
    if not text:
        return otherwise
    parts = text.split("-")
    month = int(parts[1]) if len(parts) > 1 else (12 if end else 1)
    return int(parts[0]) * 12 + month


class NameIndex:
    """Places and their names, ready for exact and approximate look-up."""

    def __init__(self, arrays: Arrays) -> None:  # noqa: D107
        self.arrays = arrays
        self.places = PlaceTable(arrays)
        self.keys = lines(arrays["keys"])
        self.stems = lines(arrays["stems"])
        self.skeletons = lines(arrays["skeletons"])
        self.lon: npt.NDArray[Any] = arrays["lon"]
        self.lat: npt.NDArray[Any] = arrays["lat"]
        self.crowded: npt.NDArray[Any] = arrays["crowded"]
        self.prominence: npt.NDArray[Any] = arrays["prominence"]
        self.seat: npt.NDArray[Any] = arrays["seat"]
        self.kind: npt.NDArray[Any] = arrays["kind"]
        self.settlement_type: npt.NDArray[Any] = arrays["settlement_type"]
        self.foreign: npt.NDArray[Any] = arrays["foreign"]
        self.by_key = DeletionIndex(arrays["key_hashes"], arrays["key_ids"], 2, 7)
        self.by_skeleton = DeletionIndex(arrays["skeleton_hashes"], arrays["skeleton_ids"], 1, 8)
        self.by_stem = DeletionIndex(arrays["stem_hashes"], arrays["stem_ids"], 1, 8)

    @cached_property
    def forms(self) -> dict[str, int]:
        """Folded spelling to form number."""
        return {form: number for number, form in enumerate(lines(self.arrays["forms"]))}

    @classmethod
    def build(cls, places: Sequence[Place]) -> NameIndex:
        """Index ``places`` with the names that they carry and those made by rule."""
        places = [_with_generated(place) for place in places]
        names = _name_columns(places)
        return cls({**_place_columns(places), **names, **_retrieval_columns(names)})

    def save(self, directory: Path) -> None:
        """Write the index to ``directory``."""
        save_arrays(self.arrays, directory)

    @classmethod
    def load(cls, directory: Path) -> NameIndex:
        """Read an index written by :meth:`save`; raises ``KeyError`` when it is incomplete."""
        return cls(load_arrays(directory))

    def bearings_of_keys(self, keys: Rows) -> Rows:
        """Bearing numbers of all forms whose key is among ``keys``."""
        offsets = self.arrays["key_bearings"]
        return concatenate_ranges(self.arrays["bearing_number"], offsets[keys], offsets[keys + 1])

    def bearing_counts(self, keys: Rows) -> Rows:
        """How many bearings each key has."""
        offsets = self.arrays["key_bearings"]
        counts: Rows = offsets[keys + 1] - offsets[keys]
        return counts

    @cached_property
    def _bearers(self) -> tuple[list[int], list[int]]:
        """Bounds per form, and place rows sorted by form: lists, which beat arrays one by one."""
        order = np.argsort(self.arrays["bearing_form"], kind="stable")
        sorted_forms = self.arrays["bearing_form"][order]
        bounds = np.searchsorted(sorted_forms, np.arange(len(self.forms) + 1))
        return bounds.tolist(), self.arrays["bearing_place"][order].tolist()

    def bearers(self, form: str) -> list[str]:
        """Ids of the places that bear a folded form."""
        number = self.forms.get(form)
        if number is None:
            return []
        bounds, rows = self._bearers
        return [self.places.id_at(row) for row in rows[bounds[number] : bounds[number + 1]]]

    def written(self, bearing: int) -> str:
        """The name behind a bearing, as its source writes it."""
        place = self.places.at(int(self.arrays["bearing_place"][bearing]))
        return place.names[int(self.arrays["bearing_order"][bearing])].text


def _with_generated(place: Place) -> Place:
    made = generated_names(place)
    return replace(place, names=(*place.names, *made)) if made else place


def _place_columns(places: Sequence[Place]) -> Arrays:
    block, offsets = pack(map(encode, places))
    nan = math.nan
    seats = np.array([is_seat(place) for place in places], dtype=bool)
    lon = np.array([nan if p.lon is None else p.lon for p in places], dtype=np.float32)
    lat = np.array([nan if p.lat is None else p.lat for p in places], dtype=np.float32)
    foreign = np.array([p.id.startswith(("gn:", "iso:")) for p in places], dtype=bool)
    settled = np.array([p.kind is PlaceKind.SETTLEMENT for p in places], dtype=bool)
    return {
        "place_block": block,
        "place_offsets": offsets,
        "place_ids": join_lines(place.id for place in places),
        "lon": lon,
        "lat": lat,
        "namesake": _namesakes(places),
        "crowded": crowding(lon, lat, settled & ~foreign),
        "seat": seats,
        "prominence": _prominence(places, seats),
        "kind": np.array([PLACE_KINDS.index(p.kind) for p in places], dtype=np.uint8),
        "settlement_type": np.array(
            [SETTLEMENT_TYPES.index(p.settlement_type or "") for p in places], dtype=np.uint8
        ),
        "foreign": foreign,
    }


# Sources attach the population of a city to a village of the same name now and then, and that of
# the present to a town in ruins; the class of the register bounds both.
_BOUNDS: Final = {
    "city": (5_000, 1_000_000),
    "urban_settlement": (1_000, 40_000),
    "rural_settlement": (50, 25_000),
    "village": (50, 25_000),
}
# What a settlement of each class counts for when no source gives its population: the rounded
# median of those that have one.
_TYPICAL_POPULATION: Final = {"city": 15_000, "urban_settlement": 4_000}
_TYPICAL_VILLAGE: Final = 300
_TYPICAL_SEAT: Final = 1_500


def _prominence(places: Sequence[Place], seats: Rows) -> npt.NDArray[np.float32]:
    """Log10 of the population, within the bounds of its class."""
    values = []
    for place, seat in zip(places, seats.tolist(), strict=True):
        typical = _TYPICAL_POPULATION.get(place.settlement_type or "", _TYPICAL_VILLAGE)
        population = place.population or (max(typical, _TYPICAL_SEAT) if seat else typical)
        least, most = _BOUNDS.get(place.settlement_type or "", (50, 1_000_000))
        values.append(math.log10(min(max(population, least), most)))
    return np.array(values, dtype=np.float32)


def is_seat(place: Place) -> bool:
    """Whether a settlement is the seat of its hromada: the register numbers the seat 001."""
    return place.kind is PlaceKind.SETTLEMENT and len(place.id) == 12 and place.id.endswith("001")


def _namesakes(places: Sequence[Place]) -> npt.NDArray[np.int32]:
    """A number per official name: places of one kind and name share it."""
    numbers: dict[tuple[PlaceKind, str], int] = {}
    return np.array(
        [numbers.setdefault((p.kind, fold(p.name_uk)), len(numbers)) for p in places],
        dtype=np.int32,
    )


def _name_columns(places: Sequence[Place]) -> Arrays:
    forms: dict[str, int] = {}
    keys: dict[str, int] = {}
    stems: list[str] = []
    skeletons: list[str] = []
    # Bare numbers: millions of places bear millions of names.
    form_key = array("i")
    bearings = array("i")
    for row, place in enumerate(places):
        own = name_key(place.name_uk).stem
        held: dict[int, tuple[int, ...]] = {}
        for order, name in enumerate(place.names):
            form = fold(name.text)
            made = name_key(form)
            if not made.key:
                continue  # nothing nameable, or a script that the key does not read
            number = forms.setdefault(form, len(forms))
            if number == len(form_key):
                key = keys.setdefault(made.key, len(keys))
                if key == len(stems):
                    stems.append(made.stem)
                    skeletons.append(coarse(made.skeleton))
                form_key.append(key)
            # The last is how much the name is like the official one, in hundredths.
            alike = round(100 * OSA.normalized_similarity(made.stem, own))
            record = (*_record(name, order), alike)
            held[number] = min(held.get(number, record), record)
        for number, record in held.items():
            bearings.extend((number, row, *record))
    return {
        "forms": join_lines(forms),
        "keys": join_lines(keys),
        "stems": join_lines(stems),
        "skeletons": join_lines(skeletons),
        **_bearing_columns(_integers(bearings), _integers(form_key), len(keys)),
    }


def _record(name: PlaceName, order: int) -> tuple[int, ...]:
    """Kind, language, first and last month of a name, and which of its place's names it is."""
    return (
        NAME_KINDS.index(name.kind),
        LANGUAGES.index(name.language) if name.language in LANGUAGES else 0,
        months(name.valid_from, 0),
        months(name.valid_to, OPEN_MONTH, end=True),
        order,
    )


def _integers(values: array[int]) -> npt.NDArray[np.int32]:
    return np.array(values, dtype=np.int32)


def _bearing_columns(bearings: Rows, form_key: Rows, key_count: int) -> Arrays:
    """``bearings`` holds form, place and :func:`_record` with the likeness, flat."""
    records = bearings.reshape(-1, 8)
    key = form_key[records[:, 0]]
    order = np.argsort(key, kind="stable")
    records = records[order]
    columns: Arrays = {
        "bearing_form": records[:, 0].copy(),
        "bearing_place": records[:, 1].copy(),
        "bearing_key": key[order],
        "bearing_kind": records[:, 2].astype(np.uint8),
        "bearing_language": records[:, 3].astype(np.uint8),
        "bearing_from": records[:, 4].astype(np.int16),
        "bearing_to": records[:, 5].astype(np.int16),
        "bearing_order": records[:, 6].astype(np.int16),
        "bearing_kinship": records[:, 7].astype(np.uint8),
        "bearing_number": np.arange(len(order), dtype=np.int32),
        "key_bearings": np.searchsorted(key[order], np.arange(key_count + 1)).astype(np.int32),
        "form_key": form_key,
    }
    return columns


def _retrieval_columns(names: Arrays) -> Arrays:
    keys = lines(names["keys"])
    by_key = DeletionIndex.build(keys, 2, 7)
    by_skeleton = DeletionIndex.build(lines(names["skeletons"]), 1, 8)
    by_stem = DeletionIndex.build(lines(names["stems"]), 1, 8)
    return {
        "key_length": np.array([len(key) for key in keys], dtype=np.int16),
        "stem_length": np.array([len(stem) for stem in lines(names["stems"])], dtype=np.int16),
        "key_first": np.array([ord(key[0]) for key in keys], dtype=np.int32),
        "key_hashes": by_key.hashes,
        "key_ids": by_key.ids,
        "skeleton_hashes": by_skeleton.hashes,
        "skeleton_ids": by_skeleton.ids,
        "stem_hashes": by_stem.hashes,
        "stem_ids": by_stem.ids,
    }
