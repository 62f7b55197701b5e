"""The application factory: settings in, FastAPI application out. Nothing happens at import."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from app.api import (
    documents,
    exports,
    features,
    landing,
    origins,
    outlets,
    overview,
    places,
    reconcile,
    resolve,
    search,
    styles,
    tiles,
    tilesets,
)
from app.api.compression import Compression
from app.api.conditional import NotModified
from app.api.database import Database
from app.api.file_cache import FileCache
from app.api.layers import STANDING
from app.api.params import DATES, F_JSON, F_LANDING, F_PAGE
from app.api.problems import add_problem_handlers
from app.api.service_description import Description
from app.api.transport import HeadAsGet, KnownRanges, SecurityHeaders
from app.db.embedded import open_database
from app.settings import Settings
from gazetteer.cache import index_stamp, open_gazetteer
from gazetteer.fallback import NominatimFallback
from gazetteer.resolver import Gazetteer

# Features come before what is asked for less, for routes are tried in turn; places of the gazetteer
# before them, for theirs is the item with all its names.
ROUTERS = (
    places,
    features,
    landing,
    outlets,
    overview,
    documents,
    origins,
    resolve,
    search,
    reconcile,
    tiles,
    tilesets,
    exports,
    styles,
)


def create_app(settings: Settings, *, gazetteer: Gazetteer | None = None) -> FastAPI:
    """Make the application; database and gazetteer are opened when it starts.

    ``gazetteer`` spares opening the one in the data directory, for whoever has one already.
    """
    app = FastAPI(
        title=landing.TITLE,
        version=_version(),
        lifespan=_lifespan(settings, gazetteer),
        # The interactive pages of FastAPI load their scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(
                # Public data, read only: any map may ask. POST only brings longer questions.
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=["GET", "HEAD", "POST"],
                # Readers of FlatGeobuf, GeoParquet and the like in a browser ask for ranges.
                allow_headers=["Content-Type", "If-None-Match", "If-Range", "Range"],
                expose_headers=[
                    "Accept-Ranges",
                    "Content-Crs",
                    "Content-Disposition",
                    "Content-Range",
                    "ETag",
                    "Link",
                    "Retry-After",
                ],
            ),
            Middleware(NotModified),
            Middleware(Compression),
            Middleware(HeadAsGet),
            Middleware(KnownRanges),
        ],
    )
    app.state.map_style_url = settings.map_style_url
    add_problem_handlers(app)
    for module in ROUTERS:
        app.include_router(module.router)
    Description(app, PARAMETERS).add_routes()
    app.mount("/static", StaticFiles(directory=landing.PAGE.parent), name="static")
    return app


def _lifespan(settings: Settings, gazetteer: Gazetteer | None) -> Any:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with open_database(settings) as url:
            app.state.database = Database(url)
            app.state.files = FileCache(
                settings.data_dir / "exports", most_bytes=settings.export_cache_mb * 1_000_000
            )
            app.state.gazetteer = gazetteer or open_gazetteer(
                settings.data_dir, settings.sources_dir
            )
            app.state.index_stamp = index_stamp(settings.data_dir)
            app.state.gazetteer.warm_search()
            app.state.fallback = (
                NominatimFallback(settings.nominatim_url) if settings.nominatim_url else None
            )
            try:
                yield
            finally:
                await app.state.database.reads.close()
                app.state.database.dispose()
                app.state.files.close()

    return lifespan


PARAMETERS = tuple(
    {
        parameter.key: parameter
        for table in (
            *(layer.parameters for layer in STANDING),
            resolve.PARAMETERS,
            (resolve.JOINT,),
            search.SEARCH_PARAMETERS,
            search.NEAREST_PARAMETERS,
            tilesets.PARAMETERS,
            tiles.PARAMETERS,
            exports.PARAMETERS,
            overview.PARAMETERS,
            documents.PARAMETERS,
        )
        for parameter in (*table, F_JSON, F_LANDING, F_PAGE, DATES)
    }.values()
)


def _version() -> str:
    try:
        return version("claimatlas")
    except PackageNotFoundError:
        return "0"
