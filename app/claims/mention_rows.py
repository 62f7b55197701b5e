"""Place names of a document and the places that they were resolved to, as rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.claims.model import Mention
from gazetteer.model import Candidate, GeometryKind, Place, Status

Row = dict[str, Any]

# The chosen place and its nearest rivals; further ones tell a reader nothing. Why each scored as it
# did is most of what a document weighs, and interests for the best ones only.
_KEPT_CANDIDATES = 5
_EXPLAINED_CANDIDATES = 2


def chosen_places(mentions: Iterable[Mention]) -> list[Place]:
    """Return the places that mentions were resolved to, once each, in the order of their ids."""
    chosen = (mention.resolution.place for mention in mentions)
    found = {place.id: place for place in chosen if place is not None}
    return [found[key] for key in sorted(found)]


def place_row(place: Place) -> Row:
    """Return a place as the gazetteer knows it; WGS 84, radius in metres."""
    return {
        "id": place.id,
        "kind": place.kind,
        "name": place.name,
        "name_uk": place.name_uk,
        "katottg": place.katottg,
        "settlement_type": place.settlement_type,
        "oblast": place.oblast,
        "raion": place.raion,
        "hromada": place.hromada,
        "population": place.population,
        "radius_m": place.radius_m,
        "geometry_kind": place.geometry_kind,
        "located_by": place.located_by,
        "lon": place.lon,
        "lat": place.lat,
    }


def mention_row(number: int, mention: Mention) -> Row:
    """Return the row of the mention with this number in its report, with its nearest candidates."""
    answer = mention.resolution
    place = answer.place
    candidates = answer.candidates[:_KEPT_CANDIDATES]
    chosen = next((c for c in candidates if place is not None and c.place.id == place.id), None)
    located = answer.status is Status.RESOLVED and place is not None and place.lon is not None
    return {
        "n": number,
        "span_start": mention.span.start,
        "span_end": mention.span.end,
        "text": mention.span.text,
        "kind": mention.kind,
        "type_hint": mention.type_hint,
        "status": answer.status,
        "place_id": place.id if place else None,
        "score": _probability(answer.score),
        "geometry_kind": place.geometry_kind if place and located else GeometryKind.NONE,
        "radius_m": place.radius_m if place and located else None,
        "reason": answer.reason,
        "reasons": _reasons(chosen) if chosen else [],
        "candidates": [
            _candidate(candidate, explained=rank < _EXPLAINED_CANDIDATES)
            for rank, candidate in enumerate(candidates)
        ],
    }


def _candidate(candidate: Candidate, *, explained: bool) -> Row:
    place = candidate.place
    return {
        "place_id": place.id,
        "name": place.name,
        "name_uk": place.name_uk,
        "oblast": place.oblast,
        "lon": place.lon,
        "lat": place.lat,
        "score": _probability(candidate.score),
        "reasons": _reasons(candidate) if explained else [],
    }


def _reasons(candidate: Candidate) -> list[Row]:
    return [
        {"signal": reason.signal, "value": round(float(reason.value), 4), "text": reason.text}
        for reason in candidate.reasons
    ]


def _probability(score: float) -> float:
    return round(min(max(float(score), 0.0), 1.0), 4)
