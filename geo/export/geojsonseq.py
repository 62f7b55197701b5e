"""GeoJSON Text Sequence (RFC 8142), newline-delimited: one Feature a line.

Without the record separator, so that jq, GDAL and line-by-line readers all take it.
"""

from __future__ import annotations

from collections.abc import Iterator

from geo.export.layer import Layer


def stream(layer: Layer) -> Iterator[bytes]:
    """Yield the layer in parts; the format has no place for attribution."""
    yield from layer.lines()
