"""``extract`` and ``resolve``: batch commands over JSON Lines, without a database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Protocol

import orjson
import typer
from rich.console import Console
from rich.progress import Progress

from app.articles.model import Article
from app.claims.extract import extract as extract_article
from app.claims.registry import use_actors_file
from app.claims.rows import extraction_row
from app.collector import spare_loaded
from app.errors import InputError
from app.settings import Settings
from gazetteer.batch import answer_row
from gazetteer.cache import open_gazetteer
from gazetteer.errors import GazetteerError
from gazetteer.resolver import Gazetteer

_Input = Annotated[Path, typer.Option("--input", help="JSON Lines to read.", exists=False)]
_Output = Annotated[Path, typer.Option("--output", help="JSON Lines to write.")]


class Answer(Protocol):
    """Turns an input row into an output row."""

    def __call__(self, row: Mapping[str, Any], gazetteer: Gazetteer) -> dict[str, Any]:
        """The output row; raises ``InputError`` or ``GazetteerError`` for an unusable row."""
        ...


def extract(input_file: _Input, output_file: _Output) -> None:
    """Read mentions and claims out of reports.

    Each input row: id, text, and if known published, outlet, url, lang.

    Example: claimatlas extract --input reports.jsonl --output claims.jsonl
    """
    _run(input_file, output_file, _extract_row, "Extracting")


def resolve(input_file: _Input, output_file: _Output) -> None:
    """Find the places that names mean.

    Each input row: id, name, and if known date, near, within.

    Example: claimatlas resolve --input names.jsonl --output places.jsonl
    """
    _run(input_file, output_file, answer_row, "Resolving")


def _gazetteer() -> Gazetteer:
    settings = Settings()
    use_actors_file(settings.actors_file)
    mirror = Path(settings.mirror) if settings.mirror else None
    gazetteer = open_gazetteer(settings.data_dir, mirror)
    spare_loaded()
    return gazetteer


def _run(source: Path, target: Path, answer: Answer, label: str) -> None:
    if not source.is_file():
        raise InputError(f"{source}: no such file.")
    if not target.parent.is_dir():
        raise InputError(f"{target.parent}: no such directory to write to.")
    bad = write_answers(source, target, partial(answer, gazetteer=_gazetteer()), label)
    for message in bad:
        typer.echo(f"claimatlas: {source}: {message}", err=True)
    if bad:
        raise typer.Exit(1)


def write_answers(
    source: Path, target: Path, answer: Callable[[Mapping[str, Any]], dict[str, Any]], label: str
) -> list[str]:
    """Answer every row of ``source`` into ``target``; returns what was wrong with the bad lines."""
    bad: list[str] = []
    console = Console(stderr=True)
    with target.open("wb") as out, Progress(console=console, transient=True) as progress:
        task = progress.add_task(label, total=source.stat().st_size)
        for number, line in _lines(source):
            row = _parsed(line, number, bad)
            if row is not None:
                try:
                    out.write(orjson.dumps(answer(row)) + b"\n")
                except (InputError, GazetteerError) as error:
                    bad.append(f"line {number}: {error}")
            progress.advance(task, len(line))
    return bad


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    with path.open("rb") as handle:
        yield from enumerate(handle, 1)


def _parsed(line: bytes, number: int, bad: list[str]) -> dict[str, Any] | None:
    """The row of a line; a broken one is noted, a blank one passed over."""
    stripped = line.removeprefix(b"\xef\xbb\xbf").strip()
    if not stripped:
        return None
    try:
        row = orjson.loads(stripped)
    except orjson.JSONDecodeError as error:
        bad.append(f"line {number}: not JSON: {error}")
        return None
    if not isinstance(row, dict):
        bad.append(f"line {number}: not a JSON object")
        return None
    return row


def _extract_row(row: Mapping[str, Any], gazetteer: Gazetteer) -> dict[str, Any]:
    return extraction_row(row.get("id"), extract_article(read_article(row), gazetteer), gazetteer)


def read_article(row: Mapping[str, Any]) -> Article:
    """The article of a row; raises ``InputError`` naming the key that cannot be used."""
    text = row.get("text")
    if not isinstance(text, str):
        raise InputError('a row needs a string under the key "text"')
    return Article(
        id=str(row.get("id", "")),
        text=text,
        published=_day(row.get("published")),
        publisher=_string(row, "outlet") or _string(row, "publisher"),
        url=_string(row, "url"),
        title=_string(row, "title"),
        language=_string(row, "lang"),
    )


def _string(row: Mapping[str, Any], key: str) -> str | None:
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise InputError(f'the key "{key}" needs a string, not {value!r}')
    return value or None


def _day(value: object) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise InputError(f'the key "published" needs an ISO date, not {value!r}') from error
