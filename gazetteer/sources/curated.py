"""Our own hand-checked settlements: ``gazetteer/data/curated.csv``."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from gazetteer.errors import SourceError
from gazetteer.model import NameKind, PlaceName
from gazetteer.romanise import typographic_apostrophe
from gazetteer.sources.record import SourceRecord

SOURCE = "curated"
CURATED = Path(__file__).parent.parent / "data" / "curated.csv"


def read_curated(path: Path = CURATED) -> Iterator[SourceRecord]:
    """Rows of the curated file; raises ``SourceError`` that names the row at fault."""
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            try:
                yield _record(row)
            except (KeyError, ValueError, AttributeError) as error:
                raise SourceError(
                    f"{path.name}, row {row.get('pcode') or '?'}: {error!r}."
                ) from error


def _record(row: dict[str, str]) -> SourceRecord:
    name_uk = typographic_apostrophe(row["name_uk"].strip())
    names = [PlaceName(name_uk, "uk", NameKind.OFFICIAL, SOURCE)]
    names.extend(_former(item) for item in _items(row["former_names"]))
    names.extend(_alternate(item) for item in _items(row["alternate_names"]))
    return SourceRecord(
        source=SOURCE,
        ref=row["pcode"].strip(),
        pcode=row["pcode"].strip(),
        oblast=row["pcode"][:4],
        lon=float(row["lon"]) if row["lon"].strip() else None,
        lat=float(row["lat"]) if row["lat"].strip() else None,
        settlement_type=row["settlement_type"].strip() or None,
        main_names=(name_uk,),
        names=tuple(names),
    )


def _items(cell: str) -> Iterator[str]:
    return (item.strip() for item in cell.split("|") if item.strip())


def _former(item: str) -> PlaceName:
    """``Name@valid_from/valid_to``; either date may be empty, and so may both."""
    text, _, interval = item.partition("@")
    start, _, end = interval.partition("/")
    return PlaceName(
        typographic_apostrophe(text.strip()),
        "uk",
        NameKind.FORMER,
        SOURCE,
        start.strip() or None,
        end.strip() or None,
    )


def _alternate(item: str) -> PlaceName:
    """``lang:Name``."""
    language, _, text = item.partition(":")
    if not text:
        raise ValueError(f"'{item}' is not of the form lang:Name")
    return PlaceName(
        typographic_apostrophe(text.strip()), language.strip(), NameKind.ALTERNATE, SOURCE
    )
