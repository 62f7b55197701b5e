"""The layers of claims: all of them, those of one outlet, or those without a known place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from sqlalchemy import Table

from app.api.layer_model import Asked, chosen
from app.api.params import CLAIM_ITEMS, CURSOR, EQUALITIES, Values
from app.api.reading import Reads, texts
from app.api.schemas import never_null
from app.claims import pages, queries
from app.claims.cql2 import Queryable
from app.claims.filters import ClaimFilter, claim_filter
from app.claims.layer import (
    ALL_PROPERTIES,
    LAYER_DESCRIPTION,
    LAYER_NAME,
    LAYER_TITLE,
    PROPERTIES,
)
from app.claims.layer_tables import ClaimFeature
from app.claims.queries import CAP, Statement
from app.claims.queryables import CLAIM_QUERYABLES
from app.errors import ParameterError
from geo.crs import CRS84


class ClaimLayer:
    """Claims: all of them, those of one outlet, or those that have no place."""

    kind = "Claim"
    spatial = True
    never_null = never_null(cast(Table, ClaimFeature.__table__))

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
        self.on_request = tuple(p.field for p in ALL_PROPERTIES[len(PROPERTIES) :])
        self.queryables: Mapping[str, Queryable] = CLAIM_QUERYABLES

    async def wanted(self, reads: Reads, asked: Asked) -> ClaimFilter:
        """Return the filter, with outlets and claimants under the names that the layer has."""
        values = asked.values
        made = claim_filter(values)
        outlets = await known_names(reads, asked.version, "outlet", made.outlet)
        claimants = await known_names(reads, asked.version, "actor", made.claimant)
        if self.outlet is not None:
            outlets = (self.outlet,) if not made.outlet or self.outlet in outlets else ("",)
        return replace(
            made,
            outlet=outlets,
            claimant=claimants,
            located=made.located if self.located is None else self.located,
            condition=chosen(values, self.queryables, EQUALITIES),
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


async def known_names(
    reads: Reads, version: str, table: str, given: tuple[str, ...]
) -> tuple[str, ...]:
    """Return outlets or actors (``table``) under the names that the layer has; others as given."""
    if not given:
        return given
    found = texts(await reads.remembered(version, queries.known_names(table, given)))
    # Where all given names are one known name, an index serves its pages in order.
    return (
        tuple(dict.fromkeys(found))
        if len(found) >= len(given)
        else tuple(dict.fromkeys((*given, *found)))
    )
