"""Areas, countries and rivers: names that a list holds, found as such."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.claims.extract import after
from app.claims.extract.document import Document, Marked
from app.claims.extract.lexicon import Hit
from gazetteer.model import PlaceKind

_PLURAL = re.compile(r"(?<=oblast|region)s$")
_NAMES_IN_AREA = re.compile(r"(\w+)\s+(?:and|и|та|і|й)\s")
# "На сумском направлении": Slavic texts often write the adjective of a direction in lower case.
_DIRECTION = re.compile(
    r"(?<![\w-])(?!росси|русск|україн|украин|город|міськ|морск|морськ|сельск|сільськ|политич|політич|"
    r"враж|воєн|воен)(?P<adjective>[а-яёіїєґ’'-]{2,}(?:ск|цк|ськ|цьк|зьк)(?:ом|ому|ое|ий|ого|ім|ій))"
    rf"\s+(?P<word>{after.SLAVIC_DIRECTION})(?!\w)"
)
_ADJECTIVE = re.compile(r"(ск|цк)ом$|(?:ськ|цьк|зьк)ому$")
_SURE_DIRECTION = 0.75
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Draft:
    """A place name found in the text, before it is resolved."""

    start: int
    end: int
    text: str
    kind: PlaceKind
    sentence: int
    hint: str | None = None
    canonical: str | None = None
    evidence: str = "none"


def areas_of(doc: Document, marked: Marked) -> list[Draft]:
    """The areas, countries and rivers that a sentence names, those inside actors left out."""
    out = []
    actors = marked.of("actor")
    for hit in marked.of("area"):
        if not doc.text[hit.start].isupper() and doc.language == "en":
            lower_start = doc.text[hit.start : hit.end]
            if not any(c.isupper() for c in lower_start):
                continue
        if any(hit.start < actor.end and actor.start < hit.end for actor in actors):
            continue
        out += _area_drafts(doc, marked.sentence.index, hit)
    return out


def _area_drafts(doc: Document, sentence: int, hit: Hit) -> list[Draft]:
    """The area of a hit; of "A and B regions" only A, since B makes a hit of its own."""
    text = doc.text[hit.start : hit.end]
    joint = _NAMES_IN_AREA.match(text)
    parts = [(hit.start, hit.end, hit.label)]
    if joint and hit.entry.attributes["kind"] in ("oblast", "outside"):
        second = hit.start + joint.end()
        parts = [(hit.start, hit.start + joint.end(1), hit.label)]
        parts.append((second, hit.end, _PLURAL.sub("", doc.text[second : hit.end])))
    out = []
    for start, end, canonical in parts:
        words_of = doc.text[start:end]
        cut = _POSSESSIVE.search(words_of)
        stop = start + cut.start() if cut else end
        kind = hit.entry.attributes["kind"]
        place_kind = PlaceKind.REGION if kind == "outside" else PlaceKind(kind)
        # One pattern stands for all rivers: which one it is, its own words say.
        name = None if place_kind is PlaceKind.RIVER else canonical
        out.append(
            Draft(start, stop, doc.text[start:stop], place_kind, sentence, None, name, "area")
        )
    return out


def directions_of(doc: Document, marked: Marked, recognise: Callable[[str], float]) -> list[Draft]:
    """Directions of the front that a Russian or Ukrainian sentence writes in lower case."""
    out: list[Draft] = []
    sentence = marked.sentence
    if doc.language == "en":
        return out
    for match in _DIRECTION.finditer(doc.lower, sentence.start, sentence.end):
        start, end = match.span()
        if doc.text[start].isupper() or recognise(match.group()) < _SURE_DIRECTION:
            continue
        out.append(
            Draft(start, end, doc.text[start:end], PlaceKind.DIRECTION, sentence.index,
                  match["word"], None, "strong")
        )  # fmt: skip
    return out


def is_direction(text: str, recognise: Callable[[str], float]) -> bool:
    """ "На Покровском - бои": the adjective of a direction without its noun."""
    adjective = _ADJECTIVE.search(text)
    if adjective is None:
        return False
    noun = "направлении" if adjective[1] in ("ск", "цк") else "напрямку"
    return recognise(f"{text} {noun}") >= _SURE_DIRECTION
