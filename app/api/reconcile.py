"""``/reconcile``: a Reconciliation Service (W3C community specification, version 0.2).

For OpenRefine and other clients that match the names of a table with places.
"""

from __future__ import annotations

from html import escape
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from app.api.bodies import Body, read_form, read_json
from app.api.deps import Names, absolute, json_response
from app.errors import NotFoundError, ParameterError
from gazetteer import reconciliation as service
from gazetteer.batch import MAX_NAME_LENGTH
from gazetteer.errors import QueryError
from gazetteer.model import Place, PlaceKind
from gazetteer.resolver import Gazetteer

router = APIRouter(tags=["reconciliation"])

MAX_QUERIES = 1_000
MAX_IDS = 10_000
MAX_SUGGESTIONS = 20
QUERIES_FORM = f'a JSON object of 1 to {MAX_QUERIES} queries by name: {{"q0": {{"query": ...}}}}'
EXTEND_FORM = f'a JSON object with ids, up to {MAX_IDS}, and properties, a list of {{"id": ...}}'
#: The preview is made to stand in a frame of another site; it runs nothing and loads nothing.
PREVIEW_HEADERS = {"Content-Security-Policy": "default-src 'none'; frame-ancestors *"}
PREVIEW_SIZE = {"width": 400, "height": 240}


@router.get("/reconcile", summary="Reconciliation service", operation_id="getReconciliation")
def get_service(request: Request, gazetteer: Names) -> Response:
    """Return the manifest; with ``queries`` the candidates, with ``extend`` property values."""
    return _serve(dict(request.query_params), request, gazetteer)


@router.post("/reconcile", summary="Reconcile a batch", operation_id="postReconciliation")
def post_service(request: Request, gazetteer: Names, body: Body) -> Response:
    """Return candidates for the form field ``queries``, or property values for ``extend``."""
    return _serve({**request.query_params, **read_form(body)}, request, gazetteer)


def _serve(given: dict[str, str], request: Request, gazetteer: Gazetteer) -> Response:
    if "queries" in given:
        return json_response(_reconciled(given["queries"], gazetteer))
    if "extend" in given:
        return json_response(_extended(given["extend"], gazetteer))
    if unknown := sorted(given):
        raise ParameterError(unknown[0][:40], "There is no such parameter.", "queries or extend")
    return json_response(_manifest(request))


def _manifest(request: Request) -> dict[str, Any]:
    address = absolute(request, "/reconcile")
    suggest = {"service_url": address, "service_path": ""}
    return {
        "versions": ["0.2"],
        "name": "claimatlas gazetteer of Ukraine",
        "identifierSpace": absolute(request, "/places/"),
        "schemaSpace": absolute(request, "/reconcile/types/"),
        "defaultTypes": [service.type_of(PlaceKind.SETTLEMENT)],
        "view": {"url": f"{address}/preview?id={{{{id}}}}"},
        "preview": {"url": f"{address}/preview?id={{{{id}}}}", **PREVIEW_SIZE},
        "suggest": {
            "entity": {
                **suggest,
                "service_path": "/suggest/entity",
                "flyout_service_url": address,
                "flyout_service_path": "/flyout?id=${id}",
            },
            "type": {**suggest, "service_path": "/suggest/type"},
            "property": {**suggest, "service_path": "/suggest/property"},
        },
        "extend": {
            "propose_properties": {"service_url": address, "service_path": "/properties"},
            "property_settings": [],
        },
    }


def _reconciled(text: str, gazetteer: Gazetteer) -> dict[str, Any]:
    batch = read_json(text, "queries", QUERIES_FORM)
    if not isinstance(batch, dict) or not 1 <= len(batch) <= MAX_QUERIES:
        raise ParameterError("queries", "It is no such object.", QUERIES_FORM)
    try:
        asked = {name: service.read_query(name, raw) for name, raw in batch.items()}
    except QueryError as error:
        raise ParameterError(f"queries.{error.parameter}"[:80], str(error), QUERIES_FORM) from None
    return {
        name: service.result(one, gazetteer.resolve(one.query), gazetteer)
        for name, one in asked.items()
    }


def _extended(text: str, gazetteer: Gazetteer) -> dict[str, Any]:
    asked = read_json(text, "extend", EXTEND_FORM)
    ids = asked.get("ids") if isinstance(asked, dict) else None
    wanted = asked.get("properties") if isinstance(asked, dict) else None
    if not isinstance(ids, list) or not isinstance(wanted, list) or len(ids) > MAX_IDS:
        raise ParameterError("extend", "It is no such object.", EXTEND_FORM)
    known = {one.id: one for one in service.fetchable()}
    chosen = [one.get("id") if isinstance(one, dict) else None for one in wanted]
    for one in chosen:
        if not isinstance(one, str) or one not in known:
            raise ParameterError(
                "extend.properties", f"{str(one)[:40]!r} is not known.", ", ".join(known)
            )
    return service.extend([str(one) for one in ids], [known[str(o)] for o in chosen], gazetteer)


@router.get(
    "/reconcile/suggest/{what}",
    summary="Suggest places, types or properties",
    operation_id="suggestForReconciliation",
)
def suggest(
    what: Annotated[str, Path(json_schema_extra={"enum": ["entity", "type", "property"]})],
    gazetteer: Names,
    prefix: Annotated[str, Query(json_schema_extra={"maxLength": MAX_NAME_LENGTH})] = "",
    cursor: Annotated[str, Query(json_schema_extra={"pattern": "^[0-9]{1,3}$"})] = "0",
) -> Response:
    """Return places, types or properties whose name begins with ``prefix``."""
    if len(prefix) > MAX_NAME_LENGTH:
        limit = f"at most {MAX_NAME_LENGTH} characters"
        raise ParameterError("prefix", "It is too long.", limit)
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 4):
        raise ParameterError("cursor", "It is no number.", "how many suggestions to pass over")
    start = int(cursor)
    found = _suggestions(what, prefix, start + MAX_SUGGESTIONS, gazetteer)
    return json_response({"result": found[start : start + MAX_SUGGESTIONS]})


def _suggestions(what: str, prefix: str, limit: int, gazetteer: Gazetteer) -> list[dict[str, Any]]:
    if what == "entity":
        return [
            {
                "id": hit.place.id,
                "name": hit.place.name,
                "description": f"{service.described(hit.place, gazetteer)}. {hit.reason}",
                "notable": [service.type_of(hit.place.kind)],
            }
            for hit in gazetteer.search(prefix, limit)
        ]
    tables = {
        "type": [service.type_of(kind) for kind in service.TYPES],
        "property": [
            {"id": one.id, "name": one.name, "description": one.description}
            for one in service.PROPERTIES.values()
        ],
    }
    if what not in tables:
        raise NotFoundError("Suggestions are of entity, type or property.")
    typed = prefix.strip().casefold()
    return [
        one
        for one in tables[what]
        if one["name"].casefold().startswith(typed) or one["id"].startswith(typed)
    ]


@router.get(
    "/reconcile/properties",
    summary="Properties that can be fetched",
    operation_id="proposeProperties",
)
def properties(
    type: str = PlaceKind.SETTLEMENT.value,  # noqa: A002 (the specification's name)
    limit: Annotated[int, Query(ge=0, le=MAX_IDS)] = len(service.PROPERTIES),
) -> Response:
    """Return the properties of a type whose values can be fetched; all types share them."""
    proposed = [service.property_record(one) for one in service.fetchable()][:limit]
    return json_response({"type": type, "limit": limit, "properties": proposed})


@router.get(
    "/reconcile/flyout", summary="A place in a few words", operation_id="getReconciliationFlyout"
)
def flyout(gazetteer: Names, id: str) -> Response:  # noqa: A002 (the specification's name)
    """Return a fragment of HTML on a place, to be shown beside a suggestion."""
    place = _place(id, gazetteer)
    return json_response({"id": place.id, "html": _html(place, gazetteer)})


@router.get(
    "/reconcile/preview",
    summary="A place as a small page",
    operation_id="getReconciliationPreview",
    openapi_extra={"x-media-type": "text/html"},
)
def preview(
    request: Request,
    gazetteer: Names,
    id: str,  # noqa: A002 (the specification's name)
) -> Response:
    """Return a page that fits the frame which the manifest states."""
    place = _place(id, gazetteer)
    detail = escape(absolute(request, f"/places/{place.id}"))
    page = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(place.name)}</title>'
        f"<body>{_html(place, gazetteer)}"
        f'<p><a href="{detail}" target="_blank" rel="noopener">All names, sources and claims</a>'
        "</body></html>"
    )
    return Response(page, headers=PREVIEW_HEADERS, media_type="text/html")


def _place(place_id: str, gazetteer: Gazetteer) -> Place:
    place = gazetteer.places.get(place_id)
    if place is None:
        raise NotFoundError(f"There is no place {place_id[:40]!r}.")
    return place


def _html(place: Place, gazetteer: Gazetteer) -> str:
    former = [value["str"] for value in service.PROPERTIES["former_names"].values(place, gazetteer)]  # type: ignore[misc]
    point = None if place.lat is None or place.lon is None else f"{place.lat:.5f}, {place.lon:.5f}"
    rows = {
        "": service.described(place, gazetteer),
        "Formerly": ", ".join(former[:6]),
        "Inhabitants": f"{place.population:,}" if place.population else "",
        "Latitude, longitude": point or "not known",
        "Code": place.katottg or place.id,
    }
    lines = [f"{label}: {escape(text)}".removeprefix(": ") for label, text in rows.items() if text]
    heading = f"<h1>{escape(place.name)} <small>{escape(place.name_uk)}</small></h1>"
    return f"{heading}<p>{'<br>'.join(lines)}"
