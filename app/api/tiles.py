"""Vector tiles (OGC API - Tiles, MVT): settlements with counts by side, and claims.

Every tile takes the filters of the claims layer. Addresses are the OGC ones and plain
``/tiles/{layer}/{z}/{x}/{y}``.
"""

from __future__ import annotations

import gzip
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool

from app.api.compression import chosen
from app.api.conditional import address_tag
from app.api.database import Database
from app.api.deps import REVALIDATE, Db, not_modified
from app.api.params import Values, documented, format_parameter, own, reads
from app.api.tile_cache import TileCache
from app.api.tile_layers import BY_COLLECTION, LAYERS, TileLayer, known
from app.claims import queries, tiles
from app.claims.filters import CLAIM_PARAMETERS, ClaimFilter, claim_filter
from geo.tiles import MVT, TILE_MATRIX_SET, Tile, parse_tile

router = APIRouter(tags=["tiles"])

#: Level 1 is a third the size of the tile and costs a fifth of what level 6 does.
_GZIP_LEVEL = 5

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
        make = partial(
            _made,
            cache,
            version,
            database=database,
            layer=layer,
            wanted=claim_filter(values),
            tile=tile,
        )
        body = await run_in_threadpool(make)
        cache.put(version, address, body)
    headers = {"ETag": tag, "Cache-Control": REVALIDATE, "Vary": "Accept-Encoding"}
    if zipped:
        headers["Content-Encoding"] = "gzip"
    return Response(body if zipped else gzip.decompress(body), headers=headers, media_type=MVT)


def _made(
    cache: TileCache,
    version: str,
    *,
    database: Database,
    layer: TileLayer,
    wanted: ClaimFilter,
    tile: Tile,
) -> bytes:
    """Return a compressed tile of the data of ``version``, or of newer ones."""
    with database.snapshot() as connection:
        wanted = queries.with_known_names(connection, wanted)
        disputed = _disputed(cache, connection, version)
        return gzip.compress(layer.draw(connection, wanted, tile, disputed), _GZIP_LEVEL, mtime=0)


def _disputed(cache: TileCache, connection: Connection, version: str) -> tuple[int, ...]:
    sites = cache.disputed(version)
    if sites is None:
        sites = tiles.disputed_sites(connection)
        cache.put_disputed(version, sites)
    return sites
