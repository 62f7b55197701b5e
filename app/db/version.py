"""The data version: a counter that grows with every committed change."""

from __future__ import annotations

from sqlalchemy import Connection, text

# Run last in a transaction: writers queue on this one row until the first has committed, so that
# no reader ever sees a new number with old data.
BUMP_DATA_VERSION = "UPDATE data_version SET version = version + 1, changed_at = now()"


def data_version(connection: Connection) -> int:
    """Return the number of the last committed change."""
    return int(connection.execute(text("SELECT version FROM data_version")).scalar_one())
