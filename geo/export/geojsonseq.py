"""GeoJSON Text Sequence (RFC 8142), newline-delimited: one Feature a line.

Without the record separator, so that jq, GDAL and line-by-line readers all take it.
"""

from __future__ import annotations

from collections.abc import Iterator

from geo.export import texts
from geo.export.geojson import feature_pieces
from geo.export.layer import Layer


def stream(layer: Layer) -> Iterator[bytes]:
    """Yield the layer in parts; the format has no place for attribution."""
    for batch in layer.counted():
        yield texts.lines([*feature_pieces(layer.fields, batch), "\n"])
