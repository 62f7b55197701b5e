"""Whom the data come from and under which terms, as every answer and export repeats it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A source of place names or coordinates and its terms, as its publisher states them."""

    name: str
    licence: str
    url: str


SOURCES: tuple[Source, ...] = (
    Source(
        "KATOTTG, Ministry for Development of Communities and Territories of Ukraine",
        "CC BY 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    Source("GeoNames", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    Source(
        "OCHA common operational datasets",
        "CC BY 3.0 IGO",
        "https://creativecommons.org/licenses/by/3.0/igo/",
    ),
    Source("Who's On First", "CC BY 4.0 and others", "https://whosonfirst.org/docs/licenses/"),
)

ATTRIBUTION = (
    "Claims as published by the outlets named in each feature; nothing here is confirmed. "
    f"Places: {'; '.join(f'{source.name} ({source.licence})' for source in SOURCES)}."
)
LICENCE = (
    "Sentences belong to the outlets named with them and are quoted for citation; "
    "places: CC BY 4.0 and CC BY 3.0 IGO, see attribution"
)
