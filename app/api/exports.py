"""``/exports/claims.{suffix}``: the claims of any filter as a file.

Text formats go out as the rows come. The others need a file of their own, which lives until it is
sent; they answer to Range requests.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi import Path as InPath
from fastapi.responses import StreamingResponse
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool

from app.api import qgis
from app.api.database import Database
from app.api.deps import REVALIDATE, Db, etag, is_head, licence_links, not_modified
from app.api.export_filter import wanted_features
from app.api.export_names import disposition, file_name
from app.api.export_work import HeldFile, HeldStream, Left, slot, unless_left
from app.api.file_cache import FileCache
from app.api.params import CLAIM_FILTERS, Values, documented, reads
from app.claims import conditions, queries
from app.claims.export import Blocks, export_layer, too_many
from app.claims.filters import ClaimFilter
from app.errors import InputError, NotFoundError, UnavailableError
from app.parameters import Parameter, one_of, single
from geo.errors import ExportError
from geo.export.formats import FORMATS, Format
from geo.export.layer import Layer

router = APIRouter()
# Before the files, for one address would be taken for a file of an unknown suffix.
router.include_router(qgis.router)

#: A file of a million rows takes its time.
_STATEMENT_TIMEOUT = "SET LOCAL statement_timeout = '10min'"

HXL = Parameter(
    "hxl",
    "Whether a row of HXL hashtags stands below the header (CSV and XLSX).",
    "true or false",
    {"type": "boolean", "default": False},
    single(lambda value: one_of(("true", "false"))(value) == "true"),
)
PARAMETERS = (*CLAIM_FILTERS, HXL)
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
async def export(
    suffix: Annotated[str, InPath(json_schema_extra={"enum": SUFFIXES})],
    request: Request,
    database: Db,
    values: Annotated[Values, Depends(reads(*PARAMETERS))],
) -> Response:
    """Return all features of a filter, with real date columns, licence and attribution."""
    return await file_response(request, database, by_suffix(suffix), values)


async def file_response(
    request: Request, database: Database, chosen: Format, values: Values
) -> Response:
    """Return the file of a format; ``values`` are read parameters of the claims layer."""
    wanted = wanted_features(values)  # a filter that cannot be read is told before all else
    version = await run_in_threadpool(_version, database)
    if unchanged := not_modified(request, _tag(version, chosen)):
        return unchanged
    asked = _Asked(database, chosen, values, wanted)
    if chosen.stream is None:
        return await _finished(request, asked, version)
    if is_head(request):  # without a length, for nobody knows it yet
        return StreamingResponse(
            iter(()), headers=asked.headers(version), media_type=chosen.media_type
        )
    return await unless_left(request, asked.stream)


class _Asked:
    """A file that was asked for, and the ways to make it."""

    def __init__(
        self, database: Database, chosen: Format, values: Values, wanted: ClaimFilter
    ) -> None:
        self.database, self.chosen, self.wanted = database, chosen, wanted
        self.hxl = values.get("hxl", False)
        self.name = file_name(values, chosen.suffix)

    def headers(self, version: str) -> dict[str, str]:
        """Return the headers; formats without a place for terms have them here at least."""
        return {
            "ETag": _tag(version, self.chosen),
            "Cache-Control": REVALIDATE,
            "Content-Disposition": disposition(self.name),
            "Link": ", ".join(f'<{x["href"]}>; rel="license"' for x in licence_links()),
        }

    def stream(self, left: Left) -> Response:
        """Begin to read; what fails before the first row is still a clean problem."""
        assert self.chosen.stream is not None
        with slot() as held:
            connection = held.enter_context(self.database.snapshot())
            version = self.database.version(connection)
            with left.watching(connection):
                blocks = self._blocks(connection)
                held.callback(blocks.close)
                blocks.begin()
            parts = self.chosen.stream(self._layer(blocks))
            held.callback(parts.close)  # type: ignore[attr-defined]
            made = HeldStream(
                parts, headers=self.headers(version), media_type=self.chosen.media_type
            )
            made.held = held.pop_all()
            return made

    def file(self, path: Path, left: Left) -> str:
        """Write the file; returns the version of the data that it holds."""
        with slot() as making:
            connection = making.enter_context(self.database.snapshot())
            version = self.database.version(connection)
            making.enter_context(left.watching(connection))
            self.chosen.write(self._layer(self._blocks(connection)), path)
            return version

    def _blocks(self, connection: Connection) -> Blocks:
        connection.exec_driver_sql(_STATEMENT_TIMEOUT)
        known = queries.with_known_names(connection, self.wanted)
        if self.chosen.most_rows is not None:
            _refuse_more(connection, known, self.chosen)
        return Blocks(connection, known, self.chosen)

    def _layer(self, blocks: Blocks) -> Layer:
        return export_layer(blocks, self.wanted, self.chosen, hxl=self.hxl)


async def _finished(request: Request, asked: _Asked, version: str) -> Response:
    """Return a file that is finished before it is sent, so that its length is known."""
    cache: FileCache = request.app.state.files
    chosen, query = asked.chosen, request.url.query
    with ExitStack() as held:
        # Two requests never share a name, and a broken one leaves nothing.
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(dir=cache.folder)))
        path = folder / f"claims{chosen.suffix}"
        key = f"{version} {chosen.name} {query}"
        async with cache.making(key):
            if not cache.link(key, path):
                version = await unless_left(request, lambda left: _made(asked, cache, path, left))
                cache.put(f"{version} {chosen.name} {query}", path)
        answer = HeldFile(path, headers=asked.headers(version), media_type=chosen.media_type)
        answer.held = held.pop_all()
    return answer


def _made(asked: _Asked, cache: FileCache, path: Path, left: Left) -> str:
    """Write the file, once more without the kept files where the disk is full."""
    try:
        return asked.file(path, left)
    except ExportError:
        if not cache.clear():
            raise UnavailableError(_NO_ROOM) from None
    path.unlink(missing_ok=True)
    try:
        return asked.file(path, left)
    except ExportError:
        raise UnavailableError(_NO_ROOM) from None


_NO_ROOM = (
    "The file cannot be written here now, for lack of room; ask for less, or for csv or geojson, "
    "which need none."
)


def _refuse_more(connection: Connection, wanted: ClaimFilter, chosen: Format) -> None:
    assert chosen.most_rows is not None
    condition = conditions.where(wanted)
    found = connection.exec_driver_sql(
        f"SELECT count(*) FROM (SELECT {conditions.from_features(condition)}"  # noqa: S608 (constants; values are bound)
        f" LIMIT {chosen.most_rows + 1}) AS found",
        condition.values,
    ).scalar_one()
    if found > chosen.most_rows:
        raise InputError(too_many(chosen))


def _version(database: Database) -> str:
    with database.snapshot() as connection:
        return database.version(connection)


def _tag(version: str, chosen: Format) -> str:
    return etag(version, f"-{chosen.name}")
