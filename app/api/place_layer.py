"""The layer of places."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

from sqlalchemy import Table

from app.api.equality import equalities
from app.api.layer_model import Asked, chosen
from app.api.params import (
    BBOX_CRS,
    CRS,
    CURSOR,
    F_ITEMS,
    FILTER,
    FILTER_CRS,
    FILTER_LANG,
    LIMIT,
    Values,
)
from app.api.reading import Reads
from app.api.schemas import never_null
from app.claims.cql2 import Queryable
from app.claims.queries import Statement
from app.claims.queryables import CQL_TYPES
from app.places import queries as places
from app.places.parameters import PLACE_PARAMETERS
from app.places.tables import Place
from gazetteer.model import PlaceKind
from geo.crs import CRS84
from geo.export.layer import Field

_QUERYABLES: Mapping[str, Queryable] = MappingProxyType(
    {
        "geometry": Queryable("geom", "geometry", "Where the place is"),
        **{
            f.name: Queryable(
                f.name,
                CQL_TYPES[f.type],
                f.description,
                tuple(PlaceKind) if f.name == "kind" else (),
            )
            for f in places.FIELDS
            if f.name not in {"claim_count", "oblast_name"}
        },
    }
)
_EQUALITIES = equalities("places", _QUERYABLES, PLACE_PARAMETERS)


class PlaceLayer:
    """The gazetteer."""

    id = "places"
    kind = "Place"
    title = "Places"
    description = "Settlements and areas of the gazetteer with the number of claims about each."
    spatial = True
    parameters = (
        *PLACE_PARAMETERS,
        *_EQUALITIES,
        CRS,
        BBOX_CRS,
        FILTER,
        FILTER_LANG,
        FILTER_CRS,
        LIMIT,
        CURSOR,
        F_ITEMS,
    )
    fields = places.FIELDS
    on_request: tuple[Field, ...] = ()
    never_null = never_null(cast(Table, Place.__table__)) | {"claim_count"}
    queryables = _QUERYABLES

    def _wanted(self, asked: Asked) -> places.PlaceFilter:
        values = asked.values
        names = ("bbox", "kind", "within", "q")
        return places.PlaceFilter(
            **{name: values[name] for name in names if name in values},
            condition=chosen(values, self.queryables, _EQUALITIES),
        )

    async def page(self, reads: Reads, asked: Asked) -> Statement:  # noqa: ARG002
        """Return the query of a page, in the order of codes."""
        return places.page(
            self._wanted(asked), asked.limit + 1, asked.after or "", asked.crs.geometry
        )

    async def counts(self, reads: Reads, asked: Asked, whole: int | None) -> dict[str, int]:
        """Count the places: there are some tens of thousands."""
        if whole is not None:
            return {"numberMatched": whole}
        rows = await reads.remembered(asked.version, places.counted(self._wanted(asked)))
        return {"numberMatched": rows[0][0]}

    def one(self, feature_id: str, values: Values) -> Statement | None:
        """Return the query of one place."""
        if "\0" in feature_id:
            return None
        return places.one(feature_id, values.get("crs", CRS84).geometry)

    def extent(self) -> Statement:
        """Return the query of the extent."""
        return places.extent()
