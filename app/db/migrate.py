"""The schema's migrations: the only way tables are made or changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.engine import URL

from app.db.engine import make_engine

# Two processes that start at once must not both migrate; any constant number serves.
_MIGRATION_LOCK = 7_206_214_811


@dataclass(frozen=True, slots=True)
class MigrationStatus:
    """Revision of a database and of the code; ``current`` is None for an empty database."""

    current: str | None
    head: str

    @property
    def up_to_date(self) -> bool:
        """Whether the database has every migration that the code knows."""
        return self.current == self.head


def migrations_directory() -> Path:
    """Return where the migrations are: inside the wheel, or at the top of a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "migrations"
    return installed if installed.is_dir() else package.parents[1] / "migrations"


def alembic_config() -> Config:
    """Return an Alembic configuration that needs no file of its own."""
    config = Config()
    # ConfigParser reads "%" as interpolation, and a path may contain one.
    config.set_main_option("script_location", str(migrations_directory()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(url: str | URL, revision: str = "head") -> MigrationStatus:
    """Bring the database to ``revision``; does nothing when it is there already."""
    return _migrate(url, revision, down=False)


def downgrade(url: str | URL, revision: str = "base") -> MigrationStatus:
    """Take the database back to ``revision``; ``base`` removes all our tables with their data."""
    return _migrate(url, revision, down=True)


def status(url: str | URL) -> MigrationStatus:
    """Return which revision the database has, and which one this code expects."""
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            return _status(connection)
    finally:
        engine.dispose()


def _migrate(url: str | URL, revision: str, *, down: bool) -> MigrationStatus:
    config = alembic_config()
    engine = make_engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            config.attributes["connection"] = connection
            (command.downgrade if down else command.upgrade)(config, revision)
            return _status(connection)
    finally:
        engine.dispose()


def _status(connection: Connection) -> MigrationStatus:
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    assert head is not None
    return MigrationStatus(MigrationContext.configure(connection).get_current_revision(), head)
