"""Web pages: trafilatura finds the article in the page and its metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from app.articles.model import Article
from app.articles.readers.decoding import decode
from app.articles.readers.metadata import article_from_fields
from app.errors import InputError

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:-]+)", re.IGNORECASE)
_PROLOGUE = 4096


def read_html(data: bytes, path: Path, served_as: str = "") -> Iterator[Article]:
    """Yield the article of a web page; ``served_as`` is the Content-Type it came with, if any.

    Raises:
        InputError: empty, not text, or a page without an article.
    """
    # Takes 0.3 s to import, which the other formats need not pay.
    from trafilatura import bare_extraction  # noqa: PLC0415

    declared = _CHARSET.search(served_as.encode()) or _CHARSET.search(data[:_PROLOGUE])
    page = decode(data, "the file", declared[1].decode() if declared else None)
    found = bare_extraction(
        page,
        include_comments=False,
        with_metadata=True,
        # What a page says of itself, not a date that stands somewhere in its text.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    text = found.text if found is not None and not isinstance(found, dict) else None
    if found is None or isinstance(found, dict) or not text or not text.strip():
        raise InputError("the page holds no article text")
    fields = {
        "text": text,
        "title": found.title,
        "published": found.date,
        "publisher": found.sitename,
        "url": found.url,
        # Templates state a language that the article need not have: it is found in the text.
        "page_language": found.language or _declared_language(page),
    }
    yield article_from_fields(fields, default_id=path.stem)


def _declared_language(page: str) -> str | None:
    found = re.search(r"<html[^>]*\blang=[\"']?([A-Za-z]{2,3})", page[:_PROLOGUE], re.IGNORECASE)
    return found[1].lower() if found else None
