"""From a report's fields, however they were given, to an ``Article``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from app.articles.model import Article
from app.articles.readers.decoding import MAX_REPORT_BYTES, storable
from app.errors import InputError

# Field names as files give them; the first that is there counts.
_PUBLISHER = ("publisher", "outlet")
_LANGUAGE = ("lang", "language")
KNOWN_FIELDS = frozenset(
    {"id", "text", "url", "title", "published", "fetched_at", *_PUBLISHER, *_LANGUAGE}
)
# Forms that can be read in one way only: 07/08/2025 is none of them.
_OTHER_DATES = ("%d.%m.%Y", "%d %B %Y", "%B %d, %Y")
# Zero-width spaces, joiners and marks: a text of these only is empty.
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF))
NOTE = "reader_note"
"""Key in ``Article.metadata``: what the reader had to change, for the user's report."""


class ReportError(InputError):
    """A report that cannot be used: ``source`` is its file or line, ``reason`` says why."""

    def __init__(self, source: str, reason: str) -> None:
        """Say of ``source`` that it cannot be used for ``reason``."""
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


def article_from_fields(fields: Mapping[str, Any], *, default_id: str) -> Article:
    """Return the article that ``fields`` describe; ``text`` is required.

    Raises:
        InputError: a field cannot be used; the sentence names it.
    """
    text = fields.get("text")
    if not isinstance(text, str) or not text.translate(_UNSEEN).strip():
        raise InputError("there is no text")
    if len(text) > MAX_REPORT_BYTES:
        raise InputError(too_large(len(text)))
    given = fields.get("id")
    return checked(
        Article(
            id=str(given) if given not in (None, "") else default_id,
            text=text,
            published=_date(fields.get("published"), "published"),
            publisher=_string(fields, *_PUBLISHER),
            url=_string(fields, "url"),
            title=_string(fields, "title"),
            language=_string(fields, *_LANGUAGE),
            fetched_at=_moment(fields.get("fetched_at"), "fetched_at"),
            metadata=_others(fields),
        )
    )


def checked(article: Article) -> Article:
    """Return ``article`` with nothing in it that the database cannot hold, and a note if so."""
    text, replaced = storable(article.text)
    metadata = {storable(k)[0]: storable(v)[0] for k, v in article.metadata.items()}
    if replaced:
        metadata[NOTE] = f"{replaced} null or broken characters replaced by U+FFFD"
    return replace(
        article,
        id=storable(article.id)[0],
        text=text,
        publisher=_storable(article.publisher),
        url=_storable(article.url),
        title=_storable(article.title),
        language=_storable(article.language),
        metadata=metadata,
    )


def too_large(size: int) -> str:
    """Return the sentence for a report above the limit."""
    limit = MAX_REPORT_BYTES // 1024**2
    return f"it has {size / 1024**2:.0f} MB, a report at most {limit} MB; split it into reports"


def _storable(value: str | None) -> str | None:
    return None if value is None else storable(value)[0]


def _string(fields: Mapping[str, Any], *names: str) -> str | None:
    for name in names:
        value = fields.get(name)
        if value is None or value == "":
            continue
        if not isinstance(value, str):
            raise InputError(f"{name} is not a string: {json.dumps(value)[:80]}")
        return value.strip() or None
    return None


def _date(value: object, name: str) -> date | None:
    if value is None or value == "":
        return None
    for form in (None, *_OTHER_DATES):
        try:
            return _parsed(value, form).date()
        except ValueError:
            continue
    raise InputError(f"{name} is no ISO 8601 date (2025-07-20): {str(value)[:40]!r}")


def _moment(value: object, name: str) -> datetime | None:
    if value is None or value == "":
        return None
    try:
        moment = _parsed(value)
    except ValueError:
        raise InputError(f"{name} is no ISO 8601 time: {str(value)[:40]!r}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _parsed(value: object, form: str | None = None) -> datetime:
    """``value`` read as ISO 8601, or in a form of ``strptime``."""
    if not isinstance(value, str):
        raise ValueError
    if form is None:
        return datetime.fromisoformat(value.strip())
    return datetime.strptime(value.strip(), form)


def _others(fields: Mapping[str, Any]) -> dict[str, str]:
    return {
        str(name): value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in fields.items()
        if name not in KNOWN_FIELDS and value is not None
    }
