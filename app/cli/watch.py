"""``claimatlas watch``: new reports from feeds, until Ctrl-C."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from app import logs
from app.articles.model import Article
from app.articles.watch import Fetcher, StateFolder, Stop, Watcher, read_config
from app.claims.registry import use_actors_file
from app.cli.schema import current_database
from app.counted import counted
from app.db.engine import make_engine
from app.errors import UnavailableError
from app.pipeline import ingest
from app.priority import giving_way
from app.settings import Settings
from gazetteer.cache import open_gazetteer
from gazetteer.resolver import Gazetteer


def watch(
    config: Annotated[Path, typer.Argument(help="TOML file with a table [[feed]] a feed.")],
    *,
    once: Annotated[bool, typer.Option("--once", help="Poll every feed once and exit.")] = False,
    author: Annotated[
        str, typer.Option(help="Who is recorded as the maker of the claims' versions.")
    ] = "claimatlas",
) -> None:
    """Poll RSS and Atom feeds and store their new reports with their claims.

    Ctrl-C or SIGTERM ends it after the report under way. What was seen is kept in the data
    directory: a restart goes on where it stopped. With --once the exit code is 1 when a feed
    failed.

    Example: [bold]claimatlas watch feeds.toml[/bold]

    where feeds.toml holds: [[feed]] url = "https://agency.example/rss" outlet = "Agency"
    """
    feeds = read_config(config)
    settings = Settings()
    use_actors_file(settings.actors_file)
    logs.configure(settings)
    states = StateFolder(settings.data_dir / "watch")
    with (
        states.locked(),
        _stopping() as stop,
        current_database(settings) as url,
        giving_way(),
    ):
        gazetteer = open_gazetteer(settings.data_dir, settings.sources_dir)
        engine = make_engine(url)
        try:
            with Fetcher(
                _version(), contact=feeds.contact, delay_s=feeds.delay_s, stop=stop
            ) as fetcher:
                watcher = Watcher(feeds, states, fetcher, _store(engine, gazetteer, author), stop)
                done = watcher.once() if once else watcher.run()
        finally:
            engine.dispose()
    typer.echo(
        f"{counted(done.feeds, 'poll')}, {done.failed} failed; {done.entries} entries, "
        f"{done.new} new, {done.not_stored} could not be stored"
    )
    if once and (done.failed or done.not_stored):
        raise typer.Exit(1)


def _store(
    engine: Engine, gazetteer: Gazetteer, author: str
) -> Callable[[Sequence[Article]], dict[str, str]]:
    def store(articles: Sequence[Article]) -> dict[str, str]:
        try:
            report = ingest(engine, gazetteer, articles, author=author)
        except OperationalError as error:
            raise UnavailableError("the database cannot be reached") from error
        return {failure.source: failure.error for failure in report.failures}

    return store


@contextmanager
def _stopping() -> Iterator[Stop]:
    """A wish that the first Ctrl-C or SIGTERM expresses; a second one interrupts at once."""
    stop = Stop()

    def ask(number: int, _frame: FrameType | None) -> None:
        stop.set()
        signal.signal(number, before[number])

    asked_by = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {int(n): signal.getsignal(n) or signal.SIG_DFL for n in asked_by}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:  # as under nohup
            signal.signal(number, ask)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _version() -> str:
    try:
        return version("claimatlas")
    except PackageNotFoundError:
        return "dev"
