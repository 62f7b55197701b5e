"""What is known of a feed between two polls: one small file a feed, replaced atomically."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from app.articles.model import Article
from app.errors import InputError

_KEPT = 5000
"""Entries remembered a feed: more than any feed lists at once."""


@dataclass(slots=True)
class FeedState:
    """Validators of the last answer, when to ask again (seconds since 1970), entries seen.

    ``deferred`` counts how often the page of an entry could not be had yet.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    next_poll: float = 0.0
    failures: int = 0
    seen: list[str] = field(default_factory=list)
    deferred: dict[str, int] = field(default_factory=dict)

    def remember(self, marks: list[str]) -> None:
        """Take entries as seen; the oldest are forgotten."""
        known = set(self.seen)
        self.seen = [*self.seen, *(m for m in marks if m not in known)][-_KEPT:]
        for mark in marks:
            self.deferred.pop(mark, None)


def entry_mark(article: Article) -> str:
    """What tells an entry from all others, and from its own earlier wording."""
    return hashlib.sha256(f"{article.id}\0{article.text}".encode()).hexdigest()[:24]


class StateFolder:
    """The states of all feeds in one folder."""

    def __init__(self, folder: Path) -> None:
        """Use ``folder``, which is made if missing."""
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def load(self, url: str) -> FeedState:
        """Return the state of a feed; a new one where there is none, or none that can be read."""
        try:
            stored = json.loads(self._file(url).read_text(encoding="utf-8"))
            known = {f.name for f in fields(FeedState)}
            return FeedState(**{k: v for k, v in stored.items() if k in known})
        except (OSError, ValueError, TypeError, AttributeError):
            return FeedState(url)

    def save(self, state: FeedState) -> None:
        """Replace the stored state at once: a crash leaves the old one or the new one."""
        file = self._file(state.url)
        fresh = file.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as out:
            json.dump(asdict(state), out)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(file)

    def keep_failed(self, article: Article, reason: str) -> None:
        """Append a report that could not be stored, in a form that ``ingest`` reads."""
        row = {
            "id": article.id,
            "text": article.text,
            "title": article.title,
            "url": article.url,
            "publisher": article.publisher,
            "published": article.published.isoformat() if article.published else None,
            "lang": article.language,
            "not_stored": reason,
        }
        with (self.folder / "not_stored.jsonl").open("a", encoding="utf-8") as out:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder for one process.

        Raises:
            InputError: another one holds it.
        """
        with (self.folder / "lock").open("ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise InputError(f"another `claimatlas watch` runs on {self.folder}") from None
            yield

    def _file(self, url: str) -> Path:
        return self.folder / f"{hashlib.sha256(url.encode()).hexdigest()[:24]}.json"
