"""Claim heads of a sentence: which of the found words really carry an act here."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate

from app.claims.extract.document import Document, Marked
from app.claims.extract.gate import Gate
from app.claims.extract.lexicon import Hit
from app.claims.extract.sentences import Token
from app.claims.extract.which import says_which
from app.claims.model import ClaimType

# A head of the first type makes heads of the others in the same sentence part of the same act.
ABSORBS: dict[ClaimType, frozenset[ClaimType]] = {
    ClaimType.ATTACK_REPELLED: frozenset({ClaimType.CLASH, ClaimType.ADVANCE}),
    ClaimType.STRIKE: frozenset({ClaimType.DESTRUCTION, ClaimType.CLASH}),
    ClaimType.CONTROL_CHANGE: frozenset(
        {ClaimType.CLASH, ClaimType.CONTROL_STATUS, ClaimType.ADVANCE}
    ),
    ClaimType.CONTROL_STATUS: frozenset({ClaimType.CLASH, ClaimType.POSITIONS}),
    ClaimType.LOSSES: frozenset({ClaimType.DESTRUCTION}),
    ClaimType.ADVANCE: frozenset({ClaimType.CLASH}),
    ClaimType.POSITIONS: frozenset({ClaimType.CLASH}),
    ClaimType.SURRENDER: frozenset({ClaimType.CONTROL_CHANGE}),
    ClaimType.VISIT: frozenset({ClaimType.POSITIONS}),
}
_RESTING = frozenset({ClaimType.POSITIONS, ClaimType.CLASH})
_DETERMINERS = frozenset([
    "the", "a", "an", "their", "its", "his", "her", "our", "this", "that", "these", "those",
    "previously", "recently", "newly", "now", "several", "many", "some", "continued", "further",
    "rapid", "more", "most", "of", "in", "from",
])  # fmt: skip
_PREPOSITIONS = frozenset(["of", "in", "from"])
_PEOPLES = frozenset(["russian", "ukrainian", "chechen", "korean", "north", "western", "soviet"])
_FUNCTION = frozenset([
    "the", "a", "an", "in", "on", "at", "to", "of", "from", "by", "with", "for", "and", "or",
    "near", "into", "toward", "towards", "that", "as", "over", "under", "around", "during",
    "after", "before", "while", "when", "where", "which", "who", "their", "its", "his", "her",
    "several", "up", "down", "back", "out", "off", "north", "south", "east", "west", "northeast",
    "northwest", "southeast", "southwest", "northward", "southward", "eastward", "westward",
    "further", "along", "within", "across", "through", "about", "more", "deeper", "forward",
    "this", "these", "those", "last", "yesterday", "today", "overnight", "again", "since", "until",
    "because", "but", "is", "was", "were", "are", "has", "have", "had", "not", "it", "he", "they",
])  # fmt: skip

# An act reaches over so many heads and characters at most: keeps one huge sentence linear.
_NEIGHBOURS = 6
_ACT_REACH = 400
# Nouns that speak about an act without asserting it: "the risk of further strikes".
_MATTERS = (
    r"threat|risk|implication|opportunit|significance|importance|possibility|prospect|fear|danger|"
    r"strategy|impact|consequence|effect|pattern|nature|scale|pace|likelihood|use|hope|sign|context|"
    r"cost|question|idea|chance|role|goal|purpose|target|aim|kind|type|method|means|угроз|риск|"
    r"вероятност|возможност|последстви|значени|цел|загроз|ризик|імовірніст|ймовірніст|можливіст|"
    r"наслідк|значенн"
)
_STRETCHES = "day|days|week|hours"
_COMMENTARY = re.compile(
    rf"(?<!\w)(?:(?:{_MATTERS})\w*\s+(?:of|for|in)\s+|(?:{_STRETCHES})\s+(?:before|prior\s+to)\s+|"
    r"(?:угроз|риск|вероятност|возможност|последстви|значени|загроз|ризик|ймовірніст|імовірніст|"
    r"можливіст|наслідк)\w*\s+|(?<!no\s)such\s+)(?:[\w'’-]+\s+){0,2}$",
    re.IGNORECASE,
)
_COMMENTED = Gate([rf"(?<!\w)(?:{_MATTERS}|(?:{_STRETCHES}|such)$)"])
_COMMENTARY_REACH = 60
_PARTICIPLE = ("ed", "ing", "en")
# "Infantry fighting vehicles", "temporary deployment points": things, no acts.
_PART_OF_NAME = re.compile(r"\s*(?:vehicle|machine|point|post)s?(?!\w)", re.IGNORECASE)
# "В оккупированном Мелитополе", "окупованих Пологів": what a place is known as, no act.
_ATTRIBUTE = re.compile(
    r"\w+(?:нн(?:ый|ая|ое|ые|ого|ой|ому|ым|ых|ом|ую|ыми)|н(?:ий|ого|ому|им|их|ої|ій|ою|ими)|"
    r"(?:я|а)т(?:ый|ого|ому|ым|ых|ом|ой|ую|ий|им|их|ої|ій))\s+[А-ЯЁІЇЄҐ]"
)
_BREAK = re.compile(r"[,;:]|\s(?:and|but|after|while|when|и|а|та|і|але|но)\s")


# "Attempted to break the ring, but the attempt was unsuccessful": one act and how it ended.
_IN_VAIN = re.compile(
    r"[^;:]{0,120}?,?\s(?:but|yet|though)\s(?:(?:the|this|that|these|those|all|its|their|his)\s+"
    r"(?:\w+\s+)?(?:attempts?|attacks?|assaults?|efforts?|push|advance|raid)\b|(?:had|have|has|met|was|were|it|they)\s)"
)
_OTHER_CLAUSE = re.compile(r"[;:]|,\s(?:and|but|while|which|who)\s|\s(?:while|but)\s")


@dataclass(frozen=True, slots=True)
class Head:
    """A head with its type, form (verb, noun, thing) and span."""

    start: int
    end: int
    type: ClaimType
    form: str

    @property
    def rule(self) -> str:
        """Name of the rule, for explanations."""
        return f"{self.type.value}/{self.form}"


def heads_of(doc: Document, marked: Marked) -> list[Head]:
    """Heads of a sentence in text order, adjectives and names left out."""
    hits = marked.of("head") + marked.of("frame")
    if not hits:
        return []
    told, blocked = _not_told(doc, marked)
    starts = [start for start, _ in blocked]
    ends = list(accumulate((end for _, end in blocked), max))
    out = []
    for hit in hits:
        if hit.start >= told:
            break
        place = bisect_right(starts, hit.start)
        if place and ends[place - 1] > hit.start and not _visits(hit, ends[place - 1]):
            continue
        if _tells(doc, marked, hit):
            out.append(Head(hit.start, hit.end, ClaimType(hit.label), hit.entry.attributes["form"]))
    if marked.of("civil"):
        out = [h for h in out if h.form != "frame"]
    return _without_idle_frames(doc, out)


def _tells(doc: Document, marked: Marked, hit: Hit) -> bool:
    """Whether the words tell of the act: not of its risk, and neither a name nor an adjective."""
    if _is_name(doc.text, hit, marked.sentence.start) or _to_be_visited(doc, hit):
        return False
    reach = max(marked.sentence.start, hit.start - _COMMENTARY_REACH)
    commented = _COMMENTED.met(doc.text, reach, hit.start)
    clause = hit.entry.attributes["form"] == "verb" and " " in doc.text[hit.start : hit.end]
    such = clause and doc.lower.endswith("such ", reach, hit.start)
    if commented and not such and _COMMENTARY.search(doc.text, reach, hit.start):
        return False  # but "such attacks were repelled" tells of the act itself
    if _PART_OF_NAME.match(doc.text, hit.end) is not None:
        return False
    if doc.language != "en":
        return _ATTRIBUTE.match(doc.text, hit.start, marked.sentence.end) is None
    return not (
        _is_adjective(doc.text, marked.sentence.tokens, hit) or says_which(doc, marked, hit)
    )


def _not_told(doc: Document, marked: Marked) -> tuple[int, list[tuple[int, int]]]:
    """Where the sentence turns to the background, and stretches that tell of no act, in order."""
    blocked = [(h.start, h.end) for c in ("actor", "area", "no_act") for h in marked.of(c)]
    blocked += [(h.start, h.end) for h in marked.of("back_reference")
                if h.start - marked.sentence.start < 4]  # fmt: skip
    told = min((h.start for h in marked.of("background") if h.label != "condition"),
               default=marked.sentence.end)  # fmt: skip
    blocked += [_condition(doc.text, h, marked.sentence.end) for h in marked.of("background")
                if h.label == "condition"]  # fmt: skip
    return told, sorted(blocked)


def _visits(hit: Hit, end: int) -> bool:
    """ "Minister X toured": a visit is told with the name of who makes it."""
    return hit.label == ClaimType.VISIT.value and hit.end > end


def _to_be_visited(doc: Document, hit: Hit) -> bool:
    """ "Invited critics to visit the positions": nobody has gone there."""
    return hit.label == ClaimType.VISIT.value and doc.lower.endswith(" to ", 0, hit.start)


def _is_name(text: str, hit: Hit, start: int) -> bool:
    """A word in capitals within a sentence is part of a name: "3rd Guards Army"."""
    if hit.start <= start + 2 or not text[hit.start].isupper():
        return False
    if " " in text[hit.start : hit.end].strip():
        return False
    return text[hit.start + 1].islower() and text[hit.start - 1] not in "\"'«“‘„"


def _without_idle_frames(doc: Document, heads: list[Head]) -> list[Head]:
    """Frames count only in a clause without a head: there the verb is in no list.

    In the Slavic languages, whose commas part more than clauses, in a sentence without a head;
    so does everywhere a frame that only says where troops are or that they fight.
    """
    frames = [h for h in heads if h.form == "frame"]
    if not frames:
        return heads
    heads = [h for h in heads if h.form != "frame"]
    if heads and doc.language != "en":
        return heads
    if heads:
        frames = [f for f in frames if f.type not in _RESTING]
    kept = [f for f in frames if not any(_one_clause(doc.text, f, h) for h in heads)]
    return sorted(heads + kept[:1], key=lambda h: h.start)


def _one_clause(text: str, frame: Head, head: Head) -> bool:
    """Whether a head stands in the clause of a frame."""
    first, second = sorted((frame, head), key=lambda h: h.start)
    if second.start < first.end:
        return True
    return second.start - first.end < _ACT_REACH and not _BREAK.search(
        text, first.end, second.start
    )


def _condition(text: str, hit: Hit, limit: int) -> tuple[int, int]:
    """The span of a condition: to the next comma, since what follows from it is said after."""
    comma = text.find(",", hit.end, limit)
    return hit.start, comma if comma >= 0 else limit


def _is_adjective(text: str, tokens: list[Token], hit: Hit) -> bool:
    """A participle before a noun: "the captured city", "advancing Russian forces"."""
    word = text[hit.start : hit.end].casefold().strip()
    if " " in word or not word.endswith(_PARTICIPLE):
        return False
    position = bisect_left(tokens, (hit.start,))
    if not position or position + 1 >= len(tokens):
        return False
    following = tokens[position + 1]
    before = tokens[position - 1].lower
    if before not in _DETERMINERS:
        return False
    if before in _PREPOSITIONS and word.endswith("ing") and following.capital:
        return following.lower in _PEOPLES  # "of shelling Tokmak", "of advancing Russian troops"
    return following.text[0].isalpha() and following.lower not in _FUNCTION


def absorbed(
    text: str, heads: list[Head], owners: frozenset[Head], speeches: list[int]
) -> list[Head]:
    """Heads without those that only name a part of a stronger head's act.

    A head with a place of its own (``owners``) in another clause is an act of its own; so is one
    behind another verb of saying (``speeches``, where these begin).
    """
    return [
        weak
        for place, weak in enumerate(heads)
        if not any(
            weak.type in ABSORBS.get(strong.type, ())
            and _same_act(text, strong, weak, owners)
            and bisect_left(speeches, min(strong.end, weak.end))
            == bisect_left(speeches, max(strong.start, weak.start))
            for strong in heads[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS + 1]
        )
    ]


def _same_act(text: str, strong: Head, weak: Head, owners: frozenset[Head]) -> bool:
    first, second = sorted((strong, weak), key=lambda h: h.start)
    if first is weak and _in_vain(text, weak, strong):
        return True
    if (strong.form == "noun" and weak.form == "verb") or second.start - first.end > _ACT_REACH:
        return False
    if not _BREAK.search(text, first.end, second.start):
        return True
    if ";" in text[first.end : second.start]:
        return False
    if first is weak:
        # "Attacks near A and B were beaten off": the weaker is what the stronger speaks of.
        subject = strong.type is ClaimType.ATTACK_REPELLED and weak.form != "verb"
        apart = not subject or _OTHER_CLAUSE.search(text, first.end, second.start)
        return not apart or (weak.form != "verb" and weak not in owners and strong in owners)
    return weak not in owners and strong in owners


def _in_vain(text: str, weak: Head, strong: Head) -> bool:
    """ "They tried to break the ring, but the attempt failed": how an act ended."""
    if strong.type is not ClaimType.ATTACK_REPELLED:
        return False
    return _IN_VAIN.match(text, weak.end, strong.end) is not None
