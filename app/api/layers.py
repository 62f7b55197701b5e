"""The layers: what each is called, what may be asked of it, and the queries that answer.

Every kind of layer answers the same questions, so the routes know nothing of claims or places.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from app.api.layer_model import (
    CQL_TYPES,
    Asked,
    Layer,
    filter_condition,
    queryables_of,
)
from app.api.params import (
    BBOX_CRS,
    CLAIM_ITEMS,
    CRS,
    CURSOR,
    EQUALITIES,
    F_ITEMS,
    FILTER,
    FILTER_CRS,
    FILTER_LANG,
    LIMIT,
    Values,
)
from app.api.reading import Reads, texts
from app.claims import pages, queries, summary
from app.claims.cql2 import Queryable
from app.claims.filters import CLAIM_PARAMETERS, ClaimFilter, claim_filter
from app.claims.layer import (
    ALL_PROPERTIES,
    LAYER_DESCRIPTION,
    LAYER_NAME,
    LAYER_TITLE,
    PROPERTIES,
)
from app.claims.queries import CAP, Statement
from app.errors import ParameterError
from app.places import queries as places
from app.places.parameters import PLACE_PARAMETERS
from geo.crs import CRS84


class ClaimLayer:
    """Claims: all of them, those of one outlet, or those that have no place."""

    spatial = True

    def __init__(
        self,
        id: str = LAYER_NAME,  # noqa: A002
        title: str = LAYER_TITLE,
        description: str = LAYER_DESCRIPTION,
        *,
        outlet: str | None = None,
        located: bool | None = None,
    ) -> None:
        """Make the layer; ``outlet`` and ``located`` narrow it."""
        self.id, self.title, self.description = id, title, description
        self.outlet, self.located = outlet, located
        self.spatial = located is not False
        self.parameters = CLAIM_ITEMS
        self.fields = tuple(p.field for p in PROPERTIES)
        self.queryables: Mapping[str, Queryable] = _CLAIM_QUERYABLES

    async def wanted(self, reads: Reads, asked: Asked) -> ClaimFilter:
        """Return the filter, with outlets and claimants under the names that the layer has."""
        values = asked.values
        made = claim_filter(values)
        outlets = await _known(reads, asked.version, "outlet", made.outlet)
        claimants = await _known(reads, asked.version, "actor", made.claimant)
        if self.outlet is not None:
            outlets = (self.outlet,) if not made.outlet or self.outlet in outlets else ("",)
        columns = tuple((p.name, values[p.name]) for p in EQUALITIES if p.name in values)
        return replace(
            made,
            outlet=outlets,
            claimant=claimants,
            columns=columns,
            located=made.located if self.located is None else self.located,
            condition=filter_condition(values, self.queryables),
        )

    async def page(self, reads: Reads, asked: Asked) -> Statement:
        """Return the query of a page."""
        wanted = await self.wanted(reads, asked)
        properties = ALL_PROPERTIES if asked.values.get("dates") == "all" else PROPERTIES
        text = pages.feature_text(properties, asked.crs.geometry)
        order_by_id = asked.limit > queries.BATCH * 5
        try:
            return pages.page(wanted, asked.limit + 1, asked.after, text, by_id=order_by_id)
        except ValueError as error:
            raise ParameterError("cursor", str(error), CURSOR.accepts) from None

    async def counts(self, reads: Reads, asked: Asked, whole: int | None) -> dict[str, int]:
        """Count what matches, and what would if it had a place or a time."""
        wanted = await self.wanted(reads, asked)
        cap = None if asked.values.get("count") == "exact" else CAP
        found: dict[str, int] = {}
        asks = [
            ("Matched", pages.counted(wanted, cap=cap) if whole is None else None),
            ("Unlocated", pages.counted_unlocated(wanted, cap=cap)),
            ("Undated", pages.counted_undated(wanted, cap=cap) if wanted.days else None),
        ]
        if whole is not None:
            found["numberMatched"] = whole
        for name, query in asks:
            if query is None:
                continue
            number = (await reads.remembered(asked.version, query))[0][0]
            if cap is not None and number > cap and "LIMIT" in query.sql:
                found[f"number{name}AtLeast"] = number
            else:
                found[f"number{name}"] = number
        return found

    def one(self, feature_id: str, values: Values) -> Statement | None:
        """Return the query of one feature."""
        if not (feature_id.isascii() and feature_id.isdigit() and len(feature_id) < 19):
            return None
        properties = ALL_PROPERTIES if values.get("dates") == "all" else PROPERTIES
        text = pages.feature_text(properties, values.get("crs", CRS84).geometry)
        made = pages.one(int(feature_id), text)
        if self.outlet is not None:
            made = Statement(
                f"{made.sql} AND outlet = %(outlet)s", {**made.values, "outlet": self.outlet}
            )
        return (
            Statement(f"{made.sql} AND geom IS NULL", made.values)
            if self.located is False
            else made
        )

    def extent(self) -> Statement:
        """Return the query of the extent; the days of an outlet come from its index."""
        return pages.extent(self.outlet)


_CLAIM_QUERYABLES = queryables_of(
    [
        p
        for p in ALL_PROPERTIES
        if p.field.name not in {"event_time", "statement_time", "publication_time"}
    ]
)


async def _known(reads: Reads, version: str, table: str, given: tuple[str, ...]) -> tuple[str, ...]:
    if not given:
        return given
    found = texts(await reads.remembered(version, queries.known_names(table, given)))
    # Where all given names are one known name, an index serves its pages in order.
    return (
        tuple(dict.fromkeys(found))
        if len(found) >= len(given)
        else tuple(dict.fromkeys((*given, *found)))
    )


class PlaceLayer:
    """The gazetteer."""

    id = "places"
    title = "Places"
    description = "Settlements and areas of the gazetteer with the number of claims about each."
    spatial = True
    parameters = (
        *PLACE_PARAMETERS,
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
    queryables: Mapping[str, Queryable] = MappingProxyType(
        {
            "geometry": Queryable("geom", "geometry", "Where the place is"),
            **{
                f.name: Queryable(f.name, CQL_TYPES[f.type], f.description)
                for f in places.FIELDS
                if f.name not in {"claim_count", "oblast_name"}
            },
        }
    )

    def _wanted(self, asked: Asked) -> places.PlaceFilter:
        values = asked.values
        names = ("bbox", "kind", "name", "within")
        return places.PlaceFilter(
            **{name: values[name] for name in names if name in values},
            condition=filter_condition(values, self.queryables),
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


class SummaryLayer:
    """One feature for each settlement with claims, and how many each side makes of it."""

    id = "settlement_summary"
    title = "Settlements with claims"
    description = (
        "One feature for each settlement that claims are about, with their number by side of the "
        "source. The numbers count claims made, not what happened."
    )
    spatial = True
    parameters = (
        *CLAIM_PARAMETERS,
        FILTER,
        FILTER_LANG,
        FILTER_CRS,
        CRS,
        BBOX_CRS,
        LIMIT,
        CURSOR,
        F_ITEMS,
    )
    fields = summary.FIELDS
    #: As every filter of this layer, ``filter`` chooses the claims that are counted.
    queryables: Mapping[str, Queryable] = _CLAIM_QUERYABLES

    async def _wanted(self, reads: Reads, asked: Asked) -> ClaimFilter:
        return await ClaimLayer().wanted(reads, asked)

    async def page(self, reads: Reads, asked: Asked) -> Statement:
        """Return the query of a page, in the order of codes."""
        wanted = await self._wanted(reads, asked)
        return summary.page(wanted, asked.limit + 1, asked.after or "", asked.crs.geometry)

    async def counts(self, reads: Reads, asked: Asked, whole: int | None) -> dict[str, int]:
        """Count the settlements."""
        if whole is not None:
            return {"numberMatched": whole}
        query = summary.counted(await self._wanted(reads, asked))
        return {"numberMatched": (await reads.remembered(asked.version, query))[0][0]}

    def one(self, feature_id: str, values: Values) -> Statement | None:
        """Return the query of one settlement."""
        if "\0" in feature_id:
            return None
        return summary.one(feature_id, values.get("crs", CRS84).geometry)

    def extent(self) -> Statement:
        """Return the query of the extent."""
        return pages.extent(None)


STANDING: tuple[Layer, ...] = (
    ClaimLayer(),
    ClaimLayer(
        "claims_unlocated",
        "Claims without a known place",
        "Claims whose place is unknown, ambiguous, outside or not named: none is dropped, and none "
        "is put on a centroid.",
        located=False,
    ),
    PlaceLayer(),
    SummaryLayer(),
)
_OUTLETS = Statement(
    "SELECT slug, name, side FROM outlet WHERE EXISTS (SELECT FROM claim_feature f"
    " WHERE f.outlet = outlet.name AND f.recorded_to IS NULL) ORDER BY slug"
)


async def layers(reads: Reads, version: str) -> dict[str, Layer]:
    """Return all layers by id: those that always stand, and one for each outlet with claims."""
    rows = await reads.remembered(version, _OUTLETS)
    found = {layer.id: layer for layer in STANDING}
    for slug, name, side in ((a.decode(), b.decode(), c.decode()) for a, b, c in rows):
        made = ClaimLayer(
            f"claims_{slug}",
            f"Claims carried by {name}",
            f"Claims that {name} (side: {side}) carries, one feature per claim and place. "
            "Nothing here says that a claim is true.",
            outlet=name,
        )
        found.setdefault(made.id, made)
    return found


async def layer_of(reads: Reads, version: str | None, layer_id: str) -> Layer | None:
    """Return a layer by its id; without ``version`` it is asked for where it is needed."""
    standing = next((layer for layer in STANDING if layer.id == layer_id), None)
    return standing or (await layers(reads, version or await reads.version())).get(layer_id)


__all__ = ["STANDING", "Asked", "Layer", "layer_of", "layers"]
