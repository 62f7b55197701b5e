"""Areas as places: oblasts, raions, hromadas, city districts and named regions.

No source at hand gives usable outlines of all of them, so an area is a centre (the mean of its
located settlements) and a radius that reaches over its farthest settlement (the maximum, not a
percentile: a place said to be in the area must not lie outside what we draw). Where only a part
of the settlements is located, the radius is at least one that covered 95 % in a trial.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from gazetteer.area_names import (
    EN_WORDS,
    UK_WORD,
    data_rows,
    distinct,
    items,
    oblast_names,
    region_names,
    seat_names,
    unit_names,
)
from gazetteer.city_districts import city_district
from gazetteer.join import distance_km
from gazetteer.model import GeometryKind, NameKind, Place, PlaceKind, PlaceName
from gazetteer.romanise import romanise
from gazetteer.settlements import mean_point
from gazetteer.sources.record import RegisterEntry

_KINDS = {
    "O": PlaceKind.OBLAST,
    "K": PlaceKind.OBLAST,
    "P": PlaceKind.RAION,
    "H": PlaceKind.HROMADA,
}
_CODE_LENGTHS = {PlaceKind.OBLAST: 4, PlaceKind.RAION: 6, PlaceKind.HROMADA: 9}
_KIND_OF_LENGTH = {length: kind for kind, length in _CODE_LENGTHS.items()}
# The centre of some members is not the centre of all: with these radii (metres) 95 in 100 of the
# settlements that only the p-code list locates lay inside, when it was taken away for a trial.
_LEAST_RADIUS = {PlaceKind.HROMADA: 35_000, PlaceKind.RAION: 90_000, PlaceKind.OBLAST: 190_000}


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
    districts = [city_district(entry, cities) for entry in register if entry.category == "B"]
    for row in data_rows("regions.csv"):
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
    names = list(unit_names(kind, adjective, NameKind.OFFICIAL, "katottg"))
    if adjective != entry.name_uk:
        names += unit_names(kind, entry.name_uk, NameKind.FORMER, "katottg")
    if kind is PlaceKind.OBLAST:
        names += oblast_names(code)
    if kind is PlaceKind.RAION:
        names += seat_names(adjective, members.get(code, ()))
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
            list(unit_names(_KIND_OF_LENGTH[len(code)], adjective, NameKind.OFFICIAL, "cod-ab")),
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
        name=f"{romanise(adjective)} {EN_WORDS[kind][0]}" if kind in EN_WORDS else adjective,
        name_uk=f"{adjective} {UK_WORD[kind]}",
        katottg=katottg,
        oblast=code[:4],
        raion=code[:6] if len(code) >= 6 else None,
        hromada=code if len(code) == 9 else None,
        names=distinct(names),
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


def _with_special_names(unit: Place, row: Mapping[str, str]) -> Place:
    return replace(
        unit,
        name=row["name"],
        name_uk=unit.name_uk.removesuffix(f" {UK_WORD[unit.kind]}")
        if unit.id == "UA01"
        else row["name_uk"],
        names=distinct([*unit.names, *region_names(row)]),
    )


def _region(row: Mapping[str, str], settlements: Sequence[Place]) -> Place:
    """A region that is no unit of the register; without members it is the whole country."""
    members = set(items(row["members"]))
    kind = PlaceKind.REGION if members else PlaceKind.COUNTRY
    region = Place(
        id=row["id"],
        kind=kind,
        name=row["name"],
        name_uk=row["name_uk"],
        oblast=next(iter(members)) if len(members) == 1 else None,
        names=region_names(row),
    )
    inside = [place for place in settlements if not members or place.oblast in members]
    drawn = _draw(region, extent(inside, _LEAST_RADIUS[PlaceKind.OBLAST]))
    return replace(drawn, located_by=f"{row['note']} {drawn.located_by or ''}".strip())


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
