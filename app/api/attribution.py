"""Whom the data come from and under which terms, as every answer and export repeats it."""

from __future__ import annotations

from app.api.deps import Attribution, link

#: Source of names and coordinates -> its terms, as their publishers state them.
SOURCES: tuple[tuple[str, str, str], ...] = (
    (
        "KATOTTG, Ministry for Development of Communities and Territories of Ukraine",
        "CC BY 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    ("GeoNames", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    (
        "OCHA common operational datasets",
        "CC BY 3.0 IGO",
        "https://creativecommons.org/licenses/by/3.0/igo/",
    ),
    ("Who's On First", "CC BY 4.0 and others", "https://whosonfirst.org/docs/licenses/"),
)

LICENCE = (
    "Sentences belong to the outlets named with them and are quoted for citation; "
    "places: CC BY 4.0 and CC BY 3.0 IGO, see attribution"
)
ATTRIBUTION = Attribution(
    text=(
        "Claims as published by the outlets named in each feature; nothing here is confirmed. "
        f"Places: {'; '.join(f'{name} ({licence})' for name, licence, _ in SOURCES)}."
    ),
    licence=LICENCE,
    links=tuple(
        link(href, "license", "text/html", f"{name}: {licence}") for name, licence, href in SOURCES
    ),
)
