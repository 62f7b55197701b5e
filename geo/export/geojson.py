"""GeoJSON (RFC 7946): one FeatureCollection, with attribution and licence as foreign members."""

from __future__ import annotations

from typing import BinaryIO

import orjson

from geo.export.layer import Field, Layer, Row
from geo.geojson import JsonObject, feature, point


def write(layer: Layer, file: BinaryIO) -> None:
    """Write the layer row by row."""
    head = {
        "type": "FeatureCollection",
        "name": layer.name,
        "title": layer.title,
        "attribution": layer.attribution,
        "license": layer.licence,
    }
    file.write(orjson.dumps(head)[:-1] + b',"features":[')
    separator = b"\n"
    for row in layer.rows:
        file.write(separator + orjson.dumps(row_feature(layer.fields, row)))
        separator = b",\n"
    file.write(b"\n]}\n")


def row_feature(fields: tuple[Field, ...], row: Row) -> JsonObject:
    """Return a row as a Feature; dates become ISO 8601 text when it is written."""
    names = (field.name for field in fields)
    return feature(row.id, point(row.lon, row.lat), dict(zip(names, row.values, strict=True)))
