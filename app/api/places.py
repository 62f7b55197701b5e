"""``/collections/places/items``: the gazetteer as a layer."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

import numpy as np
import orjson
from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import Connection

from app.api import html
from app.api.deps import (
    JSON,
    REVALIDATE,
    Db,
    Names,
    absolute,
    etag,
    json_response,
    link,
    not_modified,
)
from app.api.params import CRS, F_ITEMS, Values, documented, reads_only
from app.api.place_layer import PlaceLayer
from app.attribution import ATTRIBUTION
from app.errors import NotFoundError
from app.places import queries
from gazetteer.resolver import Gazetteer
from geo.crs import CRS84, Crs
from geo.geojson import GEOJSON
from geo.relations import distance_km

router = APIRouter(tags=["places"])
PATH = "/collections/places/items"
#: Settlements that a place's answer names as its neighbours.
NEARBY = 10
PARAMETERS = (CRS, F_ITEMS)
DESCRIBED = documented(PARAMETERS) | {"x-media-type": GEOJSON, "x-schema": "PlaceItem"}


@router.get(
    "/places/{id}",
    summary="One place by its KATOTTG code",
    operation_id="getPlaceByCode",
    openapi_extra=DESCRIBED,
)
@router.get(
    PATH + "/{id}",
    summary="One place with all its names and coordinates",
    operation_id="getPlace",
    openapi_extra=DESCRIBED,
)
def item(
    id: str,  # noqa: A002 (the path parameter's name is part of the API)
    request: Request,
    database: Db,
    gazetteer: Names,
    values: Annotated[Values, Depends(reads_only(*PARAMETERS))],
) -> Response:
    """Return a place with every name it has or had, where each source puts it, and what is near.

    The code is a p-code or a whole KATOTTG code; both paths give the same answer.
    """
    if "\0" in id:
        raise NotFoundError("There is no such place.")
    crs = values.get("crs", CRS84)
    as_page = html.wanted(request, values)
    with database.snapshot() as connection:
        tag = etag(database.version(connection), "-html" if as_page else "")
        if unchanged := not_modified(request, tag):
            return unchanged
        code = queries.place_id(connection, id)
        feature = code and queries.feature(connection, code)
        if not code or not feature:
            raise NotFoundError(f"There is no place {id[:40]!r}.")
        body = {
            **orjson.loads(feature),
            "geometry": _geometry(connection, code, crs),
            "names": queries.names(connection, code),
            **_coordinates(queries.coordinates(connection, code)),
            "claims_by_side": queries.claims_by_side(connection, code),
        }
    body["nearby"] = _nearby(orjson.loads(feature)["geometry"], code, gazetteer)
    body["attribution"] = ATTRIBUTION
    body["links"] = _links(request, code)
    headers = {"Content-Crs": f"<{crs.uri}>", "Vary": "Accept"}
    if as_page:
        return html.item(
            request, PlaceLayer(), body, {**headers, "ETag": tag, "Cache-Control": REVALIDATE}
        )
    return json_response(body, tag=tag, media_type=GEOJSON, headers=headers)


def _geometry(connection: Connection, code: str, crs: Crs) -> Any:
    """The point in the system that was asked for."""
    query = queries.one(code, crs.geometry)
    return orjson.loads(connection.exec_driver_sql(query.sql, query.values).scalar_one())[
        "geometry"
    ]


def _coordinates(found: list[dict[str, Any]]) -> dict[str, Any]:
    """The point of each source, and the metres between the two that lie farthest apart."""
    lon = np.array([row["lon"] for row in found])
    lat = np.array([row["lat"] for row in found])
    apart = [float(distance_km(lon, lat, x, y).max()) for x, y in zip(lon, lat, strict=True)]
    return {
        "coordinates": found,
        "coordinate_spread_m": round(1000 * max(apart)) if len(apart) > 1 else None,
    }


def _nearby(
    geometry: dict[str, Any] | None, code: str, gazetteer: Gazetteer
) -> list[dict[str, Any]]:
    """The settlements nearest to a place, which is not among them."""
    if geometry is None:
        return []
    lon, lat = geometry["coordinates"]
    found = gazetteer.nearest(lon, lat, NEARBY + 1)
    others = [one for one in found if one.place.id != code][:NEARBY]
    return [
        {
            "id": one.place.id,
            "name": one.place.name,
            "settlement_type": one.place.settlement_type,
            "distance_m": one.distance_m,
            "bearing_deg": one.bearing_deg,
            "direction": one.direction,
        }
        for one in others
    ]


def _links(request: Request, code: str) -> list[dict[str, str]]:
    claims = absolute(request, f"/collections/claims/items?place={quote(code)}")
    return [
        link(absolute(request, f"{PATH}/{quote(code)}"), "self", GEOJSON),
        link(absolute(request, "/collections/places"), "collection", JSON),
        link(claims, "related", GEOJSON, "Claims about this place"),
    ]
