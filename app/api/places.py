"""``/collections/places/items``: the gazetteer as a layer."""

from __future__ import annotations

from typing import Annotated

import orjson
from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import Connection

from app.api.deps import JSON, Db, absolute, etag, json_response, link, not_modified
from app.api.pages import Batches, Page, feature_collection
from app.api.params import F_GEOJSON, LIMIT, TEXT_CURSOR, Values, documented, own, reads, reads_only
from app.attribution import ATTRIBUTION
from app.claims.filters import BBOX, PLACE_CODE, Parameter, single, text, vocabulary
from app.errors import NotFoundError
from app.places import queries
from gazetteer.model import PlaceKind
from geo.geojson import GEOJSON

router = APIRouter(tags=["places"])
PATH = "/collections/places/items"


def _code(value: str) -> str:
    if not PLACE_CODE.fullmatch(value.strip()):
        raise ValueError(f"{value[:40]!r} is not a code.")
    return value.strip().upper()


PARAMETERS: tuple[Parameter, ...] = (
    BBOX,
    *own(
        "places",
        vocabulary("kind", tuple(PlaceKind), "Kind of place."),
        Parameter(
            "name",
            "Beginning of any name or former name of the place, in any letter case.",
            "the beginning of a name",
            {"type": "string", "minLength": 1},
            single(text),
        ),
        Parameter(
            "within",
            "Code of the oblast, raion or hromada whose places are meant.",
            "a KATOTTG code or p-code, such as UA14 or UA1416",
            {"type": "string"},
            single(_code),
        ),
    ),
    LIMIT,
    TEXT_CURSOR,
    F_GEOJSON,
)


@router.get(
    PATH,
    summary="Places of the gazetteer",
    operation_id="getPlaces",
    openapi_extra=documented(PARAMETERS),
)
def items(
    request: Request, database: Db, values: Annotated[Values, Depends(reads(*PARAMETERS))]
) -> Response:
    """Return a page of gazetteer places in the order of their codes."""
    page = Page.of(request, PATH, values)
    wanted = queries.PlaceFilter(
        **{name: values[name] for name in ("bbox", "kind", "name", "within") if name in values}
    )

    def read(connection: Connection) -> tuple[dict[str, int], Batches]:
        matched = {"numberMatched": queries.count(connection, wanted)}
        after = values.get("cursor", "")
        return matched, queries.features(connection, wanted, page.limit + 1, after)

    return feature_collection(request, database, page, read)


@router.get(
    PATH + "/{id}",
    summary="One place with all its names and coordinates",
    operation_id="getPlace",
    openapi_extra=documented([F_GEOJSON]),
)
def item(
    id: str,  # noqa: A002 (the path parameter's name is part of the API)
    request: Request,
    database: Db,
    values: Annotated[Values, Depends(reads_only(F_GEOJSON))],  # noqa: ARG001
) -> Response:
    """Return a place with every name it has or had, and where each source puts it."""
    if "\0" in id:
        raise NotFoundError("There is no such place.")
    with database.snapshot() as connection:
        tag = etag(database.version(connection))
        if unchanged := not_modified(request, tag):
            return unchanged
        feature = queries.feature(connection, id)
        if feature is None:
            raise NotFoundError(f"There is no place {id[:40]!r}.")
        names = queries.names(connection, id)
        coordinates = queries.coordinates(connection, id)
    body = {
        **orjson.loads(feature),
        "names": names,
        "coordinates": coordinates,
        "attribution": ATTRIBUTION,
        "links": [
            link(absolute(request, f"{PATH}/{id}"), "self", GEOJSON),
            link(absolute(request, "/collections/places"), "collection", JSON),
            link(
                absolute(request, f"/collections/claims/items?place={id}"),
                "related",
                GEOJSON,
                "Claims about this place",
            ),
        ],
    }
    return json_response(body, tag=tag, media_type=GEOJSON)
