"""From reports to rows: read, recognise copies by their hash, extract, store.

Each document is one transaction: it is stored wholly or not at all, and a failure is recorded and
stops nothing else. Extraction runs in worker processes where that helps; one writer feeds PostGIS.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import errors
from sqlalchemy import Engine

from app.articles.model import Article
from app.articles.readers import Hints, ReportError, read_articles
from app.articles.readers.metadata import NOTE
from app.articles.store import add_copy, known_documents
from app.claims.document_rows import DocumentRows, copy_row
from app.claims.store import Provenance, store_document
from app.errors import UnavailableError
from app.ingest_report import Failure, IngestReport, Outcome
from app.priority import pass_on_to_server
from app.workers import Prepared, chunks_of, extractor

if TYPE_CHECKING:
    from gazetteer.resolver import Gazetteer

__all__ = ["IngestReport", "Outcome", "ingest", "read_files"]

_REMEMBERED = 65_536
"""Ids of stored texts kept at hand: more than are ever under way, and bounded."""


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
        with extractor(gazetteer, workers) as extract, _autocommit(engine) as connection:
            writer = _Writer(connection, provenance, report)
            for prepared in extract(writer.unknown(chunks_of(articles))):
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
            self._remember(ids)
            yield [(article, article.sha256 not in ids) for article in chunk]

    def _remember(self, ids: Mapping[str, int]) -> None:
        self._ids.update(ids)
        for oldest in list(islice(self._ids, max(0, len(self._ids) - _REMEMBERED))):
            del self._ids[oldest]

    def write(self, prepared: Prepared) -> Outcome:
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
                self._remember({article.sha256: stored})
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
        pass_on_to_server(driver)
        yield driver
