"""``/collections``: what layers there are, what they hold, and under which terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.api.deps import JSON, Db, absolute, etag, json_response, licence_links, link, not_modified
from app.api.params import F_JSON, Values, documented, reads_only
from app.attribution import ATTRIBUTION, LICENCE
from app.claims import layer
from app.errors import NotFoundError
from geo.geojson import GEOJSON

router = APIRouter(tags=["collections"])

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
#: Until there are data, the layers are said to cover Ukraine.
UKRAINE = [22.13, 44.18, 40.23, 52.38]

_CLAIMS_EXTENT = """
SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e), first_day, last_day FROM (
    SELECT ST_Extent(geom) AS e, min(coalesce(event_start, event_end)) AS first_day,
        max(coalesce(event_end, event_start)) AS last_day
    FROM claim_feature WHERE recorded_to IS NULL) AS extent
"""
_PLACES_EXTENT = """
SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e), NULL::date, NULL::date FROM (
    SELECT ST_Extent(geom) AS e FROM place WHERE retired_at IS NULL) AS extent
"""


@dataclass(frozen=True, slots=True)
class Collection:
    """A layer: how it is described, and the SQL of its extent in space and time."""

    id: str
    title: str
    description: str
    extent: str
    temporal: bool


COLLECTIONS: tuple[Collection, ...] = (
    Collection(
        layer.LAYER_NAME, layer.LAYER_TITLE, layer.LAYER_DESCRIPTION, _CLAIMS_EXTENT, temporal=True
    ),
    Collection(
        "places",
        "Places",
        "Settlements and areas of the gazetteer with the number of claims about each.",
        _PLACES_EXTENT,
        temporal=False,
    ),
)
ReadsFormat = Annotated[Values, Depends(reads_only(F_JSON))]


@router.get(
    "/collections",
    summary="The layers",
    operation_id="getCollections",
    openapi_extra=documented([F_JSON]),
)
def collections(request: Request, database: Db, values: ReadsFormat) -> Response:  # noqa: ARG001
    """Return every layer with extent, links and licence."""
    with database.snapshot() as connection:
        tag = etag(database.version(connection))
        if unchanged := not_modified(request, tag):
            return unchanged
        extents = [connection.exec_driver_sql(c.extent).one() for c in COLLECTIONS]
    described = [_described(request, c, e) for c, e in zip(COLLECTIONS, extents, strict=True)]
    links = [link(absolute(request, "/collections"), "self", JSON), *licence_links()]
    return json_response({"collections": described, "links": links}, tag=tag)


def add_collection_routes(router: APIRouter) -> None:
    """Give every layer its own concrete path: GDAL reads filters from concrete paths only."""
    for known in COLLECTIONS:
        router.add_api_route(
            f"/collections/{known.id}",
            _handler(known),
            methods=["GET"],
            summary=f"The layer {known.id}",
            operation_id=f"describe_{known.id}",
            openapi_extra=documented([F_JSON]),
        )


def _handler(collection: Collection) -> Any:
    def describe(request: Request, database: Db, values: ReadsFormat) -> Response:  # noqa: ARG001
        with database.snapshot() as connection:
            tag = etag(database.version(connection))
            if unchanged := not_modified(request, tag):
                return unchanged
            extent = connection.exec_driver_sql(collection.extent).one()
        return json_response(_described(request, collection, extent), tag=tag)

    return describe


add_collection_routes(router)


@router.get("/collections/{id}", include_in_schema=False)
@router.get("/collections/{id}/items", include_in_schema=False)
def unknown(id: str) -> Response:  # noqa: A002
    """Say which layers there are."""
    known = ", ".join(c.id for c in COLLECTIONS)
    raise NotFoundError(f"There is no collection {id[:40]!r}; there are {known}.")


def _described(request: Request, collection: Collection, found: Any) -> dict[str, Any]:
    *box, first_day, last_day = found
    extent: dict[str, Any] = {
        "spatial": {"bbox": [UKRAINE if None in box else box], "crs": CRS84},
    }
    if collection.temporal:
        interval = [f"{day}T00:00:00Z" if day else None for day in (first_day, last_day)]
        extent["temporal"] = {"interval": [interval], "trs": GREGORIAN}
    address = absolute(request, f"/collections/{collection.id}")
    return {
        "id": collection.id,
        "title": collection.title,
        "description": collection.description,
        "itemType": "feature",
        "extent": extent,
        "crs": [CRS84],
        "storageCrs": CRS84,
        "attribution": ATTRIBUTION,
        "license": LICENCE,
        "links": [
            link(address, "self", JSON),
            link(f"{address}/items", "items", GEOJSON, collection.title),
            *licence_links(),
        ],
    }
