"""CSV (RFC 4180, UTF-8): the fields, then ``lon`` and ``lat`` in degrees WGS 84."""

from __future__ import annotations

import csv
import io
from typing import BinaryIO

from geo.export.layer import Layer
from geo.precision import rounded


def write(layer: Layer, file: BinaryIO) -> None:
    """Write a header and the layer row by row; a missing value is an empty field."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([*(field.name for field in layer.fields), "lon", "lat"])
    for row in layer.rows:
        writer.writerow([*row.values, *map(_degrees, (row.lon, row.lat))])
    # Closing the wrapper would close the caller's file.
    text.detach()


def _degrees(value: float | None) -> float | None:
    return None if value is None else rounded(value)
