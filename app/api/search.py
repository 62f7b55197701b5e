"""``/gazetteer/search`` and ``/gazetteer/nearest``: places as one types, and around a point."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.api.conditional import Tag
from app.api.database import Database
from app.api.deps import JSON, Db, Names, link
from app.api.params import F_PAGE, Values, documented, own, reads
from app.api.place_record import place_record
from app.api.views import answer
from app.attribution import ATTRIBUTION
from app.errors import ParameterError, UnavailableError
from app.parameters import Parameter, one_of, single, text
from app.places import queries
from gazetteer.batch import MAX_NAME_LENGTH
from gazetteer.model import PlaceKind
from gazetteer.nearby import REACH_KM, Nearby
from gazetteer.resolver import Gazetteer
from gazetteer.search import Match, SearchHit

router = APIRouter(tags=["gazetteer"])

MAX_HITS = 50
DEFAULT_HITS = 10
_KINDS = tuple(PlaceKind)
#: Hits beyond those asked for, among which places with many claims may come forward.
_RESERVE = 2


def _query(value: str) -> str:
    if len(value) > MAX_NAME_LENGTH:
        raise ValueError("It is too long.")
    return text(value)


def _hits(value: str) -> int:
    if not re.fullmatch(r"\d{1,6}", value.strip(), re.ASCII) or not 1 <= int(value) <= MAX_HITS:
        raise ValueError(f"{value[:40]!r} is out of range.")
    return int(value)


#: As programs write numbers: 48.2, .5, 1e-7.
_NUMBER = r"[-+]?\d*\.?\d+(?:[eE][-+]?\d{1,3})?"


def _degrees(most: float) -> Callable[[str], float]:
    def read(value: str) -> float:
        number = float(value) if re.fullmatch(_NUMBER, value.strip(), re.ASCII) else None
        if number is None or not math.isfinite(number) or abs(number) > most:
            raise ValueError(f"{value[:40]!r} is no such number.")
        return number

    return read


LIMIT = Parameter(
    "limit",
    "The most places to return.",
    f"a whole number from 1 to {MAX_HITS}",
    {"type": "integer", "minimum": 1, "maximum": MAX_HITS, "default": DEFAULT_HITS},
    single(_hits),
)
KIND = Parameter(
    "kind",
    "Kind of place that is meant.",
    f"one of {', '.join(_KINDS)}",
    {"type": "string", "enum": list(_KINDS)},
    single(lambda value: PlaceKind(one_of(_KINDS)(value))),
)
QUERY = Parameter(
    "q",
    "The name or its beginning, in any spelling and script.",
    f"a text of 1 to {MAX_NAME_LENGTH} characters",
    {"type": "string", "minLength": 1, "maxLength": MAX_NAME_LENGTH},
    single(_query),
    required=True,
)
LON = Parameter(
    "lon",
    "Longitude of the point, degrees WGS 84.",
    "a number from -180 to 180",
    {"type": "number", "minimum": -180, "maximum": 180},
    single(_degrees(180)),
    required=True,
)
LAT = Parameter(
    "lat",
    "Latitude of the point, degrees WGS 84.",
    "a number from -90 to 90",
    {"type": "number", "minimum": -90, "maximum": 90},
    single(_degrees(90)),
    required=True,
)
SEARCH_PARAMETERS: tuple[Parameter, ...] = (*own("search", QUERY, LIMIT, KIND), F_PAGE)
NEAREST_PARAMETERS: tuple[Parameter, ...] = (
    *own("nearest", LON, LAT),
    *own("search", LIMIT, KIND),
    F_PAGE,
)


@router.get(
    "/gazetteer/search",
    summary="Places as one types",
    operation_id="searchNames",
    openapi_extra=documented(SEARCH_PARAMETERS),
)
def search(
    request: Request,
    gazetteer: Names,
    database: Db,
    tag: Tag,
    values: Annotated[Values, Depends(reads(*SEARCH_PARAMETERS))],
) -> Response:
    """Return places whose names begin with, sound like or resemble ``q``, the best first."""
    _require(values, QUERY)
    limit = values.get("limit", DEFAULT_HITS)
    hits = gazetteer.search(values["q"], _RESERVE * limit, values.get("kind"))
    counts = _claim_counts(database, [hit.place.id for hit in hits])
    body = {
        "query": values["q"],
        "hits": [_hit(hit, counts, gazetteer) for hit in ranked(hits, counts)[:limit]],
        "attribution": ATTRIBUTION,
        "links": [link(str(request.url), "self", JSON)],
    }
    return answer(request, values, tag, body, title=f"Places called {values['q']}")


@router.get(
    "/gazetteer/nearest",
    summary="Places around a point",
    operation_id="getNearest",
    openapi_extra=documented(NEAREST_PARAMETERS),
)
def nearest(
    request: Request,
    gazetteer: Names,
    tag: Tag,
    values: Annotated[Values, Depends(reads(*NEAREST_PARAMETERS))],
) -> Response:
    """Return the places nearest to a point, with distance and direction from it."""
    _require(values, LON, LAT)
    kind = values.get("kind", PlaceKind.SETTLEMENT)
    limit = values.get("limit", DEFAULT_HITS)
    found = gazetteer.nearest(values["lon"], values["lat"], limit, kind)
    body = {
        "places": [nearby_record(one, gazetteer) for one in found],
        "within_km": REACH_KM,
        "attribution": ATTRIBUTION,
        "links": [link(str(request.url), "self", JSON)],
    }
    return answer(request, values, tag, body, title="Places around a point")


def nearby_record(found: Nearby, gazetteer: Gazetteer) -> dict[str, Any]:
    """A place seen from a point: metres, degrees clockwise from north, and the wind's name."""
    return {
        "place": place_record(found.place, gazetteer),
        "distance_m": found.distance_m,
        "bearing_deg": found.bearing_deg,
        "direction": found.direction,
    }


def _require(values: Values, *parameters: Parameter) -> None:
    for parameter in parameters:
        if parameter.name not in values:
            raise ParameterError(parameter.name, "It is required.", parameter.accepts)


def _claim_counts(database: Database, ids: list[str]) -> dict[str, int] | None:
    """Claims for each place; None without a database, for names can be searched all the same."""
    try:
        with database.snapshot() as connection:
            return queries.claim_counts(connection, ids)
    except UnavailableError:
        return None


def ranked(hits: list[SearchHit], counts: dict[str, int] | None) -> list[SearchHit]:
    """Hits of equal match trade places, so that those with the most claims come first."""
    if not counts:
        return hits
    most_claims = sorted(hits, key=lambda hit: -counts.get(hit.place.id, 0))
    of_match = {how: iter([hit for hit in most_claims if hit.match is how]) for how in Match}
    return [next(of_match[hit.match]) for hit in hits]


def _hit(hit: SearchHit, counts: dict[str, int] | None, gazetteer: Gazetteer) -> dict[str, Any]:
    return {
        "place": place_record(hit.place, gazetteer),
        "name": {
            "text": hit.name.text,
            "language": hit.name.language,
            "kind": hit.name.kind,
            "valid_from": hit.name.valid_from,
            "valid_to": hit.name.valid_to,
            "source": hit.name.source,
        },
        "match": hit.match,
        "reason": hit.reason,
        "claim_count": None if counts is None else counts.get(hit.place.id, 0),
    }
