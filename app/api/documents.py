"""``/documents/{id}``: one report as received, with what was read out of it.

The same address is a page for people (``app/web/reader.html``), which asks it for JSON.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse

from app.api import html
from app.api.conditional import address_tag
from app.api.database import Database
from app.api.deps import JSON, Db, absolute, json_response, link, not_modified
from app.api.landing import PAGE
from app.api.params import F_JSON, F_PAGE, Values, documented, path_id, reads, reads_only
from app.claims import document_view
from app.errors import NotFoundError
from app.parameters import Parameter, one_of, single

router = APIRouter(tags=["documents"])
ITEMS = "/collections/claims/items/"
READER = PAGE.with_name("reader.html")
_FOUND = '<meta name="report" content="found">'
CANDIDATES = Parameter(
    "candidates",
    "Whether each name comes with its reasons and the places it could mean, which make up most of "
    "a long report; of one name they are at `/documents/{id}/mentions/{mention_id}`.",
    "true or false",
    {"type": "boolean", "default": False},
    single(lambda value: one_of(("true", "false"))(value) == "true"),
)
PARAMETERS = (CANDIDATES, F_PAGE)


@router.get(
    "/documents/{id}",
    summary="A report as received",
    operation_id="getDocument",
    openapi_extra=documented(PARAMETERS),
)
def document(
    id: str,  # noqa: A002
    request: Request,
    database: Db,
    values: Annotated[Values, Depends(reads_only(*PARAMETERS))],
) -> Response:
    """Return the text of a report with its mentions and claims; spans are code point offsets."""
    if html.wanted(request, values):
        return page(id, database, READER)
    number = path_id(id, "document")
    with database.snapshot() as connection:
        tag = address_tag(request.scope, database.version(connection))
        if unchanged := not_modified(request, tag):
            return unchanged
        found = document_view.report(
            connection, number, absolute(request, ITEMS), candidates=values.get("candidates", False)
        )
    if found is None:
        raise NotFoundError(f"There is no document {number}.")
    here = absolute(request, f"/documents/{number}")
    found["links"] = [
        link(here, "self", JSON),
        link(f"{here}?f=html", "alternate", "text/html", "The same for people"),
    ]
    return json_response(found, tag=tag, headers={"Vary": "Accept"})


@router.get(
    "/documents/{id}/mentions/{mention_id}",
    summary="One name in a report, and what else it could mean",
    operation_id="getDocumentMention",
    openapi_extra=documented([F_JSON]),
    dependencies=[Depends(reads(F_JSON))],
)
def mention(id: str, mention_id: str, request: Request, database: Db) -> Response:  # noqa: A002
    """Return the name with its span, what it was found to mean, the reasons, and the candidates."""
    number, which = path_id(id, "document"), path_id(mention_id, "mention")
    with database.snapshot() as connection:
        tag = address_tag(request.scope, database.version(connection))
        if unchanged := not_modified(request, tag):
            return unchanged
        found = document_view.mention(connection, number, which)
    if found is None:
        raise NotFoundError(f"Document {number} has no mention {which}.")
    report = absolute(request, f"/documents/{number}")
    found["links"] = [
        link(f"{report}/mentions/{which}", "self", JSON),
        link(report, "up", JSON, "The report"),
    ]
    return json_response(found, tag=tag)


def page(given: str, database: Database, file: Path) -> Response:
    """Return a page on the report whose id is given, which says so itself if there is none.

    It has no tag: it changes with the program, not with the data, for which it asks itself.
    """
    try:
        number = path_id(given, "document")
        with database.snapshot() as connection:
            found = document_view.exists(connection, number)
    except NotFoundError:
        found = False
    headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
    text = file.read_text("utf-8")
    if found:
        return HTMLResponse(text, headers=headers)
    return HTMLResponse(
        text.replace(_FOUND, _FOUND.replace("found", "missing")), 404, headers=headers
    )
