"""JSON Lines: one report a line. A broken line is reported, the others are read."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

import orjson

from app.articles.model import Article
from app.articles.readers.decoding import MAX_REPORT_BYTES, bom_encoding, decode
from app.articles.readers.json_value import parse_json
from app.articles.readers.metadata import ReportError, article_from_fields, too_large
from app.errors import InputError

# JSON may write a character as six, and a line has other fields too.
_MAX_LINE_BYTES = 8 * MAX_REPORT_BYTES


def read_jsonl(path: Path, on_bad: Callable[[ReportError], None]) -> Iterator[Article]:
    """Yield the reports of a file, calling ``on_bad`` with each line that cannot be used.

    Raises:
        InputError: no line at all could be used.
    """
    bad = good = 0
    with path.open("rb") as file:
        for number, line in enumerate(_lines(file), 1):
            if not line.strip():
                continue
            try:
                article = _article(line, f"{path.stem}:{number}")
            except InputError as error:
                bad += 1
                on_bad(ReportError(f"{path}: line {number}", str(error)))
                continue
            good += 1
            yield article
    if not bad and not good:
        raise InputError("the file is empty")


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    start = file.read(4)
    file.seek(0)
    encoding = bom_encoding(start)
    if encoding is None or encoding == "utf-8-sig":
        file.seek(3 if encoding else 0)
        while line := file.readline(_MAX_LINE_BYTES):
            yield line
            while not line.endswith(b"\n") and (line := file.readline(_MAX_LINE_BYTES)):
                pass  # the rest of a line that was too long; what was yielded is refused
        return
    wide = io.TextIOWrapper(cast(io.BufferedReader, file), encoding, "replace", newline="\n")
    for text in wide:
        yield text.encode("utf-8", "replace")


def _article(line: bytes, default_id: str) -> Article:
    if len(line) >= _MAX_LINE_BYTES:
        raise InputError(too_large(len(line)))
    try:
        fields = parse_json(line)
    except orjson.JSONDecodeError as error:
        fields = _in_another_encoding(line, str(error))
    if not isinstance(fields, dict):
        raise InputError("not a JSON object")
    return article_from_fields(fields, default_id=default_id)


def _in_another_encoding(line: bytes, problem: str) -> object:
    """The line as it reads in cp1251 and the like; the first problem stands if it is not that."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return parse_json(decode(line, "the line"))
        except orjson.JSONDecodeError:
            pass
    raise InputError(f"not JSON: {problem}")
