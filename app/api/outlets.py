"""``/outlets``: who carries the claims, from which side, and how many."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response

from app.api.conditional import address_tag
from app.api.deps import JSON, Db, absolute, link, not_modified
from app.api.params import F_PAGE, Values, documented, reads
from app.api.views import answer
from app.attribution import ATTRIBUTION

router = APIRouter(tags=["outlets"])

# An outlet stands in a feature as carrier, or on a document as publisher; both make it known.
_OUTLETS = """
SELECT o.slug, o.name, o.side, o.kind, o.aliases, o.url,
    coalesce(f.claims, 0) AS claim_count, coalesce(f.features, 0) AS feature_count,
    coalesce(f.unlocated, 0) AS unlocated_count, coalesce(d.documents, 0) AS document_count,
    f.first_published, f.last_published
FROM outlet o
LEFT JOIN (
    SELECT outlet, count(DISTINCT claim_id) AS claims, count(*) AS features,
        count(*) FILTER (WHERE geom IS NULL) AS unlocated,
        min(published) AS first_published, max(published) AS last_published
    FROM claim_feature WHERE recorded_to IS NULL GROUP BY outlet
) f ON f.outlet = o.name
LEFT JOIN (
    SELECT publisher_id, count(DISTINCT document_id) AS documents
    FROM document_copy GROUP BY publisher_id
) d ON d.publisher_id = o.id
ORDER BY claim_count DESC, o.name
"""


@router.get(
    "/outlets",
    summary="Outlets with side, kind and counts",
    operation_id="getOutlets",
    openapi_extra=documented([F_PAGE]),
)
def outlets(
    request: Request,
    database: Db,
    values: Annotated[Values, Depends(reads(F_PAGE))],
) -> Response:
    """Return every outlet; ``claim_count`` counts claims it carries, ``document_count`` reports."""
    with database.snapshot() as connection:
        tag = address_tag(request.scope, database.version(connection))
        if unchanged := not_modified(request, tag):
            return unchanged
        found = [dict(row) for row in connection.exec_driver_sql(_OUTLETS).mappings()]
    for outlet in found:
        outlet["items"] = absolute(
            request, f"/collections/claims/items?{urlencode({'outlet': outlet['name']})}"
        )
    links = [link(absolute(request, "/outlets"), "self", JSON)]
    body = {"outlets": found, "attribution": ATTRIBUTION, "links": links}
    return answer(request, values, tag, body, title="Outlets")
