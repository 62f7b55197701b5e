"""SQL of ``settlement_summary``: one feature for each settlement, with counts by side."""

from __future__ import annotations

from typing import Any

from app.claims.conditions import where
from app.claims.filters import ClaimFilter
from app.claims.queries import Statement
from geo.export.layer import Field
from geo.precision import COORDINATE_DECIMALS

FIELDS: tuple[Field, ...] = (
    Field("place_id", "string", "P-code of the settlement"),
    Field("place_name", "string", "Name in KMU 2010 romanisation"),
    Field("oblast", "string", "Oblast of the settlement"),
    Field("feature_count", "integer", "Claims about it"),
    Field("side_ru", "integer", "of them from sources of the Russian side"),
    Field("side_ua", "integer", "of them from sources of the Ukrainian side"),
    Field("side_other", "integer", "of them from other sources"),
    Field("side_unknown", "integer", "of them from sources whose side is not known"),
    Field("outlet_count", "integer", "Outlets that carry them"),
    Field("date", "date", "Last day of an event claimed there; null is unknown"),
)
_SIDES = ", ".join(
    f"count(*) FILTER (WHERE source_side = '{side}') AS side_{side.lower()}"
    for side in ("RU", "UA", "other", "unknown")
)
_PROPERTIES = ", ".join(field.name for field in FIELDS)


def _of_place(wanted: ClaimFilter) -> tuple[str, dict[str, Any]]:
    condition = where(wanted)
    return (
        "SELECT min(place_name) AS place_name, min(f.oblast) AS oblast,"  # noqa: S608 (constants)
        " count(*) AS feature_count,"
        f" {_SIDES}, count(DISTINCT outlet) AS outlet_count,"
        " max(coalesce(event_end, event_start)) AS date"
        f" FROM claim_feature f WHERE f.place_id = place.id AND {condition.sql}",
        condition.values,
    )


def _text(geometry: str) -> str:
    return f"""'{{"type":"Feature","id":' || to_json(place_id)
    || ',"geometry":' || coalesce(ST_AsGeoJSON({geometry}, {COORDINATE_DECIMALS}, 0), 'null')
    || ',"properties":' || row_to_json((SELECT p FROM (SELECT {_PROPERTIES}) p)) || '}}'"""  # noqa: S608 (constants)


def page(wanted: ClaimFilter, limit: int, after: str, geometry: str) -> Statement:
    """Return the query of a page: code and GeoJSON text, in the order of codes.

    Settlements come from the gazetteer, their claims from the index of places, so a page looks at
    no more than it shows.
    """
    counts, values = _of_place(wanted)
    box = _box(wanted)
    return Statement(
        f"SELECT place_id, {_text(geometry)}"  # noqa: S608 (constants; values are bound)
        " FROM (SELECT place.id AS place_id, place.geom, found.*"
        f" FROM place CROSS JOIN LATERAL ({counts}) AS found WHERE kind = 'settlement'"
        f" AND place.id > %(after)s AND feature_count > 0 {box} ORDER BY place.id LIMIT {limit:d})"
        " AS settlement ORDER BY place_id",
        {**values, "after": after},
    )


def counted(wanted: ClaimFilter) -> Statement:
    """Return the query that counts the settlements."""
    condition = where(wanted)
    return Statement(
        "SELECT count(*) FROM place WHERE kind = 'settlement'"  # noqa: S608 (as above)
        " AND EXISTS (SELECT FROM"
        f" claim_feature f WHERE f.place_id = place.id AND {condition.sql}) {_box(wanted)}",
        condition.values,
    )


def one(place_id: str, geometry: str) -> Statement:
    """Return the query of one settlement."""
    counts, values = _of_place(ClaimFilter())
    return Statement(
        f"SELECT {_text(geometry)}"  # noqa: S608 (as above)
        " FROM (SELECT place.id AS place_id, place.geom, found.* FROM place"
        f" CROSS JOIN LATERAL ({counts}) AS found WHERE kind = 'settlement'"
        " AND place.id = %(id)s AND feature_count > 0) AS settlement",
        {**values, "id": place_id},
    )


def _box(wanted: ClaimFilter) -> str:
    if wanted.bbox is None:
        return ""
    return "AND place.geom && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)"
