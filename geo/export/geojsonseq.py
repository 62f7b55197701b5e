"""GeoJSON Text Sequence (RFC 8142), newline-delimited: one Feature a line.

Without the record separator, so that jq, GDAL and line-by-line readers all take it.
"""

from __future__ import annotations

from typing import BinaryIO

import orjson

from geo.export.geojson import row_feature
from geo.export.layer import Layer


def write(layer: Layer, file: BinaryIO) -> None:
    """Write the layer row by row; the format has no place for attribution."""
    for row in layer.rows:
        file.write(orjson.dumps(row_feature(layer.fields, row)) + b"\n")
