"""What making a file over HTTP needs: a place in the queue, the rows, and an end when nobody waits.

A client that goes away stops the query it waits for, and everything held for it is given back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from threading import BoundedSemaphore, Lock
from typing import Any, TypeVar

import anyio
import psycopg
from fastapi import Request
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from app.errors import UnavailableError

T = TypeVar("T")
#: Each export holds a connection while it is read, so most connections are kept for the map.
MOST_AT_ONCE = 3
SLOTS = BoundedSemaphore(MOST_AT_ONCE)


class Left:
    """Tells work in another thread that its client has gone, and stops its query."""

    def __init__(self) -> None:
        """Begin with a client that waits."""
        self._lock = Lock()
        self._raw: Any = None

    @contextmanager
    def watching(self, connection: Connection) -> Iterator[None]:
        """Name the connection whose queries are to be stopped while the block runs."""
        self._raw = connection.connection.driver_connection
        try:
            yield
        finally:
            with self._lock:  # the next user of the connection is not to be stopped
                self._raw = None

    def stop(self) -> None:
        """Stop the query; the thread that waits for it meets a cancelled query."""
        with self._lock, suppress(psycopg.Error):
            if self._raw is not None:
                self._raw.cancel_safe(timeout=5)


async def unless_left(request: Request, work: Callable[[Left], T]) -> T:
    """Return what ``work`` makes in a thread; a client that goes away ends its queries."""
    left = Left()

    async def watch() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        while True:  # the query may only begin just now
            await run_in_threadpool(left.stop)
            await asyncio.sleep(0.3)

    watching = asyncio.ensure_future(watch())
    try:
        return await run_in_threadpool(work, left)
    finally:
        watching.cancel()


@contextmanager
def slot() -> Iterator[ExitStack]:
    """Take one of the places of those who make files; raises UnavailableError where none is."""
    if not SLOTS.acquire(blocking=False):
        raise UnavailableError("Too many files are being made; try again soon.")
    with ExitStack() as held:
        held.callback(SLOTS.release)
        yield held


class _Holding(Response):
    """An answer that gives back what it holds however it ends, also when its client goes away."""

    held: ExitStack

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send, and give back."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            with anyio.CancelScope(shield=True):
                await run_in_threadpool(self.held.close)


class HeldStream(_Holding, StreamingResponse):
    """Rows as they come."""


class HeldFile(_Holding, FileResponse):
    """A finished file, which answers to Range."""
