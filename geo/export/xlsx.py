"""XLSX (ISO/IEC 29500) with real dates; a second sheet holds fields and terms.

XlsxWriter makes the workbook with a header, and Arrow the rows that are put below it, a column at a
time: cell by cell, a row took Python ten times as long.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from geo.errors import ExportError
from geo.export import texts
from geo.export.layer import Field, Layer

if TYPE_CHECKING:
    import pyarrow as pa

#: Rows of a sheet and characters of a cell, as Excel has them.
MOST_ROWS = 1_048_576
_MOST_CHARACTERS = 32_767
#: Excel counts days from 1899-12-30; before 1900-03-01 its calendar is wrong, so a day stays text.
_EPOCH = 25_569
_FIRST_DAY = 61
#: Rows that are made at a time.
_AT_ONCE = 2000
_ROWS, _ABOUT = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
#: The row of a book made without rows, in whose place they come; it tells the style of days.
_SAMPLE = re.compile(rb'<row [^>]*><c r="A\d+" s="(\d+)"><v>\d+</v></c></row>')
_DIMENSION = re.compile(rb"<dimension [^>]*/>")
#: What a cell cannot hold stands in it as ``_xHHHH_``, and so does what looks like that.
_CONTROL = r"[\x00-\x08\x0b-\x1f]"
_CONTROLS = [chr(code) for code in range(32) if chr(code) not in "\t\n"]


def write(layer: Layer, path: Path) -> None:
    """Write the layer into a new workbook. Raises ExportError when it has too many rows."""
    made = _book(layer)
    head, style, tail = _SAMPLE.split(_DIMENSION.sub(b"", made.pop(_ROWS)))
    with ZipFile(path, "w", ZIP_DEFLATED) as book:
        for name, body in made.items():
            if name != _ABOUT:
                book.writestr(name, body)
        with book.open(_ROWS, "w", force_zip64=True) as sheet:
            sheet.write(head)
            for block in _rows(layer, style.decode()):
                sheet.write(block)
            sheet.write(tail)
        book.writestr(_ABOUT, _book(layer)[_ABOUT])  # by now the rows are counted


def _book(layer: Layer) -> dict[str, bytes]:
    """Return the files of a workbook whose first sheet has the header and one day below it."""
    import xlsxwriter  # noqa: PLC0415

    whole = io.BytesIO()
    # In constant memory, texts stand in their cells and not in a table of the book.
    options = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(whole, options) as book:
        book.set_properties(
            {"title": layer.title, "comments": f"{layer.attribution} {layer.licence}"}
        )
        sheet = book.add_worksheet(layer.name[:31])
        header = _header(layer)
        for number, names in enumerate(header):
            sheet.write_row(number, 0, names)
        sheet.freeze_panes(len(header), 0)
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(len(header), 0, date(2000, 1, 1), days)
        _describe(book.add_worksheet("about"), layer)
    with ZipFile(whole) as made:
        return {name: made.read(name) for name in made.namelist()}


def _header(layer: Layer) -> list[tuple[str, ...]]:
    names = (*(f.name for f in layer.fields), "lon", "lat")
    return [names, layer.tags] if layer.tags else [names]


def _rows(layer: Layer, style: str) -> Iterator[bytes]:
    import pyarrow as pa  # noqa: PLC0415
    from xlsxwriter.utility import xl_col_to_name  # noqa: PLC0415

    names = [xl_col_to_name(place) for place in range(len(layer.fields) + 2)]
    first = len(_header(layer)) + 1
    for batch in _small(layer.counted()):
        if first + len(batch) > MOST_ROWS + 1:
            raise ExportError(f"A sheet holds {MOST_ROWS} rows; take a narrower filter.")
        numbers = texts.plain(pa.array(range(first, first + len(batch))))
        *columns, lon, lat = batch.columns
        written = [
            *(_values(*pair, style) for pair in zip(layer.fields, columns, strict=True)),
            *([("><v>", texts.degrees(column), "</v>")] for column in (lon, lat)),
        ]
        cells = [
            _cell(name, numbers, *value)
            for name, values in zip(names, written, strict=True)
            for value in values
        ]
        yield texts.lines(['<row r="', numbers, '">', *cells, "</row>"])
        first += len(batch)


def _small(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield batches of fewer rows: as XML they are many times as large."""
    for batch in batches:
        for start in range(0, len(batch), _AT_ONCE):
            yield batch.slice(start, _AT_ONCE)


def _cell(name: str, numbers: pa.Array, before: str, value: pa.Array, after: str) -> pa.Array:
    return texts.joined([f'<c r="{name}', numbers, f'"{before}', value, f"{after}</c>"])


def _values(field: Field, column: pa.Array, style: str) -> list[tuple[str, pa.Array, str]]:
    """Return what stands in a column's cells: a value, and what is around it; null is no cell."""
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import compute  # noqa: PLC0415

    if field.type == "integer":
        return [("><v>", texts.plain(column), "</v>")]
    around = (' t="inlineStr"><is><t xml:space="preserve">', "</t></is>")
    if field.type == "string":
        return [(around[0], _text(column), around[1])]
    days = compute.add(column.cast(pa.int32()), _EPOCH)
    early = compute.less(days, _FIRST_DAY)
    return [
        (f' s="{style}"><v>', texts.plain(compute.if_else(early, None, days)), "</v>"),
        (around[0], texts.plain(compute.if_else(early, column, None)), around[1]),
    ]


def _text(column: pa.Array) -> pa.Array:
    from pyarrow import compute  # noqa: PLC0415

    column = compute.utf8_slice_codeunits(column, 0, _MOST_CHARACTERS)
    column = compute.replace_substring_regex(column, "(_x[0-9a-fA-F]{4}_)", r"_x005F\1")
    if compute.any(compute.match_substring_regex(column, _CONTROL)).as_py():
        for sign in _CONTROLS:
            column = compute.replace_substring(column, sign, f"_x{ord(sign):04X}_")
    return texts.xml(column)


def _describe(sheet: Any, layer: Layer) -> None:
    lines = [
        (layer.title, ""),
        ("attribution", layer.attribution),
        ("license", layer.licence),
        ("rows", str(layer.tally.rows)),
        ("rows without a place", str(layer.tally.unlocated)),
    ]
    for number, line in enumerate([*lines, *((f.name, f.description) for f in layer.fields)]):
        sheet.write_row(number, 0, line)
