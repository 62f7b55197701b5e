"""Extraction for ingest, in this process or in workers that share its gazetteer."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from app.articles.model import Article
from app.claims.document_rows import DocumentRows, document_rows
from app.collector import spare_loaded
from app.errors import UnavailableError
from app.priority import give_way

if TYPE_CHECKING:
    from gazetteer.resolver import Gazetteer

_CHUNK = 16
"""Reports that one task takes: enough to make the hand-over between processes cheap."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a worker made of an article; ``rows`` is None and ``error`` says why on failure."""

    article: Article
    rows: DocumentRows | None
    error: str = ""


def chunks_of(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Yield the articles by tasks."""
    iterator = iter(articles)
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk


Marked = list[tuple[Article, bool]]
Extract = Callable[[Iterable[Marked]], Iterator[Prepared]]

# Set before the workers are forked, so that they share its memory instead of loading their own.
_gazetteer: Gazetteer | None = None


def _prepare_chunk(chunk: Marked) -> list[Prepared]:
    assert _gazetteer is not None
    return [_prepare(article, wanted, _gazetteer) for article, wanted in chunk]


def _prepare(article: Article, wanted: bool, gazetteer: Gazetteer) -> Prepared:
    from app.claims.extract import extract  # noqa: PLC0415 (its data take time to load)

    if not wanted:
        return Prepared(article, None)
    try:
        extraction = extract(article, gazetteer)
        return Prepared(article, document_rows(article, extraction, gazetteer.places))
    except Exception as error:  # one report must not stop the others
        return Prepared(article, None, f"cannot be extracted: {type(error).__name__}: {error}")


_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def _begin(parent: int) -> None:
    _end_with(parent)
    give_way()
    spare_loaded()


def _end_with(parent: int) -> None:
    """Have the kernel end this process with ``parent``, however that ends.

    A worker waits for tasks at a pipe that its siblings hold open, too, and so would wait for ever
    where the parent was killed (prctl(2); only on Linux are there workers).
    """
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before we asked
        os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def extractor(gazetteer: Gazetteer, workers: int) -> Iterator[Extract]:
    """What extracts tasks in order: ``workers`` processes beside this one, or this one with 0.

    Raises:
        UnavailableError: a worker died.
    """
    global _gazetteer  # noqa: PLW0603 (how a forked worker comes by its data)
    if workers < 1 or sys.platform != "linux":  # elsewhere fork is not safe, spawn is slow
        yield lambda chunks: (_prepare(a, w, gazetteer) for chunk in chunks for a, w in chunk)
        return
    _gazetteer = gazetteer
    try:
        fork = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(
            workers, mp_context=fork, initializer=_begin, initargs=(os.getpid(),)
        ) as pool:
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
    pool: ProcessPoolExecutor, chunks: Iterable[Marked], *, ahead: int
) -> Iterator[Prepared]:
    """Results in the order of the articles, with at most ``ahead`` chunks under way."""
    under_way: deque[Future[list[Prepared]]] = deque()
    for chunk in chunks:
        under_way.append(pool.submit(_prepare_chunk, chunk))
        if len(under_way) > ahead:
            yield from under_way.popleft().result()
    while under_way:
        yield from under_way.popleft().result()
