"""OCHA Common Operational Dataset: settlements of Ukraine with p-codes and coordinates (xlsx)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from gazetteer.errors import SourceError
from gazetteer.model import NameKind, PlaceName
from gazetteer.romanise import typographic_apostrophe
from gazetteer.sources.record import SourceRecord

SOURCE = "cod-ab"
_SHEET = "Admin 4"
_AREA_SHEETS = (
    ("Admin 2", "Raion UKR", "Admin2 Pcode"),
    ("Admin 3", "Hromada UKR", "Admin3 Pcode"),
)
_COLUMNS = ("Settlement EN", "Settlement UKR", "Admin4 Pcode", "LAT", "LON")


def read_cod_ab(path: Path) -> Iterator[SourceRecord]:
    """Settlements of the workbook at ``path``.

    The Ukrainian name is official. The English one is yielded as ``alternate``: it is stale
    where a place was renamed, which only the merge can tell. Raises ``SourceError``.
    """
    try:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_name(_SHEET).iter_rows()
        header = [str(cell) for cell in next(rows)]
        english, ukrainian, code, lat, lon = (header.index(name) for name in _COLUMNS)
    except (CalamineError, OSError, StopIteration, ValueError) as error:
        raise SourceError(
            f"{path.name} is not a COD-AB workbook with a sheet '{_SHEET}' and the columns "
            f"{', '.join(_COLUMNS)}: {error}"
        ) from error
    for row in rows:
        pcode = str(row[code]).strip()
        if not pcode:
            continue
        name_uk = typographic_apostrophe(str(row[ukrainian]).strip())
        yield SourceRecord(
            source=SOURCE,
            ref=pcode,
            pcode=pcode,
            oblast=pcode[:4],
            lon=_degrees(row[lon]),
            lat=_degrees(row[lat]),
            main_names=(name_uk,),
            names=(
                PlaceName(name_uk, "uk", NameKind.OFFICIAL, SOURCE),
                PlaceName(str(row[english]).strip(), "en", NameKind.ALTERNATE, SOURCE),
            ),
        )


def read_areas(path: Path) -> dict[str, str]:
    """P-codes of raions and hromadas to their Ukrainian adjectives (``Покровський``)."""
    areas: dict[str, str] = {}
    try:
        workbook = CalamineWorkbook.from_path(path)
        for sheet, name, code in _AREA_SHEETS:
            rows = workbook.get_sheet_by_name(sheet).iter_rows()
            header = [str(cell) for cell in next(rows)]
            at_name, at_code = header.index(name), header.index(code)
            for row in rows:
                areas[str(row[at_code]).strip()] = typographic_apostrophe(str(row[at_name]).strip())
    except (CalamineError, OSError, StopIteration, ValueError) as error:
        raise SourceError(f"{path.name} has no sheets of raions and hromadas: {error}") from error
    return areas


def _degrees(cell: object) -> float | None:
    return float(cell) if isinstance(cell, int | float) else None
