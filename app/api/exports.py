"""``/exports/claims.{suffix}``: the claims of any filter as a file.

Text formats go out as the rows come. The others need a file of their own, which lives until it is
sent; they answer to Range requests.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi import Path as InPath
from fastapi.responses import FileResponse, StreamingResponse
from sqlalchemy import Connection
from starlette.background import BackgroundTask

from app.api import qgis
from app.api.database import Database
from app.api.deps import REVALIDATE, Db, etag, is_head, not_modified
from app.api.file_cache import FileCache
from app.api.params import Values, documented, reads
from app.claims import queries
from app.claims.export import export_layer
from app.claims.filters import CLAIM_PARAMETERS, Parameter, claim_filter, one_of, single
from app.errors import NotFoundError, UnavailableError
from geo.export.formats import FORMATS, Format

router = APIRouter()
# Before the files, for one address would be taken for a file of an unknown suffix.
router.include_router(qgis.router)

#: Each export holds a connection while it is read, so most connections are kept for the map.
MOST_AT_ONCE = 3
_SLOTS = BoundedSemaphore(MOST_AT_ONCE)
#: A file of a million rows takes its time.
_STATEMENT_TIMEOUT = "SET LOCAL statement_timeout = '10min'"

HXL = Parameter(
    "hxl",
    "Whether a row of HXL hashtags stands below the header (CSV and XLSX).",
    "true or false",
    {"type": "boolean", "default": False},
    single(lambda value: one_of(("true", "false"))(value) == "true"),
)
PARAMETERS = (*CLAIM_PARAMETERS, HXL)
SUFFIXES = [known.suffix.removeprefix(".") for known in FORMATS.values()]


def by_suffix(suffix: str) -> Format:
    """Return the format whose files end so. Raises NotFoundError, which names all."""
    for known in FORMATS.values():
        if known.suffix == f".{suffix}":
            return known
    suffixes = ", ".join(known.suffix for known in FORMATS.values())
    raise NotFoundError(f"There is no export {suffix[:20]!r}; there are {suffixes}.")


@router.get(
    "/exports/claims.{suffix}",
    tags=["exports"],
    summary="Claims of any filter as a file",
    operation_id="exportClaims",
    openapi_extra=documented(PARAMETERS)
    | {"x-media-type": [known.media_type for known in FORMATS.values()]},
)
def export(
    suffix: Annotated[str, InPath(json_schema_extra={"enum": SUFFIXES})],
    request: Request,
    database: Db,
    values: Annotated[Values, Depends(reads(*PARAMETERS))],
) -> Response:
    """Return all features of a filter, with real date columns, licence and attribution."""
    return file_response(request, database, by_suffix(suffix), values)


def file_response(request: Request, database: Database, chosen: Format, values: Values) -> Response:
    """Return the file of a format; ``values`` are read parameters of the claims layer."""
    with database.snapshot() as connection:
        version = database.version(connection)
    if unchanged := not_modified(request, _tag(version, chosen)):
        return unchanged
    if chosen.stream is None:
        return _finished(request, database, chosen, values, version)
    if is_head(request):  # without a length, for nobody knows it yet
        return StreamingResponse(
            iter(()), headers=_headers(version, chosen), media_type=chosen.media_type
        )
    with _slot() as held:
        connection = held.enter_context(database.snapshot())
        version = database.version(connection)
        parts = _parts(connection, chosen, values)
        first = next(parts, b"")  # what fails before the first row is still a clean problem
        return StreamingResponse(
            _kept(first, parts, held.pop_all()),
            headers=_headers(version, chosen),
            media_type=chosen.media_type,
        )


def _finished(
    request: Request, database: Database, chosen: Format, values: Values, version: str
) -> Response:
    """Return a file that is finished before it is sent, so that its length is known."""
    assert chosen.file is not None
    cache = _cache(request)
    with ExitStack() as held:
        # Two requests never share a name, and a broken one leaves nothing.
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="claimatlas-")))
        path = folder / f"claims{chosen.suffix}"
        if not cache.link(_key(version, chosen, request), path):
            with _slot() as making:
                connection = making.enter_context(database.snapshot())
                version = database.version(connection)
                connection.exec_driver_sql(_STATEMENT_TIMEOUT)
                wanted = queries.with_known_names(connection, claim_filter(values))
                layer = export_layer(connection, wanted, hxl=values.get("hxl", False))
                chosen.file(layer, path)
                cache.put(_key(version, chosen, request), path)
        sent = held.pop_all()
    return FileResponse(
        path,
        headers=_headers(version, chosen),
        media_type=chosen.media_type,
        background=BackgroundTask(sent.close),
    )


@contextmanager
def _slot() -> Iterator[ExitStack]:
    """Take one of the places of those who make files; raises UnavailableError where none is."""
    if not _SLOTS.acquire(blocking=False):
        raise UnavailableError("Too many files are being made; try again soon.")
    with ExitStack() as held:
        held.callback(_SLOTS.release)
        yield held


def _cache(request: Request) -> FileCache:
    state = request.app.state
    if not hasattr(state, "files"):
        state.files = FileCache()
    found: FileCache = state.files
    return found


def _key(version: str, chosen: Format, request: Request) -> str:
    return f"{version} {chosen.name} {request.url.query}"


def _tag(version: str, chosen: Format) -> str:
    return etag(version, f"-{chosen.name}")


def _headers(version: str, chosen: Format) -> dict[str, str]:
    return {
        "ETag": _tag(version, chosen),
        "Cache-Control": REVALIDATE,
        "Content-Disposition": f'attachment; filename="claims{chosen.suffix}"',
    }


def _parts(connection: Connection, chosen: Format, values: Values) -> Iterator[bytes]:
    connection.exec_driver_sql(_STATEMENT_TIMEOUT)
    wanted = queries.with_known_names(connection, claim_filter(values))
    assert chosen.stream is not None
    yield from chosen.stream(export_layer(connection, wanted, hxl=values.get("hxl", False)))


def _kept(first: bytes, rest: Iterator[bytes], held: ExitStack) -> Iterator[bytes]:
    """Yield the parts; whatever ends them gives the connection back."""
    with held:
        yield first
        yield from rest
