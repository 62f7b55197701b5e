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


def _degrees(cell: object) -> float | None:
    return float(cell) if isinstance(cell, int | float) else None
