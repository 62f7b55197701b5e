"""Rivers, reservoirs and canals: ``gazetteer/data/waters.csv``.

A row names the settlements on the banks in the order of the water's course; the line runs from one
to the next, which is as sharp as reports speak of a river and far from its true course. Names keep
their generic word ("Oskil River", "річка Оскіл"), so that a river never competes with the village
or the city of its name; :mod:`gazetteer.cores` finds them by the rest.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from gazetteer.errors import SourceError
from gazetteer.join import distance_km
from gazetteer.model import GeometryKind, NameKind, Place, PlaceKind, PlaceName
from gazetteer.romanise import typographic_apostrophe

SOURCE = "curated"
WATERS = Path(__file__).parent.parent / "data" / "waters.csv"
# The word that goes with a name which has none of its own, by type and column.
_GENERIC = {"river": {"en": "{} River", "uk": "річка {}", "ru": "река {}"}}
_LANGUAGES = {"name": "en", "name_uk": "uk", "name_ru": "ru"}
_HAS_WORD = (" river", " reservoir", " canal", " sea")
# A river swings this far from the chords between its towns, and reports mean its banks (metres).
_BESIDE = 10_000


def read_waters(settlements: Mapping[str, Place], path: Path = WATERS) -> Iterator[Place]:
    """Waters as places; ``settlements`` by p-code. Raises ``SourceError`` that names the row."""
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            try:
                yield _water(row, [settlements[code] for code in row["banks"].split("|")])
            except (KeyError, ValueError) as error:
                raise SourceError(f"{path.name}, row {row.get('id') or '?'}: {error!r}.") from error


def _water(row: Mapping[str, str], banks: Sequence[Place]) -> Place:
    names = tuple(_names(row))
    line = tuple((one.lon, one.lat) for one in banks if one.lon is not None and one.lat is not None)
    if not line:
        raise ValueError("no bank is located")
    lon, lat = line[len(line) // 2]
    reach = max(distance_km(lon, lat, *point) for point in line)
    oblasts = {one.oblast for one in banks}
    return Place(
        id=f"water:{row['id']}",
        kind=PlaceKind.RIVER,
        name=names[0].text,
        name_uk=next(name.text for name in names if name.language == "uk"),
        oblast=banks[0].oblast if len(oblasts) == 1 else None,
        lon=lon,
        lat=lat,
        radius_m=round(reach * 1000) + _BESIDE,
        geometry_kind=GeometryKind.LINE,
        located_by=(
            f"A line through {', '.join(one.name for one in banks)}, which stand on its banks; "
            "no source at hand has its true course."
        ),
        names=names,
        line=line if len(line) > 1 else (),
    )


def _names(row: Mapping[str, str]) -> Iterator[PlaceName]:
    for column, language in _LANGUAGES.items():
        pattern = _GENERIC.get(row["type"], {}).get(language, "{}")
        for item in row[column].split("|"):
            text = typographic_apostrophe(item.strip())
            if not text.lower().endswith(_HAS_WORD):
                text = pattern.format(text)
            yield PlaceName(
                text,
                language,
                NameKind.ALTERNATE,
                SOURCE,
                row["valid_from"] or None,
                row["valid_to"] or None,
            )
