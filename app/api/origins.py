"""``/documents/{id}/origin`` and ``/claims/{id}/relations``: copies, drift, matters.

The first is also a page for people (``app/web/origin.html``), which asks it for JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import Connection

from app.api import documents, html
from app.api.conditional import address_tag
from app.api.database import Database
from app.api.deps import JSON, Db, absolute, json_response, link, not_modified
from app.api.landing import PAGE
from app.api.params import F_PAGE, Values, documented, path_id, reads_only
from app.errors import NotFoundError
from app.origins import queries

router = APIRouter(tags=["origins"])
ORIGIN = PAGE.with_name("origin.html")


@router.get(
    "/documents/{id}/origin",
    summary="The copies of a report, and what changed between them",
    operation_id="getDocumentOrigin",
    openapi_extra=documented([F_PAGE]),
)
def document_origin(
    id: str,  # noqa: A002
    request: Request,
    database: Db,
    values: Annotated[Values, Depends(reads_only(F_PAGE))],
) -> Response:
    """Return the reports that retell one item, with every difference and both spans."""
    if html.wanted(request, values):
        return documents.page(id, database, ORIGIN)
    number = path_id(id, "document")
    here = f"/documents/{number}/origin"
    people = link(f"{absolute(request, here)}?f=html", "alternate", "text/html", "For people")
    return _answer(request, database, here, queries.origin, number, links=[people])


@router.get(
    "/claims/{id}/relations",
    summary="What other claims say on the same matter",
    operation_id="getClaimRelations",
)
def claim_relations(id: str, request: Request, database: Db) -> Response:  # noqa: A002
    """Return the relations of a claim with rule, evidence and both sentences, and its matters.

    The id is the `claim_id` of a feature. Nothing here says which of two claims holds.
    """
    number = path_id(id, "claim")
    return _answer(request, database, f"/claims/{number}/relations", queries.relations, number)


def _answer(
    request: Request,
    database: Database,
    path: str,
    read: Callable[[Connection, int], dict[str, Any] | None],
    number: int,
    *,
    links: Sequence[dict[str, str]] = (),
) -> Response:
    with database.snapshot() as connection:
        tag = address_tag(request.scope, database.version(connection))
        if unchanged := not_modified(request, tag):
            return unchanged
        found = read(connection, number)
    if found is None:
        raise NotFoundError(f"There is no {path.split('/')[1].removesuffix('s')} {number}.")
    found["links"] = [link(absolute(request, path), "self", JSON), *links]
    return json_response(found, tag=tag, headers={"Vary": "Accept"} if links else None)
