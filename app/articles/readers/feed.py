"""RSS, RDF and Atom: one report an entry. Universal Feed Parser reads what feeds really contain."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from app.articles.model import Article
from app.articles.readers.markup import fragment_text
from app.articles.readers.metadata import ReportError, article_from_fields
from app.errors import InputError

MAX_FEED_BYTES = 50 * 1024 * 1024
"""Above this a feed is an archive, to be split before it is read."""

_MARKUP = frozenset({"text/html", "application/xhtml+xml"})


def read_feed_file(
    path: Path, on_bad: Callable[[ReportError], None], on_note: Callable[[str], None]
) -> Iterator[Article]:
    """Yield the entries of a saved feed.

    Raises:
        InputError: the file is no feed, or has no entry.
    """
    size = path.stat().st_size
    if size > MAX_FEED_BYTES:
        raise InputError(f"a feed has at most {MAX_FEED_BYTES // 1024**2} MB")
    yield from read_feed(path.read_bytes(), str(path), on_bad, on_note)


def read_feed(
    data: bytes,
    source: str,
    on_bad: Callable[[ReportError], None],
    on_note: Callable[[str], None],
    headers: Mapping[str, str] | None = None,
) -> Iterator[Article]:
    """Yield the entries of a feed in its order; ``headers`` are those it was served with.

    ``on_bad`` gets each entry that cannot be used, ``on_note`` what was odd about the whole.
    An entry's text is its content, else its summary, else its title.

    Raises:
        InputError: ``data`` is no feed, or a broken one without any entry.
    """
    import feedparser  # noqa: PLC0415 (the other formats need not pay for its import)

    found = feedparser.parse(data, response_headers=dict(headers or {}))
    problem = found.get("bozo_exception") if found.bozo else None
    if not found.entries:
        if not found.version:
            raise InputError("it is no RSS or Atom feed")
        if problem is not None:
            raise InputError(f"the feed is broken: {_one_line(problem)}")
        on_note("the feed has no entries")
    elif problem is not None and not isinstance(problem, feedparser.CharacterEncodingOverride):
        on_note(
            f"the feed is not well-formed ({_one_line(problem)}); "
            f"{len(found.entries)} entries could be read"
        )
    for number, entry in enumerate(found.entries, 1):
        try:
            yield _article(entry, found.feed, f"{source}#{number}")
        except InputError as error:
            on_bad(ReportError(f"{source}: entry {number}", str(error)))


def _article(entry: Mapping[str, Any], feed: Mapping[str, Any], default_id: str) -> Article:
    text, kind = _text(entry)
    day, dated_by = _day(entry)
    fields: dict[str, Any] = {
        "id": entry.get("id") or entry.get("link"),
        "text": text,
        "title": fragment_text(entry.get("title", "")) or None,
        "url": entry.get("link") or None,
        "publisher": _publisher(entry, feed),
        "published": day.isoformat() if day else None,
        "text_from": kind,
        "published_from": dated_by,
        "author": entry.get("author") or None,
        # Said of the feed, not of this entry: the language is found in each text.
        "feed_language": feed.get("language") or None,
        "tags": ", ".join(t["term"] for t in entry.get("tags", ()) if t.get("term")) or None,
    }
    return article_from_fields(fields, default_id=default_id)


def _publisher(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> str | None:
    """The source that an aggregator names for the entry, else the feed's own title."""
    named = (entry.get("source") or {}).get("title") or feed.get("title") or ""
    return fragment_text(named) or None


def _text(entry: Mapping[str, Any]) -> tuple[str, str]:
    """The fullest text an entry carries, and which of its elements that is."""
    contents = [_plain(one) for one in entry.get("content", ())]
    if content := max(contents, key=len, default=""):
        return content, "content"
    for name in ("summary", "title"):
        if text := _plain(entry.get(f"{name}_detail") or {"value": entry.get(name, "")}):
            return text, name
    return "", "none"


def _plain(detail: Mapping[str, Any]) -> str:
    value: str = detail.get("value") or ""
    return fragment_text(value) if detail.get("type", "text/html") in _MARKUP else value.strip()


def _day(entry: Mapping[str, Any]) -> tuple[date | None, str | None]:
    """The day an entry gives, in the zone it is written in; and the element it stands in."""
    for name in ("published", "updated"):
        if written := entry.get(name):
            parsed = entry.get(f"{name}_parsed")
            day = _as_written(written) or (date(*parsed[:3]) if parsed else None)
            if day:
                return day, name
    return None, None


def _as_written(value: str) -> date | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(value.strip()).date()
        except ValueError:
            continue
    return None


def _one_line(problem: object) -> str:
    return " ".join(str(problem).split())[:200]
