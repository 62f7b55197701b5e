"""JSON files: a Telegram Desktop export, a list of reports, or one report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import orjson

from app.articles.model import Article
from app.articles.readers.decoding import decode
from app.articles.readers.json_value import parse_json
from app.articles.readers.metadata import ReportError, article_from_fields
from app.articles.readers.telegram import is_telegram, read_telegram
from app.errors import InputError

MAX_JSON_BYTES = 256 * 1024 * 1024
"""A file is read as one value; the export of ten years of a busy channel has some 100 MB."""


def read_json_file(
    path: Path,
    on_bad: Callable[[ReportError], None],
    on_note: Callable[[str], None],
    channel: str | None = None,
) -> Iterator[Article]:
    """Yield the reports of a JSON file, calling ``on_bad`` with each that cannot be used.

    Raises:
        InputError: the file is not JSON, or nothing in it is a report.
    """
    if path.stat().st_size > MAX_JSON_BYTES:
        raise InputError(f"a JSON file has at most {MAX_JSON_BYTES // 1024**2} MB; use JSON Lines")
    data = _parsed(path.read_bytes())
    if isinstance(data, dict) and is_telegram(data):
        yield from read_telegram(data, str(path), on_bad, on_note, channel)
    elif isinstance(data, dict) and "text" in data:
        yield article_from_fields(data, default_id=path.stem)
    elif isinstance(data, list):
        for number, fields in enumerate(data, 1):
            try:
                if not isinstance(fields, dict):
                    raise InputError("not a JSON object")
                article = article_from_fields(fields, default_id=f"{path.stem}:{number}")
            except InputError as error:
                on_bad(ReportError(f"{path}: item {number}", str(error)))
                continue
            yield article
    else:
        raise InputError(
            "no reports in it: expected an export of Telegram Desktop, a list of objects with a "
            "“text”, or one such object"
        )


def _parsed(content: bytes) -> object:
    try:
        return parse_json(content)
    except orjson.JSONDecodeError as error:
        problem = str(error)
    try:  # a byte order mark, or another encoding
        return parse_json(decode(content, "the file").lstrip("\ufeff"))
    except orjson.JSONDecodeError:
        raise InputError(f"not JSON: {problem}") from None
