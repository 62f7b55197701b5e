"""What every export format writes: a layer of point features with typed fields, in batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa

FieldType = Literal["integer", "string", "date"]
#: Rows in memory at a time.
BATCH = 20_000


@dataclass(slots=True)
class Tally:
    """What was read so far: rows, and those of them without a place."""

    rows: int = 0
    unlocated: int = 0


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

    ``batches`` have the columns of `schema`: the fields, then ``lon`` and ``lat`` in degrees
    WGS 84. ``attribution`` and ``licence`` go into the file where the format can hold them;
    ``tags`` are HXL hashtags of the columns for formats of tables, none for no such row.
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    batches: Iterable[pa.RecordBatch]
    attribution: str = ""
    licence: str = ""
    tags: tuple[str, ...] = ()
    #: Whether it is known that no feature lacks its place, which a spatial index may need.
    located: bool = False
    #: The same rows for formats that hold GeoJSON: blocks of lines, each a Feature with the fields
    #: as its properties, days in ISO 8601, degrees rounded, and no space that JSON does not need.
    features: Iterable[bytes] = ()
    tally: Tally = field(default_factory=Tally)

    def counted(self) -> Iterator[pa.RecordBatch]:
        """Yield the batches, and count their rows."""
        for batch in self.batches:
            self.tally.rows += len(batch)
            self.tally.unlocated += batch.columns[-2].null_count
            yield batch

    def lines(self) -> Iterator[bytes]:
        """Yield the blocks of features, and count their lines."""
        for block in self.features:
            self.tally.rows += block.count(b"\n")
            # No text holds this, for quotes in it are escaped.
            self.tally.unlocated += block.count(b',"geometry":null,')
            yield block


def schema(fields: Sequence[Field]) -> pa.Schema:
    """Return the Arrow schema of a layer's batches."""
    # Arrow takes a third of a second to import, which no other command should pay.
    import pyarrow as pa  # noqa: PLC0415

    types = {"integer": pa.int64(), "string": pa.string(), "date": pa.date32()}
    columns: list[Any] = [pa.field(f.name, types[f.type]) for f in fields]
    return pa.schema([*columns, pa.field("lon", pa.float64()), pa.field("lat", pa.float64())])


def batch_of(fields: Sequence[Field], rows: Iterable[Row]) -> pa.RecordBatch:
    """Return rows as one batch."""
    import pyarrow as pa  # noqa: PLC0415

    flat = [(*row.values, row.lon, row.lat) for row in rows]
    wanted = schema(fields)
    columns = list(zip(*flat, strict=True)) or [()] * len(wanted)
    arrays = [pa.array(c, f.type) for c, f in zip(columns, wanted, strict=True)]
    return pa.record_batch(arrays, schema=wanted)
