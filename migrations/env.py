"""Alembic's entry: runs the revisions on the connection that ``app.db.migrate`` opened."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from app.db.schema import metadata


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        # PostGIS brings tables of its own.
        include_name=lambda name, kind, _: kind != "table" or name in metadata.tables,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("migrations run on a live database only: claimatlas db upgrade")
run(context.config.attributes["connection"])
