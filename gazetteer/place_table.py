"""The places of an index as one block of bytes, decoded when somebody looks at them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cached_property
from typing import Any, Final

import orjson

from gazetteer.model import Coordinate, GeometryKind, NameKind, Place, PlaceKind, PlaceName
from gazetteer.store import Arrays, lines

NAME_KINDS: Final = (NameKind.OFFICIAL, NameKind.FORMER, NameKind.ALTERNATE, NameKind.GENERATED)

_PLACE_FIELDS: Final = tuple(field.name for field in fields(Place))


def encode(place: Place) -> bytes:
    """A place as a JSON list; names and coordinates as rows, which decode several times faster."""
    values = {name: getattr(place, name) for name in _PLACE_FIELDS}
    values["names"] = [
        (n.text, n.language, NAME_KINDS.index(n.kind), n.source, n.valid_from, n.valid_to)
        for n in place.names
    ]
    values["coordinates"] = [(c.lon, c.lat, c.source) for c in place.coordinates]
    return orjson.dumps(list(values.values()))


def _decode(data: memoryview) -> Place:
    values: dict[str, Any] = dict(zip(_PLACE_FIELDS, orjson.loads(data), strict=True))
    values["kind"] = PlaceKind(values["kind"])
    values["geometry_kind"] = GeometryKind(values["geometry_kind"])
    values["names"] = tuple(
        [
            PlaceName(text, language, NAME_KINDS[kind], source, start, end)
            for text, language, kind, source, start, end in values["names"]
        ]
    )
    values["coordinates"] = tuple([Coordinate(*row) for row in values["coordinates"]])
    values["line"] = tuple([(lon, lat) for lon, lat in values["line"]])
    return Place(**values)


class PlaceTable(Mapping[str, Place]):
    """Places by id, decoded when asked for."""

    def __init__(self, arrays: Arrays) -> None:  # noqa: D107
        self._block = arrays["place_block"].data
        self._offsets = arrays["place_offsets"]
        self._ids = lines(arrays["place_ids"])
        self._cache: dict[int, Place] = {}

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {place_id: row for row, place_id in enumerate(self._ids)}

    def at(self, row: int) -> Place:
        """The place in row ``row`` of the index."""
        place = self._cache.get(row)
        if place is None:
            place = _decode(self._block[self._offsets[row] : self._offsets[row + 1]])
            if len(self._cache) >= 20_000:
                self._cache.clear()
            self._cache[row] = place
        return place

    def row(self, place_id: str) -> int | None:
        """The row of a place id, or None."""
        return self._rows.get(place_id)

    def id_at(self, row: int) -> str:
        """The id in row ``row``, without decoding the place."""
        return self._ids[row]

    def __getitem__(self, place_id: str) -> Place:  # noqa: D105
        return self.at(self._rows[place_id])

    def __iter__(self) -> Iterator[str]:  # noqa: D105
        return iter(self._ids)

    def __len__(self) -> int:  # noqa: D105
        return len(self._ids)
