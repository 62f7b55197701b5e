"""``/gazetteer/resolve``: which place a name means, with candidates and reasons; one or many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Annotated, Any, get_args

import orjson
from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse

from app.api import views
from app.api.bodies import Body, read_json
from app.api.conditional import Tag
from app.api.deps import JSON, Elsewhere, Names, link
from app.api.params import F_PAGE, Values, documented, own, reads
from app.api.place_record import place_record
from app.attribution import ATTRIBUTION
from app.errors import ParameterError
from app.parameters import Parameter, one_of, several, single, text
from gazetteer.batch import MAX_CONTEXT, MAX_NAME_LENGTH, notes, read_query
from gazetteer.errors import QueryError
from gazetteer.fallback import CREDIT
from gazetteer.model import Candidate, NameQuery, Place, PlaceKind, Reason, Resolution, Side
from gazetteer.resolver import Gazetteer

router = APIRouter(tags=["gazetteer"])

_TEXT = {"type": "string", "minLength": 1, "maxLength": MAX_NAME_LENGTH}
_TEXTS = {"type": "array", "items": _TEXT, "minItems": 1}
_SIDES = get_args(Side)
_KINDS = tuple(PlaceKind)


def _name(value: str) -> str:
    if len(value) > MAX_NAME_LENGTH:
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
    F_PAGE,
)


JOINT = Parameter(
    "joint",
    "Whether the names stand in one text, and so decide between each other's homonyms.",
    "true or false",
    {"type": "boolean", "default": False},
    single(lambda value: one_of(("true", "false"))(value) == "true"),
)
MAX_QUERIES = 10_000
MAX_JOINT = 1_000
QUERIES_FORM = (
    f"a JSON array of 1 to {MAX_QUERIES} objects with name and, if known, id, date, near, within, "
    "side, kind, type_hint; for more names use `claimatlas resolve`"
)
_ROW_TEXT = {"type": "string", "maxLength": MAX_NAME_LENGTH}
_ROW_TEXTS = {
    "nullable": True,
    "anyOf": [
        _ROW_TEXT,
        {"type": "array", "items": {**_ROW_TEXT, "nullable": True}, "maxItems": MAX_CONTEXT},
    ],
}
#: Types of members that JSON tells apart and that would pass as empty or as a text.
_ROW_TYPES: dict[str, tuple[type, ...]] = {
    "near": (str, list),
    "within": (str, list),
    "date": (str,),
}
QUERIES_BODY: dict[str, Any] = {
    "required": True,
    "description": QUERIES_FORM,
    "content": {
        JSON: {
            "schema": {
                "type": "array",
                "minItems": 1,
                "maxItems": MAX_QUERIES,
                "items": {
                    "type": "object",
                    "required": ["name"],
                    "properties": {
                        "id": {"description": "Repeated in the answer"},
                        "name": _ROW_TEXT,
                        "date": {"type": "string", "format": "date", "nullable": True},
                        "near": _ROW_TEXTS,
                        "within": _ROW_TEXTS,
                        "side": {"type": "string", "enum": [*_SIDES, None], "nullable": True},
                        "kind": {"type": "string", "enum": [*_KINDS, None], "nullable": True},
                        "type_hint": {**_ROW_TEXT, "nullable": True},
                    },
                },
            }
        }
    },
}


@router.get(
    "/gazetteer/resolve",
    summary="Which place does a name mean?",
    operation_id="resolveName",
    openapi_extra=documented(PARAMETERS),
)
def resolve(
    request: Request,
    gazetteer: Names,
    elsewhere: Elsewhere,
    tag: Tag,
    values: Annotated[Values, Depends(reads(*PARAMETERS))],
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
    if elsewhere is not None:
        answer = elsewhere.extend(answer)
    credit = f" {CREDIT}." if any(_of_osm(one.place) for one in answer.candidates) else ""
    body = {
        **_answered(answer, gazetteer),
        "attribution": ATTRIBUTION + credit,
        "links": [link(str(request.url), "self", JSON)],
    }
    # What a service elsewhere knows may change at any time.
    tag = None if elsewhere else tag
    return views.answer(request, values, tag, body, title=f"Which place is {values['name']}?")


@router.post(
    "/gazetteer/resolve",
    summary="Which places do many names mean?",
    operation_id="resolveNames",
    openapi_extra={**documented([JOINT]), "requestBody": QUERIES_BODY},
)
def resolve_many(
    gazetteer: Names, body: Body, values: Annotated[Values, Depends(reads(JOINT))]
) -> Response:
    """Return one answer for each name, in their order; with ``joint`` they explain each other."""
    queries = _queries(body)
    joint = values.get("joint", False)
    if joint and len(queries) > MAX_JOINT:
        raise ParameterError(
            "body", f"It has {len(queries)} names.", f"with joint, at most {MAX_JOINT} names"
        )
    if joint:
        answers: Iterable[Resolution] = gazetteer.resolve_document([q for _, q in queries])
    else:
        answers = (gazetteer.resolve(query) for _, query in queries)
    return StreamingResponse(_rows(queries, answers, gazetteer), media_type=JSON)


def _queries(body: bytes) -> list[tuple[Any, NameQuery]]:
    """Id and query of each element. Raises ParameterError naming the element and its member."""
    rows = read_json(body, "body", QUERIES_FORM)
    if not isinstance(rows, list):
        raise ParameterError("body", "It is no array.", QUERIES_FORM)
    if not 1 <= len(rows) <= MAX_QUERIES:
        raise ParameterError("body", f"It has {len(rows)} names.", QUERIES_FORM)
    queries = []
    for number, row in enumerate(rows):
        if not isinstance(row, dict):
            raise ParameterError(f"body[{number}]", "It is no object.", QUERIES_FORM)
        for name, types in _ROW_TYPES.items():
            if row.get(name) is not None and not isinstance(row[name], types):
                where = f"body[{number}].{name}"
                raise ParameterError(where, "It is of another type.", QUERIES_FORM)
        try:
            queries.append((row.get("id"), read_query(row)))
        except QueryError as error:
            where = f"body[{number}].{error.parameter}"
            raise ParameterError(where, str(error), QUERIES_FORM) from None
    return queries


def _rows(
    queries: Sequence[tuple[Any, NameQuery]], answers: Iterable[Resolution], gazetteer: Gazetteer
) -> Iterator[bytes]:
    """The answer piece by piece, so that a long batch begins to arrive at once."""
    yield b'{"results":['
    for number, ((name, _), answer) in enumerate(zip(queries, answers, strict=True)):
        row = orjson.dumps({"id": name, **_answered(answer, gazetteer)})
        yield row if number == 0 else b"," + row
    yield b'],"attribution":' + orjson.dumps(ATTRIBUTION) + b"}"


def _answered(answer: Resolution, gazetteer: Gazetteer) -> dict[str, Any]:
    return {
        "name": answer.query.text,
        "status": answer.status,
        "score": round(answer.score, 4),
        "reason": answer.reason,
        "notes": notes(answer.query, gazetteer),
        "place": place_record(answer.place, gazetteer) if answer.place else None,
        "candidates": [_candidate(candidate, gazetteer) for candidate in answer.candidates],
    }


def _of_osm(place: Place) -> bool:
    return place.id.startswith("osm:")


def _candidate(candidate: Candidate, gazetteer: Gazetteer) -> dict[str, Any]:
    return {
        "place": place_record(candidate.place, gazetteer),
        "score": round(candidate.score, 4),
        "reasons": _reasons(candidate.reasons),
    }


def _reasons(reasons: Sequence[Reason]) -> list[dict[str, Any]]:
    return [
        {"signal": reason.signal, "value": round(reason.value, 4), "text": reason.text}
        for reason in reasons
    ]
