"""Names as rows of JSON Lines: a query in, a placed answer out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, cast, get_args

from gazetteer.errors import QueryError
from gazetteer.model import Candidate, NameQuery, Place, PlaceKind, Resolution, Side
from gazetteer.resolver import Gazetteer

MAX_NAME_LENGTH: Final = 200
"""Longer texts are no names, and are refused rather than cut."""

MAX_CONTEXT: Final = 100
"""Names that one row may bring as context."""

_NAME_KEYS: Final = ("query", "text", "name")
_SIDES: Final = get_args(Side)


def read_query(row: Mapping[str, Any]) -> NameQuery:
    """The query of a row; ``query`` is required, the rest is context.

    Keys: ``query`` (or ``text`` or ``name``), ``kind`` (or ``place_kind``), ``type_hint``,
    ``within``, ``near``, ``date``, ``side``. Raises ``QueryError`` naming the key whose value
    cannot be used.
    """
    key = next((key for key in _NAME_KEYS if key in row), "query")
    text = _text(key, row.get(key))
    if text is None:
        raise QueryError("query", "Each row needs a text under the key “query”.")
    kind = "kind" if row.get("kind") is not None else "place_kind"
    return NameQuery(
        text=text,
        kind=_kind(kind, row.get(kind)),
        type_hint=_text("type_hint", row.get("type_hint")),
        within=_texts(row, "within"),
        near=_texts(row, "near"),
        date=_day(row.get("date")),
        side=_side(row.get("side")),
    )


def answer_row(row: Mapping[str, Any], gazetteer: Gazetteer) -> dict[str, Any]:
    """Resolve one row: id, status, place, score, candidates with reasons."""
    resolution = gazetteer.resolve(read_query(row))
    return {"id": row.get("id"), **describe(resolution, gazetteer)}


def describe(resolution: Resolution, gazetteer: Gazetteer) -> dict[str, Any]:
    """A resolution as plain data."""
    return {
        "status": resolution.status.value,
        "place": describe_place(resolution.place, gazetteer) if resolution.place else None,
        "score": resolution.score,
        "reason": resolution.reason,
        "notes": notes(resolution.query, gazetteer),
        "candidates": [_candidate(one, gazetteer) for one in resolution.candidates],
    }


def notes(query: NameQuery, gazetteer: Gazetteer) -> list[str]:
    """What of the context could not be used, in sentences."""
    return [
        f"“{name}” is no area that the gazetteer knows; it was left out of account."
        for name in query.within
        if not gazetteer.areas(name)
    ]


def describe_place(place: Place, gazetteer: Gazetteer) -> dict[str, Any]:
    """The columns of a place that a reader of the answer needs."""
    oblast = gazetteer.places.get(place.oblast) if place.oblast else None
    return {
        "id": place.id,
        "kind": place.kind.value,
        "name": place.name,
        "name_uk": place.name_uk,
        "oblast": oblast.name if oblast else None,
        "lat": place.lat,
        "lon": place.lon,
        "radius_m": place.radius_m,
    }


def _candidate(candidate: Candidate, gazetteer: Gazetteer) -> dict[str, Any]:
    return {
        "place": describe_place(candidate.place, gazetteer),
        "score": candidate.score,
        "reasons": [
            {"signal": one.signal, "value": one.value, "text": one.text}
            for one in candidate.reasons
        ],
    }


def _kind(key: str, value: object) -> PlaceKind | None:
    if value is None:
        return None
    try:
        return PlaceKind(str(value))
    except ValueError:
        known = ", ".join(PlaceKind)
        raise QueryError(key, f"Unknown {key} “{_short(value)}”; known are {known}.") from None


def _side(value: object) -> Side | None:
    for side in _SIDES:
        if value == side:
            return cast(Side, side)
    if value is None:
        return None
    known = ", ".join(_SIDES)
    raise QueryError("side", f"Unknown side “{_short(value)}”; known are {known}.")


def _text(key: str, value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise QueryError(key, f"“{key}” must be a text, not {_short(value)}.")
    if len(value) > MAX_NAME_LENGTH:
        raise QueryError(key, f"“{key}” is longer than {MAX_NAME_LENGTH} characters.")
    return value


def _texts(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = row.get(key) or ()
    if isinstance(value, str):
        value = (value,)
    if not isinstance(value, list | tuple) or len(value) > MAX_CONTEXT:
        raise QueryError(key, f"“{key}” must be a list of at most {MAX_CONTEXT} texts.")
    return tuple(text for text in (_text(key, one) for one in value) if text)


def _day(value: object) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise QueryError(
            "date", f"“date” must be a day like 2025-04-18, not “{_short(value)}”."
        ) from None


def _short(value: object) -> str:
    return str(value)[:40]
