"""GeoPackage (OGC 12-128) through GDAL, with real date columns; terms go into its metadata."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import ExportError
from geo.export.layer import Field, FieldType, Layer, Row

#: Rows in memory at a time; each batch is one transaction.
BATCH = 20_000

_DTYPES: dict[FieldType, str] = {"integer": "int64", "string": "object", "date": "datetime64[D]"}
#: What stands in a masked cell.
_BLANKS: dict[FieldType, object] = {"integer": 0, "string": None, "date": None}


def write(layer: Layer, path: Path) -> None:
    """Write the layer batch by batch into a new file. Raises ExportError when GDAL cannot."""
    # pyogrio brings pandas with it: two seconds that no other command should pay.
    from pyogrio.errors import DataSourceError  # noqa: PLC0415

    rows = iter(layer.rows)
    append = False
    # The first batch makes the file, also when there are no rows at all.
    while (batch := list(islice(rows, BATCH))) or not append:
        try:
            _write_batch(layer, path, batch, append=append)
        except DataSourceError as error:
            raise ExportError(f"The GeoPackage cannot be written: {error}") from error
        append = True


def _write_batch(layer: Layer, path: Path, batch: Sequence[Row], *, append: bool) -> None:
    from pyogrio import raw  # noqa: PLC0415

    columns = list(zip(*(row.values for row in batch), strict=True)) or [()] * len(layer.fields)
    pairs = list(zip(layer.fields, columns, strict=True))
    terms = {"IDENTIFIER": layer.title, "DESCRIPTION": f"{layer.attribution} {layer.licence}"}
    raw.write(
        path,
        geometry=np.array([_wkb(row) for row in batch], dtype=object),
        field_data=[_column(field, values) for field, values in pairs],
        field_mask=[np.array([v is None for v in values], dtype=bool) for _, values in pairs],
        fields=np.array([field.name for field in layer.fields], dtype=object),
        layer=layer.name,
        driver="GPKG",
        geometry_type="Point",
        crs="EPSG:4326",
        append=append,
        dataset_metadata=None
        if append
        else {"ATTRIBUTION": layer.attribution, "LICENSE": layer.licence},
        layer_options=None if append else terms,
    )


def _column(field: Field, values: Sequence[object]) -> NDArray[Any]:
    blank = _BLANKS[field.type]
    return np.array([blank if v is None else v for v in values], dtype=_DTYPES[field.type])


def _wkb(row: Row) -> bytes | None:
    """Return a little-endian WKB point; None for an unlocated feature."""
    if row.lon is None or row.lat is None:
        return None
    return struct.pack("<BIdd", 1, 1, row.lon, row.lat)
