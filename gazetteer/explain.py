"""Answers to "why this place?" in plain words."""

from __future__ import annotations

from typing import Final

from gazetteer.candidates import LIKENESS
from gazetteer.join import distance_km
from gazetteer.model import Candidate, NameQuery, Place, Reason, Status
from gazetteer.names.fold import fold
from gazetteer.names.key import name_key
from gazetteer.node import Node
from gazetteer.weights import Weights

# What a signal says from a value of 0.25 on, and what below, in the order in which it is told.
_SAYS: Final[dict[str, tuple[str, str]]] = {
    "former": ("“{name}” is a former name of {place}.", ""),
    "alternate": ("“{name}” is a further name of {place}.", ""),
    "obsolete": ("“{name}” was given up before 1991.", ""),
    "unrelated": ("“{name}” is unlike the official name, and of no known date.", ""),
    "contested": ("“{name}” is properly the name of another place.", ""),
    "outspelt": ("“{text}” is, as written, rather a name of another place.", ""),
    "generated": ("“{name}” is a form made by rule, in no source.", ""),
    "prominence": ("{place} has {people}.", "{place} has {people}."),
    "seat": ("{place} is the seat of its hromada.", ""),
    "foreign": ("{place} lies outside Ukraine.", ""),
    "within": ("{place} lies in {where}, as the text says.", "{place} does not lie in {where}."),
    "abroad": ("{place} lies in Ukraine, but {where} does not.", ""),
    "type": ("{place} is a {type}, as the text says.", "{place} is a {type}, not a {hint}."),
    "listed_kind": ("The text means a country or region, and {place} is one of that name.", ""),
    "expired": ("“{name}” was not in use at the date of the text.", ""),
    "premature": ("“{name}” was given to {place} only after the date of the text.", ""),
    "superseded": ("Another place bore the name at the date of the text.", ""),
    "side": (
        "The form is of the language that this side uses.",
        "The form is of the language that the other side uses.",
    ),
    "bare": ("The text does not call {place} a district or community.", ""),
    "area": ("{place} lies in an area that the text names.", ""),
    "relation": (
        "{place} lies as the text says of it.",
        "{place} does not lie as the text says of it.",
    ),
}
_LEAST_EFFECT: Final = 0.05


def explain_candidate(node: Node, row: int, weights: Weights) -> tuple[Reason, ...]:
    """The findings that speak for or against one candidate; the spelling comes first."""
    place = node.candidates.index.places.at(int(node.rows[row]))
    known = node.told.get(row)
    if known is None:
        known = node.told[row] = _whatever_the_text(node, row, place, weights)
    related = _finding(node, row, "relation", {"place": place.name}, weights)
    return (*known, *related, *_company(node, row, place))


def _whatever_the_text(node: Node, row: int, place: Place, weights: Weights) -> tuple[Reason, ...]:
    """What the name, the place and its own context say."""
    candidates = node.candidates
    name = candidates.index.written(int(candidates.match.bearing[node.kept[row]]))
    facts = _facts(place, candidates.query, name)
    reasons = [_spelling(candidates.match.likeness[node.kept[row]].tolist(), facts, place)]
    for signal in _SAYS:
        if signal != "relation":
            reasons += _finding(node, row, signal, facts, weights)
    return tuple(reasons)


def _finding(
    node: Node, row: int, signal: str, facts: dict[str, str], weights: Weights
) -> list[Reason]:
    """What one signal says of a candidate, if it says anything that counts."""
    column = node.signals.get(signal)
    high, low = _SAYS[signal]
    value = 0.0 if column is None else float(column[row])
    if value == 0.0 and not low:
        return []
    weight = weights.place.get(signal, weights.context.get(signal, 0.0))
    text = high if value >= 0.25 else low
    if not text or abs(value * weight) < _LEAST_EFFECT:
        return []
    return [Reason(signal, round(value, 3), text.format_map(facts))]


def _company(node: Node, row: int, place: Place) -> list[Reason]:
    """What the other names of the text say: the one that speaks loudest, for or against."""
    if not node.voices.size or place.lon is None or place.lat is None:
        return []
    said: list[float] = node.voices[row].tolist()
    loudest = max(range(len(said)), key=lambda number: abs(said[number]))
    if abs(said[loudest]) < _LEAST_EFFECT:
        return []
    other = node.others[loudest]
    likeliest = other.candidates.index.places.at(int(other.rows[int(other.probability.argmax())]))
    if likeliest.lon is None or likeliest.lat is None:
        return []
    away = distance_km(place.lon, place.lat, likeliest.lon, likeliest.lat)
    text = (
        f"{place.name} lies {away:.0f} km from {likeliest.name}, "
        f"which the text names too (“{other.candidates.query.text}”)."
    )
    return [Reason("near", round(sum(said), 3), text)]


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


def _spelling(likeness: list[float], facts: dict[str, str], place: Place) -> Reason:
    values = dict(zip(LIKENESS, likeness, strict=True))
    written = fold(facts["text"])
    # The signal counts all romanisations of a name alike; the sentence must be true of this place.
    if values["exact"] >= 1.0 and any(fold(name.text) == written for name in place.names):
        text = "“{text}” is written exactly as a name of {place}."
        return Reason("exact", 1.0, text.format_map(facts))
    if values["same_key"] >= 1.0:
        alike = name_key(written).key == name_key(facts["name"]).key
        text = "“{text}” and “{name}” sound alike in the Slavic key."
        if not alike:
            text = "“{text}” is a case form or a reading of “{name}”."
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
