"""Views for people: what a resource holds, as a table with a small map."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import orjson
from starlette.requests import Request
from starlette.responses import Response

from app.api.conditional import prefers_html
from app.api.deps import absolute
from app.api.html_values import anchor, rows, shown
from app.api.pages import QUERYABLES_REL
from app.attribution import ATTRIBUTION
from geo.crs import CRS84

if TYPE_CHECKING:
    from app.api.layer_model import Layer

#: What links without a title lead to.
_LINKS = {
    "self": "This layer as JSON",
    "items": "Its features as GeoJSON",
    QUERYABLES_REL: "Properties that a filter may name, each described",
}
#: Members of a place by itself, and their headings.
_OF_PLACE = {
    "names": "Names",
    "coordinates": "Where each source puts it",
    "claims_by_side": "Claims by side of the source",
    "nearby": "Nearest settlements",
}
_COUNTS = {
    "numberMatched": "match",
    "numberUnlocated": "match without a place",
    "numberUndated": "match without such a time",
}


def wanted(request: Request, values: dict[str, Any]) -> bool:
    """Tell whether the answer is to be HTML; ``f`` wins over Accept."""
    chosen = values.get("f")
    return chosen == "html" if chosen else prefers_html(request.headers.get("accept", ""))


def page(
    request: Request, title: str, main: str, data: Any = None, *, linked: Any = None, lead: str = ""
) -> str:
    """Return a page: ``lead``, map, ``main``. The browser never runs the blocks of JSON."""
    static = absolute(request, "/static")
    up = absolute(request, "/collections?f=html")
    has_map = data is not None
    return "".join(
        (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title>",
            f'<link rel="icon" href="{static}/icons/claimatlas.svg" type="image/svg+xml">',
            f'<link rel="stylesheet" href="{static}/css/layer.css">',
            f'<link rel="stylesheet" href="{static}/vendor/maplibre-gl.css">' if has_map else "",
            _block("application/ld+json", "dataset", linked) if linked else "",
            "</head><body>",
            f'<nav><a href="{absolute(request, "/?f=html")}">Map</a> · <a href="{up}">Layers</a> · '
            f'<a href="{absolute(request, "/api?f=html")}">API</a>',
            f"</nav><h1>{escape(title)}</h1>{lead}",
            '<div id="map"></div>' if has_map else "",
            f'{main}<p id="attribution"><small>{escape(ATTRIBUTION)}</small></p>',
            _block("application/json", "features", data) if has_map else "",
            f'<script type="module" src="{static}/js/layer.js"></script>' if has_map else "",
            "</body></html>",
        )
    )


def _block(media: str, block_id: str, data: Any) -> str:
    # "</script>" inside a text must not end the block.
    text = orjson.dumps(data).decode().replace("<", "\\u003c")
    return f'<script type="{media}" id="{block_id}">{text}</script>'


def answer(text: str, headers: dict[str, str] | None = None) -> Response:
    """Return a page as an answer."""
    return Response(text, headers=headers, media_type="text/html")


def _cell(request: Request, name: str, properties: dict[str, Any]) -> str:
    """Return a value: reports are linked, the one here as the reader shows this claim in it."""
    value = properties.get(name)
    if value is None:
        return "<td></td>"
    if name == "document_id":
        claim = properties.get("claim_id")
        text: str = anchor(absolute(request, f"/documents/{value}?f=html#claim-{claim}"), value)
    elif name == "document_url" and str(value).startswith(("https://", "http://")):
        text = anchor(str(value), value)
    else:
        text = escape(str(value))
    return f'<td class="long">{text}</td>' if name == "quote" else f"<td>{text}</td>"


def _table(request: Request, features: list[dict[str, Any]], fields: list[str], base: str) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in fields)
    lines = []
    for feature in features:
        address = f"{base}/{quote(str(feature['id']), safe=':')}?f=html"
        cells = "".join(_cell(request, name, feature["properties"]) for name in fields)
        lines.append(f"<tr><td>{anchor(address, feature['id'])}</td>{cells}</tr>")
    return f'<div class="scroll"><table><tr><th></th>{head}</tr>{"".join(lines)}</table></div>'


def items(
    request: Request, layer: Layer, body: dict[str, Any], headers: dict[str, str]
) -> Response:
    """Return a page of features as a table with a map."""
    base = absolute(request, f"/collections/{layer.id}/items")
    following = next((x["href"] for x in body["links"] if x["rel"] == "next"), None)
    lead = f"<p>{escape(layer.description)}</p><p>{_counted(body)}</p>"
    if following:
        lead += f"<p>{anchor(following, 'Next page')}</p>"
    fields = [field.name for field in layer.fields if field.name != "id"]
    table = _table(request, body["features"], fields, base)
    shown = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "geometry": f["geometry"], "properties": {}}
            for f in body["features"]
        ],
    }
    degrees = CRS84.uri in headers.get("Content-Crs", "")
    shown_if = shown if degrees else None
    return answer(page(request, layer.title, table, shown_if, lead=lead), headers)


def _counted(body: dict[str, Any]) -> str:
    """Return how many features there are, those without a place or a time too."""
    found = f"{body['numberReturned']} shown"
    for member, words in _COUNTS.items():
        if member in body:
            found += f"; {body[member]} {words}"
        elif f"{member}AtLeast" in body:
            found += f"; at least {body[f'{member}AtLeast']} {words}"
    return f"{found}."


def item(request: Request, layer: Layer, body: dict[str, Any], headers: dict[str, str]) -> Response:
    """Return one feature with its properties, and its chain where it has one."""
    lines = "".join(
        f"<tr><th>{escape(name)}</th>{_cell(request, name, body['properties'])}</tr>"
        for name in body["properties"]
    )
    claim = body.get("claim") or {}
    chain = "".join(
        f"<li>{escape(str(link['role']))}: {escape(link['name'] or 'not named')}"
        f" ({escape(str(link['side']))})</li>"
        for link in claim.get("attribution_chain", ())
    )
    main = f"<table>{lines}</table>" + (f"<h2>Who says it</h2><ol>{chain}</ol>" if chain else "")
    main += _of_place(request, layer, body)
    point = {"type": "Feature", "geometry": body["geometry"], "properties": {}}
    shown = {"type": "FeatureCollection", "features": [point]}
    degrees = CRS84.uri in headers.get("Content-Crs", "")
    title = f"{layer.title}: {body['id']}"
    return answer(page(request, title, main, shown if degrees else None), headers)


def _of_place(request: Request, layer: Layer, body: dict[str, Any]) -> str:
    """Return what a place has beside its properties; its neighbours lead to their own pages."""
    base = absolute(request, f"/collections/{layer.id}/items")
    told = {name: body[name] for name in _OF_PLACE if body.get(name)}
    if "nearby" in told:
        told["nearby"] = [
            {**one, "id": anchor(f"{base}/{quote(one['id'], safe=':')}?f=html", one["id"])}
            for one in told["nearby"]
        ]
    return "".join(f"<h2>{_OF_PLACE[name]}</h2>{shown(value)}" for name, value in told.items())


def collections(request: Request, body: dict[str, Any]) -> Response:
    """Return the list of layers."""
    lines = "".join(
        f"<li>{anchor(absolute(request, '/collections/' + c['id'] + '?f=html'), c['title'])}"
        f"<br>{escape(c['description'])}</li>"
        for c in body["collections"]
    )
    linked = {
        "@context": "https://schema.org/",
        "@type": "DataCatalog",
        "name": "claimatlas",
        "url": absolute(request, "/collections"),
        "dataset": [dataset(request, c) for c in body["collections"]],
    }
    return answer(page(request, "Layers", f"<ul>{lines}</ul>", linked=linked))


def collection(request: Request, body: dict[str, Any]) -> Response:
    """Return one layer, with schema.org metadata for search engines."""
    links = "".join(
        f"<li>{anchor(link['href'], _LINKS.get(link['rel']) or link.get('title') or link['rel'])}"
        "</li>"
        for link in body["links"]
        if link["rel"] != "alternate"
    )
    items_page = absolute(request, f"/collections/{body['id']}/items?f=html")
    main = (
        f"<p>{escape(body['description'])}</p><p>{anchor(items_page, 'Look at the features')}</p>"
        f"<p>{escape(body['license'])}</p><ul>{links}</ul>"
    )
    return answer(page(request, body["title"], main, linked=dataset(request, body)))


def queryables(request: Request, layer: Layer, body: dict[str, Any]) -> Response:
    """Return the properties that a filter may name, each with its meaning and values."""
    listed = [
        {
            "property": name,
            "meaning": schema["description"],
            "type": schema.get("format") or schema.get("type"),
            "values": schema.get("enum"),
        }
        for name, schema in body["properties"].items()
    ]
    address = anchor(absolute(request, f"/collections/{layer.id}?f=html"), layer.title)
    lead = f"<p>What a filter of the layer {address} may name.</p>"
    return answer(page(request, f"{layer.title}: queryables", rows(listed), lead=lead))


def dataset(request: Request, body: dict[str, Any]) -> dict[str, Any]:
    """Return a layer as a schema.org Dataset."""
    base = absolute(request, f"/collections/{body['id']}")
    found: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": body["title"],
        "description": body["description"],
        "url": base,
        # Terms in words are a work of their own: as a text the member has to be an address.
        "license": {"@type": "CreativeWork", "name": body["license"]},
        "creditText": body["attribution"],
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": "application/geo+json",
                "contentUrl": f"{base}/items",
            }
        ],
    }
    if box := body["extent"].get("spatial", {}).get("bbox"):
        west, south, east, north = box[0]
        shape = {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"}
        found["spatialCoverage"] = {"@type": "Place", "geo": shape}
    if interval := body["extent"].get("temporal", {}).get("interval"):
        first, last = ((day or "..")[:10] for day in interval[0])
        found["temporalCoverage"] = f"{first}/{last}"
    return found
