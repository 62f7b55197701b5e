"""Names of areas: official ones made of the register's adjective, usual ones from our tables."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from gazetteer.model import NameKind, Place, PlaceKind, PlaceName
from gazetteer.names.root import name_root
from gazetteer.names.russian import russian_adjectives
from gazetteer.romanise import romanise, typographic_apostrophe

_DATA = Path(__file__).parent / "data"
SOURCE, RULE = "curated", "rule"

# The generic word of each kind: how names are made from the register's adjective.
UK_WORD = {PlaceKind.OBLAST: "область", PlaceKind.RAION: "район", PlaceKind.HROMADA: "громада"}
EN_WORDS = {
    PlaceKind.OBLAST: ("oblast", "region", "province"),
    PlaceKind.RAION: ("raion", "district"),
    PlaceKind.HROMADA: ("hromada", "community"),
    PlaceKind.CITY_DISTRICT: ("district", "raion"),
}
_RAIONS_SINCE = "2020-07"  # resolution 807-IX of the Verkhovna Rada, 17 July 2020
_SEAT = "001"  # the register numbers the seat of a hromada first


def unit_names(
    kind: PlaceKind, adjective: str, name_kind: NameKind, source: str
) -> Iterator[PlaceName]:
    """Names made of the register's adjective and the generic word of the unit."""
    if not adjective.endswith("а" if kind is not PlaceKind.RAION else "й"):
        return  # Crimea, Kyiv, Sevastopol: no adjective; data/regions.csv has their names
    since = _RAIONS_SINCE if kind is PlaceKind.RAION else None
    yield PlaceName(f"{adjective} {UK_WORD[kind]}", "uk", name_kind, source, since)
    for word in EN_WORDS[kind]:
        text = f"{romanise(adjective)} {word}"
        yield PlaceName(text, "en", NameKind.GENERATED, RULE, since)
    if kind is PlaceKind.RAION:
        for form in russian_adjectives(adjective):
            yield PlaceName(f"{form} район", "ru", NameKind.GENERATED, RULE, since)


def seat_names(adjective: str, members: Iterable[Place]) -> Iterator[PlaceName]:
    """ "Volnovakha district": English names a raion by the noun that its adjective is made of."""
    root = name_root(adjective)
    seats = [one for one in members if one.id.endswith(_SEAT) and name_root(one.name_uk) == root]
    for seat in sorted(seats, key=lambda one: one.population or 0)[-1:]:
        for word in EN_WORDS[PlaceKind.RAION]:
            text = f"{seat.name} {word}"
            yield PlaceName(text, "en", NameKind.GENERATED, RULE, _RAIONS_SINCE)


def oblast_names(code: str) -> Iterator[PlaceName]:
    """Usual English and Russian names of an oblast, and the Ukrainian noun for its land."""
    row = next((row for row in data_rows("oblasts.csv") if row["pcode"] == code), {})
    for base in items(row.get("en", "")):
        for word in EN_WORDS[PlaceKind.OBLAST]:
            yield PlaceName(f"{base} {word}", "en", NameKind.GENERATED, RULE)
    for adjective in items(row.get("ru", "")):
        yield PlaceName(f"{adjective} область", "ru", NameKind.ALTERNATE, SOURCE)
    for noun in items(row.get("uk_noun", "")):
        yield PlaceName(noun, "uk", NameKind.ALTERNATE, SOURCE)


def region_names(row: Mapping[str, str]) -> tuple[PlaceName, ...]:
    """Names of a row of ``data/regions.csv``, each in the language it is given in."""
    names = [PlaceName(row["name_uk"], "uk", NameKind.ALTERNATE, SOURCE)]
    for item in items(row["names"]):
        language, _, text = item.partition(":")
        names.append(PlaceName(typographic_apostrophe(text), language, NameKind.ALTERNATE, SOURCE))
    return distinct(names)


def distinct(names: Iterable[PlaceName]) -> tuple[PlaceName, ...]:
    """The first of the names with the same text and language."""
    kept: dict[tuple[str, str], PlaceName] = {}
    for name in names:
        kept.setdefault((name.text, name.language), name)
    return tuple(kept.values())


def data_rows(name: str) -> list[dict[str, str]]:
    """Rows of a curated table."""
    with (_DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def items(cell: str) -> Iterator[str]:
    """The items of a cell, which ``|`` parts."""
    return (item.strip() for item in cell.split("|") if item.strip())
