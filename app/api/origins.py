"""``/documents/{id}/origin`` and ``/claims/{id}/relations``: copies, drift, matters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from app.api.database import Database
from app.api.deps import JSON, Db, absolute, etag, json_response, link, not_modified
from app.api.params import path_id
from app.errors import NotFoundError
from app.origins import queries

router = APIRouter(tags=["origins"])


@router.get(
    "/documents/{id}/origin",
    summary="The copies of a report, and what changed between them",
    operation_id="getDocumentOrigin",
)
def document_origin(id: str, request: Request, database: Db) -> Response:  # noqa: A002
    """Return the reports that retell one item, with every difference and both spans."""
    number = path_id(id, "document")
    return _answer(request, database, f"/documents/{number}/origin", queries.origin, number)


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
) -> Response:
    with database.snapshot() as connection:
        tag = etag(database.version(connection))
        if unchanged := not_modified(request, tag):
            return unchanged
        found = read(connection, number)
    if found is None:
        raise NotFoundError(f"There is no {path.split('/')[1].removesuffix('s')} {number}.")
    found["links"] = [link(absolute(request, path), "self", JSON)]
    return json_response(found, tag=tag)
