"""XLSX (ISO/IEC 29500) with real dates, row by row; a second sheet holds fields and terms."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from geo.errors import ExportError
from geo.export.layer import Layer

#: Rows of a sheet and characters of a cell, as Excel has them.
MOST_ROWS = 1_048_576
_MOST_CHARACTERS = 32_767
#: Excel's calendar begins in 1900; an earlier day stays text.
_FIRST_DAY = date(1900, 3, 1)


def write(layer: Layer, path: Path) -> None:
    """Write the layer into a new workbook. Raises ExportError when it has too many rows."""
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415

    try:
        _write_book(layer, path)
    except FileCreateError as error:
        raise ExportError(f"{path.name} cannot be written: {error}") from error


def _write_book(layer: Layer, path: Path) -> None:
    import xlsxwriter  # noqa: PLC0415

    # Text stays text: a sentence that begins with "=" is no formula.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "tmpdir": str(path.parent),
    }
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties(
            {"title": layer.title, "comments": f"{layer.attribution} {layer.licence}"}
        )
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet(layer.name[:31])
        header: list[tuple[str, ...]] = [(*(f.name for f in layer.fields), "lon", "lat")]
        header += [layer.tags] if layer.tags else []
        for number, names in enumerate(header):
            sheet.write_row(number, 0, names)
        sheet.freeze_panes(len(header), 0)
        for number, row in enumerate(layer.rows(), len(header)):
            if number >= MOST_ROWS:
                raise ExportError(f"A sheet holds {MOST_ROWS} rows; take a narrower filter.")
            for column, value in enumerate((*row.values, row.lon, row.lat)):
                _write(sheet, number, column, value, days)
        _describe(book.add_worksheet("about"), layer)


def _write(sheet: Any, row: int, column: int, value: object, days: Any) -> None:
    if isinstance(value, date) and value >= _FIRST_DAY:
        sheet.write_datetime(row, column, value, days)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif value is not None:
        sheet.write_string(row, column, str(value)[:_MOST_CHARACTERS])


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
