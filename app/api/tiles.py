"""Vector tiles (OGC API - Tiles, MVT, TileJSON 3): settlements with counts by side, and claims.

Every tile takes the filters of the claims layer. Addresses are the OGC ones and plain
``/tiles/{layer}/{z}/{x}/{y}``.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import Connection

from app.api.deps import (
    JSON,
    REVALIDATE,
    Db,
    absolute,
    etag,
    json_response,
    licence_links,
    link,
    not_modified,
)
from app.api.params import F_JSON, Values, documented, format_parameter, own, reads, reads_only
from app.api.tile_cache import TileCache
from app.attribution import ATTRIBUTION
from app.claims import queries, tiles
from app.claims.filters import CLAIM_PARAMETERS, ClaimFilter, claim_filter
from app.errors import NotFoundError
from geo.tiles import MVT, TILE_MATRIX_SET, Tile, definition, parse_tile

router = APIRouter(tags=["tiles"])

CONFORMANCE = tuple(
    f"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/{part}"
    for part in ("core", "tileset", "tilesets-list", "geodata-tilesets", "mvt", "tilejson")
)
TILESET_REL = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
SCHEME_REL = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"
SCHEME_URI = f"http://www.opengis.net/def/tilematrixset/OGC/1.0/{TILE_MATRIX_SET}"
EPSG_3857 = "http://www.opengis.net/def/crs/EPSG/0/3857"
TILE_MAXZOOM = 14
UKRAINE = [22.13, 44.18, 40.23, 52.38]
#: Level 1 is a third the size of the tile and costs a fifth of what level 6 does.
_GZIP_LEVEL = 5

(F_TILESET,) = own("tileset", format_parameter("json", "tilejson"))
(F_MVT,) = own("tile", format_parameter("mvt"))
TILE_PARAMETERS = (*CLAIM_PARAMETERS, F_MVT)
TILESET_PARAMETERS = (*CLAIM_PARAMETERS, F_TILESET)
#: What the API description adds to its components.
PARAMETERS = (F_TILESET, F_MVT)

Draw = Callable[[Connection, ClaimFilter, Tile, tuple[int, ...]], bytes]


@dataclass(frozen=True, slots=True)
class TileLayer:
    """A layer of tiles: the collection it belongs to, its zoom levels, its attributes."""

    id: str
    collection: str
    title: str
    description: str
    minzoom: int
    fields: dict[str, str]
    draw: Draw


_COMMON = {
    "place_id": "P-code of the place",
    "place_name": "Place in KMU 2010 romanisation",
    "location_precision": "settlement, area, sector or line; mixed where several are counted",
    "radius_m": "How far the named place may lie from the point, in metres",
}
LAYERS: dict[str, TileLayer] = {
    layer.id: layer
    for layer in (
        TileLayer(
            "settlements",
            "settlement_summary",
            "Settlements with claims counted by side",
            "One feature per place with the number of claims by side of the source. Where places "
            "are too dense to draw, and below zoom level 6, those of a grid cell are one feature.",
            0,
            {
                **_COMMON,
                "oblast": "Oblast, where all places counted share one",
                "places": "How many places the feature stands for",
                "claims": "Features of the claims layer: one per claim and place",
                "ru": "Those whose source is on the Russian side",
                "ua": "Those whose source is on the Ukrainian side",
                "other": "Those whose source is on neither side",
                "unknown": "Those whose source's side is not known",
                "disputed": "Whether claims there are recorded as contradicting one another",
            },
            tiles.settlements,
        ),
        TileLayer(
            "claims",
            "claims",
            "Claims",
            "One feature per claim and place. Where there are too many to draw, those of one place "
            "and side, outlet and type are one feature, and count says how many.",
            tiles.CLAIM_ZOOM,
            {
                **_COMMON,
                "claim_id": "Id of the claim; features of one claim share it",
                "claim_type": "Kind of act that the claim asserts",
                "modality": "How the claim is put",
                "claimant": "Who says it",
                "outlet": "Outlet that carries it",
                "source_side": "Side of the source: RU, UA, other or unknown",
                "event_start": "First day on which it is said to have happened",
                "event_end": "Last day on which it is said to have happened",
                "count": "How many features of the layer the feature stands for",
            },
            lambda connection, wanted, tile, _: tiles.claims(connection, wanted, tile),
        ),
    )
}
_BY_COLLECTION = {layer.collection: layer for layer in LAYERS.values()}
ReadsTile = Annotated[Values, Depends(reads(*TILE_PARAMETERS))]
ReadsTileset = Annotated[Values, Depends(reads(*TILESET_PARAMETERS))]
ReadsFormat = Annotated[Values, Depends(reads_only(F_JSON))]
_AS_MVT = {"x-media-type": MVT}


@router.get(
    "/tiles/{layer}/{z}/{x}/{y}",
    summary="One vector tile, by column and row",
    operation_id="getTile",
    openapi_extra=documented(TILE_PARAMETERS) | _AS_MVT,
)
def xyz_tile(
    *, layer: str, z: str, x: str, y: str, request: Request, database: Db, values: ReadsTile
) -> Response:
    """Return the tile of a layer at zoom ``z``, column ``x`` and row ``y`` from the north-west."""
    return _tile(request, database, _known(LAYERS, layer), (z, x, y.removesuffix(".mvt")), values)


@router.get(
    f"/collections/{{collection}}/tiles/{TILE_MATRIX_SET}/{{z}}/{{row}}/{{col}}",
    summary="One vector tile, by row and column",
    operation_id="getCollectionTile",
    openapi_extra=documented(TILE_PARAMETERS) | _AS_MVT,
)
def ogc_tile(
    *,
    collection: str,
    z: str,
    row: str,
    col: str,
    request: Request,
    database: Db,
    values: ReadsTile,
) -> Response:
    """Return the same tile under its OGC address, where the row comes first."""
    return _tile(request, database, _known(_BY_COLLECTION, collection), (z, col, row), values)


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
    return _tilejson(request, database, _known(LAYERS, layer.removesuffix(".json")), values)


@router.get(
    f"/collections/{{collection}}/tiles/{TILE_MATRIX_SET}",
    summary="Tileset of a collection",
    operation_id="getTileset",
    openapi_extra=documented(TILESET_PARAMETERS),
)
def tileset(collection: str, request: Request, database: Db, values: ReadsTileset) -> Response:
    """Return the tileset as OGC describes it, or as TileJSON."""
    layer = _known(_BY_COLLECTION, collection)
    if values.get("f") == "tilejson":
        return _tilejson(request, database, layer, values)
    return json_response(_tileset(request, layer))


@router.get(
    "/collections/{collection}/tiles",
    summary="Tilesets of a collection",
    operation_id="getTilesets",
    openapi_extra=documented([F_JSON]),
)
def tilesets(collection: str, request: Request, values: ReadsFormat) -> Response:  # noqa: ARG001
    """Return the tilesets of a collection; there is one."""
    layer = _known(_BY_COLLECTION, collection)
    address = absolute(request, f"/collections/{collection}/tiles")
    links = [link(address, "self", JSON)]
    return json_response({"tilesets": [_tileset(request, layer)], "links": links})


@router.get(
    "/tileMatrixSets",
    summary="Tiling schemes",
    operation_id="getTileMatrixSets",
    openapi_extra=documented([F_JSON]),
)
def tile_matrix_sets(request: Request, values: ReadsFormat) -> Response:  # noqa: ARG001
    """Return the list of tiling schemes; there is one."""
    address = absolute(request, f"/tileMatrixSets/{TILE_MATRIX_SET}")
    one = {"id": TILE_MATRIX_SET, "uri": SCHEME_URI, "links": [link(address, "self", JSON)]}
    return json_response({"tileMatrixSets": [one]})


@router.get(
    f"/tileMatrixSets/{TILE_MATRIX_SET}",
    summary="The tiling scheme of web maps",
    operation_id="getTileMatrixSet",
    openapi_extra=documented([F_JSON]),
)
def tile_matrix_set(values: ReadsFormat) -> Response:  # noqa: ARG001
    """Return the definition of WebMercatorQuad."""
    return json_response(definition())


def tileset_links(request: Request, collection: str) -> list[dict[str, str]]:
    """Return the links that a collection with tiles shows."""
    if collection not in _BY_COLLECTION:
        return []
    address = absolute(request, f"/collections/{collection}/tiles")
    return [link(address, TILESET_REL, JSON, "Vector tiles")]


def with_filter(address: str, request: Request) -> str:
    """Return a tile address with the filter of the request, as the client wrote it."""
    parts = [p for p in request.url.query.split("&") if p and not p.startswith("f=")]
    return f"{address}?{'&'.join(parts)}" if parts else address


def tile_template(request: Request, layer: TileLayer) -> str:
    """Return the address of a layer's tiles with ``{z}``, ``{x}`` and ``{y}``."""
    return with_filter(absolute(request, f"/tiles/{layer.id}") + "/{z}/{x}/{y}", request)


def _known(layers: dict[str, TileLayer], name: str) -> TileLayer:
    if name not in layers:
        raise NotFoundError(f"There are no tiles of {name[:40]!r}; there are {', '.join(layers)}.")
    return layers[name]


def _cache(request: Request) -> TileCache:
    state = request.app.state
    if not hasattr(state, "tiles"):
        state.tiles = TileCache()
    found: TileCache = state.tiles
    return found


def _tile(
    request: Request, database: Db, layer: TileLayer, at: tuple[str, str, str], values: Values
) -> Response:
    tile = parse_tile(*at, minzoom=layer.minzoom)
    cache = _cache(request)
    address = f"{layer.id}/{tile.z}/{tile.x}/{tile.y}?{request.url.query}"
    zipped = "gzip" in request.headers.get("accept-encoding", "")
    with database.snapshot() as connection:
        version = database.version(connection)
        tag = etag(version, "-gzip" if zipped else "")
        if unchanged := not_modified(request, tag):
            return unchanged
        body = cache.get(version, address)
        if body is None:
            wanted = queries.with_known_names(connection, claim_filter(values))
            disputed = _disputed(cache, connection, version)
            made = layer.draw(connection, wanted, tile, disputed)
            body = gzip.compress(made, _GZIP_LEVEL, mtime=0)
            cache.put(version, address, body)
    headers = {"ETag": tag, "Cache-Control": REVALIDATE, "Vary": "Accept-Encoding"}
    if zipped:
        headers["Content-Encoding"] = "gzip"
    return Response(body if zipped else gzip.decompress(body), headers=headers, media_type=MVT)


def _disputed(cache: TileCache, connection: Connection, version: str) -> tuple[int, ...]:
    sites = cache.disputed(version)
    if sites is None:
        sites = tiles.disputed_sites(connection)
        cache.put_disputed(version, sites)
    return sites


def _tilejson(request: Request, database: Db, layer: TileLayer, values: Values) -> Response:
    with database.snapshot() as connection:
        tag = etag(database.version(connection))
        if unchanged := not_modified(request, tag):
            return unchanged
        wanted = queries.with_known_names(connection, claim_filter(values))
        counts = queries.count(connection, wanted)
    body: dict[str, Any] = {
        "tilejson": "3.0.0",
        "name": layer.title,
        "description": layer.description,
        "attribution": ATTRIBUTION,
        "scheme": "xyz",
        "tiles": [tile_template(request, layer)],
        "minzoom": layer.minzoom,
        "maxzoom": TILE_MAXZOOM,
        "bounds": UKRAINE,
        "center": [34.0, 48.6, max(6, layer.minzoom)],
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
