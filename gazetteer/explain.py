"""Answers to "why this place?" in plain words."""

from __future__ import annotations

from gazetteer.candidates import LIKENESS
from gazetteer.joint import Node
from gazetteer.model import Candidate, NameQuery, Reason, Status
from gazetteer.signals import sentences
from gazetteer.weights import Weights

_SPOKEN = ("former", "alternate", "obsolete", "unrelated", "contested", "generated",
           "prominence", "seat", "foreign", "within", "type", "expired", "side", "near",
           "company", "relation")  # fmt: skip


def explain_candidate(node: Node, row: int, weights: Weights) -> tuple[Reason, ...]:
    """The findings that speak for or against one candidate, the weightiest first."""
    candidates = node.candidates
    place = candidates.index.places.at(int(node.rows[row]))
    bearing = int(candidates.match.bearing[node.kept[row]])
    name = candidates.index.written(bearing)
    texts = sentences(place, candidates.query, name)
    likeness = dict(zip(LIKENESS, candidates.match.likeness[node.kept[row]].tolist(), strict=True))
    reasons = [_spelling(likeness, texts)]
    every = {**weights.place, **weights.context}
    for signal in _SPOKEN:
        column = node.signals.get(signal)
        value = 0.0 if column is None else float(column[row])
        if abs(value * every.get(signal, 0.0)) < 0.05:
            continue
        reasons.append(Reason(signal, round(value, 3), texts[signal]))
    return tuple(reasons)


def _spelling(likeness: dict[str, float], texts: dict[str, str]) -> Reason:
    for signal in ("exact", "same_key"):
        if likeness[signal] >= 1.0:
            return Reason(signal, 1.0, texts[signal])
    return Reason("key", round(likeness["key"], 3), texts["key"])


def explain_status(status: Status, query: NameQuery, candidates: tuple[Candidate, ...]) -> str:
    """One sentence on why the answer is what it is."""
    if status is Status.UNKNOWN or not candidates:
        return f"No place of the gazetteer is plausibly meant by “{query.text}”."
    best = candidates[0]
    if status is Status.AMBIGUOUS:
        return (
            f"“{query.text}” may mean several places; the likeliest, {best.place.name}, "
            f"has a probability of {best.score:.0%}."
        )
    return " ".join(reason.text for reason in best.reasons[:3])
