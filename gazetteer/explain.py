"""Answers to "why this place?" in plain words."""

from __future__ import annotations

from typing import Final

from gazetteer.candidates import LIKENESS
from gazetteer.joint import Node
from gazetteer.model import Candidate, NameQuery, Place, Reason, Status
from gazetteer.weights import Weights

# What a signal says from a value of 0.25 on, and what below, in the order in which it is told.
_SAYS: Final[dict[str, tuple[str, str]]] = {
    "former": ("“{name}” is a former name of {place}.", ""),
    "alternate": ("“{name}” is a further name of {place}.", ""),
    "obsolete": ("“{name}” was given up before 1991.", ""),
    "unrelated": ("“{name}” is unlike the official name, and of no known date.", ""),
    "contested": ("“{name}” is properly the name of another place.", ""),
    "generated": ("“{name}” is a form made by rule, in no source.", ""),
    "prominence": ("{place} has {people}.", "{place} has {people}."),
    "seat": ("{place} is the seat of its hromada.", ""),
    "foreign": ("{place} lies outside Ukraine.", ""),
    "within": ("{place} lies in {where}, as the text says.", "{place} does not lie in {where}."),
    "abroad": ("{place} lies in Ukraine, but {where} does not.", ""),
    "type": ("{place} is a {type}, as the text says.", "{place} is a {type}, not a {hint}."),
    "expired": ("“{name}” was not in use at the date of the text.", ""),
    "premature": ("“{name}” was given to {place} only after the date of the text.", ""),
    "superseded": ("Another place bore the name at the date of the text.", ""),
    "side": (
        "The form is of the language that this side uses.",
        "The form is of the language that the other side uses.",
    ),
    "near": (
        "{place} lies close to another place of the text.",
        "{place} lies at some distance from the other places of the text.",
    ),
    "company": (
        "{place} lies in the region of the text’s other places.",
        "{place} lies far from most places of the text.",
    ),
    "beside": ("{place} lies close to what is named next to it.", ""),
    "area": ("{place} lies in an area that the text names.", ""),
    "relation": (
        "{place} lies as the text says of it.",
        "{place} does not lie as the text says of it.",
    ),
}
_LEAST_EFFECT: Final = 0.05


def explain_candidate(node: Node, row: int, weights: Weights) -> tuple[Reason, ...]:
    """The findings that speak for or against one candidate; the spelling comes first."""
    candidates = node.candidates
    place = candidates.index.places.at(int(node.rows[row]))
    name = candidates.index.written(int(candidates.match.bearing[node.kept[row]]))
    facts = _facts(place, candidates.query, name)
    reasons = [_spelling(candidates.match.likeness[node.kept[row]].tolist(), facts)]
    for signal, (high, low) in _SAYS.items():
        column = node.signals.get(signal)
        if column is None:
            continue
        value = float(column[row])
        weight = weights.place.get(signal, weights.context.get(signal, 0.0))
        text = high if value >= 0.25 else low
        if text and abs(value * weight) >= _LEAST_EFFECT:
            reasons.append(Reason(signal, round(value, 3), text.format_map(facts)))
    return tuple(reasons)


def _facts(place: Place, query: NameQuery, name: str) -> dict[str, str]:
    people = f"{place.population:,} inhabitants" if place.population else "no recorded population"
    return {
        "text": query.text,
        "name": name,
        "place": place.name,
        "people": people,
        "where": " or ".join(query.within),
        "type": (place.settlement_type or "place").replace("_", " "),
        "hint": query.type_hint or "",
    }


def _spelling(likeness: list[float], facts: dict[str, str]) -> Reason:
    values = dict(zip(LIKENESS, likeness, strict=True))
    if values["exact"] >= 1.0:
        text = "“{text}” is written exactly as a name of {place}."
        return Reason("exact", 1.0, text.format_map(facts))
    if values["same_key"] >= 1.0:
        text = "“{text}” and “{name}” sound alike in the Slavic key."
        return Reason("same_key", 1.0, text.format_map(facts))
    return Reason("key", round(values["key"], 3), "“{text}” resembles “{name}”.".format_map(facts))


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
