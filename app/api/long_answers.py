"""Long answers: PostgreSQL puts many features into one text, and they are read ahead.

A text of many features costs a tenth of what as many rows cost on their way through the driver. All
parts are of one snapshot, so an ingest beside neither adds, drops nor doubles a feature.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, suppress
from typing import Any, NamedTuple, cast

import psycopg

from app.api.reading import Reads, Row
from app.claims.pages import Walk
from app.claims.queries import Statement

#: Rows of the first part, so that the client sees something at once; each further one has more.
FIRST_ROWS = 100
#: Rows and bytes of a part: more gains nothing and takes memory, some eight times as much.
MOST_ROWS = 2000
MOST_BYTES = 1_000_000
#: PostgreSQL's process gives the memory of a part back to the system after each part, and has it
#: cleared for the next, which takes as long as all its other work. glibc keeps freed memory up to
#: twice the largest block that was freed so far (mallopt(3), M_MMAP_THRESHOLD), so one is freed.
_KEEP_MEMORY = f"SELECT length(repeat(' ', {8 * MOST_BYTES}))"
#: A walk begins at once; what is sorted first costs nearly all before its first row.
_AT_ONCE = 0.1


class Part(NamedTuple):
    """Features with commas between them, how many, and the key of the last."""

    rows: int
    text: bytes
    last: str


Read = Callable[[int], Awaitable[Part]]
Connection = psycopg.AsyncConnection[Row]


async def parts(reads: Reads, query: Statement, limit: int) -> AsyncGenerator[Part, None]:
    """Yield up to ``limit`` features in parts; the one after them, if any, is a part by itself."""
    async with reads.snapshot() as connection:
        walk = isinstance(query, Walk) and await _is_walk(connection, query.part(MOST_ROWS))
        read = await (_walked if walk else _fetched)(connection, query)
        left, size = limit, FIRST_ROWS
        while (part := await read(min(size, left) or 1)).rows:
            yield part
            if not left:
                return
            if walk and size == FIRST_ROWS:
                await connection.execute(_KEEP_MEMORY)
            left -= part.rows
            fitting = MOST_BYTES * part.rows // len(part.text)
            size = max(1, min(4 * size, MOST_ROWS, fitting))


async def ahead(coming: AsyncGenerator[Part, None]) -> AsyncGenerator[Part, None]:
    """Yield the same, and read the next part while the one before is being sent."""
    async with aclosing(coming):
        task = asyncio.ensure_future(anext(coming, None))
        try:
            while (part := await task) is not None:
                task = asyncio.ensure_future(anext(coming, None))
                yield part
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError, StopAsyncIteration):
                await task


async def _is_walk(connection: Connection, part: Statement) -> bool:
    """Tell whether the planner begins each part where the one before ended, or sorts for each.

    Then it is held to that: guesses about few rows left may not turn the last parts into sorts.
    """
    found = await connection.execute(f"EXPLAIN (FORMAT JSON) {part.sql}", part.values or None)
    row = await found.fetchone()
    assert row is not None
    plans: list[dict[str, Any]] = row[0][0]["Plan"]["Plans"]
    rows = next(plan for plan in plans if plan["Parent Relationship"] != "InitPlan")
    if rows["Startup Cost"] > _AT_ONCE * rows["Total Cost"]:
        return False
    await connection.execute("SET LOCAL enable_sort = off")
    return True


async def _walked(connection: Connection, query: Statement) -> Read:
    """Return what asks for the features after the last."""
    walk, last = cast(Walk, query), cast("str | None", None)

    async def read(rows: int) -> Part:
        nonlocal last
        part = walk.part(rows, last)
        cursor = connection.cursor(binary=True)
        await cursor.execute(part.sql, part.values or None, prepare=True)
        row = await cursor.fetchone()
        assert row is not None
        number, text, key = row
        last = key.decode() if number else last
        return Part(number, text or b"", last or "")

    return read


async def _fetched(connection: Connection, query: Statement) -> Read:
    """Return what brings the next rows of a cursor of the server."""
    cursor = connection.cursor("page")
    await cursor.execute(query.sql, query.values or None)

    async def read(rows: int) -> Part:
        found = await cursor.fetchmany(rows)
        last = cast(bytes, found[-1][0]).decode() if found else ""
        return Part(len(found), b",\n".join([row[1] for row in found]), last)

    return read
