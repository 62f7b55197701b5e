"""OGC API - Features: collections, their queryables, pages of features, single features.

Plain Starlette routes: a request costs one question to the database and nothing is validated twice.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from typing import Any, cast

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app.api import html
from app.api.conditional import address_tag
from app.api.deps import (
    JSON,
    REVALIDATE,
    absolute,
    is_head,
    json_response,
    licence_links,
    link,
    not_modified,
)
from app.api.describe import described, queryables_document
from app.api.layer_model import Asked, Layer
from app.api.layers import layer_of, layers
from app.api.long_answers import ahead, parts
from app.api.pages import SCHEMA_JSON, Page, head, tail
from app.api.params import CRS, DATES, F_ITEMS, F_PAGE, Values, read_in_its_system
from app.api.reading import Reads, Row
from app.attribution import ATTRIBUTION
from app.claims.queries import Statement
from app.errors import NotFoundError
from app.parameters import read_parameters
from geo.crs import CRS84
from geo.geojson import GEOJSON

router = APIRouter()
#: Pages up to this size are sent whole, with their length; larger ones as they come.
WHOLE = 2000


def _reads(request: Request) -> Reads:
    return cast(Reads, request.app.state.database.reads)


async def _layer(request: Request, version: str | None = None) -> Layer:
    layer_id = request.path_params["id"]
    reads = _reads(request)
    found = await layer_of(reads, version, layer_id)
    if found is None:
        known = ", ".join(await layers(reads, version or await reads.version()))
        raise NotFoundError(f"There is no collection {layer_id[:40]!r}; there are {known}.")
    return found


async def items(request: Request) -> Response:
    """Return a page of features of a layer."""
    reads = _reads(request)
    version = await reads.version()
    layer = await _layer(request, version)
    values = read_in_its_system(layer.parameters, request.query_params.multi_items())
    tag = address_tag(request.scope, version)
    if unchanged := not_modified(request, tag):
        return unchanged
    page = Page.of(request, f"/collections/{layer.id}/items", values)
    crs = values.get("crs", CRS84)
    asked = Asked(values, crs, page.limit, values.get("cursor"), version)
    headers = {
        "ETag": tag,
        "Cache-Control": REVALIDATE,
        "Content-Crs": f"<{crs.uri}>",
        "Vary": "Accept",
        "Link": page.link_header(absolute(request, f"/collections/{layer.id}/queryables")),
    }
    query = await layer.page(reads, asked)
    if is_head(request):
        media = "text/html" if html.wanted(request, values) else GEOJSON
        return StreamingResponse(_nothing(), headers=headers, media_type=media)
    if html.wanted(request, values):
        limited = Page(min(page.limit, 1000), page.address, page.query)
        body = await _whole(reads, layer, asked, query, limited)
        return html.items(request, layer, orjson.loads(body), headers)
    if page.limit <= WHOLE:
        body = await _whole(reads, layer, asked, query, page)
        return Response(body, headers=headers, media_type=GEOJSON)
    stream = _parts(reads, layer, asked, query, page)
    first = await anext(stream)  # what fails before the first row is still a clean problem
    return StreamingResponse(_chain(first, stream), headers=headers, media_type=GEOJSON)


async def _whole(reads: Reads, layer: Layer, asked: Asked, query: Statement, page: Page) -> bytes:
    rows = await reads.rows(query)
    more = len(rows) > page.limit
    rows = rows[: page.limit]
    whole = len(rows) if not more and asked.after is None else None
    members = await layer.counts(reads, asked, whole)
    last = _key(rows[-1]) if more else None
    features = [row[1] for row in rows] or [b""]
    # One join, for a page may have a megabyte, and each further copy would cost as much again.
    features[0] = head(members) + features[0]
    features[-1] += tail(page, len(rows), last, {})
    return b",\n".join(features)


async def _parts(
    reads: Reads, layer: Layer, asked: Asked, query: Statement, page: Page
) -> AsyncIterator[bytes]:
    """Yield the document as its rows come; what must be counted stands at its end."""
    before, returned, last, more = head({}), 0, None, False
    # Two ahead: PostgreSQL makes one part while another is read and a third is sent.
    async with aclosing(ahead(ahead(parts(reads, query, page.limit)))) as coming:
        async for part in coming:
            if more := returned == page.limit:
                break
            yield before + part.text
            before, returned, last = b",\n", returned + part.rows, part.last
    whole = returned if not more and asked.after is None else None
    members = await layer.counts(reads, asked, whole)
    yield (b"" if returned else before) + tail(page, returned, last if more else None, members)


def _key(row: Row) -> str:
    return cast(bytes, row[0]).decode()


async def _chain(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for part in rest:
        yield part


async def _nothing() -> AsyncIterator[bytes]:
    for part in tuple[bytes, ...]():
        yield part


async def item(request: Request) -> Response:
    """Return one feature; a claim with its chain, spans, candidates and both time ranges."""
    reads = _reads(request)
    layer = await _layer(request)
    values = _tolerant((CRS, DATES, F_ITEMS), request)
    feature_id = request.path_params["feature"]
    query = layer.one(feature_id, values)
    version, rows = await reads.current(query) if query else ("", [])
    if not rows:
        raise NotFoundError(f"There is no feature {feature_id[:40]!r} in {layer.id}.")
    tag = address_tag(request.scope, version)
    if unchanged := not_modified(request, tag):
        return unchanged
    crs = values.get("crs", CRS84)
    headers = {
        "ETag": tag,
        "Cache-Control": REVALIDATE,
        "Content-Crs": f"<{crs.uri}>",
        "Vary": "Accept",
    }
    body = _with_claim(request, layer, feature_id, rows[0])
    if html.wanted(request, values):
        return html.item(request, layer, orjson.loads(body), headers)
    return Response(body, headers=headers, media_type=GEOJSON)


def _with_claim(request: Request, layer: Layer, feature_id: str, row: Row) -> bytes:
    """Return a feature with its links and, if it is of a claim, what stands behind it."""
    text, *behind = row
    address = absolute(request, f"/collections/{layer.id}/items/{feature_id}")
    links = [
        link(address, "self", GEOJSON),
        link(f"{address}?f=html", "alternate", "text/html", "The same for people"),
        link(absolute(request, f"/collections/{layer.id}"), "collection", JSON),
    ]
    claim = b""
    if behind:
        nested, document = behind
        claim = b',"claim":' + (nested or b"null")
        if nested:
            report = absolute(request, f"/documents/{document}")
            links.append(link(report, "describedby", JSON, "The report"))
    members = {"attribution": ATTRIBUTION, "links": links}
    return cast(bytes, text[:-1] + claim + b"," + orjson.dumps(members)[1:])


def _tolerant(parameters: tuple[Any, ...], request: Request) -> Values:
    """Read these parameters and take no notice of others."""
    names = {parameter.name for parameter in parameters}
    given = [(n, v) for n, v in request.query_params.multi_items() if n in names]
    return read_parameters(parameters, given)


Make = Callable[[Request, Reads, str, Values], Awaitable[Response]]


def _resource(make: Make) -> Callable[[Request], Awaitable[Response]]:
    """Wrap what all descriptions share: format, tag, 304."""

    async def answer(request: Request) -> Response:
        reads = _reads(request)
        version = await reads.version()
        values = _tolerant((F_PAGE,), request)
        tag = address_tag(request.scope, version)
        if unchanged := not_modified(request, tag):
            return unchanged
        made = await make(request, reads, version, values)
        made.headers.update({"ETag": tag, "Cache-Control": REVALIDATE, "Vary": "Accept"})
        return made

    return answer


async def _collections(request: Request, reads: Reads, version: str, values: Values) -> Response:
    found = (await layers(reads, version)).values()
    bodies = [await _described(request, reads, version, layer) for layer in found]
    links = [
        link(absolute(request, "/collections"), "self", JSON),
        link(absolute(request, "/collections?f=html"), "alternate", "text/html"),
        *licence_links(),
    ]
    body = {"collections": bodies, "links": links}
    if html.wanted(request, values):
        return html.collections(request, body)
    return json_response(body)


async def _described(request: Request, reads: Reads, version: str, layer: Layer) -> dict[str, Any]:
    extent = (await reads.remembered(version, layer.extent()))[0]
    return described(request, layer, extent)


async def _collection(request: Request, reads: Reads, version: str, values: Values) -> Response:
    body = await _described(request, reads, version, await _layer(request, version))
    return html.collection(request, body) if html.wanted(request, values) else json_response(body)


async def _queryables(request: Request, reads: Reads, version: str, values: Values) -> Response:  # noqa: ARG001
    layer = await _layer(request, version)
    body = queryables_document(request, layer)
    if html.wanted(request, values):
        return html.queryables(request, layer, body)
    return json_response(body, media_type=SCHEMA_JSON)


router.add_route("/collections", _resource(_collections), methods=["GET"])
router.add_route("/collections/{id}", _resource(_collection), methods=["GET"])
router.add_route("/collections/{id}/queryables", _resource(_queryables), methods=["GET"])
router.add_route("/collections/{id}/items", items, methods=["GET"])
router.add_route("/collections/{id}/items/{feature:path}", item, methods=["GET"])
