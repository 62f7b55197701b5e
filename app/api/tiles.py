"""Vector tiles (OGC API - Tiles, MVT): settlements with counts by side, and claims.

Every tile takes the filters of the claims layer. Addresses are the OGC ones and plain
``/tiles/{layer}/{z}/{x}/{y}``.
"""

from __future__ import annotations

import gzip
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from app.api.claim_layer import known_names
from app.api.compression import chosen
from app.api.conditional import address_tag
from app.api.database import Database
from app.api.deps import REVALIDATE, Db, not_modified
from app.api.params import Values, documented, format_parameter, own, reads
from app.api.tile_cache import TileCache
from app.api.tile_layers import BY_COLLECTION, LAYERS, TileLayer, known
from app.claims import tiles
from app.claims.filters import CLAIM_PARAMETERS, ClaimFilter, claim_filter
from geo.tiles import MVT, TILE_MATRIX_SET, Tile, parse_tile

router = APIRouter(tags=["tiles"])

#: Level 6 takes three times as long and saves a sixteenth.
_GZIP_LEVEL = 2

(F_MVT,) = own("tile", format_parameter("mvt"))
TILE_PARAMETERS = (*CLAIM_PARAMETERS, F_MVT)
#: What the API description adds to its components.
PARAMETERS = (F_MVT,)
ReadsTile = Annotated[Values, Depends(reads(*TILE_PARAMETERS))]
_AS_MVT = {"x-media-type": MVT}


@router.get(
    "/tiles/{layer}/{z}/{x}/{y}",
    summary="One vector tile, by column and row",
    operation_id="getTile",
    openapi_extra=documented(TILE_PARAMETERS) | _AS_MVT,
)
async def xyz_tile(
    *, layer: str, z: str, x: str, y: str, request: Request, database: Db, values: ReadsTile
) -> Response:
    """Return the tile of a layer at zoom ``z``, column ``x`` and row ``y`` from the north-west."""
    at = (z, x, y.removesuffix(".mvt"))
    return await _tile(request, database, known(LAYERS, layer), at, values)


@router.get(
    f"/collections/{{collection}}/tiles/{TILE_MATRIX_SET}/{{z}}/{{row}}/{{col}}",
    summary="One vector tile, by row and column",
    operation_id="getCollectionTile",
    openapi_extra=documented(TILE_PARAMETERS) | _AS_MVT,
)
async def ogc_tile(
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
    return await _tile(request, database, known(BY_COLLECTION, collection), (z, col, row), values)


def _cache(request: Request) -> TileCache:
    state = request.app.state
    if not hasattr(state, "tiles"):
        state.tiles = TileCache()
    found: TileCache = state.tiles
    return found


async def _tile(
    request: Request, database: Db, layer: TileLayer, at: tuple[str, str, str], values: Values
) -> Response:
    tile = parse_tile(*at, minzoom=layer.minzoom)
    cache = _cache(request)
    zipped = chosen(request.headers.get("accept-encoding", ""), ("gzip",)) is not None
    version = await database.reads.version()
    tag = address_tag(request.scope, version)[:-1] + ('-gzip"' if zipped else '"')
    if unchanged := not_modified(request, tag):
        return unchanged
    address = f"{layer.id}/{tile.z}/{tile.x}/{tile.y}?{request.url.query}"
    body = cache.get(version, address)
    if body is None:
        made = await _made(database, version, layer, claim_filter(values), tile)
        body = gzip.compress(made, _GZIP_LEVEL, mtime=0)
        cache.put(version, address, body)
    headers = {"ETag": tag, "Cache-Control": REVALIDATE, "Vary": "Accept-Encoding"}
    if zipped:
        headers["Content-Encoding"] = "gzip"
    return Response(body if zipped else gzip.decompress(body), headers=headers, media_type=MVT)


async def _made(
    database: Database, version: str, layer: TileLayer, wanted: ClaimFilter, tile: Tile
) -> bytes:
    """Return a tile of the data of ``version``, or of newer ones."""
    reads = database.reads
    wanted = replace(
        wanted,
        outlet=await known_names(reads, version, "outlet", wanted.outlet),
        claimant=await known_names(reads, version, "actor", wanted.claimant),
    )
    if layer.query is not None:
        disputed = tuple(row[0] for row in await reads.remembered(version, tiles.DISPUTED_SITES))
        return (await reads.rows(layer.query(wanted, tile, disputed)))[0][0] or b""

    def draw() -> bytes:
        with database.snapshot() as connection:
            return tiles.claims(connection, wanted, tile)

    return await run_in_threadpool(draw)
