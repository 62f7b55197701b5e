"""From reports to rows: read, recognise copies by their hash, extract, store.

Each document is one transaction: it is stored wholly or not at all, and a failure is recorded and
stops nothing else. Extraction runs in worker processes where that helps; one writer feeds PostGIS.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import psycopg
from psycopg import errors
from sqlalchemy import Engine

from app.articles.model import Article
from app.articles.readers import Hints, ReportError, read_articles
from app.articles.readers.metadata import NOTE
from app.articles.store import add_copy, known_documents
from app.claims.document_rows import DocumentRows, copy_row, document_rows
from app.claims.store import Provenance, store_document
from app.collector import spare_loaded
from app.errors import UnavailableError

if TYPE_CHECKING:
    from gazetteer.resolver import Gazetteer

Outcome = Literal["added", "copy", "known", "failed"]

_CHUNK = 16
"""Reports that one task takes: enough to make the hand-over between processes cheap."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One report that could not be stored, or one row that could not be read, and why."""

    source: str
    error: str


@dataclass(slots=True)
class IngestReport:
    """What became of the reports, in counts; ``failures`` and ``notes`` name them.

    ``added``: stored. ``copies``: the exact text was stored already, this appearance is new.
    ``known``: text, publisher and URL were there already. ``counts`` adds up mentions by status,
    claims, claims without a location, features and review items of what was added.
    """

    added: int = 0
    copies: int = 0
    known: int = 0
    failures: list[Failure] = field(default_factory=list)
    notes: list[Failure] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether nothing failed."""
        return not self.failures

    def fail(self, source: str, error: str) -> None:
        """Record a failure."""
        self.failures.append(Failure(source, error))

    def as_dict(self) -> dict[str, object]:
        """Return the report for JSON."""
        return {
            "documents": {
                "added": self.added,
                "copies": self.copies,
                "known": self.known,
                "failed": len(self.failures),
            },
            "counts": dict(sorted(self.counts.items())),
            "failures": [{"source": f.source, "error": f.error} for f in self.failures],
            "notes": [{"source": n.source, "note": n.error} for n in self.notes],
            "seconds": round(self.seconds, 3),
        }


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What a worker made of an article; ``rows`` is None and ``error`` says why on failure."""

    article: Article
    rows: DocumentRows | None
    error: str = ""


def ingest(
    engine: Engine,
    gazetteer: Gazetteer,
    articles: Iterable[Article],
    *,
    author: str = "claimatlas",
    workers: int = 0,
    report: IngestReport | None = None,
    on_done: Callable[[Article, Outcome], None] | None = None,
) -> IngestReport:
    """Extract and store ``articles``, each in a transaction of its own.

    ``workers`` extra processes extract; with 0 everything happens in this one. ``on_done`` is
    called after each report, in order. A ``report`` begun by the reader is continued.

    Raises:
        UnavailableError: the database went away; what was reported as stored is stored.
    """
    report = report if report is not None else IngestReport()
    began = time.perf_counter()
    provenance = Provenance(author, "extracted from the report")
    try:
        # The workers are forked before the connection is opened: they must not share it.
        with _extractor(gazetteer, workers) as extract, _autocommit(engine) as connection:
            writer = _Writer(connection, provenance, report)
            for prepared in extract(writer.unknown(_chunks(articles))):
                outcome = writer.write(prepared)
                if on_done is not None:
                    on_done(prepared.article, outcome)
    finally:
        report.seconds += time.perf_counter() - began
    return report


def read_files(
    files: Iterable[Path], report: IngestReport, hints: Hints | None = None
) -> Iterator[Article]:
    """Yield the reports of ``files``; what cannot be read goes into ``report``."""

    def note(source: str, text: str) -> None:
        report.notes.append(Failure(source, text))

    for path in files:
        try:
            yield from read_articles(
                path,
                lambda error: report.fail(error.source, error.reason),
                on_note=partial(note, str(path)),
                hints=hints,
            )
        except ReportError as error:
            report.fail(error.source, error.reason)


class _Writer:
    """The one connection that stores documents, and what it knows of them."""

    def __init__(
        self,
        connection: psycopg.Connection[Any],
        provenance: Provenance,
        report: IngestReport,
    ) -> None:
        self._connection = connection
        self._provenance = provenance
        self._report = report
        self._ids: dict[str, int] = {}

    def unknown(self, chunks: Iterable[list[Article]]) -> Iterator[list[tuple[Article, bool]]]:
        """Mark which articles need extraction: those whose text is not stored."""
        for chunk in chunks:
            ids = known_documents(self._connection, [article.sha256 for article in chunk])
            self._ids.update(ids)
            yield [(article, article.sha256 not in ids) for article in chunk]

    def write(self, prepared: _Prepared) -> Outcome:
        """Store one report and count it."""
        article = prepared.article
        if note := article.metadata.get(NOTE):
            self._report.notes.append(Failure(article.id, note))
        if prepared.error:
            self._report.fail(article.id, prepared.error)
            return "failed"
        try:
            outcome = self._store(article, prepared.rows)
        except psycopg.OperationalError as error:
            if self._connection.broken or self._connection.closed:
                raise UnavailableError(
                    f"the database went away while storing {article.id}: nothing of it is stored"
                ) from error
            self._report.fail(article.id, _said(error))
            return "failed"
        except (psycopg.Error, ValueError) as error:
            self._report.fail(article.id, _said(error))
            return "failed"
        match outcome:
            case "added":
                self._report.added += 1
            case "copy":
                self._report.copies += 1
            case _:
                self._report.known += 1
        return outcome

    def _store(self, article: Article, rows: DocumentRows | None) -> Outcome:
        document = self._ids.get(article.sha256)
        if document is None and rows is not None:
            try:
                stored = store_document(self._connection, rows, self._provenance)
            except errors.UniqueViolation as error:
                if error.diag.constraint_name != "uq_document_sha256":
                    raise
                # Another process stored the same text in the meantime.
                document = known_documents(self._connection, [article.sha256])[article.sha256]
            else:
                self._ids[article.sha256] = stored
                self._report.counts.update(rows.counts)
                return "added"
        assert document is not None
        return "copy" if add_copy(self._connection, document, copy_row(article)) else "known"


def _said(error: Exception) -> str:
    """The first line of what the database objected to; the rest repeats values."""
    return f"cannot be stored: {str(error).splitlines()[0]}"


@contextmanager
def _autocommit(engine: Engine) -> Iterator[psycopg.Connection[Any]]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        yield driver


def _chunks(articles: Iterable[Article]) -> Iterator[list[Article]]:
    iterator = iter(articles)
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk


# --- extraction, here or in worker processes

_Marked = list[tuple[Article, bool]]
_Extract = Callable[[Iterable[_Marked]], Iterator[_Prepared]]

# Set before the workers are forked, so that they share its memory instead of loading their own.
_gazetteer: Gazetteer | None = None


def _prepare_chunk(chunk: _Marked) -> list[_Prepared]:
    assert _gazetteer is not None
    return [_prepare(article, wanted, _gazetteer) for article, wanted in chunk]


def _prepare(article: Article, wanted: bool, gazetteer: Gazetteer) -> _Prepared:
    from app.claims.extract import extract  # noqa: PLC0415 (its data take time to load)

    if not wanted:
        return _Prepared(article, None)
    try:
        extraction = extract(article, gazetteer)
        return _Prepared(article, document_rows(article, extraction, gazetteer.places))
    except Exception as error:  # one report must not stop the others
        return _Prepared(article, None, f"cannot be extracted: {type(error).__name__}: {error}")


@contextmanager
def _extractor(gazetteer: Gazetteer, workers: int) -> Iterator[_Extract]:
    global _gazetteer  # noqa: PLW0603 (how a forked worker comes by its data)
    if workers < 1 or sys.platform != "linux":  # elsewhere fork is not safe, spawn is slow
        yield lambda chunks: (_prepare(a, w, gazetteer) for chunk in chunks for a, w in chunk)
        return
    _gazetteer = gazetteer
    try:
        fork = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(workers, mp_context=fork, initializer=spare_loaded) as pool:
            pool.submit(_warm_up).result()
            yield lambda chunks: _in_order(pool, chunks, ahead=2 * workers + 1)
    except BrokenProcessPool as error:
        raise UnavailableError(
            "a worker process died (out of memory?); what was reported as stored is stored, "
            "run the same command again for the rest"
        ) from error
    finally:
        _gazetteer = None


def _warm_up() -> None:
    """Fork the workers now, while this process has no thread and no connection of ours."""


def _in_order(
    pool: ProcessPoolExecutor, chunks: Iterable[_Marked], *, ahead: int
) -> Iterator[_Prepared]:
    """Results in the order of the articles, with at most ``ahead`` chunks under way."""
    under_way: deque[Future[list[_Prepared]]] = deque()
    for chunk in chunks:
        under_way.append(pool.submit(_prepare_chunk, chunk))
        if len(under_way) > ahead:
            yield from under_way.popleft().result()
    while under_way:
        yield from under_way.popleft().result()
