"""Polls each feed when it is due and hands on what is new."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from app.articles.model import Article
from app.articles.readers.feed import read_feed
from app.articles.readers.html import read_html
from app.articles.readers.metadata import ReportError
from app.articles.watch.config import Feed, WatchConfig
from app.articles.watch.fetch import Answer, Fetcher, FetchError, StoppedError
from app.articles.watch.state import FeedState, StateFolder, entry_mark
from app.articles.watch.stop import Stop
from app.errors import InputError, UnavailableError

_log = logging.getLogger("claimatlas.watch")

_MAX_BACKOFF_S = 24 * 3600.0
_MAX_DOUBLINGS = 10
_RETRY_STORE_S = 60.0
_PAGE_TRIES = 3
_BATCH = 10
"""Entries after which the state is saved: a crash repeats at most so many page requests."""

Store = Callable[[Sequence[Article]], dict[str, str]]
"""Stores reports; returns why those that could not be stored were not, by their id.

Raises ``UnavailableError`` when nothing can be stored now."""


@dataclass(slots=True)
class Tally:
    """What a poll, or a whole run, came to."""

    feeds: int = 0
    failed: int = 0
    entries: int = 0
    new: int = 0
    not_stored: int = 0


class Watcher:
    """Watches the feeds of a configuration until ``stop`` is set."""

    def __init__(
        self,
        config: WatchConfig,
        states: StateFolder,
        fetcher: Fetcher,
        store: Store,
        stop: Stop | None = None,
    ) -> None:
        """Watch with these parts; nothing happens before `once` or `run`."""
        self._config = config
        self._states = states
        self._fetcher = fetcher
        self._store = store
        self._stop = stop or Stop()
        self.tally = Tally()

    def once(self) -> Tally:
        """Poll every feed now, but for those whose host asked for a later time."""
        for feed in self._config.feeds:
            if self._stop.is_set():
                break
            state = self._states.load(feed.url)
            if state.failures and state.next_poll > time.time():
                _log.info("%s: left alone until %s", feed.name, _clock(state.next_poll))
                continue
            self._poll(feed, state)
        return self.tally

    def run(self) -> Tally:
        """Poll each feed whenever it is due, until stopped."""
        states = {feed.url: self._states.load(feed.url) for feed in self._config.feeds}
        while not self._stop.is_set():
            feed = min(self._config.feeds, key=lambda one: states[one.url].next_poll)
            if not self._stop.wait(max(0.0, states[feed.url].next_poll - time.time())):
                self._poll(feed, states[feed.url])
        return self.tally

    # --- one poll

    def _poll(self, feed: Feed, state: FeedState) -> None:
        self.tally.feeds += 1
        asked_s = 0.0
        try:
            said = self._take(feed, state)
        except StoppedError:
            return
        except FetchError as error:
            said, asked_s = str(error), error.retry_after_s or 0.0
        except InputError as error:  # no feed, or a broken one
            said = str(error)
        except UnavailableError as error:  # ours, no reason to leave the host alone
            self.tally.failed += 1
            self._next(feed, state, _RETRY_STORE_S, str(error), logging.ERROR)
            return
        else:
            state.failures = 0
            self._next(feed, state, feed.interval_s, said, logging.INFO)
            return
        self.tally.failed += 1
        state.failures += 1
        backoff_s = feed.interval_s * 2.0 ** min(state.failures - 1, _MAX_DOUBLINGS)
        wait_s = max(feed.interval_s, min(backoff_s, _MAX_BACKOFF_S), asked_s)
        self._next(feed, state, wait_s, said, logging.WARNING)

    def _next(self, feed: Feed, state: FeedState, wait_s: float, said: str, level: int) -> None:
        # Some later, never sooner: feeds of one interval should not all be asked at once.
        state.next_poll = time.time() + wait_s * random.uniform(1.0, 1.1)  # noqa: S311
        self._states.save(state)
        _log.log(level, "%s: %s; next at %s", feed.name, said, _clock(state.next_poll))

    def _take(self, feed: Feed, state: FeedState) -> str:
        """Fetch, read and store; returns what there was, in words."""
        answer = self._fetcher.get(feed.url, etag=state.etag, last_modified=state.last_modified)
        if not answer.body.strip():
            return "nothing new"
        entries = self._entries(feed, answer)
        seen = set(state.seen)
        fresh = [one for one in entries if entry_mark(one) not in seen]
        self.tally.entries += len(entries)
        listed = {entry_mark(one) for one in entries}
        state.deferred = {mark: n for mark, n in state.deferred.items() if mark in listed}
        not_stored = 0
        waiting = iter(fresh)
        while batch := list(islice(waiting, _BATCH)):
            not_stored += self._hand_on(feed, state, batch)
        if not state.deferred:
            # Only now: were we stopped before, the next answer must not be "not modified".
            state.etag = answer.headers.get("etag")
            state.last_modified = answer.headers.get("last-modified")
        said = f"{len(entries)} entries, {len(fresh)} new"
        if state.deferred:
            said += f", {len(state.deferred)} pages to be tried again"
        return f"{said}, {not_stored} NOT stored" if not_stored else said

    def _entries(self, feed: Feed, answer: Answer) -> list[Article]:
        def bad(error: ReportError) -> None:
            _log.warning("%s: %s", feed.name, error.reason)

        def note(text: str) -> None:
            _log.info("%s: %s", feed.name, text)

        fetched = datetime.now(UTC).replace(microsecond=0)
        found = read_feed(answer.body, feed.url, bad, note, answer.headers)
        return [
            replace(
                one,
                publisher=feed.outlet or one.publisher,
                language=feed.language,
                fetched_at=fetched,
                metadata={**one.metadata, "feed": feed.url},
            )
            for one in found
        ]

    def _hand_on(self, feed: Feed, state: FeedState, batch: list[Article]) -> int:
        """Store a batch and remember it; returns how many could not be stored."""
        marks: list[str] = []
        ready: list[Article] = []
        for entry, whole in self._completed(feed, state, batch):
            marks.append(entry_mark(entry))
            ready.append(whole)
        refused = self._store(ready) if ready else {}
        for one in ready:
            if one.id in refused:
                self._states.keep_failed(one, refused[one.id])
                _log.error("%s: %s: %s", feed.name, one.id, refused[one.id])
        state.remember(marks)
        self._states.save(state)
        self.tally.new += len(ready) - len(refused)
        self.tally.not_stored += len(refused)
        return len(refused)

    def _completed(
        self, feed: Feed, state: FeedState, batch: list[Article]
    ) -> Iterator[tuple[Article, Article]]:
        """Each entry with its full report; an entry whose page is to be tried again is left out."""
        for entry in batch:
            if not feed.full_text or not entry.url:
                yield entry, entry
                continue
            try:
                yield entry, self._page(feed, entry)
            except FetchError as error:
                mark = entry_mark(entry)
                tried = state.deferred.get(mark, 0) + 1
                if error.later and tried < _PAGE_TRIES:
                    state.deferred[mark] = tried
                    _log.info("%s: %s: %s", feed.name, entry.url, error)
                else:
                    yield entry, _with_note(entry, f"the page was not read: {error}")
            except InputError as error:
                yield entry, _with_note(entry, f"the page was not read: {error}")

    def _page(self, feed: Feed, entry: Article) -> Article:
        """``entry`` with the text of its page."""
        assert entry.url
        answer = self._fetcher.get(entry.url, home=urlsplit(feed.url).hostname)
        page = next(read_html(answer.body, Path(entry.id), answer.headers.get("content-type", "")))
        return replace(
            entry,
            text=page.text,
            published=entry.published or page.published,
            metadata={**entry.metadata, "text_from": "page"},
        )


def _with_note(entry: Article, note: str) -> Article:
    return replace(entry, metadata={**entry.metadata, "page_note": note})


def _clock(moment: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(moment))
