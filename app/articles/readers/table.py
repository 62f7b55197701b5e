"""CSV and TSV: one report a row. Columns go to fields by their names or by a mapping."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO

from app.articles.model import Article
from app.articles.readers.decoding import MAX_REPORT_BYTES, encoding_of
from app.articles.readers.metadata import KNOWN_FIELDS, ReportError, article_from_fields
from app.errors import InputError

DELIMITERS = ",;\t|"
_SAMPLE_BYTES = 1024 * 1024
_LONG_ROW = 1000
_MAX_RETRIES = 20
_SEPARATOR_LINE = "sep="
"""How spreadsheets name the delimiter in a first line of its own."""

# Names that columns really have, for the field they mean; the field's own name comes first.
_ALSO_CALLED: Mapping[str, tuple[str, ...]] = {
    "text": ("body", "content", "full_text", "message", "notes", "текст"),
    "published": ("date", "published_at", "pubdate", "event_date", "datetime", "дата"),
    "publisher": ("outlet", "source", "channel", "источник", "джерело"),
    "url": ("link", "source_url", "ссылка", "посилання"),
    "title": ("headline", "заголовок"),
    "lang": ("language",),
    "id": ("event_id_cnty", "message_id"),
}


def read_table(
    path: Path,
    on_bad: Callable[[ReportError], None],
    columns: Mapping[str, str] | None = None,
) -> Iterator[Article]:
    """Yield the reports of a table, calling ``on_bad`` with each row that cannot be used.

    ``columns`` maps a field to the name of its column; fields that it leaves out are found by
    their names. Columns that are no field go to the metadata.

    Raises:
        InputError: no header, or no column for the text.
    """
    with path.open("rb") as binary:
        sample = binary.read(_SAMPLE_BYTES)
    encoding = encoding_of(sample, "the file")
    # A byte that the encoding does not know becomes half a surrogate pair, which is replaced by
    # U+FFFD and noted with its row.
    bad = good = 0
    with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
        rows = _rows(file, _delimiter(path, sample.decode(encoding, "replace")))
        header, fields = _header(rows, columns or {})
        for number, row in rows:
            try:
                if isinstance(row, csv.Error):
                    raise InputError(f"not CSV: {row}")
                if not any(cell.strip() for cell in row):
                    continue
                article = _article(row, header, fields, f"{path.stem}:{number}")
            except InputError as error:
                bad += 1
                on_bad(ReportError(f"{path}: line {number}", str(error)))
                continue
            good += 1
            yield article
    if not bad and not good:
        raise InputError("there is no row below the header")


def _header(
    rows: Iterator[tuple[int, list[str] | csv.Error]], columns: Mapping[str, str]
) -> tuple[list[str], dict[int, str]]:
    """The names of the columns, and which of them are fields."""
    for _number, row in rows:
        if isinstance(row, csv.Error):
            raise InputError(f"the header is not CSV: {row}")
        names = [name.strip().lstrip("\ufeff") for name in row]
        if any(names) and not names[0].lower().startswith(_SEPARATOR_LINE):
            return names, _fields_of(names, columns)
    raise InputError("there is no header")


def _article(
    row: list[str], header: list[str], fields: Mapping[int, str], default_id: str
) -> Article:
    if len(row) > len(header):
        raise InputError(
            f"{len(row)} columns where the header has {len(header)}: is a quotation mark missing?"
        )
    named: dict[str, str] = {}
    for place, value in enumerate(row):
        name = fields.get(place) or header[place] or str(place + 1)
        if place not in fields and name in KNOWN_FIELDS:
            name = f"column {name}"  # another column was named for this field
        if value:
            named[name] = value
    return article_from_fields(named, default_id=default_id)


def _fields_of(header: list[str], columns: Mapping[str, str]) -> dict[int, str]:
    """Which column, by its place, is which field; other columns keep their names."""
    shown = ", ".join(header)[:300] or "none"
    found: dict[int, str] = {}
    for field, column in columns.items():
        if field not in KNOWN_FIELDS:
            raise InputError(f"no field {field!r}; fields are {', '.join(sorted(KNOWN_FIELDS))}")
        if column not in header:
            raise InputError(f"no column {column!r} for {field}; the columns are: {shown}")
        found[header.index(column)] = field
    lower = [name.lower() for name in header]
    for field, others in _ALSO_CALLED.items():
        if field in found.values():
            continue
        for name in (field, *others):
            if name in lower and lower.index(name) not in found:
                found[lower.index(name)] = field
                break
    if "text" not in found.values():
        raise InputError(
            f"no column holds the text; the columns are: {shown}. Name it: --map text=COLUMN"
        )
    return found


def _delimiter(path: Path, sample: str) -> str:
    """The delimiter that the first lines are written with."""
    if path.suffix.lower() == ".tsv":
        return "\t"
    head = sample.lstrip("\ufeff")
    first = head.splitlines()[0] if head else ""
    if first.lower().startswith(_SEPARATOR_LINE) and len(first) == len(_SEPARATOR_LINE) + 1:
        return first[-1]
    # The header decides: commas and semicolons stand in any prose below it.
    return max(DELIMITERS, key=_outside_quotes(first).count)


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


class _Lines:
    """Lines of a file that can be put back, and those taken since the last row began."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._waiting: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else self._file.readline()
        if not line:
            raise StopIteration
        self.taken.append(line)
        return line

    def put_back(self, lines: list[str]) -> None:
        self._waiting.extendleft(reversed(lines))


def _rows(file: IO[str], delimiter: str) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Rows, or what is wrong with them, with the number of the line each begins on.

    A quotation mark that is never closed would swallow all rows below it: only its own line is
    given up, and reading goes on with the next.
    """
    # The module's limit is one for the process; ours is the limit of every report.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_REPORT_BYTES))
    lines = _Lines(file)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number, retries = 1, _MAX_RETRIES
    while True:
        lines.taken = []
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, error
            # Lines that are read again and again would take quadratic time.
            retries -= len(lines.taken) > _LONG_ROW
            if retries:
                lines.put_back(lines.taken[1:])
                number += 1
                continue
            yield number + 1, csv.Error(f"{len(lines.taken) - 1} lines from here were given up")
        else:
            yield number, row
        number += len(lines.taken)
