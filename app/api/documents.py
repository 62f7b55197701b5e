"""``/documents/{id}``: one report as received, with what was read out of it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from app.api.deps import JSON, Db, absolute, etag, json_response, link, not_modified
from app.api.params import path_id
from app.claims import detail
from app.errors import NotFoundError

router = APIRouter(tags=["documents"])
CLAIMS_PATH = "/collections/claims/items"


@router.get("/documents/{id}", summary="A report as received", operation_id="getDocument")
def document(id: str, request: Request, database: Db) -> Response:  # noqa: A002
    """Return the text of a report with its mentions and claims; spans are code point offsets."""
    number = path_id(id, "document")
    with database.snapshot() as connection:
        tag = etag(database.version(connection))
        if unchanged := not_modified(request, tag):
            return unchanged
        found = detail.document(connection, number)
    if found is None:
        raise NotFoundError(f"There is no document {number}.")
    for claim in found["claims"]:
        claim["href"] = absolute(request, f"{CLAIMS_PATH}/{claim['id']}")
    found["links"] = [link(absolute(request, f"/documents/{number}"), "self", JSON)]
    return json_response(found, tag=tag)
