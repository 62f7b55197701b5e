"""The fast way to the layers: asynchronous, through the bare driver, prepared, text as bytes.

PostGIS writes the GeoJSON; here its bytes only pass through, so a row costs the server next to
nothing.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version
from typing import Any, cast

import psycopg
from psycopg import errors as pg

from app.claims.queries import Statement
from app.db.engine import database_url
from app.errors import QueryTimeoutError, UnavailableError

Row = tuple[Any, ...]
#: Connections a worker reads with; more only compete for the processors.
CONNECTIONS = 6
#: How long a request waits for one of them, in seconds.
PATIENCE_S = 10
#: A plan made for any box would serve none; for one row by its id all plans are one, and planning
#: would take longer than all else. A connection holds to one of the two.
_PLANNED_EACH_TIME = "force_custom_plan"
_PLANNED_ONCE = "force_generic_plan"
_REMEMBERED = 4096

_IDENTITY = """
SELECT left(md5(system_identifier::text || d.oid
    || coalesce((SELECT min(recorded_from) FROM outlet)::text, '') || %s), 8)
FROM pg_control_system(), pg_database d WHERE d.datname = current_database()
"""


class Reads:
    """Connections of one event loop, and what is known for the present version of the data."""

    def __init__(self, url: str, *, statement_timeout_ms: int) -> None:
        """Prepare to read; nothing connects before the first question."""
        parsed = database_url(url).set(drivername="postgresql")
        self._conninfo = parsed.render_as_string(hide_password=False)
        self._options = (
            f"-c timezone=UTC -c datestyle=ISO -c jit=off"
            f" -c statement_timeout={statement_timeout_ms:d}"
            " -c default_transaction_read_only=on"
        )
        self._idle: dict[str, deque[psycopg.AsyncConnection[Row]]] = {
            mode: deque() for mode in (_PLANNED_EACH_TIME, _PLANNED_ONCE)
        }
        self._free = asyncio.Semaphore(CONNECTIONS)
        self._identity: str | None = None
        self._asking = asyncio.Lock()
        self._coming: asyncio.Task[str] | None = None
        self._known: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._known_version = ""

    async def version(self) -> str:
        """Return a short text that changes whenever any data change, for entity tags.

        Requests that come while the database is being asked share the next question: each answer
        is newer than its request, and the questions do not grow with the requests.
        """
        if self._coming is None:
            self._coming = asyncio.create_task(self._ask_version())
        return await asyncio.shield(self._coming)

    async def _ask_version(self) -> str:
        async with self._asking:
            self._coming = None  # whoever comes from here on needs a newer answer
            try:
                return await self._version()
            except UnavailableError:
                # The server may have gone and come back; its old connections have not.
                await self._drop_idle()
                return await self._version()

    async def _version(self) -> str:
        if self._identity is None:
            # A new database counts from zero again, and must not pass for the old one.
            rows = await self.rows(Statement(identity_sql()))
            self._identity = cast(bytes, rows[0][0]).decode()
        rows = await self.rows(Statement("SELECT version FROM data_version"), planned_once=True)
        return f"{self._identity}-{rows[0][0]}"

    async def rows(self, query: Statement, *, planned_once: bool = False) -> list[Row]:
        """Return all rows; texts come as bytes.

        ``planned_once`` is for queries whose values do not matter to their plan.
        """
        mode = _PLANNED_ONCE if planned_once else _PLANNED_EACH_TIME
        async with self._connection(mode) as connection:
            cursor = await connection.execute(query.sql, query.values or None, prepare=True)
            return await cursor.fetchall()

    async def current(self, query: Statement) -> tuple[str, list[Row]]:
        """Return the version and, of the same snapshot, the rows of a query planned once.

        One question where two would be asked; without rows there is no version.
        """
        if self._identity is None:
            await self.version()
        both = f"SELECT (SELECT version FROM data_version), found.* FROM ({query.sql}) AS found"  # noqa: S608 (ours)
        try:
            rows = await self.rows(Statement(both, query.values), planned_once=True)
        except UnavailableError:
            await self.version()  # which finds out whether only the connections are gone
            rows = await self.rows(Statement(both, query.values), planned_once=True)
        return f"{self._identity}-{rows[0][0]}" if rows else "", [row[1:] for row in rows]

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[psycopg.AsyncConnection[Row]]:
        """Yield a connection whose questions all see the same state of the data."""
        async with self._connection() as connection, connection.transaction():
            await connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield connection

    async def remembered(self, tag: str, query: Statement) -> list[Row]:
        """Return the rows of a small query, from memory where the data are still the same."""
        if tag != self._known_version:
            self._known.clear()
            self._known_version = tag
        key = (query.sql, repr(query.values))
        if key in self._known:
            self._known.move_to_end(key)
            return cast(list[Row], self._known[key])
        found = await self.rows(query)
        if tag == self._known_version:
            self._known[key] = found
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return found

    async def close(self) -> None:
        """Close the connections that nobody uses."""
        await self._drop_idle()

    async def _drop_idle(self) -> None:
        for idle in self._idle.values():
            while idle:
                await idle.pop().close()

    @asynccontextmanager
    async def _connection(
        self, mode: str = _PLANNED_EACH_TIME
    ) -> AsyncIterator[psycopg.AsyncConnection[Row]]:
        try:
            await asyncio.wait_for(self._free.acquire(), PATIENCE_S)
        except TimeoutError:
            raise UnavailableError("The server is busy.") from None
        try:
            idle = self._idle[mode]
            connection = idle.pop() if idle else await self._connect(mode)
            try:
                yield connection
            except BaseException:
                if not isinstance(connection, psycopg.AsyncConnection) or not _sound(connection):
                    await connection.close()
                raise
            finally:
                if not connection.closed:
                    idle.append(connection)
        except psycopg.Error as error:
            raise _in_our_words(error) from error
        finally:
            self._free.release()

    async def _connect(self, mode: str) -> psycopg.AsyncConnection[Row]:
        return await psycopg.AsyncConnection.connect(
            self._conninfo,
            autocommit=True,
            options=f"{self._options} -c plan_cache_mode={mode}",
            connect_timeout=10,
            application_name="claimatlas",
            # Text stays the bytes that came, UTF-8: they go on to the client as they are.
            client_encoding="SQL_ASCII",
        )


def _sound(connection: psycopg.AsyncConnection[Row]) -> bool:
    return connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE


def _in_our_words(error: psycopg.Error) -> Exception:
    """Return the domain error of a database error; a defect of ours stays what it is."""
    if isinstance(error, pg.QueryCanceled):
        return QueryTimeoutError("The query took too long; narrow it by bbox, datetime or outlet.")
    if isinstance(error, pg.UndefinedTable):
        return UnavailableError("The database has no schema yet; run `claimatlas db upgrade`.")
    if isinstance(error, psycopg.OperationalError):
        return UnavailableError("The database cannot be reached.")
    return error


def identity_sql() -> str:
    """Return the query of a short text that tells databases and our releases apart."""
    return _IDENTITY.replace("%s", f"'{_release()}'")


def _release() -> str:
    """Another release may write other bytes from the same data."""
    try:
        return "".join(c for c in version("claimatlas") if c.isalnum() or c in ".+-")
    except PackageNotFoundError:
        return "0"


def texts(rows: Sequence[Row]) -> list[str]:
    """Return the first column of rows as text."""
    return [cast(bytes, row[0]).decode() for row in rows]
