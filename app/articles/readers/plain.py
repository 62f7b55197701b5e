"""Plain text, with an optional head of ``key: value`` lines between two lines of ``---``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from app.articles.model import Article
from app.articles.readers.decoding import decode
from app.articles.readers.metadata import KNOWN_FIELDS, article_from_fields

_HEAD = re.compile(
    r"\A---[ \t]*\r?\n(?P<head>(?:[^\r\n]*\r?\n){1,40}?)---[ \t]*(?:\r?\n|\Z)(?:[ \t]*\r?\n)?"
)
_FIELD = re.compile(r"(?P<key>[A-Za-z_]+)[ \t]*:[ \t]*(?P<value>.*)")


def read_text(data: bytes, path: Path) -> Iterator[Article]:
    """Yield the one report of a text file; its id is the file's name unless the head gives one.

    Raises:
        InputError: empty, not text, or a field of the head cannot be used.
    """
    fields, text = split_head(decode(data, "the file"))
    fields.pop("text", None)
    yield article_from_fields({**fields, "text": text}, default_id=path.stem)


def split_head(text: str) -> tuple[dict[str, str], str]:
    """Return the fields of the head and the text below it.

    What only looks like a head (a line without a colon, no field that we know) is text.
    """
    found = _HEAD.match(text)
    if found is None:
        return {}, text
    fields: dict[str, str] = {}
    for line in found["head"].splitlines():
        field = _FIELD.fullmatch(line.strip())
        if field is None:
            return {}, text
        fields[field["key"].lower()] = field["value"].strip().strip("\"'")
    if not fields.keys() & KNOWN_FIELDS:
        return {}, text
    return fields, text[found.end() :]
