"""Areas as places: oblasts, raions, hromadas, city districts and named regions.

No source at hand gives usable outlines of all of them, so an area is a centre (the mean of its
located settlements) and a radius that reaches over its farthest settlement (the maximum, not a
percentile: a place said to be in the area must not lie outside what we draw). Where only a part
of the settlements is located, the radius is at least one that covered 95 % in a trial.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gazetteer.join import distance_km, join_key
from gazetteer.model import Coordinate, GeometryKind, NameKind, Place, PlaceKind, PlaceName
from gazetteer.names.root import name_root
from gazetteer.names.russian import russian_adjectives
from gazetteer.romanise import romanise, typographic_apostrophe
from gazetteer.settlements import mean_point
from gazetteer.sources.record import RegisterEntry, SourceRecord

_DATA = Path(__file__).parent / "data"
SOURCE, RULE = "curated", "rule"

_KINDS = {
    "O": PlaceKind.OBLAST,
    "K": PlaceKind.OBLAST,
    "P": PlaceKind.RAION,
    "H": PlaceKind.HROMADA,
}
_CODE_LENGTHS = {PlaceKind.OBLAST: 4, PlaceKind.RAION: 6, PlaceKind.HROMADA: 9}
_KIND_OF_LENGTH = {length: kind for kind, length in _CODE_LENGTHS.items()}
# The generic word of each kind: how names are made from the register's adjective.
_UK_WORD = {PlaceKind.OBLAST: "область", PlaceKind.RAION: "район", PlaceKind.HROMADA: "громада"}
_EN_WORDS = {
    PlaceKind.OBLAST: ("oblast", "region", "province"),
    PlaceKind.RAION: ("raion", "district"),
    PlaceKind.HROMADA: ("hromada", "community"),
    PlaceKind.CITY_DISTRICT: ("district", "raion"),
}
_RAIONS_SINCE = "2020-07"  # resolution 807-IX of the Verkhovna Rada, 17 July 2020
_SEAT = "001"  # the register numbers the seat of a hromada first
# The centre of some members is not the centre of all: with these radii (metres) 95 in 100 of the
# settlements that only the p-code list locates lay inside, when it was taken away for a trial.
_LEAST_RADIUS = {PlaceKind.HROMADA: 35_000, PlaceKind.RAION: 90_000, PlaceKind.OBLAST: 190_000}
# A part of a town lies this near its centre; what it covers is of this size (metres).
_MOST_DISTRICT_KM, _DISTRICT_RADIUS = 25.0, 5_000


@dataclass(frozen=True, slots=True)
class Extent:
    """Centre (degrees), reach (metres) and how many of the members stand behind them."""

    lon: float
    lat: float
    radius_m: int
    located: int
    members: int


def extent(members: Sequence[Place], least_radius_m: int = 0) -> Extent | None:
    """The centre of located ``members`` and the reach over the farthest, its own reach included.

    Where some members are not located, the radius is at least ``least_radius_m``.
    """
    located = [one for one in members if one.lon is not None and one.lat is not None]
    if not located:
        return None
    lon, lat = mean_point([(one.lon or 0.0, one.lat or 0.0) for one in located])
    reach = max(
        distance_km(lon, lat, one.lon or 0.0, one.lat or 0.0) * 1000 + (one.radius_m or 0)
        for one in located
    )
    if len(located) < len(members):
        reach = max(reach, least_radius_m)
    return Extent(lon, lat, round(reach), len(located), len(members))


def area_places(
    register: Iterable[RegisterEntry],
    settlements: Sequence[Place],
    newer_names: Mapping[str, str] | None = None,
) -> list[Place]:
    """Oblasts, raions, hromadas, city districts and named regions.

    ``newer_names`` maps p-codes of areas to adjectives of a newer edition than the register's.
    """
    members = _members(settlements)
    units = [
        _unit(entry, members, (newer_names or {})) for entry in register if entry.category in _KINDS
    ]
    units += _unregistered(units, newer_names or {}, members)
    by_id = {unit.id: unit for unit in units}
    cities = {place.katottg: place for place in settlements if place.katottg}
    districts = [_city_district(entry, cities) for entry in register if entry.category == "B"]
    for row in _rows("regions.csv"):
        if row["id"] in by_id:
            by_id[row["id"]] = _with_special_names(by_id[row["id"]], row)
        else:
            by_id[row["id"]] = _region(row, settlements)
    return [*by_id.values(), *districts]


def _members(settlements: Sequence[Place]) -> dict[str, list[Place]]:
    members: dict[str, list[Place]] = defaultdict(list)
    for place in settlements:
        for code in (place.oblast, place.raion, place.hromada):
            if code:
                members[code].append(place)
    return members


def _unit(
    entry: RegisterEntry, members: Mapping[str, list[Place]], newer_names: Mapping[str, str]
) -> Place:
    kind = _KINDS[entry.category]
    code = entry.katottg[: _CODE_LENGTHS[kind]]
    adjective = newer_names.get(code, entry.name_uk)
    names = list(_unit_names(kind, adjective, NameKind.OFFICIAL, "katottg"))
    if adjective != entry.name_uk:
        names += _unit_names(kind, entry.name_uk, NameKind.FORMER, "katottg")
    if kind is PlaceKind.OBLAST:
        names += _oblast_names(code)
    if kind is PlaceKind.RAION:
        names += _seat_names(adjective, members.get(code, ()))
    return _located_unit(code, adjective, entry.katottg, names, members)


def _unregistered(
    units: Sequence[Place], newer_names: Mapping[str, str], members: Mapping[str, list[Place]]
) -> list[Place]:
    """Areas that only the newer edition has."""
    known = {unit.id for unit in units}
    return [
        _located_unit(
            code,
            adjective,
            None,
            list(_unit_names(_KIND_OF_LENGTH[len(code)], adjective, NameKind.OFFICIAL, "cod-ab")),
            members,
        )
        for code, adjective in newer_names.items()
        if code not in known and len(code) in _KIND_OF_LENGTH
    ]


def _located_unit(
    code: str,
    adjective: str,
    katottg: str | None,
    names: list[PlaceName],
    members: Mapping[str, list[Place]],
) -> Place:
    kind = _KIND_OF_LENGTH[len(code)]
    unit = Place(
        id=code,
        kind=kind,
        name=f"{romanise(adjective)} {_EN_WORDS[kind][0]}" if kind in _EN_WORDS else adjective,
        name_uk=f"{adjective} {_UK_WORD[kind]}",
        katottg=katottg,
        oblast=code[:4],
        raion=code[:6] if len(code) >= 6 else None,
        hromada=code if len(code) == 9 else None,
        names=_distinct(names),
    )
    return _draw(unit, extent(members.get(code, []), _LEAST_RADIUS[kind]))


def _draw(place: Place, area: Extent | None) -> Place:
    if area is None:
        return replace(place, geometry_kind=GeometryKind.NONE)
    if area.located == area.members:
        words = (
            f"The centre of its {area.located} settlements, with a radius that reaches over the "
            "farthest."
        )
    else:
        words = (
            f"The centre of the {area.located} located ones of its {area.members} settlements, "
            "with a radius that covers about 95 in 100 of the others."
        )
    return replace(
        place,
        lon=area.lon,
        lat=area.lat,
        radius_m=area.radius_m,
        geometry_kind=GeometryKind.AREA,
        located_by=words,
    )


def _unit_names(
    kind: PlaceKind, adjective: str, name_kind: NameKind, source: str
) -> Iterator[PlaceName]:
    """Names made of the register's adjective and the generic word of the unit."""
    if not adjective.endswith("а" if kind is not PlaceKind.RAION else "й"):
        return  # Crimea, Kyiv, Sevastopol: no adjective; data/regions.csv has their names
    since = _RAIONS_SINCE if kind is PlaceKind.RAION else None
    yield PlaceName(f"{adjective} {_UK_WORD[kind]}", "uk", name_kind, source, since)
    for word in _EN_WORDS[kind]:
        text = f"{romanise(adjective)} {word}"
        yield PlaceName(text, "en", NameKind.GENERATED, RULE, since)
    if kind is PlaceKind.RAION:
        for form in russian_adjectives(adjective):
            yield PlaceName(f"{form} район", "ru", NameKind.GENERATED, RULE, since)


def _seat_names(adjective: str, members: Iterable[Place]) -> Iterator[PlaceName]:
    """ "Volnovakha district": English names a raion by the noun that its adjective is made of."""
    root = name_root(adjective)
    seats = [one for one in members if one.id.endswith(_SEAT) and name_root(one.name_uk) == root]
    for seat in sorted(seats, key=lambda one: one.population or 0)[-1:]:
        for word in _EN_WORDS[PlaceKind.RAION]:
            text = f"{seat.name} {word}"
            yield PlaceName(text, "en", NameKind.GENERATED, RULE, _RAIONS_SINCE)


def _oblast_names(code: str) -> Iterator[PlaceName]:
    """Usual English and Russian names of an oblast, and the Ukrainian noun for its land."""
    row = next((row for row in _rows("oblasts.csv") if row["pcode"] == code), {})
    for base in _items(row.get("en", "")):
        for word in _EN_WORDS[PlaceKind.OBLAST]:
            yield PlaceName(f"{base} {word}", "en", NameKind.GENERATED, RULE)
    for adjective in _items(row.get("ru", "")):
        yield PlaceName(f"{adjective} область", "ru", NameKind.ALTERNATE, SOURCE)
    for noun in _items(row.get("uk_noun", "")):
        yield PlaceName(noun, "uk", NameKind.ALTERNATE, SOURCE)


def _city_district(entry: RegisterEntry, cities: Mapping[str, Place]) -> Place:
    """A district of a city, drawn where and as large as its city: no source outlines it."""
    city = cities.get(entry.parents[-1])
    names = [PlaceName(f"{entry.name_uk} район", "uk", NameKind.OFFICIAL, "katottg")]
    names += [
        PlaceName(f"{romanise(entry.name_uk)} {word}", "en", NameKind.GENERATED, RULE)
        for word in _EN_WORDS[PlaceKind.CITY_DISTRICT]
    ]
    district = Place(
        id=entry.katottg,
        kind=PlaceKind.CITY_DISTRICT,
        name=f"{romanise(entry.name_uk)} district",
        name_uk=f"{entry.name_uk} район",
        katottg=entry.katottg,
        geometry_kind=GeometryKind.NONE,
        names=tuple(names),
    )
    if city is None:
        return district
    return replace(
        district,
        oblast=city.oblast,
        raion=city.raion,
        hromada=city.hromada,
        lon=city.lon,
        lat=city.lat,
        radius_m=city.radius_m,
        geometry_kind=GeometryKind.AREA if city.lon is not None else GeometryKind.NONE,
        located_by=f"The whole of its city {city.name}: no source outlines its districts.",
    )


def locate_districts(areas: Iterable[Place], parts: Sequence[SourceRecord]) -> list[Place]:
    """City districts moved from their city's centre to the record of that part of the town."""
    return [
        _located_district(area, parts) if area.kind is PlaceKind.CITY_DISTRICT else area
        for area in areas
    ]


def _located_district(district: Place, parts: Sequence[SourceRecord]) -> Place:
    key = join_key(district.name_uk)
    for part in parts:
        if district.lon is None or district.lat is None or part.lon is None or part.lat is None:
            continue
        away = distance_km(district.lon, district.lat, part.lon, part.lat)
        if away > _MOST_DISTRICT_KM or all(join_key(text) != key for text in part.main_names):
            continue
        return replace(
            district,
            lon=part.lon,
            lat=part.lat,
            radius_m=_DISTRICT_RADIUS,
            population=part.population,
            located_by=None,
            names=_distinct([*district.names, *part.names]),
            coordinates=(Coordinate(part.lon, part.lat, part.source),),
        )
    return district


def _with_special_names(unit: Place, row: Mapping[str, str]) -> Place:
    return replace(
        unit,
        name=row["name"],
        name_uk=unit.name_uk.removesuffix(f" {_UK_WORD[unit.kind]}")
        if unit.id == "UA01"
        else row["name_uk"],
        names=_distinct([*unit.names, *_region_names(row)]),
    )


def _region(row: Mapping[str, str], settlements: Sequence[Place]) -> Place:
    """A region that is no unit of the register; without members it is the whole country."""
    members = set(_items(row["members"]))
    kind = PlaceKind.REGION if members else PlaceKind.COUNTRY
    region = Place(
        id=row["id"],
        kind=kind,
        name=row["name"],
        name_uk=row["name_uk"],
        oblast=next(iter(members)) if len(members) == 1 else None,
        names=_region_names(row),
    )
    inside = [place for place in settlements if not members or place.oblast in members]
    drawn = _draw(region, extent(inside, _LEAST_RADIUS[PlaceKind.OBLAST]))
    return replace(drawn, located_by=f"{row['note']} {drawn.located_by or ''}".strip())


def _region_names(row: Mapping[str, str]) -> tuple[PlaceName, ...]:
    names = [PlaceName(row["name_uk"], "uk", NameKind.ALTERNATE, SOURCE)]
    for item in _items(row["names"]):
        language, _, text = item.partition(":")
        names.append(PlaceName(typographic_apostrophe(text), language, NameKind.ALTERNATE, SOURCE))
    return _distinct(names)


def _distinct(names: Iterable[PlaceName]) -> tuple[PlaceName, ...]:
    kept: dict[tuple[str, str], PlaceName] = {}
    for name in names:
        kept.setdefault((name.text, name.language), name)
    return tuple(kept.values())


def borrow_locations(settlements: Iterable[Place], areas: Iterable[Place]) -> list[Place]:
    """Settlements that no source locates, put at the centre of their smallest located area."""
    drawn = {area.id: area for area in areas if area.lon is not None}
    return [place if place.lon is not None else _borrowed(place, drawn) for place in settlements]


def _borrowed(place: Place, drawn: Mapping[str, Place]) -> Place:
    for code in (place.hromada, place.raion, place.oblast):
        area = drawn.get(code or "")
        if area is not None:
            return replace(
                place,
                lon=area.lon,
                lat=area.lat,
                radius_m=area.radius_m,
                geometry_kind=GeometryKind.AREA,
                located_by=(
                    f"No source at hand locates this settlement; shown at the centre of its "
                    f"{area.kind.value} {area.name}. {area.located_by}"
                ),
            )
    return replace(place, geometry_kind=GeometryKind.NONE)


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _items(cell: str) -> Iterator[str]:
    return (item.strip() for item in cell.split("|") if item.strip())
