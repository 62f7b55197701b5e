"""``/styles``: MapLibre styles of the tile layers, for any filter, with colours and texts only."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.api.conditional import Tag, tagged
from app.api.deps import JSON, Db, absolute, link
from app.api.params import F_PAGE, Values, documented, reads, reads_only
from app.api.qgis import QML, SLD
from app.api.style_colours import COLOURS, SEVERAL
from app.api.tile_layers import LAYERS, TILE_MAXZOOM, credits_address, tile_template
from app.api.tile_view import view
from app.api.views import answer
from app.attribution import on_a_map
from app.claims.filters import CLAIM_PARAMETERS, claim_filter
from app.claims.queries import with_known_names
from app.errors import NotFoundError

router = APIRouter(tags=["styles"])

#: Styles of other programs, by layer: suffix and media type.
DESKTOP = {"claims": (("qml", QML), ("sld", SLD))}
STYLE_JSON = "application/vnd.mapbox.style+json"

_SIDE_ONLY = [
    "case",
    *(
        part
        for side, colour in COLOURS.items()
        for part in (["==", ["get", side.lower()], ["get", "claims"]], colour)
    ),
    SEVERAL,
]
_SIDE = ["match", ["get", "source_side"], *(p for i in COLOURS.items() for p in i), SEVERAL]


def _circle(count: str, colour: list[Any]) -> dict[str, Any]:
    radius = ["interpolate", ["linear"], ["sqrt", ["get", count]], 1, 4, 30, 16, 300, 30]
    return {
        "circle-radius": radius,
        "circle-color": colour,
        "circle-opacity": 0.7,
        "circle-stroke-color": "#ffffff",
        "circle-stroke-width": 1,
    }


_PAINT = {
    "settlements": _circle("claims", _SIDE_ONLY),
    "claims": _circle("count", _SIDE),
}


@router.get(
    "/styles", summary="Styles", operation_id="getStyles", openapi_extra=documented([F_PAGE])
)
def styles(
    request: Request,
    tag: Tag,
    values: Annotated[Values, Depends(reads_only(F_PAGE))],
) -> Response:
    """Return the list of styles, one for each layer of tiles."""
    listed = [
        {
            "id": layer.id,
            "title": layer.title,
            "links": [
                link(absolute(request, f"/styles/{layer.id}"), "stylesheet", STYLE_JSON),
                *(
                    link(absolute(request, f"/styles/{layer.id}.{suffix}"), "stylesheet", media)
                    for suffix, media in DESKTOP.get(layer.id, ())
                ),
            ],
        }
        for layer in LAYERS.values()
    ]
    body = {"styles": listed, "links": [link(absolute(request, "/styles"), "self", JSON)]}
    return answer(request, values, tag, body, title="Styles")


@router.get(
    "/styles/{layer}",
    summary="MapLibre style of a layer, for any filter",
    operation_id="getStyle",
    openapi_extra=documented(CLAIM_PARAMETERS) | {"x-media-type": STYLE_JSON},
)
def style(
    layer: str,
    request: Request,
    database: Db,
    tag: Tag,
    values: Annotated[Values, Depends(reads(*CLAIM_PARAMETERS))],
) -> Response:
    """Return the style; labels are drawn with local fonts, so nothing else is loaded."""
    name = layer.removesuffix(".json")
    if name not in LAYERS:
        raise NotFoundError(f"There is no style {name[:40]!r}; there are {', '.join(LAYERS)}.")
    known = LAYERS[name]
    with database.snapshot() as connection:
        wanted = with_known_names(connection, claim_filter(values))
        lon, lat, zoom = view(connection, wanted, known.minzoom)
    source = {
        "type": "vector",
        "tiles": [tile_template(request, known)],
        "minzoom": known.minzoom,
        "maxzoom": TILE_MAXZOOM,
        "attribution": on_a_map(credits_address(request, known)),
    }
    drawn = {"source": name, "source-layer": name}
    label = {
        "text-field": ["get", "place_name"],
        "text-size": 12,
        "text-offset": [0, 1.4],
    }
    body = {
        "version": 8,
        "name": known.title,
        "center": [lon, lat],
        "zoom": zoom,
        "sources": {name: source},
        "layers": [
            {"id": "background", "type": "background", "paint": {"background-color": "#f4f2ee"}},
            {"id": name, "type": "circle", **drawn, "paint": _PAINT[name]},
            {
                "id": f"{name}-label",
                "type": "symbol",
                **drawn,
                "minzoom": 8,
                "layout": label,
                "paint": {"text-halo-color": "#ffffff", "text-halo-width": 1.5},
            },
        ],
    }
    return tagged(request, tag, body, media_type=STYLE_JSON)
