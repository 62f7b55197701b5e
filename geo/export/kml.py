"""KML 2.3 (OGC 12-007r2): placemarks with all fields as typed data, and a time span each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from geo.export import texts
from geo.export.layer import Field, Layer

if TYPE_CHECKING:
    import pyarrow as pa

_TYPES = {"integer": "int", "string": "string", "date": "string"}
#: Fields that name a placemark, the first that is known; else its id does.
_NAMED_BY = ("place_name", "place_as_written")
_SPAN = (("begin", "event_start"), ("end", "event_end"))


def stream(layer: Layer) -> Iterator[bytes]:
    """Yield the layer in parts; unlocated features are placemarks without a point."""
    fields = "".join(
        f'<SimpleField type="{_TYPES[f.type]}" name={quoteattr(f.name)}>'
        f"<displayName>{escape(f.description)}</displayName></SimpleField>"
        for f in layer.fields
    )
    terms = f"{layer.attribution} {layer.licence}"
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">'
        f"<Document id={quoteattr(layer.name)}><name>{escape(layer.title)}</name>"
        f"<description>{escape(terms)}</description>"
        f'<Schema id="fields" name={quoteattr(layer.name)}>{fields}</Schema>\n'
        f"<Folder><name>{escape(layer.name)}</name>\n"
    )
    yield head.encode()
    for batch in layer.counted():
        yield texts.lines(_placemark(layer.fields, batch))
    yield b"</Folder></Document></kml>\n"


def _placemark(fields: tuple[Field, ...], batch: pa.RecordBatch) -> list[Any]:
    """Return the columns and constant texts that make one placemark a row."""
    from pyarrow import compute  # noqa: PLC0415

    *columns, lon, lat = batch.columns
    values = {
        field.name: texts.xml(column) if field.type == "string" else texts.plain(column)
        for field, column in zip(fields, columns, strict=True)
    }
    names = [values[name] for name in _NAMED_BY if name in values]
    data = [
        texts.joined([f'<SimpleData name="{name}">', value, "</SimpleData>"])
        for name, value in values.items()
    ]
    point = ["<Point><coordinates>", texts.degrees(lon), ",", texts.degrees(lat)]
    return [
        "<Placemark><name>",
        compute.coalesce(*names, texts.plain(columns[0])),
        "</name>",
        *_span(values),
        '<ExtendedData><SchemaData schemaUrl="#fields">',
        *data,
        "</SchemaData></ExtendedData>",
        texts.joined([*point, "</coordinates></Point>"]),
        "</Placemark>\n",
    ]


def _span(values: Mapping[str, pa.Array]) -> list[Any]:
    """Return the pieces of the time span; a row without days has none."""
    from pyarrow import compute  # noqa: PLC0415

    days = [(tag, values[name]) for tag, name in _SPAN if name in values]
    if not days:
        return []
    dated = compute.coalesce(*(day for _, day in days)).is_valid()
    tags = [texts.joined([f"<{tag}>", day, f"</{tag}>"]) for tag, day in days]
    begin, end = (compute.if_else(dated, text, None) for text in ("<TimeSpan>", "</TimeSpan>"))
    return [begin, *tags, end]
