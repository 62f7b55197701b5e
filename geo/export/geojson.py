"""GeoJSON (RFC 7946): one FeatureCollection, with attribution and licence as foreign members."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from geo.export.layer import Field, Layer, Row
from geo.geojson import JsonObject, feature, point

#: Features a part, when a layer is sent as it comes.
_PART = 1000


def stream(layer: Layer) -> Iterator[bytes]:
    """Yield the layer in parts."""
    head = {
        "type": "FeatureCollection",
        "name": layer.name,
        "title": layer.title,
        "attribution": layer.attribution,
        "license": layer.licence,
    }
    part = [orjson.dumps(head)[:-1] + b',"features":[']
    separator = b"\n"
    for row in layer.rows():
        part.append(separator + orjson.dumps(row_feature(layer.fields, row)))
        separator = b",\n"
        if len(part) >= _PART:
            yield b"".join(part)
            part.clear()
    yield b"".join(part) + b"\n]}\n"


def row_feature(fields: tuple[Field, ...], row: Row) -> JsonObject:
    """Return a row as a Feature; dates become ISO 8601 text when it is written."""
    names = (field.name for field in fields)
    return feature(row.id, point(row.lon, row.lat), dict(zip(names, row.values, strict=True)))
