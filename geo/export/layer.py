"""What every export format writes: a layer of point features with typed fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

FieldType = Literal["integer", "string", "date"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a layer; ``date`` values are ``datetime.date``, never text."""

    name: str
    type: FieldType
    description: str


class Row(NamedTuple):
    """One feature. ``lon``/``lat`` in degrees WGS 84, both None for an unlocated feature.

    ``values`` follow the order of the layer's fields; None is a missing value.
    """

    id: int
    lon: float | None
    lat: float | None
    values: Sequence[object]


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer to export: its name, fields and rows; rows are consumed once, in order.

    ``attribution`` and ``licence`` go into the file where the format can hold them.
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    rows: Iterable[Row]
    attribution: str = ""
    licence: str = ""
