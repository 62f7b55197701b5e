"""SQL of one page of claims, of its counts, and of the layer's extent: what the API asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.claims.conditions import TIMES, Where, from_features, where
from app.claims.detail import OF_FEATURE
from app.claims.filters import ClaimFilter
from app.claims.layer import PROPERTIES, Property
from app.claims.ordering import BY_CELL, BY_ID, CELL, order_of
from app.claims.queries import CAP, Statement, feature_sql
from geo.zorder import geohash_ranges

#: The column with each feature's text in longitude and latitude (migration 0010).
STORED = "geojson"


def feature_text(properties: Sequence[Property] = PROPERTIES, geometry: str = "geom") -> str:
    """Return SQL of a feature's GeoJSON text: the stored one where it is what is asked for.

    Making the text takes PostgreSQL eight times as long as all else of a page.
    """
    if properties is PROPERTIES and geometry == "geom":
        return STORED
    return feature_sql(properties, geometry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk(Statement):
    """A page in the order of ids, which may also be asked part by part."""

    wanted: ClaimFilter
    feature: str
    after: str | None

    def part(self, limit: int, after: str | None = None) -> Statement:
        """Return the query of the next features: their number, their text, the key of the last.

        The text has them with commas between; ``after`` is the key of the part before.
        """
        condition = where(self.wanted)
        key = after or self.after
        if key is not None:
            values = {**condition.values, **BY_ID.values(key)}
            condition = Where(f"{condition.sql} AND {BY_ID.after}", values)
        return Statement(
            f"SELECT count(*), string_agg(feature, E',\\n'), '{BY_ID.name}:' || max(id)"  # noqa: S608
            f" FROM (SELECT id, {self.feature} AS feature {from_features(condition)}"
            f" ORDER BY {BY_ID.by} LIMIT {limit:d}) AS found",
            condition.values,
        )


def page(
    wanted: ClaimFilter,
    limit: int,
    after: str | None = None,
    feature: str | None = None,
    *,
    by_id: bool = False,
) -> Statement:
    """Return the query of a page: key and GeoJSON text of each feature, in the filter's order.

    ``after`` is the key of the feature before; ``feature`` is SQL of the text; ``by_id`` walks the
    table as it lies, for pages so large that a sorted walk would jump about. Raises ValueError for
    a key of another order.
    """
    condition, feature = where(wanted), feature or STORED
    order = BY_ID if by_id else order_of(wanted)
    values = dict(condition.values)
    if after is not None:
        values.update(order.values(after))
        condition = Where(f"{condition.sql} AND {order.after}", values)
    if order is BY_CELL:
        return _box_page(wanted, condition, values, limit, feature)
    sql = (
        f"SELECT {order.key}, {feature} {from_features(condition)}"
        f" ORDER BY {order.by} LIMIT {limit:d}"
    )
    if by_id:
        return Walk(sql, values, wanted=wanted, feature=feature, after=after)
    return Statement(sql, values)


def _box_page(
    wanted: ClaimFilter, condition: Where, values: dict[str, Any], limit: int, feature: str
) -> Statement:
    """Walk the index of cells range by range, as far as the page needs."""
    assert wanted.bbox is not None
    ranges = geohash_ranges(wanted.bbox)
    begin = values.get("after_0", "")
    left = [(max(low, begin), high) for low, high in ranges if high >= begin]
    values = {**values, "lows": [low for low, _ in left], "highs": [high for _, high in left]}
    inner = (
        f"SELECT *, {CELL} AS cell {from_features(condition)}"
        f" AND {CELL} BETWEEN run.low AND run.high"
        f" ORDER BY {BY_CELL.by} LIMIT {limit:d}"
    )
    return Statement(
        f"SELECT '{BY_CELL.name}:' || cell || ':' || id, {feature}"  # noqa: S608
        " FROM unnest(%(lows)s::text[], %(highs)s::text[]) WITH ORDINALITY AS run(low, high, n)"
        f" CROSS JOIN LATERAL ({inner}) AS found ORDER BY n, cell, id LIMIT {limit:d}",
        values,
    )


def counted(wanted: ClaimFilter, *, cap: int | None = CAP) -> Statement | None:
    """Return the query that counts the features of a filter, one more than ``cap`` at most.

    None where a box needs more than its points' totals, and a cap is set: such a count costs more
    than the page.
    """
    if wanted == ClaimFilter(bbox=wanted.bbox) and (box := wanted.bbox) is not None:
        return Statement(
            "SELECT coalesce(sum(features), 0)::bigint FROM claim_site WHERE lon BETWEEN"
            " %(west)s::float8 AND %(east)s::float8 AND lat BETWEEN %(south)s::float8"
            " AND %(north)s::float8",
            {"west": box.west, "south": box.south, "east": box.east, "north": box.north},
        )
    if wanted.bbox is not None and cap is not None:
        return None
    return _capped(where(wanted), cap)


def counted_unlocated(wanted: ClaimFilter, *, cap: int | None = CAP) -> Statement:
    """Return the query that counts features without geometry that match all but the box."""
    return _capped(where(replace(wanted, bbox=None, located=False)), cap)


def counted_undated(wanted: ClaimFilter, *, cap: int | None = CAP) -> Statement:
    """Return the query that counts features without the time asked for that match all but it."""
    condition = where(replace(wanted, days=None))
    missing = Where(f"{condition.sql} AND {TIMES[wanted.time].missing}", condition.values)
    return _capped(missing, cap)


def _capped(condition: Where, cap: int | None) -> Statement:
    if cap is None:
        return Statement(f"SELECT count(*) {from_features(condition)}", condition.values)
    return Statement(
        f"SELECT count(*) FROM (SELECT {from_features(condition)} LIMIT {cap + 1:d}) AS found",  # noqa: S608
        condition.values,
    )


def one(feature_id: int, feature: str | None = None) -> Statement:
    """Return the query of one feature, also of a version no longer current.

    Its columns: GeoJSON text, the claim behind it as JSON text, and the id of the report.
    """
    return Statement(
        f"SELECT {feature or STORED}, {OF_FEATURE}::text, document_id"  # noqa: S608
        " FROM claim_feature WHERE id = %(id)s",
        {"id": feature_id},
    )


def extent(outlet: str | None) -> Statement:
    """Return the query of west, south, east, north of all claims, first and last day of ``outlet``.

    Points are few and counted; the days come from both ends of an index.
    """
    of = "recorded_to IS NULL" + (" AND outlet = %(outlet)s" if outlet else "")
    return Statement(
        "SELECT min(lon), min(lat), max(lon), max(lat),"  # noqa: S608 (constants)
        f" (SELECT min(coalesce(event_start, event_end)) FROM claim_feature WHERE {of}),"
        f" (SELECT max(coalesce(event_end, event_start)) FROM claim_feature WHERE {of})"
        " FROM claim_site WHERE features > 0",
        {"outlet": outlet} if outlet else {},
    )
