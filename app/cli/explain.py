"""``claimatlas explain``: what is read out of a report, and from which words."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console

from app.articles.model import Article
from app.articles.readers import ReportError, read_articles
from app.articles.readers.mapping import Hints, hints_from
from app.articles.readers.plain import read_text
from app.claims.explain import html_page, print_report, view_of
from app.claims.extract import extract
from app.claims.registry import use_actors_file
from app.claims.rows import extraction_row
from app.counted import counted
from app.errors import InputError
from app.settings import Settings
from gazetteer.cache import open_gazetteer
from gazetteer.resolver import Gazetteer

_STDIN = "-"


def explain(
    file: Annotated[
        Path, typer.Argument(help="A file in any form that `ingest` reads; - reads a text.")
    ],
    *,
    html: Annotated[
        Path | None, typer.Option(help="Write a page to this file instead of the terminal.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON instead.")] = False,
    candidates: Annotated[
        bool, typer.Option("--candidates", help="Show each place a name may mean, with reasons.")
    ] = False,
    limit: Annotated[
        int, typer.Option(min=1, help="Reports to show of a file that holds many.")
    ] = 20,
    columns: Annotated[
        list[str] | None, typer.Option("--map", help="Columns of CSV files, as for `ingest`.")
    ] = None,
    given: Annotated[
        list[str] | None,
        typer.Option("--set", help="A field where the report has none: published=2025-07-20."),
    ] = None,
) -> None:
    """Show a report with every mention, claim, source, date and reason that was read.

    Needs no database. Exit code 1 when a part of the file could not be read.

    Example: [bold]claimatlas explain report.txt --html report.html[/bold]
    """
    if html is not None and as_json:
        raise InputError("--html and --json exclude each other")
    if html is not None and not html.absolute().parent.is_dir():
        raise InputError(f"{html.parent}: no such folder to write to")
    bad: list[str] = []
    hints = hints_from(columns or (), given or ())
    articles = _articles(file, hints, bad)
    shown = list(islice(articles, limit))
    more = next(articles, None) is not None
    settings = Settings()
    use_actors_file(settings.actors_file)
    if shown:
        _show(
            shown,
            open_gazetteer(settings.data_dir, settings.sources_dir),
            html,
            as_json,
            candidates,
        )
    for message in bad:
        typer.echo(f"claimatlas: {message}", err=True)
    if more:
        typer.echo(
            f"claimatlas: {file} holds more than {limit} reports; --limit shows more", err=True
        )
    if bad:
        raise typer.Exit(1)
    if not shown:
        raise InputError(f"{file}: there is no report in it")


def _articles(file: Path, hints: Hints, bad: list[str]) -> Iterator[Article]:
    if str(file) == _STDIN:
        for article in read_text(sys.stdin.buffer.read(), Path("standard input")):
            yield hints.complete(article)
        return

    def note(error: ReportError) -> None:
        bad.append(str(error))

    yield from read_articles(file, note, hints=hints)


def _show(
    articles: list[Article],
    gazetteer: Gazetteer,
    html: Path | None,
    as_json: bool,
    candidates: bool,
) -> None:
    found = [(article, extract(article, gazetteer)) for article in articles]
    if as_json:
        rows = [extraction_row(article.id, one, gazetteer) for article, one in found]
        for row, article in zip(rows, articles, strict=True):
            row["text"] = article.text
        sys.stdout.buffer.write(orjson.dumps(rows, option=orjson.OPT_INDENT_2) + b"\n")
        return
    views = [view_of(article, one, gazetteer) for article, one in found]
    if html is None:
        console = Console(highlight=False, markup=False, emoji=False)
        for view in views:
            print_report(view, console, candidates=candidates)
        return
    try:
        html.write_text(html_page(views), encoding="utf-8")
    except OSError as error:
        raise InputError(f"{html}: {error.strerror}") from error
    claims = counted(sum(view.claim_count for view in views), "claim")
    typer.echo(f"{html}: {counted(len(views), 'report')}, {claims}")
