"""Who's On First localities (newline-delimited GeoJSON, gzip) and their ancestors (CSV).

The data set is rich in names and careless with them: lists marked ``ukr`` hold romanised forms,
some records bear the names of a raion, a university or a neighbouring town. This reader corrects
what a record shows by itself; what only the neighbours show is left to the merge.
"""

from __future__ import annotations

import csv
import gzip
import re
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from gazetteer.errors import SourceError
from gazetteer.model import NameKind, PlaceName
from gazetteer.romanise import typographic_apostrophe
from gazetteer.sources.record import SourceRecord
from gazetteer.sources.script import is_cyrillic, is_latin_or_cyrillic, plain_name

SOURCE = "whosonfirst"

# ISO 639-3 to ISO 639-1, where that exists.
_LANGUAGES = {
    "ukr": "uk", "rus": "ru", "eng": "en", "pol": "pl", "bel": "be", "deu": "de", "fra": "fr",
    "ron": "ro", "hun": "hu", "slk": "sk", "ces": "cs", "bul": "bg", "tur": "tr", "lit": "lt",
    "mol": "ro", "yid": "yi", "crh": "crh", "gag": "gag", "und": "und",
}  # fmt: skip
_CYRILLIC_LANGUAGES = frozenset({"uk", "ru", "be", "bg"})
_READ_PROPERTIES = frozenset(
    {"wof:id", "wof:name", "wof:hierarchy", "wof:population", "gn:population"}
)
_KINDS = {"historical": NameKind.FORMER}
_NAME_PROPERTY = re.compile(r"name:([a-z]{3})_x_(preferred|variant|historical|colloquial)")

# Words of areas, institutions and titles: the name is not a settlement's.
_NOT_A_SETTLEMENT = re.compile(
    r"(?i)район|раён|область|област|рада\b|сельсовет|университет|університет|інститут|"
    r"rayon|raion|rajon|rejon|district|oblast|region|università|university|universit|county"
)
# "city of ..." in various languages, which is not part of the name.
_TITLE = re.compile(r"(?i)^(горад|город|місто|гміна|смт|пгт|село|вёска|селище)\s+")

# ISO 3166-2 numbers equal the first digits of the p-code, but for these.
_ISO_TO_PCODE = {
    "UA-09": "UA44",
    "UA-30": "UA80",
    "UA-40": "UA85",
    "UA-43": "UA01",
    "UA-77": "UA73",
}
# The data set gives Mykolaiv oblast the ISO number of Luhansk oblast, and Luhansk oblast none.
_MISNUMBERED = {85688819: "UA48", 85688805: "UA44"}


def read_regions(path: Path) -> dict[int, str]:
    """Who's On First region numbers to p-codes of oblasts."""
    with path.open(encoding="utf-8", newline="") as stream:
        regions = {
            int(row["wof_id"]): _ISO_TO_PCODE.get(row["iso"], row["iso"].replace("-", ""))
            for row in csv.DictReader(stream)
            if row["placetype"] == "region"
        }
    regions |= {number: code for number, code in _MISNUMBERED.items() if number in regions}
    return {number: code for number, code in regions.items() if code}


@dataclass(frozen=True, slots=True)
class County:
    """A raion of before 2020; ``heir`` is the number of the record that replaced this one."""

    number: str
    oblast: str
    name: str
    name_uk: str
    heir: str | None


def read_counties(path: Path) -> list[County]:
    """Records of raions of before 2020, superseded ones too: settlements refer to both."""
    regions = read_regions(path)
    with path.open(encoding="utf-8", newline="") as stream:
        return [
            County(
                row["wof_id"],
                regions[int(row["region_id"])],
                row["name"],
                typographic_apostrophe(row["name_uk"]),
                row["superseded_by"] or None,
            )
            for row in csv.DictReader(stream)
            if row["placetype"] == "county" and int(row["region_id"] or 0) in regions
        ]


def read_whosonfirst(path: Path, regions: Mapping[int, str]) -> Iterator[SourceRecord]:
    """Current records with a point; ``regions`` is the answer of ``read_regions``."""
    try:
        with gzip.open(path, "rb") as stream:
            for line in stream:
                feature = orjson.loads(line)
                properties = feature["properties"]
                if _is_replaced(properties):
                    continue
                lon, lat = feature["geometry"]["coordinates"]
                yield _record(properties, lon, lat, regions)
    except (OSError, EOFError, zlib.error, KeyError, ValueError, TypeError) as error:
        raise SourceError(f"{path.name} is not a Who's On First extract: {error}.") from error


def read_archive(path: Path) -> Iterator[SourceRecord]:
    """Current localities of the project's own archive (``.tar.gz`` of one GeoJSON file a record).

    Raises ``SourceError`` when the archive is damaged or of another kind.
    """
    regions: dict[int, str] = {}
    localities: list[tuple[float, float, Mapping[str, Any]]] = []
    try:
        # The archive is in the order of numbers: regions may come after their localities.
        for properties in _archived(path):
            placetype = properties.get("wof:placetype")
            if placetype == "region" and (iso := _iso(properties)):
                number = int(properties["wof:id"])
                code = _ISO_TO_PCODE.get(iso, iso.replace("-", ""))
                regions[number] = _MISNUMBERED.get(number, code)
            elif placetype in ("locality", "localadmin") and not _is_replaced(properties):
                localities.append((*_point(properties), _needed(properties)))
    except (tarfile.TarError, OSError, EOFError, zlib.error, KeyError, ValueError) as error:
        raise SourceError(f"{path.name} is not a Who's On First archive: {error}.") from error
    for lon, lat, properties in localities:
        yield _record(properties, lon, lat, regions)


def _archived(path: Path) -> Iterator[Mapping[str, Any]]:
    with tarfile.open(path, "r|gz") as archive:
        for member in archive:
            # "-alt-" files repeat a record with another source's geometry.
            if not member.name.endswith(".geojson") or "-alt-" in member.name:
                continue
            stream = archive.extractfile(member)
            if stream is not None:
                yield orjson.loads(stream.read())["properties"]


def _needed(properties: Mapping[str, Any]) -> Mapping[str, Any]:
    """The properties that ``_record`` reads: a whole record is ten times as large."""
    return {
        key: value
        for key, value in properties.items()
        if key.startswith("name:") or key in _READ_PROPERTIES
    }


def _iso(properties: Mapping[str, Any]) -> str | None:
    numbers = properties.get("wof:concordances") or {}
    return numbers.get("iso:id") or numbers.get("iso:code") or properties.get("iso:code")


def _point(properties: Mapping[str, Any]) -> tuple[float, float]:
    """The label point where the record has one, else the centre of its geometry."""
    prefix = "lbl" if properties.get("lbl:longitude") is not None else "geom"
    return float(properties[f"{prefix}:longitude"]), float(properties[f"{prefix}:latitude"])


def _is_replaced(properties: Mapping[str, Any]) -> bool:
    return bool(properties.get("wof:superseded_by") or properties.get("edtf:deprecated"))


def _record(
    properties: Mapping[str, Any], lon: float, lat: float, regions: Mapping[int, str]
) -> SourceRecord:
    hierarchy = properties.get("wof:hierarchy") or [{}]
    names = _names(properties)
    main = [plain_name(properties["wof:name"])]
    main += [
        name.text
        for name in names
        if name.language in ("uk", "ru", "en") or (name.language == "und" and len(names) == 1)
    ]
    return SourceRecord(
        source=SOURCE,
        ref=str(properties["wof:id"]),
        names=tuple(names),
        main_names=tuple(dict.fromkeys(main)),
        oblast=regions.get(hierarchy[0].get("region_id", -1)),
        parent=str(hierarchy[0].get("county_id", "")) or None,
        lon=lon,
        lat=lat,
        population=_population(properties),
    )


def _population(properties: Mapping[str, Any]) -> int | None:
    counts = (properties.get("wof:population"), properties.get("gn:population"))
    return next((int(count) for count in counts if count and int(count) > 0), None)


@lru_cache(maxsize=1024)
def _name_list(key: str) -> tuple[str, str] | None:
    """Language and style of a list of names; None for any other property."""
    found = _NAME_PROPERTY.fullmatch(key)
    if found is None or found.group(1) not in _LANGUAGES:
        return None
    return _LANGUAGES[found.group(1)], found.group(2)


def _names(properties: Mapping[str, Any]) -> list[PlaceName]:
    lists = [(*list_, values) for key, values in properties.items() if (list_ := _name_list(key))]
    main = properties["wof:name"]
    # A record whose preferred names are those of an area has an area's names throughout.
    if any(
        _NOT_A_SETTLEMENT.search(value)
        for _, style, values in lists
        if style == "preferred"
        for value in values
    ):
        lists = []
    lists.append(("und", "preferred", [main]))
    names = []
    for language, style, values in lists:
        for value in values:
            text = _TITLE.sub("", plain_name(value))
            if not text[:1].isupper() and is_latin_or_cyrillic(text):
                continue  # "пик Ленина": a thing with a generic word, not a settlement
            if not text or _NOT_A_SETTLEMENT.search(text):
                continue
            kind = _KINDS.get(style, NameKind.ALTERNATE)
            names.append(PlaceName(text, _language(language, text), kind, SOURCE))
    return names


def _language(language: str, text: str) -> str:
    """``und`` where the script gives the list's language the lie."""
    if (language in _CYRILLIC_LANGUAGES) != is_cyrillic(text) and language in (
        *_CYRILLIC_LANGUAGES,
        "en",
        "de",
        "fr",
        "pl",
        "hu",
        "cs",
        "sk",
        "lt",
    ):
        return "und"
    return language
