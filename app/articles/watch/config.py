"""The feeds to watch, from a TOML file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from app.errors import InputError

MIN_INTERVAL_S = 60
DEFAULT_INTERVAL_S = 15 * 60
DEFAULT_DELAY_S = 2.0

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_DURATION = re.compile(r"(\d{1,6})\s*([smhd])")


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed. ``outlet`` None takes the feed's own title; ``full_text`` fetches each page."""

    url: str
    outlet: str | None = None
    interval_s: int = DEFAULT_INTERVAL_S
    full_text: bool = False
    language: str | None = None

    @property
    def name(self) -> str:
        """What messages call the feed."""
        return self.outlet or self.url


@dataclass(frozen=True, slots=True)
class WatchConfig:
    """All feeds. ``contact`` (address or URL) goes into the User-Agent for the hosts to write to;
    ``delay_s`` passes between two requests to one host.
    """

    feeds: tuple[Feed, ...]
    contact: str | None = None
    delay_s: float = DEFAULT_DELAY_S


def read_config(path: Path) -> WatchConfig:
    """Read a configuration.

    Raises:
        InputError: it cannot be used; the sentence names the table and the key.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not TOML: {error}") from error
    try:
        return _config(data)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None


def _config(data: Mapping[str, Any]) -> WatchConfig:
    _only(data, {"feed", "defaults", "contact", "delay"}, "the file")
    defaults = data.get("defaults", {})
    tables = data.get("feed", [])
    if not isinstance(defaults, dict) or not isinstance(tables, list) or not tables:
        raise InputError("no feed: each needs a table [[feed]] with its url")
    _only(defaults, {"interval", "full_text", "lang"}, "[defaults]")
    feeds = [
        _feed(table, defaults, f"[[feed]] number {number}")
        for number, table in enumerate(tables, 1)
    ]
    if twice := {one.url for one in feeds if sum(o.url == one.url for o in feeds) > 1}:
        raise InputError(f"listed twice: {', '.join(sorted(twice))}")
    delay = _duration(data, "delay", "the file", DEFAULT_DELAY_S)
    contact = _typed(data, "contact", str, "the file")
    if contact and not (contact.isprintable() and contact.isascii()):
        raise InputError("contact: expected an e-mail address or a URL, in ASCII")
    return WatchConfig(tuple(feeds), contact, delay)


def _feed(table: object, defaults: Mapping[str, Any], where: str) -> Feed:
    if not isinstance(table, dict):
        raise InputError(f"{where}: expected a table")
    _only(table, {"url", "outlet", "interval", "full_text", "lang"}, where)
    url = _typed(table, "url", str, where)
    parts = urlsplit(url or "")
    if not url or parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(f"{where}: url: expected an http or https address, not {url!r}")
    merged = {**defaults, **table}
    interval = int(_duration(merged, "interval", where, DEFAULT_INTERVAL_S))
    if interval < MIN_INTERVAL_S:
        raise InputError(f"{where}: interval: at least {MIN_INTERVAL_S}s, out of courtesy")
    return Feed(
        url=url,
        outlet=_typed(table, "outlet", str, where),
        interval_s=interval,
        full_text=bool(_typed(merged, "full_text", bool, where)),
        language=_typed(merged, "lang", str, where),
    )


def _only(table: Mapping[str, Any], known: set[str], where: str) -> None:
    if unknown := sorted(set(table) - known):
        raise InputError(
            f"{where}: unknown key {unknown[0]!r}; keys are {', '.join(sorted(known))}"
        )


def _typed(table: Mapping[str, Any], key: str, kind: type, where: str) -> Any:
    value = table.get(key)
    if value is not None and not isinstance(value, kind):
        expected = {str: "a text", bool: "true or false"}[kind]
        raise InputError(f"{where}: {key}: expected {expected}, not {value!r}")
    return value


def _duration(table: Mapping[str, Any], key: str, where: str, default: float) -> float:
    value = table.get(key)
    if value is None:
        return default
    found = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise InputError(f'{where}: {key}: expected a time like "15m" or "1h", not {value!r}')
    return int(found[1]) * _UNITS[found[2]]
