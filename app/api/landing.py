"""``/``, ``/conformance``, ``/health``: where clients begin, and whether the service is well."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import FileResponse, HTMLResponse

from app.api import tilesets
from app.api.conditional import Tag, tagged
from app.api.deps import JSON, Db, absolute, json_response, licence_links, link
from app.api.params import F_LANDING, F_PAGE, Values, documented, reads_only
from app.api.transport import CONTENT_SECURITY_POLICY
from app.api.views import answer
from app.attribution import ATTRIBUTION

router = APIRouter(tags=["service"])

OPENAPI_JSON = "application/vnd.oai.openapi+json;version=3.0"
STYLES_REL = "http://www.opengis.net/def/rel/ogc/1.0/styles"
TITLE = "claimatlas"
DESCRIPTION = (
    "What is claimed about the war in Ukraine: dated claims on a map, each tied to who asserts it, "
    "which outlet carries it, and the sentence it stands in. Claims, not verified facts."
)
PAGE = Path(__file__).resolve().parent.parent / "web" / "index.html"

#: Declared only where true; of CQL2, where the abstract tests pass (tests/app/api/test_cql2.py). No
#: property needs arithmetic, functions or arrays.
CONFORMANCE = (
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
    "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
    "http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
    "http://www.opengis.net/spec/cql2/1.0/conf/spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/temporal-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/property-property",
    *tilesets.CONFORMANCE,
)


@router.get(
    "/",
    summary="Landing page",
    operation_id="getLandingPage",
    openapi_extra=documented([F_LANDING]),
)
def landing(
    request: Request, tag: Tag, values: Annotated[Values, Depends(reads_only(F_LANDING))]
) -> Response:
    """Return the map page to browsers, and links to programs."""
    wanted = values.get("f") or ("html" if _prefers_html(request) else "json")
    if wanted == "html":
        style: str | None = request.app.state.map_style_url
        embedded = request.query_params.get("embed") == "1"
        # The same address has two answers.
        headers = {"Vary": "Accept", "Content-Security-Policy": page_policy(style, embedded)}
        if style is None:
            return FileResponse(PAGE, media_type="text/html", headers=headers)
        return HTMLResponse(_with_style(PAGE.read_text("utf-8"), style), headers=headers)
    links = [
        link(absolute(request, "/?f=json"), "self", JSON),
        link(absolute(request, "/?f=html"), "alternate", "text/html", "The map"),
        link(absolute(request, "/openapi.json"), "service-desc", OPENAPI_JSON, "The API"),
        link(absolute(request, "/api?f=html"), "service-doc", "text/html", "The API, for people"),
        link(absolute(request, "/conformance"), "conformance", JSON),
        link(absolute(request, "/collections"), "data", JSON, "The layers"),
        link(absolute(request, "/tileMatrixSets"), tilesets.SCHEMES_REL, JSON, "Tiling schemes"),
        link(absolute(request, "/styles"), STYLES_REL, JSON, "Styles of the vector tiles"),
        link(absolute(request, "/outlets"), "related", JSON, "Outlets"),
        link(absolute(request, "/health"), "status", JSON, "Health"),
        *licence_links(),
    ]
    body = {
        "title": TITLE,
        "description": DESCRIPTION,
        "attribution": ATTRIBUTION,
        "links": links,
    }
    return tagged(request, tag, body, headers={"Vary": "Accept"})


@router.get(
    "/conformance",
    summary="Conformance classes",
    operation_id="getConformance",
    openapi_extra=documented([F_PAGE]),
)
def conformance(
    request: Request,
    tag: Tag,
    values: Annotated[Values, Depends(reads_only(F_PAGE))],
) -> Response:
    """Return the standards this service follows."""
    body = {"conformsTo": CONFORMANCE}
    return answer(request, values, tag, body, title="Conformance classes")


@router.get("/health", summary="Is the service well?", operation_id="getHealth")
def health(database: Db) -> Response:
    """Ask the database for its version of the data; an outage is a 503."""
    with database.snapshot() as connection:
        version = database.version(connection)
        claims = connection.exec_driver_sql(
            "SELECT EXISTS (SELECT FROM claim_feature WHERE recorded_to IS NULL)"
        ).scalar_one()
    body = {"status": "ok", "data_version": version, "has_claims": claims}
    return json_response(body, headers={"Cache-Control": "no-store"})


def page_policy(style: str | None, embedded: bool) -> str:
    """Return the page's Content-Security-Policy.

    It opens the origin of the online basemap's ``style`` where an operator has set one, and lets
    other pages frame a view that is ``embedded``: it is public and takes no input that matters.
    """
    policy = CONTENT_SECURITY_POLICY
    if embedded:
        policy = policy.replace("frame-ancestors 'none'", "frame-ancestors *")
    if style:
        parts = urlsplit(style)
        for directive in ("connect-src 'self'", "img-src 'self'"):
            policy = policy.replace(directive, f"{directive} {parts.scheme}://{parts.netloc}")
    return policy


def _with_style(page: str, style: str) -> str:
    empty = '<meta name="map-style" content="">'
    return page.replace(empty, f'<meta name="map-style" content="{escape(style)}">')


def _prefers_html(request: Request) -> bool:
    """Tell whether a browser asks: it names HTML, and no JSON before it."""
    for part in request.headers.get("accept", "").split(","):
        name = part.split(";")[0].strip().lower()
        if name in {"text/html", "application/xhtml+xml"}:
            return True
        if name.endswith("json"):
            return False
    return False
