"""Entity tags, and the shortest way to "304 Not Modified": before any route is looked for.

A tag is the version of the data and a digest of all that selects the bytes: the address as the
client sees the server, and whether it wants a page for people. A client can only have got a tag of
the present version from an answer to this very request, so nothing else need be asked.
"""

from __future__ import annotations

import hashlib
from typing import Annotated, Any, cast

from fastapi import Depends, Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.compression import chosen
from app.api.deps import REVALIDATE, json_response, not_modified
from app.api.reading import Reads
from app.errors import ClaimatlasError


def prefers_html(accept: str) -> bool:
    """Tell whether a browser asks: its Accept header names HTML, and no JSON before it."""
    for part in accept.split(","):
        name = part.split(";")[0].strip().lower()
        if name in {"text/html", "application/xhtml+xml"}:
            return True
        if name.endswith("json"):
            return False
    return False


def header(scope: Scope, name: bytes) -> bytes:
    """Return the first header called ``name``, or nothing."""
    return next((value for key, value in scope["headers"] if key == name), b"")


def address_tag(scope: Scope, version: str) -> str:
    """Return a strong entity tag: the version of the data, and what selects the bytes."""
    page = prefers_html(header(scope, b"accept").decode("latin-1"))
    selects = (
        scope["scheme"].encode(),
        header(scope, b"host"),
        scope.get("root_path", "").encode(),
        scope["path"].encode(),
        scope["query_string"],
        b"html" if page else b"",
        # Names are answered from an index beside the database.
        getattr(scope["app"].state, "index_stamp", "").encode(),
    )
    digest = hashlib.blake2b(b"\0".join(selects), digest_size=8).hexdigest()
    return f'"{version}-{digest}"'


async def current_tag(request: Request) -> str | None:
    """Return the tag of what this request asks, None without a database.

    It is read before the answer is made, so that none passes for newer than it is.
    """
    try:
        version = await cast(Reads, request.app.state.database.reads).version()
    except ClaimatlasError:
        return None
    return address_tag(request.scope, version)


#: For routes of FastAPI whose answer depends on nothing but data, software and address.
Tag = Annotated[str | None, Depends(current_tag)]


def tagged(request: Request, tag: str | None, body: Any, **more: Any) -> Response:
    """Return an answer of JSON under a tag, or a 304 to who has it among several."""
    unchanged = not_modified(request, tag) if tag else None
    return unchanged or json_response(body, tag=tag, **more)


class NotModified:
    """Answer 304 where the one tag that came is current; all else goes on to the routes."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Compare the tag and send the headers, or pass the request on."""
        given = header(scope, b"if-none-match") if scope["type"] == "http" else b""
        if given and await _is_current(scope, given.decode("latin-1")):
            headers = [(b"etag", given), *_HEADERS]
            await send({"type": "http.response.start", "status": 304, "headers": headers})
            await send({"type": "http.response.body"})
        else:
            await self.app(scope, receive, send)


_HEADERS = ((b"cache-control", REVALIDATE.encode()), (b"vary", b"Accept, Accept-Encoding"))


async def _is_current(scope: Scope, given: str) -> bool:
    if scope["method"] not in {"GET", "HEAD"}:
        return False
    try:
        version = await cast(Reads, scope["app"].state.database.reads).version()
    except ClaimatlasError:  # the route tells it better
        return False
    plain = address_tag(scope, version)[:-1]
    if not (given.startswith(plain) and given.endswith('"')):
        return False
    # An encoded answer has its encoding's name after a dash, and is of use to who accepts it.
    encoding = given[len(plain) : -1].removeprefix("-")
    accepted = header(scope, b"accept-encoding").decode("latin-1")
    return not encoding or chosen(accepted, (encoding,)) is not None
