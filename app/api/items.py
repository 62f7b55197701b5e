"""``/collections/claims/items``: the flat layer, and one feature with all that stands behind it."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import Connection

from app.api.deps import JSON, Db, absolute, etag, json_response, link, not_modified
from app.api.pages import Batches, Page, feature_collection
from app.api.params import CLAIM_ITEMS, F_GEOJSON, Values, documented, path_id, reads, reads_only
from app.attribution import ATTRIBUTION
from app.claims import detail, queries
from app.claims.filters import claim_filter
from app.errors import NotFoundError
from geo.geojson import GEOJSON

router = APIRouter(tags=["claims"])
PATH = "/collections/claims/items"


@router.get(
    PATH,
    summary="Claims on the map",
    operation_id="getClaims",
    openapi_extra=documented(CLAIM_ITEMS),
)
def items(
    request: Request, database: Db, values: Annotated[Values, Depends(reads(*CLAIM_ITEMS))]
) -> Response:
    """Return a page of features: one per claim and place, in the order of their ids."""
    page = Page.of(request, PATH, values)
    asked = claim_filter(values)

    def read(connection: Connection) -> tuple[dict[str, int], Batches]:
        wanted = queries.with_known_names(connection, asked)
        counts = queries.count(connection, wanted)
        members = {"numberMatched": counts.matched, "numberUnlocated": counts.unlocated}
        if counts.undated is not None:
            members["numberUndated"] = counts.undated
        after = values.get("cursor", 0)
        return members, queries.features(connection, wanted, page.limit + 1, after)

    return feature_collection(request, database, page, read)


@router.get(
    PATH + "/{id}",
    summary="One claim at one place, with its whole chain",
    operation_id="getClaim",
    openapi_extra=documented([F_GEOJSON]),
)
def item(
    id: str,  # noqa: A002 (the path parameter's name is part of the API)
    request: Request,
    database: Db,
    values: Annotated[Values, Depends(reads_only(F_GEOJSON))],  # noqa: ARG001
) -> Response:
    """Return a feature with the attribution chain, spans, candidates and both time ranges."""
    number = path_id(id, "claim feature")
    with database.snapshot() as connection:
        tag = etag(database.version(connection))
        if unchanged := not_modified(request, tag):
            return unchanged
        feature = queries.feature(connection, number)
        if feature is None:
            raise NotFoundError(f"There is no claim feature {number}.")
        nested = detail.claim(connection, number)
    address = absolute(request, f"{PATH}/{number}")
    body: dict[str, Any] = {
        **orjson.loads(feature),
        "claim": nested,
        "attribution": ATTRIBUTION,
        "links": [
            link(address, "self", GEOJSON),
            link(absolute(request, "/collections/claims"), "collection", JSON),
        ],
    }
    if nested:
        report = absolute(request, f"/documents/{nested['document']['id']}")
        body["links"].append(link(report, "describedby", JSON, "The report"))
    return json_response(body, tag=tag, media_type=GEOJSON)
