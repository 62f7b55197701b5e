"""Pages of features: paging by key, conditional answers, rows sent as the database brings them."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass

import orjson
from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy import Connection

from app.api.database import Database
from app.api.deps import (
    JSON,
    REVALIDATE,
    absolute,
    etag,
    is_head,
    licence_links,
    link,
    not_modified,
)
from app.api.params import LIMIT_DEFAULT, Key, Values, encode_cursor
from app.attribution import ATTRIBUTION
from geo.geojson import GEOJSON

#: Pages up to this size are sent whole, with their length; larger ones as they come.
WHOLE = 2000

#: Batches of (key, GeoJSON Feature text) in the order of keys.
Batches = Iterator[list[tuple[Key, str]]]
#: Reads one page in a snapshot: members of the collection known beforehand, and its features, one
#: more than the page holds where there are more.
Reader = Callable[[Connection], tuple[dict[str, int], Batches]]


@dataclass(frozen=True, slots=True)
class Page:
    """One page as asked for: its size, its address, its query string as the client wrote it."""

    limit: int
    address: str
    query: str

    @classmethod
    def of(cls, request: Request, path: str, values: Values) -> Page:
        """Return the page that a request asks of the resource at ``path``."""
        limit = values.get("limit", LIMIT_DEFAULT)
        return cls(limit, absolute(request, path), request.url.query)

    def href(self, after: Key | None) -> str:
        """Return the page's own address, or that of the page which begins after a key.

        All parameters stay as they are, repeated ones too: QGIS and GDAL add theirs to every link.
        """
        parts = [part for part in self.query.split("&") if part]
        if after is not None:
            parts = [part for part in parts if not re.match("cursor(=|$)", part)]
            parts.append(f"cursor={encode_cursor(after)}")
        return f"{self.address}?{'&'.join(parts)}" if parts else self.address


def feature_collection(request: Request, database: Database, page: Page, read: Reader) -> Response:
    """Return one page of features as GeoJSON, or 304 when the client has it already."""
    # The generator has begun and owns the connection: whatever ends it gives the connection back.
    stream = _stream(database, page, read)
    tag = etag(next(stream).decode())
    if unchanged := not_modified(request, tag):
        stream.close()
        return unchanged
    headers = {"ETag": tag, "Cache-Control": REVALIDATE}
    if is_head(request):
        stream.close()
        return Response(headers=headers, media_type=GEOJSON)
    if page.limit <= WHOLE:
        return Response(b"".join(stream), headers=headers, media_type=GEOJSON)
    first = next(stream)  # what fails before the first row is still a clean problem
    return StreamingResponse(_chain(first, stream), headers=headers, media_type=GEOJSON)


def _stream(database: Database, page: Page, read: Reader) -> Generator[bytes]:
    """Yield the data version, then the FeatureCollection in parts."""
    with database.snapshot() as connection:
        yield database.version(connection).encode()
        members, batches = read(connection)
        part = b'{"type":"FeatureCollection",' + orjson.dumps(members)[1:-1] + b',"features":[\n'
        returned, last, more = 0, None, False
        for batch in batches:
            kept = batch[: page.limit - returned]
            more = len(kept) < len(batch)
            if kept:
                yield part + ",\n".join(text for _, text in kept).encode()
                part = b",\n"
                returned, last = returned + len(kept), kept[-1][0]
    yield (b"" if returned else part) + _tail(page, returned, last if more else None)


def _tail(page: Page, returned: int, next_after: Key | None) -> bytes:
    links = [link(page.href(None), "self", GEOJSON)]
    if next_after is not None:
        links.append(link(page.href(next_after), "next", GEOJSON))
    links.append(link(page.address.removesuffix("/items"), "collection", JSON))
    links.extend(licence_links())
    tail = {"numberReturned": returned, "attribution": ATTRIBUTION, "links": links}
    return b"\n]," + orjson.dumps(tail)[1:]


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
