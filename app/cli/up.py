"""``claimatlas up``: everything from an empty data directory to a map in the browser."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import typer
from sqlalchemy import Engine, text

from app import logs
from app.cli.serve import Host, Port, listening, run_server, settings_with, stopped_by_signals
from app.cli.steps import Steps
from app.db.embedded import open_database
from app.db.engine import make_engine
from app.db.migrate import upgrade
from app.errors import ClaimatlasError
from app.places.load import load_places
from app.settings import Settings, checkout
from gazetteer.cache import open_gazetteer, source_stamp
from gazetteer.errors import GazetteerError
from gazetteer.resolver import Gazetteer
from gazetteer.sync import Sync

#: For a connection and for each read: who is offline must not wait.
_SYNC_TIMEOUT_SECONDS = 3.0


_WHICH_DATABASE = """
    SELECT system_identifier::text, oid::int,
           EXISTS (SELECT FROM place) AS place, EXISTS (SELECT FROM document) AS document
    FROM pg_control_system(), pg_database WHERE datname = current_database()
"""


class AlreadyUpError(ClaimatlasError):
    """Another ``up`` works on this data directory."""


def up(host: Host = None, port: Port = None) -> None:
    """Start the private database, load the gazetteer and the sample reports, and serve the map.

    A second run keeps all data and skips what is done. Ctrl-C stops everything.

    Example: [bold]PORT=8001 claimatlas up[/bold]
    """
    settings = settings_with(host=host, port=port)
    logs.configure(settings)
    steps = Steps(settings.data_dir)
    with ExitStack() as stack:
        stack.enter_context(stopped_by_signals())
        stack.enter_context(_only_one(settings.data_dir))
        server = stack.enter_context(listening(settings))
        with steps.step("database") as said:
            url = stack.enter_context(open_database(settings))
            schema = upgrade(url)
            said.append(f"schema {schema.current}")
        engine = make_engine(url)
        stack.callback(engine.dispose)
        _sync_once(settings, steps)
        gazetteer = _open_gazetteer(settings, steps)
        _load_places(settings, steps, engine, gazetteer)
        _ingest_samples(settings, steps, engine, gazetteer)
        engine.dispose()
        run_server(settings, server, gazetteer, _tell_what_to_open)


@contextmanager
def _only_one(data_dir: Path) -> Iterator[None]:
    """Two servers would fight over one data directory; other commands may run beside one."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "up.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise AlreadyUpError(
                f"`up` runs already on {data_dir} (process {file.read().strip() or 'unknown'}); "
                "stop it, or choose another CLAIMATLAS_DATA_DIR"
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _sync_once(settings: Settings, steps: Steps) -> None:
    """Try the public sources, or a mirror's URL, in the first run only; being offline is fine."""
    if settings.offline or settings.mirror_dir:
        return
    folder = settings.data_dir / "gazetteer"
    asked, origin = folder / "sync-tried", settings.mirror or "public sources"
    if asked.is_file() and asked.read_text() == origin:
        return
    with steps.step("gazetteer sources") as said:
        try:
            report = Sync(folder / "sources", settings.mirror, _SYNC_TIMEOUT_SECONDS).run()
            said.append(f"{len(report.fetched)} fetched, {len(report.failed)} failed")
        except GazetteerError:
            said.append(f"{origin} not reached: going on with what is installed")
        said.append("`claimatlas gazetteer sync` tries again")
    asked.write_text(origin)


def _open_gazetteer(settings: Settings, steps: Steps) -> Gazetteer:
    with steps.step("gazetteer index") as said:
        gazetteer = open_gazetteer(settings.data_dir, settings.sources_dir)
        said.append(f"{len(gazetteer.places):,} places")
    return gazetteer


def _load_places(settings: Settings, steps: Steps, engine: Engine, gazetteer: Gazetteer) -> None:
    """Put the gazetteer into PostGIS, unless the rows there were made of the same sources."""
    with steps.step("gazetteer in PostGIS") as said:
        done = _Done(settings.data_dir / "gazetteer" / "loaded", engine, "place")
        sources = source_stamp(settings.sources_dir)
        if done.holds(sources):
            said.append("up to date")
            return
        report = load_places(engine, gazetteer.places.values())
        done.note(sources)
        said.append(f"{report.places:,} places, {report.names:,} names")


def _ingest_samples(settings: Settings, steps: Steps, engine: Engine, gazetteer: Gazetteer) -> None:
    """Ingest the sample reports of the checkout; those that are there already are left alone."""
    top = checkout()
    if top is None or not (top / "samples").is_dir():
        return
    with steps.step("sample reports") as said:
        done = _Done(settings.data_dir / "samples-ingested", engine, "document")
        files = [path for path in sorted((top / "samples").iterdir()) if path.suffix != ".md"]
        content = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
        if done.holds(content):
            said.append("up to date")
            return
        # Readers and extraction take a second to import, which later starts can do without.
        from app.pipeline import IngestReport, ingest, read_files  # noqa: PLC0415

        report = IngestReport()
        ingest(engine, gazetteer, read_files(files, report), report=report)
        if report.ok:
            done.note(content)
        said.append(f"{report.added} added, {report.known + report.copies} known")
        said.extend(f"{failure.source}: {failure.error}" for failure in report.failures)


class _Done:
    """Remembers in a file of what, and in which database, something was made."""

    def __init__(self, file: Path, engine: Engine, table: str) -> None:
        self._file = file
        with engine.connect() as connection:
            # The database may be another one next time, or have been emptied meanwhile.
            row = connection.execute(text(_WHICH_DATABASE)).one()._mapping
        self._database = [row["system_identifier"], row["oid"]]
        self._filled = bool(row[table])

    def holds(self, inputs: str) -> bool:
        """Whether it was made of these inputs, and the database still has rows."""
        return (
            self._filled and self._file.is_file() and self._file.read_text() == self._text(inputs)
        )

    def note(self, inputs: str) -> None:
        """Remember that it was made of these inputs."""
        self._file.write_text(self._text(inputs))

    def _text(self, inputs: str) -> str:
        return json.dumps({"inputs": inputs, "database": self._database})


def _tell_what_to_open(base: str) -> None:
    typer.echo(f"""
  map        {base}
  GeoJSON    {base}/collections/claims/items?limit=10
  name       {base}/gazetteer/resolve?name=Krasnoarmeysk

  Your own reports: {sys.argv[0]} ingest FILE... while this runs. Ctrl-C stops everything.
""")
