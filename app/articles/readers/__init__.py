"""Readers of reports, one module a form. See docs/formats.md for forms and fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from app.articles.model import Article
from app.articles.readers.decoding import MAX_REPORT_BYTES
from app.articles.readers.feed import read_feed_file
from app.articles.readers.html import read_html
from app.articles.readers.json_file import read_json_file
from app.articles.readers.jsonl import read_jsonl
from app.articles.readers.mapping import CHANNEL, Hints
from app.articles.readers.metadata import ReportError, too_large
from app.articles.readers.plain import read_text
from app.articles.readers.table import read_table
from app.errors import InputError

__all__ = ["SUFFIXES", "Hints", "ReportError", "count_reports", "find_files", "read_articles"]

OnBad = Callable[[ReportError], None]
OnNote = Callable[[str], None]

_WHOLE_FILE: dict[str, Callable[[bytes, Path], Iterator[Article]]] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
}
# Files of many reports: a broken one among them stops nothing.
_MANY: dict[str, Callable[[Path, OnBad, OnNote, Hints], Iterator[Article]]] = {
    **dict.fromkeys(
        (".jsonl", ".ndjson"), lambda path, on_bad, _note, _hints: read_jsonl(path, on_bad)
    ),
    **dict.fromkeys(
        (".csv", ".tsv"),
        lambda path, on_bad, _note, hints: read_table(path, on_bad, hints.columns),
    ),
    **dict.fromkeys(
        (".rss", ".atom", ".rdf", ".xml"),
        lambda path, on_bad, on_note, _hints: read_feed_file(path, on_bad, on_note),
    ),
    ".json": lambda path, on_bad, on_note, hints: read_json_file(
        path, on_bad, on_note, hints.given.get(CHANNEL)
    ),
}
_BY_LINE = frozenset({".jsonl", ".ndjson", ".csv", ".tsv"})
SUFFIXES = frozenset({*_WHOLE_FILE, *_MANY})


def read_articles(
    path: Path,
    on_bad: OnBad | None = None,
    *,
    on_note: OnNote | None = None,
    hints: Hints | None = None,
) -> Iterator[Article]:
    """Yield the reports of a file; a suffix that we do not know is read as plain text.

    Broken rows of a file of many go to ``on_bad``, one sentence each. Without it they are raised
    together after the good rows were yielded, so that none goes unnoticed. ``on_note`` gets what
    is worth telling and no error, ``hints`` are what the user says of the file.

    Raises:
        ReportError: the file cannot be used; the sentence names it and says why.
    """
    missed: list[ReportError] = []
    hints = hints or Hints()
    try:
        many = _MANY.get(path.suffix.lower())
        if many is not None:
            articles = many(path, on_bad or missed.append, on_note or _untold, hints)
        else:
            articles = _WHOLE_FILE.get(path.suffix.lower(), read_text)(_content(path), path)
        for article in articles:
            yield hints.complete(article)
    except OSError as error:
        raise ReportError(str(path), error.strerror or str(error)) from error
    except InputError as error:
        raise ReportError(str(path), str(error)) from error
    if missed:
        shown = "; ".join(str(error).removeprefix(f"{path}: ") for error in missed[:5])
        raise ReportError(str(path), f"{len(missed)} lines could not be used: {shown}")


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files to read: those named, and in a directory all whose suffix we know."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
            found.extend(sorted(inside))
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def count_reports(files: Iterable[Path]) -> int:
    """Return about how many reports ``files`` hold, for a progress bar: one a file or a line."""
    return sum(_lines(path) if path.suffix.lower() in _BY_LINE else 1 for path in files)


def _untold(_note: str) -> None:
    """Take a note that nobody asked for."""


def _lines(path: Path) -> int:
    try:
        with path.open("rb") as file:
            return sum(block.count(b"\n") for block in iter(lambda: file.read(2**20), b"")) or 1
    except OSError:
        return 1  # reading it will say what is wrong


def _content(path: Path) -> bytes:
    size = path.stat().st_size
    if size > MAX_REPORT_BYTES:
        raise InputError(too_large(size))
    return path.read_bytes()
