"""GeoJSON (RFC 7946): one FeatureCollection, with attribution and licence as foreign members."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from geo.export.layer import Layer


def stream(layer: Layer) -> Iterator[bytes]:
    """Yield the layer in parts; the counts stand at its end."""
    head = {
        "type": "FeatureCollection",
        "name": layer.name,
        "title": layer.title,
        "attribution": layer.attribution,
        "license": layer.licence,
    }
    before = orjson.dumps(head)[:-1] + b',"features":['
    for block in layer.lines():
        yield before + block[:-1].replace(b"\n", b",\n")
        before = b",\n"
    counts = {"numberReturned": layer.tally.rows, "numberUnlocated": layer.tally.unlocated}
    yield (b"" if layer.tally.rows else before) + b"\n]," + orjson.dumps(counts)[1:] + b"\n"
