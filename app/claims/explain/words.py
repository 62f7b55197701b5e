"""The vocabularies of claims in the words of a page for readers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.claims.model import AttributionBasis, AttributionRole, TimeRange
from gazetteer.model import Status

ROLES: Mapping[AttributionRole, str] = {
    AttributionRole.CLAIMANT: "Claimant",
    AttributionRole.CHANNEL: "Channel",
    AttributionRole.OUTLET: "Outlet",
    AttributionRole.PUBLISHER: "Publisher",
}

BASES: Mapping[AttributionBasis, str] = {
    AttributionBasis.SAME_SENTENCE: "named in the same sentence",
    AttributionBasis.NEXT_SENTENCE: "named in the next sentence",
    AttributionBasis.PRONOUN: "meant by a pronoun or a role",
    AttributionBasis.CARRIED_OVER: "carried over from an earlier sentence",
    AttributionBasis.NARRATOR: "the report's own voice",
    AttributionBasis.METADATA: "known from the report's metadata",
}

STATUSES: Mapping[Status, str] = {
    Status.RESOLVED: "resolved",
    Status.AMBIGUOUS: "ambiguous: several places fit",
    Status.UNKNOWN: "unknown: no place found",
    Status.OUTSIDE: "outside Ukraine",
}

SIDES: Mapping[str, str] = {"RU": "RU", "UA": "UA", "other": "other", "unknown": "not stated"}

KINDS: Mapping[str, str] = {
    "act": "What is claimed",
    "source": "Who says it",
    "place": "Where",
    "date": "When",
    "cue": "How it is put",
    "number": "Numbers",
}
"""Kinds of marks, in the order in which one covers another."""


def plain(term: str) -> str:
    """A term of a vocabulary as words."""
    return term.replace("_", " ")


def days(value: TimeRange) -> str:
    """A range of days; an open end is said, never filled in."""
    start, end = value.start, value.end
    if start is None and end is None:
        return "not stated"
    if start == end:
        return _day(start)
    if start is None:
        return f"until {_day(end)}, beginning not stated"
    if end is None:
        return f"from {_day(start)}, end not stated"
    return f"{_day(start)} to {_day(end)}"


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def percent(score: float) -> str:
    """A probability as a percentage; only certainty is 100."""
    return f"{min(score, 0.999) * 100:.0f} %" if score < 0.995 else "over 99 %"
