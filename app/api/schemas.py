"""What answers hold, as schemas of OpenAPI 3.0: features of each layer, their pages, links.

The properties are those of the layers' own tables of fields, from which their queryables are made
too, so that clients generated from the description have types for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table

from app.api.layer_model import Layer
from geo.export.layer import Field

Schema = dict[str, Any]

_TYPES: dict[str, Schema] = {
    "integer": {"type": "integer", "format": "int64"},
    "string": {"type": "string"},
    "date": {"type": "string", "format": "date"},
}
_COUNTS = {
    "Matched": "Features that match",
    "Unlocated": "Those that match all but the box, and have no place",
    "Undated": "Those that match all but the days, and have no such time",
}
_TEXT: Schema = {"type": "string"}
LINKS: Schema = {"type": "array", "items": {"$ref": "#/components/schemas/Link"}}
_CREDIT: dict[str, Schema] = {
    "attribution": {"type": "string", "description": "Whom the data come from"},
    "links": LINKS,
}

PROBLEM: Schema = {
    "type": "object",
    "description": "RFC 9457 problem",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": _TEXT,
        "title": _TEXT,
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable name of the kind of problem"},
        "detail": _TEXT,
        "instance": _TEXT,
        "parameter": {"type": "string", "description": "The parameter that is wrong"},
        "accepts": {"type": "string", "description": "What the parameter accepts"},
    },
}
#: Schemas that do not depend on the layers.
_STANDING: dict[str, Schema] = {
    "Problem": PROBLEM,
    "Link": {
        "type": "object",
        "required": ["href", "rel"],
        "properties": dict.fromkeys(("href", "rel", "type", "title"), _TEXT),
    },
    "PointOrNull": {
        "type": "object",
        "nullable": True,
        "description": "Null where the place is not known",
        "required": ["type", "coordinates"],
        "properties": {
            "type": {"type": "string", "enum": ["Point"]},
            "coordinates": {
                "type": "array",
                "description": "Longitude and latitude in degrees, unless `crs` says otherwise",
                "items": {"type": "number"},
                "minItems": 2,
                "maxItems": 2,
            },
        },
    },
    "Collection": {
        "type": "object",
        "required": ["id", "title", "description", "itemType", "extent", "crs", "links"],
        "properties": {
            "id": _TEXT,
            "title": _TEXT,
            "description": _TEXT,
            "itemType": _TEXT,
            "extent": {"type": "object"},
            "crs": {"type": "array", "items": _TEXT},
            "storageCrs": _TEXT,
            "license": _TEXT,
            **_CREDIT,
        },
    },
    "Collections": {
        "type": "object",
        "required": ["collections", "links"],
        "properties": {
            "collections": {"type": "array", "items": {"$ref": "#/components/schemas/Collection"}},
            "links": LINKS,
        },
    },
}
#: What one feature by itself has beside its properties, by the name of its kind.
_BEHIND: dict[str, dict[str, Schema]] = {
    "Claim": {
        "claim": {
            "type": "object",
            "nullable": True,
            "description": "What stands behind it: chain of attribution, places, times, report",
        }
    },
    "Place": {
        "names": {
            "type": "array",
            "description": "Every name it has or had",
            "items": {
                "type": "object",
                "required": ["text", "language", "kind", "source"],
                "properties": {
                    **dict.fromkeys(("text", "language", "kind", "source"), _TEXT),
                    "valid_from": {"type": "string", "nullable": True},
                    "valid_to": {"type": "string", "nullable": True},
                },
            },
        },
        "coordinates": {
            "type": "array",
            "description": "Its point by each source",
            "items": {
                "type": "object",
                "required": ["source", "lon", "lat"],
                "properties": {
                    "source": _TEXT,
                    "lon": {"type": "number"},
                    "lat": {"type": "number"},
                },
            },
        },
        "coordinate_spread_m": {
            "type": "integer",
            "nullable": True,
            "description": "Metres between the two of them that lie farthest apart",
        },
        "claims_by_side": {"type": "object", "additionalProperties": {"type": "integer"}},
        "nearby": {
            "type": "array",
            "description": "The nearest settlements",
            "items": {
                "type": "object",
                "required": ["id", "name", "distance_m", "bearing_deg", "direction"],
                "properties": {
                    "id": _TEXT,
                    "name": _TEXT,
                    "settlement_type": {"type": "string", "nullable": True},
                    "distance_m": {"type": "integer"},
                    "bearing_deg": {"type": "integer"},
                    "direction": _TEXT,
                },
            },
        },
    },
}


def never_null(table: Table) -> frozenset[str]:
    """Return the columns of a table that always have a value."""
    return frozenset(column.name for column in table.columns if not column.nullable)


def schemas(layers: Iterable[Layer]) -> dict[str, Schema]:
    """Return the components that describe features, one of these layers for each kind."""
    found = dict(_STANDING)
    for layer in layers:
        if f"{layer.kind}Feature" not in found:
            found.update(_of_kind(layer))
    return found


def _of_kind(layer: Layer) -> dict[str, Schema]:
    feature, page, item = (f"{layer.kind}{part}" for part in ("Feature", "Page", "Item"))
    behind = _BEHIND.get(layer.kind, {})
    return {
        feature: {
            "type": "object",
            "required": ["type", "id", "geometry", "properties"],
            "properties": {
                "type": {"type": "string", "enum": ["Feature"]},
                "id": _value(layer, layer.fields[0])[1],
                "geometry": {"$ref": "#/components/schemas/PointOrNull"},
                "properties": _properties(layer),
            },
        },
        item: {
            "allOf": [
                {"$ref": f"#/components/schemas/{feature}"},
                {
                    "type": "object",
                    "required": [*behind, "links"],
                    "properties": {**behind, **_CREDIT},
                },
            ]
        },
        page: _page(f"#/components/schemas/{feature}"),
    }


def _page(feature: str) -> Schema:
    counted = {
        f"number{name}{suffix}": {"type": "integer", "minimum": 0, "description": text}
        for name, words in _COUNTS.items()
        for suffix, text in (("", words), ("AtLeast", f"{words}: at least so many"))
    }
    return {
        "type": "object",
        "required": ["type", "features", "numberReturned", "links"],
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "features": {"type": "array", "items": {"$ref": feature}},
            **counted,
            "numberReturned": {"type": "integer", "minimum": 0},
            **_CREDIT,
        },
    }


def _properties(layer: Layer) -> Schema:
    """Return the properties of a layer; those beyond its fields stand there when asked for."""
    return {
        "type": "object",
        "required": [field.name for field in layer.fields],
        "properties": dict(_value(layer, field) for field in (*layer.fields, *layer.on_request)),
    }


def _value(layer: Layer, field: Field) -> tuple[str, Schema]:
    made: Schema = {**_TYPES[field.type], "description": field.description}
    queryable = layer.queryables.get(field.name)
    if queryable and queryable.words:
        made["enum"] = list(queryable.words)
    if field.name not in layer.never_null:
        made["nullable"] = True
    return field.name, made
