"""SQL of the table of claims: any column sorts it, and any part of it can be looked at.

Pages of `app.claims.pages` follow an index and cost the same everywhere; a reader who sorts a table
wants another order, and turns few pages.
"""

from __future__ import annotations

from app.claims.conditions import from_features, where
from app.claims.filters import ClaimFilter
from app.claims.layer import ALL_PROPERTIES
from app.claims.queries import Statement, feature_sql

#: What sorts the table, by the name of the column. Words are compared without case.
SORTS: dict[str, str] = {
    "event": "coalesce(event_end, event_start)",
    "place": "lower(coalesce(place_name, place_as_written))",
    "type": "claim_type",
    "side": "source_side",
    "quote": "lower(left(quote, 200))",
    "claimant": "lower(claimant)",
    "outlet": "lower(outlet)",
    "published": "published",
}


def page(wanted: ClaimFilter, sort: str, limit: int, offset: int) -> Statement:
    """Return the query of one page as GeoJSON texts, all dates included.

    ``sort`` is a key of `SORTS`, with "-" before it for descending; what has no value comes last
    either way, and ties are in the order of ids.
    """
    condition = where(wanted)
    column, way = SORTS[sort.removeprefix("-")], "DESC" if sort.startswith("-") else "ASC"
    return Statement(
        f"SELECT {feature_sql(ALL_PROPERTIES)} FROM (SELECT * {from_features(condition)}"  # noqa: S608 (constants; values are bound)
        f" ORDER BY {column} {way} NULLS LAST, id LIMIT {limit:d} OFFSET {offset:d}) AS page"
        f" ORDER BY {column} {way} NULLS LAST, id",
        condition.values,
    )
