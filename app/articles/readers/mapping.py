"""What a user says of files that do not say it themselves: columns, and fields of all reports."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.articles.model import Article
from app.articles.readers.metadata import KNOWN_FIELDS, article_from_fields
from app.errors import InputError

CHANNEL = "channel"
"""Public user name of a Telegram channel, for the addresses of its posts."""

_GIVABLE = ("publisher", "outlet", "lang", "language", "published", CHANNEL)


@dataclass(frozen=True, slots=True)
class Hints:
    """``columns``: field -> column of a table; ``given``: field -> value for reports without."""

    columns: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)

    def complete(self, article: Article) -> Article:
        """Return ``article`` with the given fields that it does not state itself."""
        if not self.given:
            return article
        known = article_from_fields({"text": "-", **self.given}, default_id="-")
        stated: dict[str, Any] = {
            name: getattr(known, name)
            for name in ("publisher", "language", "published")
            if getattr(article, name) is None
        }
        return replace(article, **stated)


def hints_from(maps: Iterable[str], given: Iterable[str]) -> Hints:
    """Read the options ``--map`` and ``--set``.

    Each of ``maps`` is ``field=column``, several of them with commas, or the path of a TOML file
    of ``field = "column"``; each of ``given`` is ``field=value``.

    Raises:
        InputError: a pair, a field or a file cannot be used.
    """
    columns: dict[str, str] = {}
    for one in maps:
        columns.update(_file(Path(one)) if one.endswith(".toml") else _pairs(one.split(","), "map"))
    _known(columns, "map", sorted(KNOWN_FIELDS))
    values = _pairs(given, "set")
    _known(values, "set", _GIVABLE)
    hints = Hints(columns, values)
    hints.complete(Article(id="-", text="-"))  # a bad date is told before any file is read
    return hints


def _pairs(pairs: Iterable[str], option: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not (name and equals and value):
            raise InputError(f"--{option} expects FIELD=VALUE, not {pair!r}")
        found[name] = value
    return found


def _known(pairs: Iterable[str], option: str, fields: Iterable[str]) -> None:
    for name in pairs:
        if name not in fields:
            raise InputError(f"--{option}: no field {name!r}; fields are {', '.join(fields)}")


def _file(path: Path) -> dict[str, str]:
    try:
        pairs = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not TOML: {error}") from error
    for name, column in pairs.items():
        if not isinstance(column, str):
            raise InputError(f'{path}: {name}: expected the name of a column, as text = "body"')
    return pairs
