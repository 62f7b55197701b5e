"""The layer that counts claims by settlement and side."""

from __future__ import annotations

from collections.abc import Mapping

from app.api.claim_layer import ClaimLayer
from app.api.layer_model import Asked
from app.api.params import (
    BBOX_CRS,
    CLAIM_FILTERS,
    CRS,
    CURSOR,
    F_ITEMS,
    LIMIT,
    Values,
)
from app.api.reading import Reads
from app.claims import pages, summary
from app.claims.cql2 import Queryable
from app.claims.filters import ClaimFilter
from app.claims.queries import Statement
from app.claims.queryables import CLAIM_QUERYABLES
from geo.crs import CRS84
from geo.export.layer import Field


class SummaryLayer:
    """One feature for each settlement with claims, and how many each side makes of it."""

    id = "settlement_summary"
    kind = "SettlementSummary"
    title = "Settlements with claims"
    description = (
        "One feature for each settlement that claims are about, with their number by side of the "
        "source. The numbers count claims made, not what happened."
    )
    spatial = True
    parameters = (
        *CLAIM_FILTERS,
        CRS,
        BBOX_CRS,
        LIMIT,
        CURSOR,
        F_ITEMS,
    )
    fields = summary.FIELDS
    on_request: tuple[Field, ...] = ()
    #: Counts, and the code that they are counted by.
    never_null = frozenset(f.name for f in fields if f.type == "integer") | {"place_id"}
    #: As every filter of this layer, ``filter`` chooses the claims that are counted.
    queryables: Mapping[str, Queryable] = CLAIM_QUERYABLES

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
