"""What filters on claims may name: properties of the layer, and three of its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import get_args

from app.claims.conditions import DISPUTED
from app.claims.cql2 import Queryable
from app.claims.layer import ALL_PROPERTIES
from app.claims.model import ClaimType, Modality
from app.claims.tables import LocationPrecision
from gazetteer.model import Side

CQL_TYPES = {"string": "text", "integer": "number", "date": "date"}
SIDES: tuple[str, ...] = get_args(Side)
#: Properties with few values.
_WORDS: Mapping[str, tuple[str, ...]] = {
    "claim_type": tuple(ClaimType),
    "modality": tuple(Modality),
    "location_precision": tuple(LocationPrecision),
}
#: Texts that are made of days, which are properties themselves.
_MADE = {"event_time", "statement_time", "publication_time"}

CLAIM_QUERYABLES: Mapping[str, Queryable] = MappingProxyType(
    {
        "geometry": Queryable("geom", "geometry", "Where it is said to have happened"),
        **{
            p.field.name: Queryable(
                p.sql, CQL_TYPES[p.field.type], p.field.description, _WORDS.get(p.field.name, ())
            )
            for p in ALL_PROPERTIES
            if p.field.name not in _MADE
        },
        "side": Queryable("source_side", "text", "Side of the source: of whoever says it", SIDES),
        "disputed": Queryable(
            f"({DISPUTED})",
            "boolean",
            "Whether it is recorded as contradicting or denying another claim, or as denied",
        ),
        "located": Queryable("(geom IS NOT NULL)", "boolean", "Whether it has a place on a map"),
    }
)
