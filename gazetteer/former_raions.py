"""Raions as of before 17 July 2020, when the country's 490 were merged into 136.

Reports still name them ("Maryinka district", "Krasnoarmeysky district"). Who's On First ties
settlements to them; ``data/raions_2019.csv`` has those of the oblasts at the front with their
centres and with the names that they lost in 2016, so that these are known without any mirror.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from gazetteer.areas import extent
from gazetteer.join import distance_km
from gazetteer.model import GeometryKind, NameKind, Place, PlaceKind, PlaceName
from gazetteer.names.root import name_root
from gazetteer.names.russian import russian_adjectives
from gazetteer.romanise import romanise
from gazetteer.sources.whosonfirst import SOURCE as WHOSONFIRST
from gazetteer.sources.whosonfirst import County

RAIONS = Path(__file__).parent / "data" / "raions_2019.csv"
PREFIX = "raion-2019:"
SOURCE, RULE = "curated", "rule"
# The Verkhovna Rada's resolution 807-IX of 17 July 2020; decommunised names fell in 2016.
_ENDED, _RENAMED = "2020-07", "2016"
_WORDS_EN = ("raion", "district")
# Where only the centre is known. Nineteen of twenty settlements of these raions lie this near.
_REACH = 45_000
# A settlement said to belong to a raion from this far is a slip of the source (kilometres).
_STRAY_KM = 90.0


@dataclass(slots=True)
class _Raion:
    oblast: str
    adjective: str
    former: list[str] = field(default_factory=list)
    centre: Place | None = None
    members: list[Place] = field(default_factory=list)
    source: str = SOURCE


def former_raions(
    settlements: Mapping[str, Place],
    counties: Sequence[County] = (),
    members: Mapping[str, Iterable[str]] | None = None,
    path: Path = RAIONS,
) -> list[Place]:
    """Former raions as places, ids like ``raion-2019:UA14-marinskyi``.

    ``settlements`` by p-code; ``members`` maps "whosonfirst:<county number>" to p-codes.
    """
    raions = list(_curated(settlements, path))
    known = {
        (raion.oblast, name_root(name)): raion
        for raion in raions
        for name in (raion.adjective, *raion.former)
    }
    for oblast, names, numbers in _grouped(counties):
        keys = [(oblast, name_root(name)) for name in names]
        raion = next((known[key] for key in keys if key in known), None)
        if raion is None:
            raion = _Raion(oblast, names[0], source=WHOSONFIRST)
            raions.append(raion)
            known.update(dict.fromkeys(keys, raion))
        codes = {code for n in numbers for code in (members or {}).get(f"{WHOSONFIRST}:{n}", ())}
        raion.members += [settlements[code] for code in sorted(codes) if code in settlements]
    places = [_place(raion) for raion in raions if raion.centre or raion.members]
    return list({place.id: place for place in places}.values())


def _curated(settlements: Mapping[str, Place], path: Path) -> Iterator[_Raion]:
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            former = [name for name in row["former_uk"].split("|") if name]
            yield _Raion(row["oblast"], row["name_uk"], former, settlements.get(row["centre"]))


def _grouped(counties: Sequence[County]) -> Iterator[tuple[str, list[str], list[str]]]:
    """Oblast, Ukrainian adjectives and record numbers of each raion; towns of their own left out.

    A city of oblast rank is a county too, named by the feminine "рада" or by a noun.
    """
    heirs = {county.number: county.heir for county in counties}
    groups: dict[str, list[County]] = defaultdict(list)
    for county in counties:
        last = county.number
        for _ in range(5):
            last = heirs.get(last) or last
        groups[last].append(county)
    for group in groups.values():
        names = [one.name_uk for one in group if one.name_uk.endswith(("ий", "ій"))]
        if names:
            unique = list(dict.fromkeys(names))
            yield group[0].oblast, unique, [one.number for one in group]


def _place(raion: _Raion) -> Place:
    names = tuple(_names(raion))
    place = Place(
        id=f"{PREFIX}{raion.oblast}-{_slug(raion.adjective)}",
        kind=PlaceKind.RAION,
        name=f"{romanise(raion.adjective)} raion (before 2020)",
        name_uk=f"{raion.adjective} район",
        oblast=raion.oblast,
        geometry_kind=GeometryKind.NONE,
        names=tuple({(name.text, name.language): name for name in reversed(names)}.values())[::-1],
    )
    return _drawn(place, raion)


def _drawn(place: Place, raion: _Raion) -> Place:
    area = extent(_without_strays(raion))
    if area is not None and area.located >= 3:
        return replace(
            place,
            lon=area.lon,
            lat=area.lat,
            radius_m=area.radius_m,
            geometry_kind=GeometryKind.AREA,
            located_by=(
                f"The centre of {area.located} of its settlements as of 2019, with a radius that "
                "reaches over the farthest."
            ),
        )
    if raion.centre is None or raion.centre.lon is None:
        return place
    return replace(
        place,
        lon=raion.centre.lon,
        lat=raion.centre.lat,
        radius_m=_REACH + (raion.centre.radius_m or 0),
        geometry_kind=GeometryKind.AREA,
        located_by=f"The surroundings of {raion.centre.name}, which was its centre.",
    )


def _without_strays(raion: _Raion) -> list[Place]:
    members = [one for one in raion.members if one.coordinates and one.oblast == raion.oblast]
    middle = extent(members)
    if middle is None:
        return []
    return [
        one
        for one in members
        if distance_km(middle.lon, middle.lat, one.lon or 0.0, one.lat or 0.0) <= _STRAY_KM
    ]


def _names(raion: _Raion) -> Iterator[PlaceName]:
    dates = [(raion.adjective, _ENDED), *((name, _RENAMED) for name in raion.former)]
    for adjective, ended in dates:
        yield PlaceName(f"{adjective} район", "uk", NameKind.FORMER, raion.source, None, ended)
        for form in russian_adjectives(adjective):
            yield PlaceName(f"{form} район", "ru", NameKind.GENERATED, RULE, None, ended)
        for word in _WORDS_EN:
            text = f"{romanise(adjective)} {word}"
            yield PlaceName(text, "en", NameKind.GENERATED, RULE, None, ended)
    if raion.centre is not None:
        for word in _WORDS_EN:
            text = f"{raion.centre.name} {word}"
            yield PlaceName(text, "en", NameKind.GENERATED, RULE, None, _ENDED)


def _slug(adjective: str) -> str:
    return "".join(char for char in romanise(adjective).lower() if char.isalnum() or char == "-")
