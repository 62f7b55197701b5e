"""KML 2.3 (OGC 12-007r2): placemarks with all fields as typed data, and a time span each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from xml.sax.saxutils import escape, quoteattr

from geo.export.layer import Field, Layer, Row
from geo.precision import rounded

_TYPES = {"integer": "int", "string": "string", "date": "string"}
#: Characters that XML 1.0 cannot hold, whatever the escaping.
_FORBIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF], "\ufffd")
_PART = 1000


def stream(layer: Layer) -> Iterator[bytes]:
    """Yield the layer in parts; unlocated features are placemarks without a point."""
    fields = "".join(
        f'<SimpleField type="{_TYPES[f.type]}" name={quoteattr(f.name)}>'
        f"<displayName>{_text(f.description)}</displayName></SimpleField>"
        for f in layer.fields
    )
    terms = f"{layer.attribution} {layer.licence}"
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">'
        f"<Document id={quoteattr(layer.name)}><name>{_text(layer.title)}</name>"
        f"<description>{_text(terms)}</description>"
        f'<Schema id="fields" name={quoteattr(layer.name)}>{fields}</Schema>\n'
        f"<Folder><name>{_text(layer.name)}</name>\n"
    )
    yield head.encode()
    rows = layer.rows()
    while part := list(islice(rows, _PART)):
        yield "".join(_placemark(layer.fields, row) for row in part).encode()
    yield b"</Folder></Document></kml>\n"


def _placemark(fields: tuple[Field, ...], row: Row) -> str:
    values = {f.name: v for f, v in zip(fields, row.values, strict=True) if v is not None}
    data = "".join(f'<SimpleData name="{n}">{_text(v)}</SimpleData>' for n, v in values.items())
    begin, end = values.get("event_start"), values.get("event_end")
    span = "".join(f"<{tag}>{day}</{tag}>" for tag, day in (("begin", begin), ("end", end)) if day)
    name = values.get("place_name") or values.get("place_as_written") or row.id
    return (
        f"<Placemark><name>{_text(name)}</name>"
        + (f"<TimeSpan>{span}</TimeSpan>" if span else "")
        + f'<ExtendedData><SchemaData schemaUrl="#fields">{data}</SchemaData></ExtendedData>'
        + _point(row)
        + "</Placemark>\n"
    )


def _point(row: Row) -> str:
    if row.lon is None or row.lat is None:
        return ""
    return f"<Point><coordinates>{rounded(row.lon)},{rounded(row.lat)}</coordinates></Point>"


def _text(value: object) -> str:
    return escape(str(value).translate(_FORBIDDEN))
