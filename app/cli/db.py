"""``claimatlas db``: the schema of the database."""

from __future__ import annotations

import typer

from app import logs
from app.db.embedded import open_database
from app.db.migrate import MigrationStatus
from app.db.migrate import downgrade as migrate_down
from app.db.migrate import status as migration_status
from app.db.migrate import upgrade as migrate_up
from app.settings import Settings

app = typer.Typer(help="Make, check and take back the database schema.", no_args_is_help=True)


def _describe(found: MigrationStatus) -> str:
    if found.up_to_date:
        return f"schema at {found.current}: up to date"
    return f"schema at {found.current or 'nothing'}, this version needs {found.head}"


@app.command(epilog="Example: claimatlas db upgrade")
def upgrade() -> None:
    """Bring the schema to the newest migration; data is kept."""
    settings = Settings()
    logs.configure(settings)
    with open_database(settings) as url:
        typer.echo(_describe(migrate_up(url)))


@app.command(epilog="Example: claimatlas db downgrade base --yes")
def downgrade(
    revision: str = typer.Argument(help="Revision to go back to; `base` is the empty schema."),
    yes: bool = typer.Option(False, "--yes", help="Do not ask."),
) -> None:
    """Take migrations back; the data of the tables they made is lost."""
    if not yes:
        typer.confirm("This deletes data. Go on?", abort=True)
    settings = Settings()
    logs.configure(settings)
    with open_database(settings) as url:
        typer.echo(_describe(migrate_down(url, revision)))


@app.command(epilog="Example: claimatlas db status")
def status() -> None:
    """Say which migration the database is at; exit code 1 when it is behind."""
    with open_database(Settings()) as url:
        found = migration_status(url)
    typer.echo(_describe(found))
    if not found.up_to_date:
        raise typer.Exit(1)
