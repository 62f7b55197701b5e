"""What the statements that relate documents are given and give: connection, rows, JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
import psycopg

Connection = psycopg.Connection[Any]
Row = tuple[Any, ...]


def json_rows(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as the array that ``json_to_recordset`` takes."""
    return orjson.dumps(list(rows)).decode()
