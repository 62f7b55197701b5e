"""SQL of the geometries that claims state: sectors ("north of the town") and lines, not points."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from app.claims.conditions import from_features, where
from app.claims.filters import ClaimFilter
from geo.precision import COORDINATE_DECIMALS

#: More shapes than a map can show one beside the other.
MOST = 1000

_SHAPES = f"""
SELECT '{{{{"type":"Feature","id":' || f.id || ',"geometry":'
    || ST_AsGeoJSON(cp.geom, {COORDINATE_DECIMALS}) || ',"properties":'
    || json_build_object('claim_id', f.claim_id, 'place_id', f.place_id,
        'location_precision', f.location_precision, 'source_side', f.source_side) || '}}}}'
FROM (SELECT * {{found}}) AS f
JOIN claim_version v ON v.claim_id = f.claim_id AND v.recorded_to IS NULL
JOIN claim_place cp ON cp.claim_version_id = v.id AND cp.precision = f.location_precision
    AND cp.place_id IS NOT DISTINCT FROM f.place_id
WHERE ST_Dimension(cp.geom) > 0 ORDER BY f.id DESC LIMIT {MOST}
"""  # noqa: S608 (constants)


def features(connection: Connection, wanted: ClaimFilter) -> list[str]:
    """Return sectors and lines as GeoJSON texts (WGS 84), the latest first, `MOST` at most."""
    condition = where(replace(wanted, located=True))
    found = f"{from_features(condition)} AND location_precision IN ('sector', 'line')"
    query = _SHAPES.format(found=found)
    return list(connection.exec_driver_sql(query, condition.values).scalars())
