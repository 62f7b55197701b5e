"""``/exports/claims.{suffix}``: the claims of any filter as a file.

Text formats go out as the rows come. The others need a file of their own, which lives until it is
sent; they answer to Range requests.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
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
    if not _SLOTS.acquire(blocking=False):
        raise UnavailableError("Too many files are being made; try again soon.")
    with ExitStack() as held:
        held.callback(_SLOTS.release)
        connection = held.enter_context(database.snapshot())
        tag = etag(database.version(connection), f"-{chosen.name}")
        if unchanged := not_modified(request, tag):
            return unchanged
        headers = {
            "ETag": tag,
            "Cache-Control": REVALIDATE,
            "Content-Disposition": f'attachment; filename="claims{chosen.suffix}"',
        }
        if is_head(request):
            return Response(headers=headers, media_type=chosen.media_type)
        if chosen.stream:
            parts = _parts(connection, chosen, values)
            first = next(parts, b"")  # what fails before the first row is still a clean problem
            return StreamingResponse(
                _kept(first, parts, held.pop_all()), headers=headers, media_type=chosen.media_type
            )
        # Two requests never share a name, and a broken one leaves nothing.
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="claimatlas-")))
        path = folder / f"claims{chosen.suffix}"
        assert chosen.file is not None
        connection.exec_driver_sql(_STATEMENT_TIMEOUT)
        wanted = queries.with_known_names(connection, claim_filter(values))
        chosen.file(export_layer(connection, wanted, hxl=values.get("hxl", False)), path)
        sent = held.pop_all()
    return FileResponse(
        path,
        headers=headers,
        media_type=chosen.media_type,
        background=BackgroundTask(sent.close),
    )


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
