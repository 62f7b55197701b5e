"""``/gazetteer/resolve``: which place a name means, with candidates and reasons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Depends, Request, Response

from app.api.deps import JSON, Names, json_response, link
from app.api.params import F_JSON, Values, documented, own, reads
from app.attribution import ATTRIBUTION
from app.claims.filters import Parameter, one_of, several, single, text
from app.errors import ParameterError
from gazetteer.model import Candidate, NameQuery, Place, PlaceKind, Reason, Side
from gazetteer.resolver import Gazetteer
from geo import geojson

router = APIRouter(tags=["gazetteer"])

_TEXT = {"type": "string", "minLength": 1, "maxLength": 200}
_TEXTS = {"type": "array", "items": _TEXT, "minItems": 1}
_SIDES = get_args(Side)
_KINDS = tuple(PlaceKind)


def _name(value: str) -> str:
    if len(value) > 200:
        raise ValueError("It is too long.")
    return text(value)


NAME = Parameter(
    "name",
    "The name as the report writes it, in Latin, Cyrillic or mixed script.",
    "a name of 1 to 200 characters",
    _TEXT,
    single(_name),
    required=True,
)
PARAMETERS: tuple[Parameter, ...] = (
    *own(
        "resolve",
        NAME,
        Parameter(
            "date",
            "Day of the report or claim: names change.",
            "a day such as 2026-07-14",
            {"type": "string", "format": "date"},
            single(date.fromisoformat),
        ),
        Parameter(
            "near",
            "Other places that the same text names, as context.",
            "one or more names, separated by commas or repeated",
            _TEXTS,
            several(_name),
        ),
        Parameter(
            "within",
            "Area that the text puts the place in, as it writes it.",
            "one or more names of areas (Donetsk region, DPR), separated by commas or repeated",
            _TEXTS,
            several(_name),
        ),
        Parameter(
            "side",
            "Side of whoever uses the name.",
            f"one of {', '.join(_SIDES)}",
            {"type": "string", "enum": list(_SIDES)},
            single(one_of(_SIDES)),
        ),
        Parameter(
            "kind",
            "Kind of place that is meant.",
            f"one of {', '.join(_KINDS)}",
            {"type": "string", "enum": list(_KINDS)},
            single(lambda value: PlaceKind(one_of(_KINDS)(value))),
        ),
    ),
    F_JSON,
)


@router.get(
    "/gazetteer/resolve",
    summary="Which place does a name mean?",
    operation_id="resolveName",
    openapi_extra=documented(PARAMETERS),
)
def resolve(
    request: Request, gazetteer: Names, values: Annotated[Values, Depends(reads(*PARAMETERS))]
) -> Response:
    """Return resolved, ambiguous, unknown or outside, with candidates, best first, and reasons."""
    if "name" not in values:
        raise ParameterError("name", "It is required.", NAME.accepts)
    answer = gazetteer.resolve(
        NameQuery(
            text=values["name"],
            kind=values.get("kind"),
            within=values.get("within", ()),
            near=values.get("near", ()),
            side=values.get("side"),
            date=values.get("date"),
        )
    )
    body = {
        "name": values["name"],
        "status": answer.status,
        "score": round(answer.score, 4),
        "reason": answer.reason,
        "place": _place(answer.place, gazetteer) if answer.place else None,
        "candidates": [_candidate(candidate, gazetteer) for candidate in answer.candidates],
        "attribution": ATTRIBUTION,
        "links": [link(str(request.url), "self", JSON)],
    }
    return json_response(body)


def _place(place: Place, gazetteer: Gazetteer) -> dict[str, Any]:
    oblast = gazetteer.places.get(place.oblast) if place.oblast else None
    return {
        "id": place.id,
        "kind": place.kind,
        "name": place.name,
        "name_uk": place.name_uk,
        "katottg": place.katottg,
        "settlement_type": place.settlement_type,
        "oblast": place.oblast,
        "oblast_name": oblast.name if oblast else None,
        "raion": place.raion,
        "hromada": place.hromada,
        "population": place.population,
        "geometry": geojson.point(place.lon, place.lat),
        "radius_m": place.radius_m,
        "located_by": place.located_by,
    }


def _candidate(candidate: Candidate, gazetteer: Gazetteer) -> dict[str, Any]:
    return {
        "place": _place(candidate.place, gazetteer),
        "score": round(candidate.score, 4),
        "reasons": _reasons(candidate.reasons),
    }


def _reasons(reasons: Sequence[Reason]) -> list[dict[str, Any]]:
    return [
        {"signal": reason.signal, "value": round(reason.value, 4), "text": reason.text}
        for reason in reasons
    ]
