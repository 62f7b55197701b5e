"""Participles that only say which troops or places are meant."""

from __future__ import annotations

import re
from bisect import bisect_left

from app.claims.extract.document import Document, Marked
from app.claims.extract.lexicon import Hit
from app.claims.model import ClaimType

# "Territory seized last August is back", "forces redeployed from X are massing": a participle
# behind a noun only says which one is meant, as long as its clause goes on to an act of its own.
_WHICH_ONE = re.compile(
    r"(?:\s+(?!and\b|but\b|or\b|that\b|which\b|who\b|whose\b|what\b|where\b|when\b|while\b|as\b|because\b)"
    r"[\w'’-]+){1,8}?\s+(?:is|are|was|were|has|have|had|remains?|reportedly|will)\s"
)
# "Elements of the brigade, recently redeployed from X, are massing".
_SET_IN = re.compile(r"(?:\s+[\w'’-]+){1,10},\s+(?:is|are|was|were|has|have|had)\s")
_LED_BY = re.compile(
    r"\s+(?:last|this|in|by|on|at|near|from|during|over|earlier|since|around|to|with|only|just|"
    r"yesterday|recently|two|three|a|weeks?|days?|months?)\s"
)
_AUXILIARIES = frozenset([
    "has", "have", "had", "was", "were", "is", "are", "been", "being", "be", "get", "got", "and",
    "or", "also", "not", "they", "it", "who", "which", "that", "he", "she", "we", "who",
])  # fmt: skip
_LOST_NOW = frozenset({
    ClaimType.CONTROL_CHANGE, ClaimType.CONTROL_STATUS, ClaimType.POSITIONS, ClaimType.WITHDRAWAL,
})  # fmt: skip


def says_which(doc: Document, marked: Marked, hit: Hit) -> bool:
    """Whether a participle only says which one is meant, before an act of the same clause."""
    if ClaimType(hit.label) not in _LOST_NOW or hit.entry.attributes["form"] != "verb":
        return False
    tokens = marked.sentence.tokens
    place = bisect_left(tokens, (hit.start,))
    word = tokens[place]
    if not place or not (word.lower.endswith("ed") or word.lower in ("lost", "taken", "held")):
        return False
    skips = place > 1 and tokens[place - 1].lower.endswith("ly")
    before = tokens[place - 2 if skips else place - 1].lower
    if before in _AUXILIARIES:
        return False
    going = _SET_IN if before == "," else _WHICH_ONE
    goes_on = going.match(doc.lower, word.end, marked.sentence.end)
    if goes_on is None or _LED_BY.match(doc.lower, word.end) is None:
        return False
    comma = doc.text.find(",", goes_on.end(), marked.sentence.end)
    limit = comma if comma >= 0 else marked.sentence.end
    return any(
        goes_on.end() - 12 <= h.start < limit and h.start > hit.start for h in marked.of("head")
    )
