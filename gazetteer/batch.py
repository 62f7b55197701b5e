"""Names as rows of JSON Lines: a query in, a placed answer out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from gazetteer.errors import GazetteerError
from gazetteer.model import Candidate, NameQuery, Place, PlaceKind, Resolution
from gazetteer.resolver import Gazetteer


def read_query(row: Mapping[str, Any]) -> NameQuery:
    """The query of a row; ``query`` is required, the rest is context.

    Keys: ``query`` (or ``text`` or ``name``), ``place_kind``, ``type_hint``, ``within``,
    ``near``, ``date``, ``side``. Raises ``GazetteerError`` naming the key whose value cannot be used.
    """
    text = next((row[key] for key in ("query", "text", "name") if key in row), None)
    if not isinstance(text, str):
        raise GazetteerError("Each row needs a text under the key “query”.")
    side = row.get("side")
    return NameQuery(
        text=text,
        kind=_kind(row.get("place_kind")),
        type_hint=row.get("type_hint"),
        within=_texts(row, "within"),
        near=_texts(row, "near"),
        date=_day(row.get("date")),
        side=side if side in ("RU", "UA", "other", "unknown") else None,
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
        "candidates": [_candidate(one, gazetteer) for one in resolution.candidates],
    }


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


def _kind(value: object) -> PlaceKind | None:
    if value is None:
        return None
    try:
        return PlaceKind(str(value))
    except ValueError:
        known = ", ".join(PlaceKind)
        raise GazetteerError(f"Unknown place_kind “{value}”; known are {known}.") from None


def _texts(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = row.get(key) or ()
    if isinstance(value, str):
        value = (value,)
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        raise GazetteerError(f"“{key}” must be a list of texts.")
    return tuple(value)


def _day(value: object) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise GazetteerError(f"“date” must be a day like 2025-04-18, not “{value}”.") from None
