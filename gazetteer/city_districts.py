"""Districts of cities as places: drawn as their whole city until a source knows the part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from gazetteer.area_names import EN_WORDS, RULE, distinct
from gazetteer.join import distance_km, join_key
from gazetteer.model import Coordinate, GeometryKind, NameKind, Place, PlaceKind, PlaceName
from gazetteer.romanise import romanise
from gazetteer.sources.record import RegisterEntry, SourceRecord

# A part of a town lies this near its centre; what it covers is of this size (metres).
_MOST_DISTRICT_KM, _DISTRICT_RADIUS = 25.0, 5_000


def city_district(entry: RegisterEntry, cities: Mapping[str, Place]) -> Place:
    """A district of a city, drawn where and as large as its city: no source outlines it."""
    city = cities.get(entry.parents[-1])
    names = [PlaceName(f"{entry.name_uk} район", "uk", NameKind.OFFICIAL, "katottg")]
    names += [
        PlaceName(f"{romanise(entry.name_uk)} {word}", "en", NameKind.GENERATED, RULE)
        for word in EN_WORDS[PlaceKind.CITY_DISTRICT]
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
            names=distinct([*district.names, *part.names]),
            coordinates=(Coordinate(part.lon, part.lat, part.source),),
        )
    return district
