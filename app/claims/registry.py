"""Actors and outlets: who speaks, who carries it, and on whose side each is.

The list is data (``app/claims/data/actors.toml``); a newsroom adds a file of the same form. An
actor that is not listed is still extracted, with a side read from its words or "unknown".
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, cast

from app.errors import InputError
from gazetteer.model import Side

LANGUAGES = ("en", "ru", "uk")
ROLES = frozenset({"outlet", "body", "monitor", "person"})
SIDES = frozenset({"RU", "UA", "other", "unknown"})


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, body or outlet; ``role`` is outlet, body, monitor (both) or person."""

    name: str
    side: Side
    kind: str
    role: str
    aliases: dict[str, tuple[str, ...]]

    @property
    def carries(self) -> bool:
        """Whether it passes on what others say."""
        return self.role in ("outlet", "monitor")


def read_actors(text: str, origin: str) -> list[Actor]:
    """The actors of a TOML text; raises ``InputError`` naming the row that is wrong."""
    try:
        rows = tomllib.loads(text).get("actor", [])
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{origin}: not TOML: {error}") from error
    return [_actor(row, f"{origin}: actor {number}") for number, row in enumerate(rows, 1)]


def _actor(row: dict[str, Any], where: str) -> Actor:
    name = str(row.get("name", "")).strip()
    side, role = row.get("side", "unknown"), row.get("role", "body")
    if not name:
        raise InputError(f"{where} has no name")
    if side not in SIDES:
        raise InputError(f"{where} ({name}): side {side!r} is none of {', '.join(sorted(SIDES))}")
    if role not in ROLES:
        raise InputError(f"{where} ({name}): role {role!r} is none of {', '.join(sorted(ROLES))}")
    aliases = {code: tuple(row.get(code, ())) for code in LANGUAGES}
    return Actor(name, cast(Side, side), str(row.get("kind", "")), role, aliases)


_newsroom: Path | None = None


def use_actors_file(path: Path | None) -> None:
    """Add the newsroom's own file to the list, for this process and those forked from it.

    Called once, where settings are read, before anything is extracted. Raises ``InputError`` for
    a missing or faulty file.
    """
    global _newsroom  # noqa: PLW0603 (forked workers come by it so)
    _load(path)
    _newsroom = path


def actors_file() -> Path | None:
    """The newsroom's file in use; what is derived from the list is cached under it."""
    return _newsroom


def load_actors(extra: Path | None = None) -> tuple[Actor, ...]:
    """Our list, then the newsroom's own file; a later entry of the same name replaces the first."""
    return _load(extra or _newsroom)


@lru_cache(maxsize=4)
def _load(extra: Path | None) -> tuple[Actor, ...]:
    packaged = resources.files("app.claims").joinpath("data/actors.toml")
    actors = {a.name: a for a in read_actors(packaged.read_text("utf-8"), "actors.toml")}
    if extra is not None:
        if not extra.is_file():
            raise InputError(f"{extra}: no such file of actors")
        try:
            text = extra.read_text("utf-8")
        except UnicodeDecodeError as error:
            raise InputError(f"{extra}: not UTF-8: {error}") from error
        added = read_actors(text, str(extra))
        actors.update({a.name: a for a in added})
    return tuple(actors.values())


def actors_by_name(extra: Path | None = None) -> dict[str, Actor]:
    """The same list by name."""
    return _by_name(extra or _newsroom)


@lru_cache(maxsize=4)
def _by_name(extra: Path | None) -> dict[str, Actor]:
    return {actor.name: actor for actor in _load(extra)}
