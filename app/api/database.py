"""The API's read-only view of the database: one snapshot a request, errors in our own words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from psycopg import errors as pg
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.api.reading import Reads, identity_sql
from app.db.engine import make_engine
from app.errors import QueryTimeoutError, UnavailableError

STATEMENT_TIMEOUT_MS = 10_000
#: Requests run in a pool of 40 threads; more connections than this only compete for the processor.
POOL_SIZE = 10


class Database:
    """Read-only snapshots of one database."""

    def __init__(self, url: str, *, statement_timeout_ms: int = STATEMENT_TIMEOUT_MS) -> None:
        """Prepare connections to ``url``; nothing connects before the first snapshot."""
        self._engine = make_engine(url, pool_size=POOL_SIZE, pool_timeout=5)
        event.listen(self._engine, "connect", _timeout_setter(statement_timeout_ms))
        # One snapshot for a count and the rows it counts.
        self._reader: Engine = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._identity: str | None = None
        #: The way to the layers; it belongs to the event loop that uses it first.
        self.reads = Reads(url, statement_timeout_ms=statement_timeout_ms)

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Yield a connection in one read-only transaction.

        Raises QueryTimeoutError when a statement takes too long, and UnavailableError when the
        database cannot be reached or has no schema.
        """
        try:
            with self._reader.connect() as connection:
                yield connection
        except PoolTimeoutError as error:
            raise UnavailableError("The server is busy.") from error
        except DBAPIError as error:
            raise _in_our_words(error) from error

    def version(self, connection: Connection) -> str:
        """Return a short text that changes whenever any data change, for entity tags."""
        if self._identity is None:
            # A new database counts from zero again, and must not pass for the old one.
            self._identity = connection.exec_driver_sql(identity_sql()).scalar_one()
        number = connection.exec_driver_sql("SELECT version FROM data_version").scalar_one()
        return f"{self._identity}-{number}"

    def dispose(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def _timeout_setter(milliseconds: int) -> Callable[[Any, object], None]:
    def on_connect(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = {int(milliseconds)}")
        connection.commit()

    return on_connect


def _in_our_words(error: DBAPIError) -> Exception:
    """Return the domain error of a database error; a defect of ours stays what it is."""
    if isinstance(error.orig, pg.QueryCanceled):
        return QueryTimeoutError("The query took too long; narrow it by bbox, datetime or outlet.")
    if isinstance(error, OperationalError):
        return UnavailableError("The database cannot be reached.")
    if isinstance(error, ProgrammingError) and isinstance(error.orig, pg.UndefinedTable):
        return UnavailableError("The database has no schema yet; run `claimatlas db upgrade`.")
    return error
