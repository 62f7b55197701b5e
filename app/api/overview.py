"""What a map wants beside its tiles: sums, days, a table in any order, and who claims.

Each takes the filters of the claims layer and counts its features, so that the numbers agree with
those of pages, tiles and files.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import Connection

from app.api.conditional import address_tag
from app.api.database import Database
from app.api.deps import JSON, REVALIDATE, Db, absolute, etag, link, not_modified
from app.api.params import F_JSON, F_PAGE, Values, documented, own, reads
from app.api.views import answer
from app.attribution import ATTRIBUTION
from app.claims import histogram, shapes, table
from app.claims.filters import CLAIM_PARAMETERS, ClaimFilter, claim_filter
from app.claims.queries import with_known_names
from app.origins import contradictions
from app.parameters import Parameter, one_of, single
from app.places import queries as places
from geo.geojson import GEOJSON

router = APIRouter(tags=["overview"])

ROWS_DEFAULT = 50
ROWS_MAXIMUM = 500
OFFSET_MAXIMUM = 10_000_000
_SORTS = tuple(f"{way}{name}" for name in table.SORTS for way in ("", "-"))


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not re.fullmatch(r"\d{1,9}", value, re.ASCII) or not least <= int(value) <= most:
            raise ValueError(f"{value[:40]!r} is out of range.")
        return int(value)

    return read


def _whole(name: str, description: str, least: int, most: int, default: int) -> Parameter:
    return Parameter(
        name,
        description,
        f"a whole number from {least} to {most}",
        {"type": "integer", "minimum": least, "maximum": most, "default": default},
        single(_number(least, most)),
    )


SORTBY = Parameter(
    "sortby",
    "Column that sorts the table, with `-` before it for descending.",
    f"one of {', '.join(_SORTS)}",
    {"type": "string", "enum": list(_SORTS), "default": "-event"},
    single(one_of(_SORTS)),
)
(LIMIT, OFFSET) = own(
    "table",
    _whole("limit", "The most rows to return.", 1, ROWS_MAXIMUM, ROWS_DEFAULT),
    _whole("offset", "How many rows to pass over.", 0, OFFSET_MAXIMUM, 0),
)
COUNTED = (*CLAIM_PARAMETERS, F_PAGE)
SHAPES = (*CLAIM_PARAMETERS, F_JSON)
TABLE = (*CLAIM_PARAMETERS, SORTBY, LIMIT, OFFSET)
#: What the API description adds to its components.
PARAMETERS = (SORTBY, LIMIT, OFFSET)

ReadsCounted = Annotated[Values, Depends(reads(*COUNTED))]

_CLAIMANTS = """
SELECT claimant AS name, min(source_side) AS side, count(*) AS feature_count
FROM claim_feature WHERE recorded_to IS NULL AND claimant IS NOT NULL
GROUP BY claimant ORDER BY feature_count DESC, claimant LIMIT 1000
"""


@router.get(
    "/summary",
    summary="How many claims match, and in which oblasts",
    operation_id="getSummary",
    openapi_extra=documented(COUNTED),
)
def summary(request: Request, database: Db, values: ReadsCounted) -> Response:
    """Return the sums of a filter, with and without a place, and by oblast and side."""
    return _counted(request, database, values, histogram.summary, "Claims that match")


@router.get(
    "/histogram",
    summary="Claims by day and side of the source",
    operation_id="getHistogram",
    openapi_extra=documented(COUNTED),
)
def by_day(request: Request, database: Db, values: ReadsCounted) -> Response:
    """Return the days that have claims, each with its number by side; ``datetime`` is set aside.

    A claim of several days is counted at the last of them.
    """

    def made(connection: Connection, wanted: ClaimFilter) -> dict[str, Any]:
        return {
            "time": wanted.time,
            "sides": histogram.SIDES,
            "days": histogram.days(connection, wanted),
        }

    return _counted(request, database, values, made, "Claims by day")


@router.get(
    "/claimants",
    summary="Who claims, and how much",
    operation_id="getClaimants",
    openapi_extra=documented([F_PAGE]),
)
def claimants(
    request: Request,
    database: Db,
    values: Annotated[Values, Depends(reads(F_PAGE))],
) -> Response:
    """Return those who are named as saying something, the most quoted first; 1,000 at most."""

    def made(connection: Connection, _: ClaimFilter) -> dict[str, Any]:
        rows = connection.exec_driver_sql(_CLAIMANTS).mappings()
        return {"claimants": [dict(row) for row in rows]}

    return _counted(request, database, values, made, "Who claims")


@router.get(
    "/table",
    summary="Claims as a table in any order",
    operation_id="getTable",
    openapi_extra=documented(TABLE) | {"x-media-type": GEOJSON},
)
def rows(
    request: Request, database: Db, values: Annotated[Values, Depends(reads(*TABLE))]
) -> Response:
    """Return rows of the claims layer as GeoJSON, sorted by a column, from any row on."""

    def made(connection: Connection, wanted: ClaimFilter) -> list[str]:
        query = table.page(
            wanted,
            values.get("sortby", "-event"),
            values.get("limit", ROWS_DEFAULT),
            values.get("offset", 0),
        )
        return list(connection.exec_driver_sql(query.sql, query.values).scalars())

    return _features(request, database, values, made)


def _features(
    request: Request,
    database: Database,
    values: Values,
    made: Callable[[Connection, ClaimFilter], list[str]],
) -> Response:
    """Return a collection of the features whose texts ``made`` brings."""
    with database.snapshot() as connection:
        tag = etag(database.version(connection))
        if unchanged := not_modified(request, tag):
            return unchanged
        texts = made(connection, with_known_names(connection, claim_filter(values)))
    end = {
        "numberReturned": len(texts),
        "attribution": ATTRIBUTION,
        "links": [link(str(request.url), "self", GEOJSON)],
    }
    body = '{"type":"FeatureCollection","features":[' + ",".join(texts) + "],"
    return Response(
        body.encode() + orjson.dumps(end)[1:],
        headers={"ETag": tag, "Cache-Control": REVALIDATE},
        media_type=GEOJSON,
    )


@router.get(
    "/shapes",
    summary="Sectors and lines as claims state them",
    operation_id="getShapes",
    openapi_extra=documented(SHAPES) | {"x-media-type": GEOJSON},
)
def stated(
    request: Request, database: Db, values: Annotated[Values, Depends(reads(*SHAPES))]
) -> Response:
    """Return the geometries that claims state where these are no points; 1,000 at most."""
    return _features(request, database, values, shapes.features)


@router.get(
    "/places/{id}/contradictions",
    summary="Claims about a place that contradict one another",
    operation_id="getContradictions",
    openapi_extra=documented([F_PAGE]),
)
def of_place(
    id: str,  # noqa: A002 (the path parameter's name is part of the API)
    request: Request,
    database: Db,
    values: Annotated[Values, Depends(reads(F_PAGE))],
) -> Response:
    """Return pairs of claims with both sentences; none says which one holds.

    A place of which one side alone speaks has none, and so has one that nobody knows.
    """

    def made(connection: Connection, _: ClaimFilter) -> dict[str, Any]:
        code = None if "\0" in id else places.place_id(connection, id)
        return {"place_id": code, "pairs": contradictions.at_place(connection, code or "")}

    return _counted(request, database, values, made, "Claims that contradict one another")


def _counted(
    request: Request,
    database: Database,
    values: Values,
    made: Callable[[Connection, ClaimFilter], dict[str, Any]],
    title: str,
) -> Response:
    """Return what ``made`` says of the filter, or that it is what the client has already."""
    with database.snapshot() as connection:
        tag = address_tag(request.scope, database.version(connection))
        if unchanged := not_modified(request, tag):
            return unchanged
        body = made(connection, with_known_names(connection, claim_filter(values)))
    body["attribution"] = ATTRIBUTION
    body["links"] = [link(absolute(request, request.url.path), "self", JSON)]
    return answer(request, values, tag, body, title=title)
