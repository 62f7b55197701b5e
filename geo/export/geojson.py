"""GeoJSON (RFC 7946): one FeatureCollection, with attribution and licence as foreign members."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import orjson

from geo.export import texts
from geo.export.layer import Field, Layer

if TYPE_CHECKING:
    import pyarrow as pa


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
    for batch in layer.counted():
        # Every feature comes after a comma, but the first.
        part = texts.lines([",\n", *feature_pieces(layer.fields, batch)])
        yield before + part if not before else before + part[1:]
        before = b""
    counts = {"numberReturned": layer.tally.rows, "numberUnlocated": layer.tally.unlocated}
    yield before + b"\n]," + orjson.dumps(counts)[1:] + b"\n"


def feature_pieces(fields: tuple[Field, ...], batch: pa.RecordBatch) -> list[Any]:
    """Return the columns and constant texts that make one Feature a row; days are ISO 8601."""
    *columns, lon, lat = batch.columns
    point = ['{"type":"Point","coordinates":[', texts.degrees(lon), ",", texts.degrees(lat), "]}"]
    pieces: list[Any] = ['{"type":"Feature","id":', texts.plain(columns[0]), ',"geometry":']
    pieces.append(texts.joined(point).fill_null("null"))
    before = ',"properties":{"'
    for field, column in zip(fields, columns, strict=True):
        written = texts.plain(column) if field.type == "integer" else texts.json(column)
        pieces += [f'{before}{field.name}":', written.fill_null("null")]
        before = ',"'
    return [*pieces, "}}"]
