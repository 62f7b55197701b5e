"""Sentences that fill a report: generalities, geography, and what only says who spoke about what.

Portals pad the little that is new with what holds of any war. Where nobody is cited for it, such a
sentence tells of no act, whatever words of war it holds.
"""

from __future__ import annotations

import re

from app.claims.extract.document import Document, Marked
from app.claims.extract.heads import Head
from app.claims.model import ClaimType

# A word that every generality holds: cheaper to ask for than the expression itself.
_HINTS = frozenset([
    "usually", "typically", "traditionally", "generally", "rule", "kind", "sort", "any", "role",
    "one", "reflect", "reflects", "underscore", "underscores", "underline", "underlines",
    "illustrate", "illustrates", "highlight", "highlights", "testify", "testifies", "point",
    "points", "sign", "signs", "nature", "character", "face", "treated", "seen", "over",
    "explained", "typical", "common", "characteristic", "long", "outcome", "tactics", "question",
    "hostilities", "war", "invasion", "watching", "tell", "term",
])  # fmt: skip
_TALK = frozenset([
    "spoke", "talked", "commented", "touched", "attention", "details", "different", "update",
    "map", "bulletin", "summary",
])  # fmt: skip
_GENERAL = re.compile(
    r"\b(?:usually|typically|traditionally|generally|as\s+a\s+rule)\b|"
    r"\bof\s+this\s+(?:kind|sort)\b|\bany\s+(?:battle|war|conflict|offensive|campaign)\b|"
    r"\bplay(?:s|ed)?\s+an?\s+\w+\s+role\b|"
    r"\b(?:is|are|remains?|was|were|considered|became)\s+(?:\w+\s+)?one\s+of\s+the\b|"
    r"\b(?:reflect|underscore|underline|illustrate|highlight|point\s+to|testify\s+to|points\s+to|"
    r"testifies\s+to|reflects|underscores|underlines|illustrates|highlights)\s+(?:the|an?|how)\b|"
    r"\bno\s+signs?\s+of\s+(?:slowing|abating|easing|ending|stopping|letting)\b|"
    r"\bchang\w+\s+the\s+(?:nature|character|face)\b|\bshould\s+be\s+treated\b|"
    r"\bremains?\s+to\s+be\s+seen\b|\bfar\s+from\s+over\b|\bmay\s+be\s+explained\b|"
    r"\b(?:is|are)\s+(?:typical|common|characteristic)\b|"
    r"\b(?:have|has)\s+long\s+(?:regarded|considered|been|served)\b|\boutcome\s+of\s+the\b|"
    r"\bsuch\s+tactics\b|\bthe\s+term\b|\bwill\s+be\s+watching\b|\btime\s+will\s+tell\b|\b(?:most\s+important|main|key)\s+question\b|"
    r"\bbefore\s+the\s+(?:hostilities|war|invasion)\b|\b(?:is|are)\s+seen\s+as\b"
)
_PLACE = r"(?:settlement|village|town|city|hamlet|suburb|bridge|place|area|district|it)s?"
_WHERE = re.compile(
    rf"(?:\b{_PLACE}(?:\s+of\s+\w[\w'’-]+(?:\s+[A-Z]\w+)?)?|[A-Z][\w'’-]+)\s+$", re.IGNORECASE
)
_LIES = re.compile(r"(?:is|are|was|were)\s+(?:\w+\s+)?(?:located|situated)\s*")
_WHERE_REACH = 50  # characters of the name of a place before "is located"
# "He also spoke about the evacuation": the subject of a talk, not what was said of it.
_ABOUT = re.compile(
    r"\b(?:spoke|talked|commented)\s+(?:\w+\s+)?(?:about|on|upon|with)\s|\btouched\s+(?:up)?on\s|"
    r"\bdrew\s+(?:\w+\s+)?attention\s+to\s|"
    r"\b(?:presented|offered|painted|gave)\s+a\s+(?:very\s+|rather\s+)?different\s|"
    r"\b(?:published|released|posted)\s+an?\s+(?:\w+\s+)?(?:update|map|bulletin|summary)\b"
)
_INTRODUCED = re.compile(r"\bdetails\s+(?:were|was)\s+(?:provided|given|shared)\s+by\s")
_TOLD = re.compile(r"\bthat\b|[:\"“«‘]|\bsaying\b|\baccording\b")
_WEIGHTY = frozenset({ClaimType.CONTROL_CHANGE, ClaimType.WITHDRAWAL, ClaimType.SURRENDER})


def is_general(doc: Document, marked: Marked) -> bool:
    """Whether a sentence of the report's own tells what holds in general."""
    sentence = marked.sentence
    if doc.language != "en" or _HINTS.isdisjoint(token.lower for token in sentence.tokens):
        return False
    return _GENERAL.search(doc.lower, sentence.start, sentence.end) is not None


def only_about(doc: Document, marked: Marked) -> bool:
    """Whether a sentence says who spoke about what, and not what he said of it."""
    sentence = marked.sentence
    if _TALK.isdisjoint(token.lower for token in sentence.tokens):
        return False
    if _INTRODUCED.search(doc.lower, sentence.start, sentence.end) is not None:
        return True
    about = _ABOUT.search(doc.lower, sentence.start, sentence.end)
    return about is not None and _TOLD.search(doc.lower, sentence.start, sentence.end) is None


def without_topics(doc: Document, marked: Marked, heads: list[Head]) -> list[Head]:
    """Heads that tell of an act: not where a place lies, nor what somebody spoke about."""
    heads = [h for h in heads if not _lies(doc, marked, h)]
    if heads and only_about(doc, marked):
        heads = [h for h in heads if h.type in _WEIGHTY]
    return heads


def _lies(doc: Document, marked: Marked, head: Head) -> bool:
    """ "The village is located west of X" tells of no troops."""
    if head.type is not ClaimType.POSITIONS or not _LIES.fullmatch(doc.lower, head.start, head.end):
        return False
    reach = max(marked.sentence.start, head.start - _WHERE_REACH)
    return _WHERE.search(doc.text, reach, head.start) is not None
