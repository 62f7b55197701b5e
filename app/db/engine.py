"""Connections to PostGIS."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from app.errors import InputError


def database_url(url: str | URL) -> URL:
    """Return ``url`` with our driver, so that users may give the common ``postgresql://`` form.

    Raises:
        InputError: the text is no PostgreSQL URL.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise InputError(
            "the database URL cannot be read; expected postgresql://user@host/database"
        ) from None
    if parsed.drivername not in {"postgres", "postgresql", "postgresql+psycopg"}:
        raise InputError(
            f"the database URL begins with {parsed.drivername!r}; expected 'postgresql'"
        )
    return parsed.set(drivername="postgresql+psycopg")


def make_engine(url: str | URL, *, pool_size: int = 5, **options: Any) -> Engine:
    """Make an engine for PostGIS through psycopg 3; connects on first use.

    ``options`` go to ``sqlalchemy.create_engine``.
    """
    return create_engine(
        database_url(url),
        pool_size=pool_size,
        pool_pre_ping=True,
        json_serializer=lambda value: orjson.dumps(value).decode(),
        json_deserializer=orjson.loads,
        # Times are compared and printed in UTC whatever the server's zone; the queries of the
        # layers are too short to win what JIT compilation costs.
        connect_args={
            "application_name": "claimatlas",
            "options": "-c timezone=UTC -c jit=off",
            "connect_timeout": 10,
        },
        **options,
    )
