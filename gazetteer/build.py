"""The merge of all gazetteer sources into one list of places."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gazetteer.areas import area_places, borrow_locations
from gazetteer.city_districts import locate_districts
from gazetteer.errors import SourceError
from gazetteer.former_raions import former_raions
from gazetteer.model import Place
from gazetteer.outside import is_town_abroad, is_wanted_abroad, outside_places
from gazetteer.settlements import Settlements
from gazetteer.sources import (
    cod_ab,
    curated,
    directions,
    former_names,
    geonames,
    katottg,
    renames,
    sites,
    waters,
    whosonfirst,
)


@dataclass(frozen=True, slots=True)
class SourceFiles:
    """The files of a mirror or of a finished sync; None where a source is missing."""

    cod_ab: Path | None = None
    whosonfirst: Path | None = None
    whosonfirst_admin: Path | None = None
    whosonfirst_archive: Path | None = None
    renames: Path | None = None
    geonames: Path | None = None
    geonames_alternates: Path | None = None


# Where each source lies below the mirror; the first pattern with a match counts.
LAYOUT: dict[str, tuple[str, ...]] = {
    "cod_ab": ("cod-ab/*.xlsx",),
    "whosonfirst": ("whosonfirst/*localities.geojsonl.gz",),
    "whosonfirst_admin": ("whosonfirst/*admin-ids.csv",),
    "whosonfirst_archive": ("whosonfirst/*admin-ua*.tar.gz",),
    "renames": ("renames/renames.csv",),
    "geonames": ("geonames/UA.zip", "geonames/UA.txt"),
    "geonames_alternates": ("geonames/alternatenames/UA.zip", "geonames/alternatenames/UA.txt"),
}


def source_files(mirror: Path | None) -> SourceFiles:
    """What ``mirror`` holds; the newest name wins where several files fit.

    Raises ``SourceError`` when the directory does not exist.
    """
    if mirror is None:
        return SourceFiles()
    if not mirror.is_dir():
        raise SourceError(f"The gazetteer mirror {mirror} is not a directory.")
    found: dict[str, Path] = {}
    for name, patterns in LAYOUT.items():
        for pattern in patterns:
            if files := sorted(mirror.glob(pattern)):
                found.setdefault(name, files[-1])
    return SourceFiles(**found)


def build_places(mirror: Path | None = None) -> list[Place]:
    """All places of the gazetteer, from the installed packages and whatever ``mirror`` holds.

    Settlements come first, in the order of their p-codes, then areas (raions of before 2020
    included), sites, waters, directions and places abroad.
    Raises ``SourceError`` when a file that is there cannot be read.
    """
    files = source_files(mirror)
    register = list(katottg.read_katottg())
    merged = Settlements()
    merged.add_register(register)
    if files.cod_ab:
        merged.add_pcode_records(cod_ab.read_cod_ab(files.cod_ab))
    merged.add_curated(curated.read_curated())
    merged.add_former_names(former_names.read_former_names())
    if files.renames:
        merged.add_renames(renames.read_renames(files.renames))
    merged.add_official()

    installed = list(
        geonames.read_installed(lambda city: city["countrycode"] == "UA" or is_wanted_abroad(city))
    )
    abroad = list(filter(is_town_abroad, installed))
    if files.geonames:
        merged.add_located(geonames.read_dump(files.geonames, files.geonames_alternates))
    else:
        merged.add_located(record for record in installed if record.country == "UA")
    if files.whosonfirst_archive:
        merged.add_located(whosonfirst.read_archive(files.whosonfirst_archive))
    elif files.whosonfirst and files.whosonfirst_admin:
        regions = whosonfirst.read_regions(files.whosonfirst_admin)
        merged.add_located(whosonfirst.read_whosonfirst(files.whosonfirst, regions))

    settlements = [merged.drafts[code].finish() for code in sorted(merged.drafts)]
    newer_names = cod_ab.read_areas(files.cod_ab) if files.cod_ab else {}
    areas = area_places(register, settlements, newer_names)
    areas = locate_districts(areas, merged.town_parts)
    settlements = borrow_locations(settlements, areas)
    by_pcode = {place.id: place for place in settlements}
    counties = _counties(files)
    return [
        *settlements,
        *areas,
        *former_raions(by_pcode, counties, merged.members_by_parent),
        *sites.read_sites(by_pcode),
        *waters.read_waters(by_pcode),
        *directions.read_directions(by_pcode),
        *outside_places(abroad, settlements),
    ]


def _counties(files: SourceFiles) -> list[whosonfirst.County]:
    return whosonfirst.read_counties(files.whosonfirst_admin) if files.whosonfirst_admin else []
