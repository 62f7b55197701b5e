"""``claimatlas gazetteer``: bring the sources, build the index, search it, say what it holds."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from app import logs
from app.cli.steps import Steps
from app.db.embedded import open_database
from app.db.engine import make_engine
from app.db.migrate import status as migration_status
from app.errors import UnavailableError
from app.places.load import load_places
from app.settings import Settings
from gazetteer.attribution import ATTRIBUTIONS
from gazetteer.batch import describe_place
from gazetteer.cache import build_index, open_gazetteer
from gazetteer.model import PlaceKind
from gazetteer.resolver import Gazetteer
from gazetteer.search import SearchHit
from gazetteer.stats import GazetteerStats, gazetteer_stats
from gazetteer.sync import Sync, SyncReport

app = typer.Typer(
    help="Bring, load and count the sources of place names; search them.", no_args_is_help=True
)


@app.command(epilog="Example: claimatlas gazetteer sync --mirror https://example.org/sources")
def sync(
    mirror: Annotated[
        str | None,
        typer.Option(
            help="Directory or URL with copies of the sources; default: CLAIMATLAS_MIRROR."
        ),
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=0.1, help="Seconds to wait for a connection or for data.")
    ] = 30.0,
) -> None:
    """Bring what is new from the public sources, or from a mirror, into the data directory.

    Files that did not change are not transferred; a broken transfer is resumed. Exit code 1 when
    some file failed, 2 when no source could be reached.
    """
    settings = Settings()
    logs.configure(settings)
    target = settings.data_dir / "gazetteer" / "sources"
    with _download_bar() as bar:
        tasks: dict[str, int] = {}

        def show(path: str, done: int, total: int | None) -> None:
            if path not in tasks:
                tasks[path] = bar.add_task(path, total=total)
            bar.update(tasks[path], completed=done, total=total)  # type: ignore[arg-type]

        report = Sync(target, mirror or settings.mirror, timeout, show).run()
    _tell(report)
    if report.failed:
        raise typer.Exit(1)


@app.command(epilog="Example: claimatlas gazetteer load --no-database")
def load(
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Build the index afresh even if it is up to date.")
    ] = False,
    database: Annotated[
        bool, typer.Option(help="Load PostGIS too, not only the index on disk.")
    ] = True,
) -> None:
    """Merge all sources into the index on disk, and load them into PostGIS.

    PostGIS is the database of CLAIMATLAS_DATABASE_URL, or the private cluster.
    """
    settings = Settings()
    logs.configure(settings)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    steps = Steps(settings.data_dir)
    with steps.step("gazetteer index") as said:
        if rebuild:
            build_index(settings.data_dir, settings.sources_dir)
        gazetteer = open_gazetteer(settings.data_dir, settings.sources_dir)
        said.append(f"{len(gazetteer.places):,} places")
    if database:
        _load_database(settings, steps, gazetteer)


def _load_database(settings: Settings, steps: Steps, gazetteer: Gazetteer) -> None:
    with steps.step("gazetteer in PostGIS") as said, open_database(settings) as url:
        if not migration_status(url).up_to_date:
            raise UnavailableError("the schema is not up to date: run `claimatlas db upgrade`")
        engine = make_engine(url)
        try:
            report = load_places(engine, gazetteer.places.values())
        finally:
            engine.dispose()
        said.append(f"{report.places:,} places, {report.names:,} names")


@app.command(epilog="Example: claimatlas gazetteer stats --json")
def stats(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Count places, names and coordinates by source, and say what is lacking."""
    settings = Settings()
    logs.configure(settings)
    gazetteer = open_gazetteer(settings.data_dir, settings.sources_dir)
    found = gazetteer_stats(gazetteer.places.values())
    if as_json:
        typer.echo(orjson.dumps(asdict(found), option=orjson.OPT_INDENT_2).decode())
    else:
        _print(found)


@app.command(epilog="Example: claimatlas gazetteer search krasnoarm --limit 5")
def search(
    term: Annotated[str, typer.Argument(help="A name or its beginning, in any spelling.")],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="The most places to show.")] = 10,
    kind: Annotated[PlaceKind | None, typer.Option(help="Kind of place that is meant.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """Find places whose names begin with a text, sound like it, or resemble it."""
    settings = Settings()
    logs.configure(settings)
    gazetteer = open_gazetteer(settings.data_dir, settings.sources_dir)
    hits = gazetteer.search(term, limit, kind)
    if as_json:
        for hit in hits:
            row = {
                "place": describe_place(hit.place, gazetteer),
                "name": asdict(hit.name),
                "match": hit.match,
                "reason": hit.reason,
            }
            typer.echo(orjson.dumps(row).decode())
    elif hits:
        _print_hits(hits, gazetteer)
    else:
        typer.echo(f"No name begins with, sounds like or resembles “{term}”.", err=True)
    if not hits:
        raise typer.Exit(1)


def _print_hits(hits: list[SearchHit], gazetteer: Gazetteer) -> None:
    table = Table("place", "in", "code", "lat, lon", "by its name")
    for hit in hits:
        place = hit.place
        table.add_row(
            f"{place.name} ({place.name_uk})",
            describe_place(place, gazetteer)["oblast"],
            place.id,
            None if place.lat is None else f"{place.lat:.3f}, {place.lon:.3f}",
            f"{hit.name.text} ({hit.name.kind})",
        )
    Console().print(table)


def _download_bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )


def _tell(report: SyncReport) -> None:
    for path, reason in report.failed.items():
        typer.echo(f"claimatlas: {path}: {reason}", err=True)
    for path in report.absent:
        typer.echo(f"{path}: not to be had here", err=True)
    typer.echo(
        f"{len(report.fetched)} fetched ({report.bytes / 1e6:.1f} MB), "
        f"{len(report.unchanged)} unchanged, {len(report.absent)} absent, "
        f"{len(report.failed)} failed"
    )


def _print(found: GazetteerStats) -> None:
    console = Console()
    table = Table("source", "names", "coordinates", "licence")
    for source in sorted(found.names_by_source | found.coordinates_by_source):
        terms = ATTRIBUTIONS.get(source)
        table.add_row(
            source,
            f"{found.names_by_source[source]:,}",
            f"{found.coordinates_by_source[source]:,}",
            terms.licence if terms else "",
        )
    console.print(table)
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in found.kinds.most_common())
    console.print(f"In Ukraine: {kinds}. Abroad: {found.outside:,}.")
    console.print(
        f"Of {found.settlements:,} settlements {found.located:,} have a coordinate of their own, "
        f"{found.borrowed:,} one borrowed from their area, {found.unlocated:,} none; "
        f"{found.with_former_name:,} have a former name. {found.name_pairs:,} (place, name) pairs."
    )
    if found.spread_km:
        spread = ", ".join(f"{key} {value} km" for key, value in found.spread_km.items())
        console.print(f"Where two sources locate a settlement, they lie apart: {spread}.")
    for source, loss in found.lacking.items():
        console.print(f"Without {source}: {loss}.")
