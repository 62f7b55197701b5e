"""Directions, the sectors of a front: ``gazetteer/data/directions.csv``, and a rule for the rest.

A direction is named after an anchor town ("Pokrovsk direction") or after a stretch of the front
that has none ("South Donetsk direction": the row lists towns that it is spoken of with). Nobody
publishes outlines, and they move: a direction is an area with a wide radius around its anchors.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from gazetteer.errors import SourceError
from gazetteer.join import distance_km
from gazetteer.model import GeometryKind, NameKind, Place, PlaceKind, PlaceName
from gazetteer.settlements import mean_point

SOURCE = "curated"
DIRECTIONS = Path(__file__).parent.parent / "data" / "directions.csv"
PREFIX = "direction:"
# Places that reports put in a direction lie this near its anchor town, in metres.
_REACH = 25_000
_WORD_EN, _WORD_UK, _WORD_RU = "direction", "напрямок", "направление"


def read_directions(settlements: Mapping[str, Place], path: Path = DIRECTIONS) -> Iterator[Place]:
    """Directions as places; ``settlements`` by p-code. Raises ``SourceError`` naming the row."""
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            try:
                anchors = [settlements[code] for code in row["anchors"].split("|")]
                yield _direction(row, anchors)
            except (KeyError, ValueError) as error:
                raise SourceError(f"{path.name}, row {row.get('id') or '?'}: {error!r}.") from error


def direction_of(anchor: Place) -> Place:
    """The direction that any settlement may give its name to."""
    return _around(
        f"{PREFIX}{anchor.id}",
        [anchor],
        name=f"{anchor.name} {_WORD_EN}",
        name_uk=f"{_WORD_UK}: {anchor.name_uk}",
        names=(),
    )


def _direction(row: Mapping[str, str], anchors: Sequence[Place]) -> Place:
    dates = (row["valid_from"] or None, row["valid_to"] or None)
    kind = NameKind.ALTERNATE
    nouns = [anchors[0].name] if len(anchors) == 1 else []
    english = dict.fromkeys([*nouns, *_items(row["name_en"])])
    names = [
        *(PlaceName(f"{text} {_WORD_EN}", "en", kind, SOURCE, *dates) for text in english),
        *(
            PlaceName(f"{text} {_WORD_UK}", "uk", kind, SOURCE, *dates)
            for text in _items(row["adjective_uk"])
        ),
        *(
            PlaceName(f"{_neuter(text)} {_WORD_RU}", "ru", kind, SOURCE, *dates)
            for text in _items(row["adjective_ru"])
        ),
    ]
    return _around(
        row["id"],
        anchors,
        name=names[0].text,
        name_uk=next(name.text for name in names if name.language == "uk"),
        names=tuple(names),
    )


def _around(
    place_id: str, anchors: Sequence[Place], name: str, name_uk: str, names: tuple[PlaceName, ...]
) -> Place:
    points = [(one.lon, one.lat) for one in anchors if one.lon is not None and one.lat is not None]
    oblasts = {one.oblast for one in anchors}
    place = Place(
        id=place_id,
        kind=PlaceKind.DIRECTION,
        name=name,
        name_uk=name_uk,
        oblast=anchors[0].oblast if len(oblasts) == 1 else None,
        geometry_kind=GeometryKind.NONE,
        names=names,
    )
    if not points:
        return place
    lon, lat = mean_point(points)
    reach = max(distance_km(lon, lat, *point) for point in points) * 1000
    towns = ", ".join(one.name for one in anchors)
    words = "the town it is named after" if len(anchors) == 1 else "towns it is spoken of with"
    return replace(
        place,
        lon=lon,
        lat=lat,
        radius_m=round(reach) + _REACH,
        geometry_kind=GeometryKind.AREA,
        located_by=f"The area around {towns}: {words}. No source outlines directions.",
    )


def _neuter(adjective: str) -> str:
    """The form beside "направление": "Покровский" becomes "Покровское"."""
    return adjective.removesuffix("ий").removesuffix("ой") + "ое"


def _items(cell: str) -> list[str]:
    return [item.strip() for item in cell.split("|") if item.strip()]
