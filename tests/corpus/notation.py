"""The fields of an annotation line: one reader a field, each of which fills a claim.

README.md defines the notation. Standard library only.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any, Protocol

QUOTED = re.compile(r'"([^"]*)"')
SIDE_NAMES = {"RU": "Russian Armed Forces", "UA": "Ukrainian Armed Forces"}
BASES = {
    "same": "explicit_same_sentence",
    "next": "explicit_next_sentence",
    "pronoun": "pronoun_to_previous_sentence",
    "carried": "carried_over",
    "unnamed": "unnamed_reported",
    "narrator": "narrator",
}
ROLES = {"by": "claimant", "co": "co_claimant", "via": "outlet", "chan": "channel"}
# Days before publication that an undated event may reach back.
REACH = {"day": 1, "week": 6, "month": 30}


class Report(Protocol):
    """What the readers need of a report."""

    id: str
    published: date
    places: dict[str, Any]
    actors: dict[str, Any]
    mentions: list[dict[str, Any]]

    def find(self, words: str, sentence: dict[str, Any]) -> dict[str, Any]:
        """The span of the words in their sentence, else nearest to it."""


def unquote(text: str) -> str:
    """The first quoted words of a field."""
    found = QUOTED.search(text)
    if not found:
        raise ValueError(f"no quoted words: {text!r}")
    return found[1]


def _places(report: Report, claim: dict[str, Any], sentence: dict[str, Any], text: str) -> None:
    for item in (part.strip() for part in text.split(",")):
        if item == "-":
            continue
        words = item.rstrip("?~").split()
        place, role, relation = (*words, "location", "in")[:3] if len(words) == 1 else words
        if place not in report.places:
            raise KeyError(place)
        mention = None
        if "~" not in item:
            inside = (
                m
                for m in report.mentions
                if m["place"] == place and sentence["start"] <= m["start"] < sentence["end"]
            )
            found = next(inside, None)
            if found is None:
                raise ValueError(f"no mention of {place} in the sentence")
            mention = {key: found[key] for key in ("id", "text", "start", "end")}
        claim["places"].append(
            {
                "place": place,
                "mention": mention,
                "role": role,
                "relation": relation,
                "anaphoric": mention is None,
                "optional": "?" in item,
            }
        )


def _source(role: str) -> Any:
    def read(report: Report, claim: dict[str, Any], sentence: dict[str, Any], text: str) -> None:
        row: dict[str, Any] = {"role": role, "name": None, "aliases": [], "side": "unknown"}
        row |= {"kind": "narrator", "cue": None, "inferred": False, "nobody": text == "nobody"}
        if not row["nobody"]:
            name = text.split(' "', 1)[0].strip()
            inline = re.fullmatch(r"(.+) \((\w+), ([^)]+)\)", name)
            if inline:
                row |= {"name": inline[1], "side": inline[2], "kind": inline[3]}
            else:
                row |= report.actors[name]
            row["cue"] = report.find(unquote(text), sentence)
            row["inferred"] = not sentence["start"] <= row["cue"]["start"] < sentence["end"]
        claim["attribution"].append(row)

    return read


def _modality(report: Report, claim: dict[str, Any], sentence: dict[str, Any], text: str) -> None:
    value = text.split(' "', 1)[0].strip()
    claim["modality"], *claim["modality_accept"] = value.split("/")
    claim["hedges"] = [report.find(words, sentence) for words in QUOTED.findall(text)]


def _range(report: Report, text: str, sentence: dict[str, Any]) -> dict[str, Any]:
    words = text.split(' "', 1)[0].split()
    day, row = report.published, {"start": None, "end": None, "precision": "day", "basis": ""}
    if words[0] in REACH:
        row |= {"start": str(day - timedelta(REACH[words[0]])), "end": str(day)}
        row |= {"precision": words[0], "basis": "undated; on or before publication"}
    elif words[0] == "pub":
        row |= {"start": str(day - timedelta(1)), "end": str(day), "basis": "publication date"}
    elif words[0] == "state":
        row |= {"start": str(day), "end": str(day), "basis": "state at publication"}
    elif words[0] == "future":
        row |= {"start": str(day), "precision": "open", "basis": "future at publication"}
    else:
        start, _, end = words[0].partition("..")
        end = end if ".." in words[0] else start
        row |= {"start": start or None, "end": end or None, "basis": "stated in the text"}
        row["precision"] = words[1] if len(words) > 1 else "day"
    quoted = QUOTED.search(text)
    row["text"] = report.find(quoted[1], sentence) if quoted else None
    if quoted and words[0] in REACH:
        row["basis"] = "counted back from publication"
    row["year_inferred"] = not (quoted and re.search(r"\d{4}", quoted[1]))
    return row | {"open_book": False}


def read_event(report: Report, claim: dict[str, Any], sentence: dict[str, Any], text: str) -> None:
    claim["date"]["event"] = _range(report, text, sentence)


def _statement(report: Report, claim: dict[str, Any], sentence: dict[str, Any], text: str) -> None:
    claim["date"]["statement"] = _range(report, text, sentence)


def _quantity(report: Report, claim: dict[str, Any], sentence: dict[str, Any], text: str) -> None:
    what, low, high, unit, bound = text.split(' "', 1)[0].split()
    ends = [None if word == "-" else float(word) for word in (low, high)]
    minimum, maximum = (int(e) if e is not None and e == int(e) else e for e in ends)
    row = {"what": what, "min": minimum, "max": maximum, "unit": unit, "bound": bound}
    claim["quantities"].append(row | {"span": report.find(unquote(text), sentence)})


def _actors(report: Report, claim: dict[str, Any], sentence: dict[str, Any], text: str) -> None:
    for side, role in zip(text.split(">"), ("initiator", "target"), strict=False):
        if side:
            claim["actors"].append({"name": SIDE_NAMES[side], "side": side, "role": role})


def _control(report: Report, claim: dict[str, Any], sentence: dict[str, Any], text: str) -> None:
    status, _, by = text.partition(" ")
    places = [p["place"] for p in claim["places"] if not p["optional"]]
    claim["control_effect"] = {"place": places, "status": status, "by": by or None}


def _basis(report: Report, claim: dict[str, Any], sentence: dict[str, Any], text: str) -> None:
    claim["attribution_basis"] = BASES[text]


def _optional(report: Report, claim: dict[str, Any], sentence: dict[str, Any], text: str) -> None:
    claim["claimant_optional"] = True


def _side(report: Report, claim: dict[str, Any], sentence: dict[str, Any], text: str) -> None:
    claim["side"] = text


def _flag(report: Report, claim: dict[str, Any], sentence: dict[str, Any], text: str) -> None:
    claim["flags"].append(text)


def _relation(report: Report, claim: dict[str, Any], sentence: dict[str, Any], text: str) -> None:
    kind, number = text.split()
    claim["relations_to"].append({"type": kind, "claim": f"{report.id}-{number}"})


READERS: dict[str, Any] = {
    "@": _places,
    "m": _modality,
    "ev": read_event,
    "said": _statement,
    "q": _quantity,
    "act": _actors,
    "ctl": _control,
    "basis": _basis,
    "opt": _optional,
    "side": _side,
    "flag": _flag,
    "rel": _relation,
} | {key: _source(role) for key, role in ROLES.items()}
