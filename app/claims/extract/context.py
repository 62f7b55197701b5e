"""What stands beside a place name: prepositions, settlement words, stated relations.

Everything here reads a bounded stretch of text next to one name, so that a document costs time in
proportion to its length.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.claims.extract import after, before
from app.claims.extract.sentences import Sentence
from gazetteer.model import PlaceKind

_REACH = 90


@dataclass(frozen=True, slots=True)
class StatedRelation:
    """A relation read before a name: its name, the distance if stated, where its words begin."""

    name: str
    start: int
    distance_km: float | None = None


def _left_from(lower: str, sentence: Sentence, start: int) -> int:
    """Where the words before a name begin: none of our expressions reaches over these marks."""
    begin = max(sentence.start, start - _REACH)
    cut = max(lower.rfind(mark, begin, start) for mark in ",;:)")
    if cut < 0 or lower[cut - 1].isdigit():  # "1,5 km"
        return begin
    return cut + 1


class Surroundings:
    """The words before and after a capitalised run, inside its sentence."""

    def __init__(self, lower: str, sentence: Sentence, start: int, end: int) -> None:
        """``start`` and ``end`` are the span of the run with a possessive ending, if any.

        ``lower`` is the text of the document in lower case.
        """
        self.text, self.start, self.end = lower, start, end
        self.limit = sentence.end
        self.left = lower[_left_from(lower, sentence, start) : start]

    @property
    def calls_for_place(self) -> bool:
        """A settlement word or a relation stands right before, or a place word right after."""
        if before.STRONG.search(self.left) is not None:
            return True
        return after.PLACE_WORD.match(self.text, self.end, self.limit) is not None

    @property
    def allows_place(self) -> bool:
        """A preposition that places take stands right before."""
        return before.WEAK.search(self.left) is not None

    def kind_of_place(self, end: int) -> tuple[PlaceKind, str | None, int]:
        """Kind, settlement word and end of the mention (a region keeps its generic word)."""
        match = after.PLACE_WORD.match(self.text, self.end, self.limit)
        if match is not None:
            word = match["word"]
            kind = after.kind_of(word)
            if kind is PlaceKind.SITE or kind is PlaceKind.SETTLEMENT:
                return kind, word, end
            return kind, word, match.end()
        word = before.settlement_word(self.left)
        if word is None:
            apposition = after.APPOSITION.match(self.text, self.end, self.limit)
            if apposition is not None:
                word = apposition["word"] or apposition["word2"]
        if word is None:
            return PlaceKind.SETTLEMENT, None, end
        return after.kind_of(word), word, end


def relation_before(lower: str, sentence: Sentence, start: int) -> StatedRelation | None:
    """The relation whose words end right before ``start`` in a text in lower case, or None."""
    left_from = _left_from(lower, sentence, start)
    found = before.relation(lower[left_from:start])
    if found is None:
        return None
    name, offset, distance = found
    return StatedRelation(name, left_from + offset, distance)
