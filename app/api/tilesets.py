"""What there is to read as vector tiles (OGC API - Tiles, TileJSON 3): tilesets, their scheme."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.api.conditional import Tag
from app.api.deps import JSON, Db, absolute, etag, json_response, licence_links, link, not_modified
from app.api.params import F_PAGE, Values, documented, format_parameter, own, reads, reads_only
from app.api.tile_layers import (
    BY_COLLECTION,
    LAYERS,
    TILE_MAXZOOM,
    TileLayer,
    credits_address,
    known,
    tile_template,
)
from app.api.tile_view import bounds, view
from app.api.views import answer
from app.attribution import on_a_map
from app.claims import queries
from app.claims.filters import CLAIM_PARAMETERS, claim_filter
from geo.tiles import MVT, TILE_MATRIX_SET, definition

router = APIRouter(tags=["tiles"])

#: Without "tilejson", by which the tileset in plain JSON would have to be TileJSON.
CONFORMANCE = tuple(
    f"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/{part}"
    for part in ("core", "tileset", "tilesets-list", "geodata-tilesets", "mvt")
)
SCHEMES_REL = "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes"
TILESET_REL = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
SCHEME_REL = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"
SCHEME_URI = f"http://www.opengis.net/def/tilematrixset/OGC/1.0/{TILE_MATRIX_SET}"
EPSG_3857 = "http://www.opengis.net/def/crs/EPSG/0/3857"

(F_TILESET,) = own("tileset", format_parameter("json", "tilejson", "html"))
TILESET_PARAMETERS = (*CLAIM_PARAMETERS, F_TILESET)
#: What the API description adds to its components.
PARAMETERS = (F_TILESET,)
ReadsTileset = Annotated[Values, Depends(reads(*TILESET_PARAMETERS))]
ReadsFormat = Annotated[Values, Depends(reads_only(F_PAGE))]


@router.get(
    "/tiles/{layer}",
    summary="TileJSON of a layer, for any filter",
    operation_id="getTileJson",
    openapi_extra=documented(CLAIM_PARAMETERS),
)
def tilejson(
    layer: str,
    request: Request,
    database: Db,
    values: Annotated[Values, Depends(reads(*CLAIM_PARAMETERS))],
) -> Response:
    """Return where the tiles are, and how many features they hold and cannot hold."""
    return _tilejson(request, database, known(LAYERS, layer.removesuffix(".json")), values)


@router.get(
    f"/collections/{{collection}}/tiles/{TILE_MATRIX_SET}",
    summary="Tileset of a collection",
    operation_id="getTileset",
    openapi_extra=documented(TILESET_PARAMETERS) | {"x-media-type": (JSON, "text/html")},
)
def tileset(
    collection: str, request: Request, database: Db, tag: Tag, values: ReadsTileset
) -> Response:
    """Return the tileset as OGC describes it, or as TileJSON."""
    layer = known(BY_COLLECTION, collection)
    if values.get("f") == "tilejson":
        return _tilejson(request, database, layer, values)
    return answer(request, values, tag, _tileset(request, layer), title=f"Tiles: {layer.title}")


@router.get(
    "/collections/{collection}/tiles",
    summary="Tilesets of a collection",
    operation_id="getTilesets",
    openapi_extra=documented([F_PAGE]),
)
def tilesets(collection: str, request: Request, tag: Tag, values: ReadsFormat) -> Response:
    """Return the tilesets of a collection; there is one."""
    layer = known(BY_COLLECTION, collection)
    address = absolute(request, f"/collections/{collection}/tiles")
    links = [link(address, "self", JSON)]
    body = {"tilesets": [_tileset(request, layer)], "links": links}
    return answer(request, values, tag, body, title=f"Tilesets: {layer.title}")


@router.get(
    "/tileMatrixSets",
    summary="Tiling schemes",
    operation_id="getTileMatrixSets",
    openapi_extra=documented([F_PAGE]),
)
def tile_matrix_sets(request: Request, tag: Tag, values: ReadsFormat) -> Response:
    """Return the list of tiling schemes; there is one."""
    address = absolute(request, f"/tileMatrixSets/{TILE_MATRIX_SET}")
    one = {"id": TILE_MATRIX_SET, "uri": SCHEME_URI, "links": [link(address, "self", JSON)]}
    return answer(request, values, tag, {"tileMatrixSets": [one]}, title="Tiling schemes")


@router.get(
    f"/tileMatrixSets/{TILE_MATRIX_SET}",
    summary="The tiling scheme of web maps",
    operation_id="getTileMatrixSet",
    openapi_extra=documented([F_PAGE]),
)
def tile_matrix_set(request: Request, tag: Tag, values: ReadsFormat) -> Response:
    """Return the definition of WebMercatorQuad."""
    return answer(request, values, tag, definition(), title=TILE_MATRIX_SET)


def tileset_links(request: Request, collection: str) -> list[dict[str, str]]:
    """Return the links that a collection with tiles shows."""
    if collection not in BY_COLLECTION:
        return []
    address = absolute(request, f"/collections/{collection}/tiles")
    return [link(address, TILESET_REL, JSON, "Vector tiles")]


def _tilejson(request: Request, database: Db, layer: TileLayer, values: Values) -> Response:
    with database.snapshot() as connection:
        tag = etag(database.version(connection))
        if unchanged := not_modified(request, tag):
            return unchanged
        wanted = queries.with_known_names(connection, claim_filter(values))
        counts = queries.count(connection, wanted)
        lon, lat, zoom = view(connection, wanted, layer.minzoom)
        box = bounds(connection)
    body: dict[str, Any] = {
        "tilejson": "3.0.0",
        "name": layer.title,
        "description": layer.description,
        "attribution": on_a_map(credits_address(request, layer)),
        "scheme": "xyz",
        "tiles": [tile_template(request, layer)],
        "minzoom": layer.minzoom,
        "maxzoom": TILE_MAXZOOM,
        "bounds": box,
        "center": [lon, lat, zoom],
        "vector_layers": [
            {
                "id": layer.id,
                "description": layer.description,
                "minzoom": layer.minzoom,
                "maxzoom": TILE_MAXZOOM,
                "fields": layer.fields,
            }
        ],
        # No tile can show a claim without a place; who reads the tiles can say how many there are.
        "numberMatched": counts.matched,
        "numberUnlocated": counts.unlocated,
    }
    return json_response(body, tag=tag)


def _tileset(request: Request, layer: TileLayer) -> dict[str, Any]:
    base = absolute(request, f"/collections/{layer.collection}/tiles/{TILE_MATRIX_SET}")
    template = base + "/{tileMatrix}/{tileRow}/{tileCol}"
    return {
        "title": layer.title,
        "description": layer.description,
        "dataType": "vector",
        "crs": EPSG_3857,
        "tileMatrixSetURI": SCHEME_URI,
        "layers": [
            {
                "id": layer.id,
                "dataType": "vector",
                "geometryDimension": 0,
                "minTileMatrix": str(layer.minzoom),
                "maxTileMatrix": str(TILE_MAXZOOM),
                "propertiesSchema": {
                    "type": "object",
                    "properties": {n: {"description": d} for n, d in layer.fields.items()},
                },
            }
        ],
        "links": [
            link(base, "self", JSON),
            link(f"{base}?f=tilejson", "alternate", JSON, "TileJSON"),
            {**link(template, "item", MVT), "templated": True},
            link(absolute(request, f"/tileMatrixSets/{TILE_MATRIX_SET}"), SCHEME_REL, JSON),
            *licence_links(),
        ],
    }
