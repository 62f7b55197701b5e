"""Descriptions of the layers: collections of OGC API - Features, queryables as JSON Schema."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request

from app.api.deps import JSON, absolute, licence_links, link
from app.api.equality import schema_of
from app.api.layer_model import Layer
from app.api.pages import QUERYABLES_REL, SCHEMA_JSON
from app.api.tilesets import tileset_links
from app.attribution import ATTRIBUTION, LICENCE
from geo.crs import CRS84, SYSTEMS
from geo.geojson import GEOJSON

GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
#: Until there are data, the layers are said to cover Ukraine.
UKRAINE = [22.13, 44.18, 40.23, 52.38]


def described(request: Request, layer: Layer, extent: Any) -> dict[str, Any]:
    """Return the collection; ``extent`` is west, south, east, north, first and last day."""
    *box, first_day, last_day = extent
    found: dict[str, Any] = {}
    if layer.spatial:
        found["spatial"] = {"bbox": [UKRAINE if None in box else box], "crs": CRS84.uri}
    if layer.id != "places":
        interval = [f"{day}T00:00:00Z" if day else None for day in (first_day, last_day)]
        found["temporal"] = {"interval": [interval], "trs": GREGORIAN}
    address = absolute(request, f"/collections/{layer.id}")
    links = [
        link(address, "self", JSON),
        link(f"{address}?f=html", "alternate", "text/html"),
        link(f"{address}/items", "items", GEOJSON, layer.title),
        link(f"{address}/queryables", QUERYABLES_REL, SCHEMA_JSON),
        *tileset_links(request, layer.id),
        *licence_links(),
    ]
    return {
        "id": layer.id,
        "title": layer.title,
        "description": layer.description,
        "itemType": "feature",
        "extent": found,
        "crs": [crs.uri for crs in SYSTEMS],
        "storageCrs": CRS84.uri,
        "attribution": ATTRIBUTION,
        "license": LICENCE,
        "links": links,
    }


def queryables_document(request: Request, layer: Layer) -> dict[str, Any]:
    """Return the properties that filters may name, as JSON Schema (part 3)."""
    return {
        "$schema": "https://json-schema.org/draft/2019-09/schema",
        "$id": absolute(request, f"/collections/{layer.id}/queryables"),
        "type": "object",
        "title": layer.title,
        "properties": {
            name: {"title": name, "description": known.description, **schema_of(known)}
            for name, known in layer.queryables.items()
        },
        "additionalProperties": False,
    }
