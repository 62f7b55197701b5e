"""Mines, plants, bridges, airfields and the like: ``gazetteer/data/sites.csv``.

A row names the settlement that the site is known to stand by. Where the site's own point is
generally known, the row has it; else the site stands at that settlement's point and the radius
says how far from there it may be. Names keep their generic word ("mine", "шахта"), so that a
site never competes with the settlement it is named after.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from gazetteer.errors import SourceError
from gazetteer.model import Coordinate, GeometryKind, NameKind, Place, PlaceKind, PlaceName
from gazetteer.romanise import typographic_apostrophe

SOURCE = "curated"
SITES = Path(__file__).parent.parent / "data" / "sites.csv"
_LANGUAGES = {"name": "en", "name_uk": "uk", "name_ru": "ru"}


def read_sites(settlements: Mapping[str, Place], path: Path = SITES) -> Iterator[Place]:
    """Sites as places; ``settlements`` by p-code. Raises ``SourceError`` that names the row."""
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            try:
                yield _site(row, settlements[row["pcode"]])
            except (KeyError, ValueError, AttributeError) as error:
                raise SourceError(f"{path.name}, row {row.get('id') or '?'}: {error!r}.") from error


def _site(row: Mapping[str, str], beside: Place) -> Place:
    names = tuple(
        PlaceName(typographic_apostrophe(text.strip()), language, NameKind.ALTERNATE, SOURCE)
        for column, language in _LANGUAGES.items()
        for text in row[column].split("|")
    )
    own = Coordinate(float(row["lon"]), float(row["lat"]), SOURCE) if row["lon"] else None
    return Place(
        id=row["id"],
        kind=PlaceKind.SITE,
        name=names[0].text,
        name_uk=next(name.text for name in names if name.language == "uk"),
        oblast=beside.oblast,
        raion=beside.raion,
        hromada=beside.hromada,
        lon=own.lon if own else beside.lon,
        lat=own.lat if own else beside.lat,
        radius_m=int(row["radius_m"]),
        geometry_kind=GeometryKind.AREA,
        located_by=None if own else f"The point of {beside.name}, which the site stands by.",
        names=names,
        coordinates=(own,) if own else (),
    )
