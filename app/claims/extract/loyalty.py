"""Whose side a speaker of unknown side is on, by what the sentence says of the two armies.

"Ukrainian troops have fallen back, the commander admitted": who owns up to a loss, or tells of a
success as his own, is on that side. "The occupiers were thrown back": only one side calls them so.
"""

from __future__ import annotations

import re
from dataclasses import replace

from app.claims.extract.document import Document, Marked
from app.claims.extract.memory import Memory
from app.claims.extract.opponents import opponent_of_harmed
from app.claims.extract.sides import side_of_words, voice_of_words
from app.claims.extract.source import Source
from app.claims.extract.spoken import Spoken
from app.claims.model import Link
from gazetteer.model import Side

_TOLD, _REACH = 6, 200  # acts looked at, characters before each: keeps a huge sentence linear
# Officials and soldiers speak for a side; residents, analysts and the press need not.
_LOYAL = re.compile(
    r"spokesperson|press service|serviceman|unit|official|military|commander|governor|mayor|"
    r"minister|ministry",
    re.IGNORECASE,
)
# Of the other army its foes speak by nationality, and theirs are the dead they count.
_FOES = re.compile(
    r"(?<![\w-])(?:the\s+)?(?P<foe>Russians|Ukrainians)(?!['’\w])|"
    r"(?<!\w)(?P<dead>Russian|Ukrainian)\s+(?:(?:\w+\s+)?(?:losses|casualties|dead|corpses|prisoners|"
    r"captives)|\w+\s+(?:were|had\s+been|have\s+been)\s+(?:killed|wounded|eliminated|captured|destroyed))"
    r"(?!\w)"
)
_HARMED = re.compile(
    r"(?<!\w)(?:destroy|eliminat|liquidat|neutrali[sz]|wip(?:ed|ing)\s+out|knock(?:ed|ing)\s+out|took\s+out|"
    r"repel|repuls|beat(?:en|ing)?\s+(?:off|back)|f(?:ought|ended)\s+off|thwart|foil|ambush|driv(?:en|ing)\s+back|"
    r"drove\s+back|push(?:ed|ing)\s+back)\w*\s+(?:[\w-]+\s+){0,3}?(?P<foe>Russian|Ukrainian)\s+"
    r"(?!(?:civilian|house|home|school|town|village|cit|land|region)\w*)"
)
# Those who run a town or region tell who shelled it: the other army.
_OF_TOWN = re.compile(
    r"mayor|governor|head\s+of|administrat|council|regional\s+head|глав[аыу]|мэр|губернатор|начальник|"
    r"police|authorit|prosecutor|rescuer|emergency|(?:grid|power|energy|water|gas)\s+(?:compan|operator)|"
    r"utilit|railway|hospital|port\s|district|"
    r"regional|local\s|city|town|полици|прокурат|спасател|поліці|рятувальн|міськ|обласн|"
    r"администраци|голов[аи]|мер(?!\w)|очільни|адміністраці",
    re.IGNORECASE,
)
_STRUCK = re.compile(
    r"(?<!\w)(?:shell|bomb|pound|struck|strike|attack|hit(?!\w)|обстрел|ударил|атаковал|нанес|обстріл|вдарил|"
    r"атакувал|завда)\w*",
    re.IGNORECASE,
)
_FIRED = re.compile(
    r"(?<!\w)(?P<army>Russian|Ukrainian|enemy|российск\w+|украинск\w+|російськ\w+|українськ\w+)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:drones?|missiles?|shelling|strikes?|bombs?|artillery|attacks?|raids?|shells?|aircraft|rockets?|fire|"
    r"дрон\w*|ракет\w*|обстр\w+|удар\w*|авіабомб\w*|авиабомб\w*|артил\w+|артиллери\w*|снаряд\w*|атак\w*)(?!\w)"
)
_OURS = re.compile(r"(?<!\w)(?:[Oo]ur|[Ww]e|us)(?!\w)(?!\s+(?:Russian|Ukrainian))")
_ARMIES = re.compile(r"(?<!\w)(?:Russian|Ukrainian)s?(?!\w)(?!-)")
_LOOKS_ON = re.compile(
    r"histor|analyst|expert|observer|comment|correspond|journalis", re.IGNORECASE
)
_OPPONENTS: dict[str, Side] = {"R": "UA", "U": "RU"}

# "Gerasimov inspected a post, state television showed": of the state the sentence tells of.
_STATE_MEDIA = re.compile(
    r"state(?:-run)?\s+(?:television|tv|media|broadcaster|news)", re.IGNORECASE
)
_BARE = frozenset({"official", "serviceman", "spokesperson", "press service", "unit", "unnamed"})
_OF_PROJECT = re.compile(r"of\s+the\s+(?:project|outlet|channel|map|portal)\b", re.IGNORECASE)
# "A spokesman for the group": of the one named before.
_OF_BODY = re.compile(
    r"(?:of|for|from|with|in)\s+the\s+(?:same\s+)?(?P<body>group|grouping|battlegroup|brigade|battalion|regiment|"
    r"corps|division|unit|army|ministry|command|headquarters|service)$",
    re.IGNORECASE,
)


def side_by_speech(doc: Document, marked: Marked, link: Link) -> Side:
    """The side of an official or soldier by the words of the sentence, or unknown."""
    office = f"{link.kind or ''} {link.title or ''} {link.name}"
    of_town = _OF_TOWN.search(office) is not None
    if not of_town and _LOYAL.search(office) is None:
        return "unknown"
    sentence = marked.sentence
    words = doc.text[sentence.start : sentence.end]
    if link.span is not None:
        # Not the speaker's own name, which says nothing of whom he speaks about.
        words = words.replace(link.span.text, " ")
    voice = voice_of_words(words)
    if voice != "unknown":
        return voice
    struck = _STRUCK.search(words) if of_town else None
    foe = side_of_words(words[: struck.start()]) if struck is not None else "unknown"
    if of_town and foe == "unknown" and (fired := _FIRED.search(words)) is not None:
        foe = side_of_words(fired["army"])
    if foe in ("RU", "UA"):
        return "UA" if foe == "RU" else "RU"
    looks_on = _LOOKS_ON.search(f"{link.title or ''} {link.name}") is not None
    for hit in () if looks_on else marked.of("own")[:_TOLD]:
        before = doc.text[max(sentence.start, hit.start - _REACH) : hit.start]
        side = side_of_words(before)
        if side in ("RU", "UA"):
            return side
    if doc.language != "en":
        return opponent_of_harmed(words)
    return "unknown" if looks_on else _opponent_of_foes(words)


def _opponent_of_foes(words: str) -> Side:
    """The side that only one army is a foe of: of whom a speaker tells as foes, or "us" against."""
    foes = {(m["foe"] or m["dead"])[0] for m in _FOES.finditer(words)}
    harmed = _HARMED.search(words)
    if harmed is not None and _ARMIES.search(words, 0, harmed.start()) is None:
        foes.add(harmed["foe"][0])
    if not foes and _OURS.search(words) is not None:
        foes = {m[0][0] for m in _ARMIES.finditer(words)}
    return _OPPONENTS[foes.pop()] if len(foes) == 1 else "unknown"


class Loyalty:
    """Gives speakers of unknown side the one that their words or their company betray."""

    def __init__(self, doc: Document, memory: Memory) -> None:
        """Keep the document and who was named last."""
        self.doc, self.memory = doc, memory

    def with_sides(self, marked: Marked, spoken: Spoken, here: list[Source]) -> Spoken:
        """Speakers of unknown side with the side that their words or their company betray."""
        claimants = tuple(
            c if c.side != "unknown" else replace(c, side=self._side_of(marked, c, here))
            for c in spoken.claimants
        )
        return spoken if claimants == spoken.claimants else replace(spoken, claimants=claimants)

    def _side_of_body(self, noun: str) -> Side:
        """The side of "the group", "the ministry": of who was named last by that noun."""
        last = self.memory.last.claimants[:1]
        if last and noun.casefold() in last[0].name.casefold():
            return last[0].side
        return self.memory.body.side if self.memory.body is not None else "unknown"

    def _side_of(self, marked: Marked, link: Link, here: list[Source]) -> Side:
        side = side_by_speech(self.doc, marked, link)
        if side != "unknown":
            return side
        if (served := _OF_BODY.search(link.title or link.name)) is not None:
            return self._side_of_body(served["body"])
        if _OF_PROJECT.search(link.title or ""):
            chain = (*self.memory.monitor.claimants, *self.memory.monitor.carriers)
            return chain[0].side if chain else "unknown"
        state = _STATE_MEDIA.match(link.name) is not None
        if not state and (" " in link.name or link.kind not in _BARE):
            return "unknown"
        # "The deputy minister", "the brigade": of the body that the sentence names, else of who
        # spoke last.
        bodies = {s.side for s in here if s.form != "role" and s.name != link.name}
        bodies &= {"RU", "UA"}
        if len(bodies) == 1:
            return bodies.pop()
        last = () if state else self.memory.last.claimants[:1]
        told = last[0].side if last and last[0].kind in _BARE else "unknown"
        return told if told in ("RU", "UA") else "unknown"
