"""Whom the data come from and under which terms, as every answer and export repeats it."""

from __future__ import annotations

from html import escape

from gazetteer.attribution import ATTRIBUTIONS, Attribution

#: The sources that every answer may hold names or coordinates of.
SOURCES: tuple[Attribution, ...] = tuple(
    ATTRIBUTIONS[name]
    for name in ("katottg", "cod-ab", "geonames", "whosonfirst", "renames", "cldr")
)

ATTRIBUTION = (
    "Claims as published by the outlets named in each feature; nothing here is confirmed. "
    f"Places: {'; '.join(f'{source.credit} ({source.licence})' for source in SOURCES)}."
)
#: Sources whose licence wants them named wherever their data are shown, as briefly as it allows.
BRIEFLY = {"cod-ab": "OCHA", "geonames": "GeoNames", "whosonfirst": "Who's On First"}
LICENCE = (
    "Sentences belong to the outlets named with them and are quoted for citation; "
    "places: CC BY 4.0 and CC BY 3.0 IGO, see attribution"
)


def on_a_map(address: str) -> str:
    """Return the attribution as a map has room for, as HTML; the whole of it is at ``address``."""
    names = escape(", ".join(BRIEFLY.values()))
    return f'<a href="{escape(address)}">Claims, not verified facts · Places © {names} (CC BY)</a>'
