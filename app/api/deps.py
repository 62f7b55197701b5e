"""What route handlers ask for: the database, the gazetteer, links, conditional answers."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import Depends, Request, Response

from app.api.database import Database
from app.attribution import SOURCES
from gazetteer.fallback import NominatimFallback
from gazetteer.resolver import Gazetteer

JSON = "application/json"
#: Answers may be kept, but are asked for again each time: an unchanged one costs a 304.
REVALIDATE = "public, no-cache"


async def get_database(request: Request) -> Database:
    """Return the application's database."""
    database: Database = request.app.state.database
    return database


async def get_gazetteer(request: Request) -> Gazetteer:
    """Return the application's gazetteer."""
    gazetteer: Gazetteer = request.app.state.gazetteer
    return gazetteer


async def get_elsewhere(request: Request) -> NominatimFallback | None:
    """Return the service to ask about unknown names; None where no operator has set one."""
    fallback: NominatimFallback | None = request.app.state.fallback
    return fallback


Db = Annotated[Database, Depends(get_database)]
Names = Annotated[Gazetteer, Depends(get_gazetteer)]
Elsewhere = Annotated[NominatimFallback | None, Depends(get_elsewhere)]


def is_head(request: Request) -> bool:
    """Tell whether only the headers are wanted (see ``app.api.transport``)."""
    return bool(request.scope.get("claimatlas.head"))


def absolute(request: Request, path: str) -> str:
    """Return the address of a path below the landing page, as the client sees the server."""
    return f"{str(request.base_url).rstrip('/')}/{path.lstrip('/')}"


def link(href: str, rel: str, media_type: str, title: str | None = None) -> dict[str, str]:
    """Return an OGC API link object."""
    made = {"href": href, "rel": rel, "type": media_type}
    return {**made, "title": title} if title else made


def etag(version: str, kind: str = "") -> str:
    """Return a strong entity tag. The address selects the bytes, the version says whether anew."""
    return f'"{version}{kind}"'


def not_modified(request: Request, tag: str) -> Response | None:
    """Return a 304 when the client has the current representation already."""
    given = request.headers.get("if-none-match")
    if given is None:
        return None
    tags = {part.strip().removeprefix("W/") for part in given.split(",")}
    if tag in tags or "*" in tags:
        return Response(status_code=304, headers={"ETag": tag, "Cache-Control": REVALIDATE})
    return None


def json_response(
    body: Any, *, tag: str | None = None, media_type: str = JSON, headers: Any = None
) -> Response:
    """Return an answer of JSON, with an entity tag where the body depends on data only."""
    extra = {"Cache-Control": REVALIDATE, **(headers or {})}
    if tag:
        extra["ETag"] = tag
    return Response(orjson.dumps(body), headers=extra, media_type=media_type)


def licence_links() -> list[dict[str, str]]:
    """Return one ``license`` link for each source of places."""
    return [
        link(
            source.terms or source.url,
            "license",
            "text/html",
            f"{source.title}: {source.licence}",
        )
        for source in SOURCES
    ]
