"""GeoJSON Text Sequence (RFC 8142), newline-delimited: one Feature a line.

Without the record separator, so that jq, GDAL and line-by-line readers all take it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import orjson

from geo.export.geojson import row_feature
from geo.export.layer import Layer

_PART = 1000


def stream(layer: Layer) -> Iterator[bytes]:
    """Yield the layer in parts; the format has no place for attribution."""
    rows = layer.rows()
    while part := list(islice(rows, _PART)):
        yield b"".join(orjson.dumps(row_feature(layer.fields, row)) + b"\n" for row in part)
