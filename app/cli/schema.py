"""The database of a command that writes reports, with the tables that this code expects."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic.util import CommandError

from app.db.embedded import open_database
from app.db.migrate import status, upgrade
from app.errors import UnavailableError
from app.settings import Settings


@contextmanager
def current_database(settings: Settings) -> Iterator[str]:
    """URL of the settings' database, its schema that of this code.

    The private cluster is nobody else's and is upgraded without asking, as ``up`` does. A
    database that was named may serve other programs, so its owner upgrades it.

    Raises:
        UnavailableError: the schema is another one; the sentence says what to do.
    """
    with open_database(settings) as url:
        if not status(url).up_to_date:
            if settings.database_url:
                raise UnavailableError("the schema is not up to date: run `claimatlas db upgrade`")
            _upgrade(url)
        yield url


def _upgrade(url: str) -> None:
    try:
        upgrade(url)
    except CommandError as error:  # a revision that this code does not know
        raise UnavailableError(
            "the database was made by a newer version of claimatlas: use that one"
        ) from error
