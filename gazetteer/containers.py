"""Areas that a text names, as id prefixes: "DPR", "Donetsk region", "Pokrovsk district"."""

from __future__ import annotations

from functools import cached_property, lru_cache

import numpy as np

from gazetteer.former_raions import PREFIX as FORMER_RAION
from gazetteer.index import PLACE_KINDS, NameIndex, Rows
from gazetteer.model import Place, PlaceKind
from gazetteer.names.fold import fold
from gazetteer.names.generic import strip_generic
from gazetteer.names.key import name_key
from gazetteer.outside import is_outside

# Ids that are no codes of the register: sites, waters, directions, former raions.
_OF_OBLAST = ("site:", "water:", "direction:", "raion-2019:")
AREA_KINDS = (PlaceKind.OBLAST, PlaceKind.RAION, PlaceKind.HROMADA, PlaceKind.REGION)


class Containers:
    """Looks up areas by name, with or without their generic word."""

    def __init__(self, index: NameIndex) -> None:  # noqa: D107
        self._index = index

    @cached_property
    def _areas(self) -> dict[str, list[Place]]:
        """Areas under the stem of each of their names, without the generic word."""
        codes = [PLACE_KINDS.index(kind) for kind in AREA_KINDS]
        areas: dict[str, list[Place]] = {}
        for row, kind in enumerate(self._index.kind.tolist()):
            if kind not in codes:
                continue
            place = self._index.places.at(row)
            for text in {place.name_uk, place.name, *(name.text for name in place.names)}:
                core, _ = strip_generic(fold(text))
                found = areas.setdefault(name_key(core).stem, [])
                if place not in found:
                    found.append(place)
        return areas

    def find(self, text: str) -> list[Place]:
        """Areas that ``text`` may mean: a p-code, or a name.

        The generic word of a name, where there is one, decides the kind.
        """
        coded = self._index.places.get(text.strip().upper())
        if coded is not None and coded.kind in AREA_KINDS:
            return [coded]
        core, kind = strip_generic(fold(text))
        found = self._areas.get(name_key(core).stem, [])
        if kind is not None:
            # An oblast abroad is kept as a region.
            return [place for place in found if place.kind is kind] or [
                place for place in found if is_outside(place.id)
            ]
        broadest = min((AREA_KINDS.index(place.kind) for place in found), default=0)
        return [place for place in found if AREA_KINDS.index(place.kind) in (broadest, 3)]

    def prefixes(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Id prefixes of settlements inside the named areas; empty when none is known."""
        prefixes: list[str] = []
        for name in names:
            found = self.find(name)
            # The p-codes are those of the raions of today.
            current = [place for place in found if not place.id.startswith(FORMER_RAION)]
            for place in current or found:
                if place.id.startswith("UA") or place.id.startswith("iso:"):
                    prefixes.append(place.id)
                elif place.oblast:
                    prefixes.append(place.oblast)
        return tuple(dict.fromkeys(prefixes))


@lru_cache(maxsize=512)
def lies_inside(index: NameIndex, prefix: str) -> Rows:
    """Per row of the index, whether the place lies in the area of an id prefix."""
    if is_outside(prefix):
        # Which region of its country a place abroad lies in is not recorded.
        abroad: Rows = index.foreign
        return abroad
    return np.array([_code(index, row).startswith(prefix) for row in range(len(index.places))])


def _code(index: NameIndex, row: int) -> str:
    """The p-code of a place, or that of the oblast it lies in where it has none of its own."""
    place_id = index.places.id_at(row)
    if place_id.startswith(_OF_OBLAST):
        return index.places.at(row).oblast or place_id
    return place_id
