"""``claimatlas ingest``: reports into the database."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from app import logs
from app.articles.model import Article
from app.articles.readers import Hints, count_reports, find_files
from app.articles.readers.mapping import hints_from
from app.claims.registry import use_actors_file
from app.cli.schema import current_database
from app.counted import counted
from app.db.engine import make_engine
from app.errors import InputError
from app.pipeline import IngestReport, Outcome, read_files
from app.pipeline import ingest as run
from app.priority import giving_way
from app.settings import Settings
from gazetteer.cache import open_gazetteer
from gazetteer.resolver import Gazetteer

_SHOWN = 20
# The bar is drawn from the loop: a drawing thread would be forked with the workers.
_DRAW_EVERY = 10


def ingest(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Text, HTML, JSON Lines, CSV, RSS, Atom or Telegram export files, or folders."
        ),
    ],
    *,
    workers: Annotated[
        int | None,
        typer.Option(min=0, help="Processes that extract beside this one; default: all cores."),
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="Write what became of the reports here, as JSON.")
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--map", help="Columns of CSV files: text=body,published=date, or a TOML file of these."
        ),
    ] = None,
    given: Annotated[
        list[str] | None,
        typer.Option("--set", help="A field where reports have none: publisher=Agency, lang=uk."),
    ] = None,
    author: Annotated[
        str, typer.Option(help="Who is recorded as the maker of the claims' versions.")
    ] = "claimatlas",
) -> None:
    """Store reports with their claims; a report that is stored already is skipped.

    Exit code 1 when something could not be used (the rest is stored), 2 when nothing was tried.

    Example: [bold]claimatlas ingest reports/ --report ingested.json[/bold]

    Example: [bold]claimatlas ingest posts.csv --map text=body,published=day[/bold]
    """
    hints = hints_from(columns or (), given or ())
    settings = Settings()
    use_actors_file(settings.actors_file)
    logs.configure(settings)
    found = find_files(files)
    if not found:
        raise InputError("there are no reports in " + ", ".join(str(path) for path in files))
    # The database first: what is wrong with it is told before the index is built, for a minute.
    # Only then does it give way: a cluster that it starts must not be slow for good.
    with current_database(settings) as url, giving_way():
        gazetteer = open_gazetteer(settings.data_dir, settings.sources_dir)
        cores = os.cpu_count() or 1
        workers = cores if workers is None else workers
        outcome = _ingest(url, gazetteer, found, hints, author=author, workers=workers)
    _tell(outcome)
    if report is not None:
        report.write_bytes(orjson.dumps(outcome.as_dict(), option=orjson.OPT_INDENT_2) + b"\n")
    if not outcome.ok:
        raise typer.Exit(1)


def _ingest(
    url: str,
    gazetteer: Gazetteer,
    files: list[Path],
    hints: Hints,
    *,
    author: str,
    workers: int,
) -> IngestReport:
    outcome = IngestReport()
    bar = Progress(
        TextColumn("ingest"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        auto_refresh=False,
    )
    task = bar.add_task("ingest", total=count_reports(files))

    def advance(_article: Article, _result: Outcome) -> None:
        bar.advance(task)
        if bar.tasks[task].completed % _DRAW_EVERY == 0:
            bar.refresh()

    engine = make_engine(url)
    try:
        with bar:
            return run(
                engine,
                gazetteer,
                read_files(files, outcome, hints),
                author=author,
                workers=workers,
                report=outcome,
                on_done=advance,
            )
    finally:
        engine.dispose()


def _tell(outcome: IngestReport) -> None:
    counts = outcome.counts
    for failure in outcome.failures[:_SHOWN]:
        typer.echo(f"claimatlas: {failure.source}: {failure.error}", err=True)
    if (more := len(outcome.failures) - _SHOWN) > 0:
        typer.echo(f"claimatlas: and {more} more; --report FILE lists them all", err=True)
    for note in outcome.notes[:_SHOWN]:
        typer.echo(f"claimatlas: {note.source}: note: {note.error}", err=True)
    typer.echo(
        f"{outcome.added} added, {outcome.copies} further copies, {outcome.known} known already, "
        f"{len(outcome.failures)} failed, in {outcome.seconds:.1f} s"
    )
    if outcome.added:
        typer.echo(
            f"{counted(counts['claims'], 'claim')} "
            f"({counts['claims_without_location']} without a location), "
            f"{counted(counts['mentions'], 'place mention')}: "
            f"{counts['mentions_resolved']} resolved, "
            f"{counts['mentions_ambiguous']} ambiguous, {counts['mentions_unknown']} unknown, "
            f"{counts['mentions_outside']} outside; {counts['review_items']} names for review"
        )
