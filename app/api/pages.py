"""Pages of features: their addresses, and the parts of the document around the rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

import orjson
from starlette.requests import Request

from app.api.deps import JSON, absolute, licence_links, link
from app.api.params import LIMIT_DEFAULT, Values, encode_cursor
from app.attribution import ATTRIBUTION
from geo.geojson import GEOJSON

QUERYABLES_REL = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
SCHEMA_JSON = "application/schema+json"
_SHOWN = {QUERYABLES_REL, "self", "alternate"}
_LONGEST_LINK = 1000
#: What may stand in an address as it is; all else would end the link, or the header.
_IN_LINKS = "%!#$&'()*+,/:;=?@[]~"


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

    def href(self, after: str | None) -> str:
        """Return the page's own address, or that of the page which begins after a key.

        All parameters stay as they are, repeated ones too: QGIS and GDAL add theirs to every link.
        """
        parts = [part for part in self.query.split("&") if part]
        if after is not None:
            parts = [part for part in parts if not re.match("cursor(=|$)", part)]
            parts.append(f"cursor={encode_cursor(after)}")
        return f"{self.address}?{'&'.join(parts)}" if parts else self.address

    def links(self, next_after: str | None) -> list[dict[str, str]]:
        """Return the links of the page, ``next`` where there is more."""
        links = [link(self.href(None), "self", GEOJSON)]
        if next_after is not None:
            links.append(link(self.href(next_after), "next", GEOJSON))
        shown = self.href(None)
        html = f"{shown}{'&' if '?' in shown else '?'}f=html"
        if not re.search("[?&]f=", shown):
            links.append(link(html, "alternate", "text/html", "The same for people"))
        links.append(link(self.address.removesuffix("/items"), "collection", JSON))
        return [*links, *licence_links()]

    def link_header(self, queryables: str) -> str:
        """Return the page's links as a header (RFC 8288), ``queryables`` where part 3 wants it.

        Proxies refuse headers of some kilobytes: a long query has its address in the body alone.
        """
        named = [(queryables, QUERYABLES_REL, SCHEMA_JSON)]
        named += [(made["href"], made["rel"], made["type"]) for made in self.links(None)[:2]]
        parts = ((quote(href, safe=_IN_LINKS), rel, media) for href, rel, media in named)
        return ", ".join(
            f'<{href}>; rel="{rel}"; type="{media}"'
            for href, rel, media in parts
            if rel in _SHOWN and len(href) <= _LONGEST_LINK
        )


def head(members: dict[str, int]) -> bytes:
    """Return the beginning of a FeatureCollection."""
    known = orjson.dumps(members)[1:-1]
    return b'{"type":"FeatureCollection",' + known + (b"," if known else b"") + b'"features":[\n'


def tail(page: Page, returned: int, next_after: str | None, members: dict[str, int]) -> bytes:
    """Return the end of a FeatureCollection."""
    end = {
        **members,
        "numberReturned": returned,
        "attribution": ATTRIBUTION,
        "links": page.links(next_after),
    }
    return b"\n]," + orjson.dumps(end)[1:]
