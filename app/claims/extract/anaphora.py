"""What "the city", "the village" or "this area" stands for: the place a report is about by then.

Of the places named before, those that cannot bear the word are left out (a village is no city),
and the one that the report keeps to wins over one that it only passed by. The weights are small
whole numbers so that an answer can be retold in words.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from app.claims.extract.places import PlaceMention
from gazetteer.model import PlaceKind

_URBAN = re.compile(r"(?<!\w)(?:city|город|місто|міст)", re.IGNORECASE)
_TOWN = re.compile(r"(?<!\w)(?:town)", re.IGNORECASE)
_RURAL = re.compile(r"(?<!\w)(?:village|hamlet|сел[оае]|деревн)", re.IGNORECASE)
_REPEATED = 3  # a place named more often than this many times gains no more
_AWAY = 3  # what a named place loses when it is only a landmark or a goal
_FIRST = 3  # what the first settlement of the report gains
_UNLIKE = 4  # what a place loses that is seldom called so
_NEAR = 4  # how much faster "this area" forgets than "the city"
_REACH = 12  # sentences


@dataclass(slots=True)
class _Named:
    number: int
    sentence: int
    key: str
    landmark: bool


class Anaphora:
    """The places named so far, in order, with what speaks for each."""

    def __init__(self, mentions: list[PlaceMention]) -> None:
        """Start before the first sentence."""
        self.mentions = mentions
        self._named: list[_Named] = []
        self._counts: Counter[str] = Counter()

    def remember(self, numbers: list[int], sentence: int) -> None:
        """Add the settlements and sites of a sentence, in text order."""
        for number in numbers:
            mention = self.mentions[number]
            relation = mention.relation.name if mention.relation else "in"
            away = relation not in ("in", "area_of", "around", "outskirts_of")
            key = self._key(number)
            self._named.append(_Named(number, sentence, key, away))
            self._counts[key] += 1
        del self._named[1:-40]

    def stands_for(
        self, words: str, kinds: tuple[PlaceKind, ...], sentence: int, *, near: bool
    ) -> int | None:
        """The number of the mention that ``words`` of a sentence stand for, or None."""
        best: tuple[int, int] | None = None
        for order, one in enumerate(self._named):
            distance = sentence - one.sentence
            draft = self.mentions[one.number].draft
            fits = draft.kind in kinds and self._bears(one.number, words)
            if draft.kind is PlaceKind.SITE and kinds == (PlaceKind.SITE,):
                fits = (draft.hint or draft.text).casefold() in words.casefold()
            if not fits or distance > _REACH:
                continue
            weight = min(self._counts[one.key], _REPEATED) - distance * (_NEAR if near else 1)
            weight -= _AWAY if one.landmark else 0
            weight += _FIRST if one.key == self._named[0].key and not near else 0
            weight -= self._place_in_list(order)
            weight -= _UNLIKE if self._unlike(one.number, words) else 0
            if best is None or weight >= best[0]:
                best = (weight, one.number)
        return best[1] if best else None

    def _place_in_list(self, order: int) -> int:
        """Of several places of one sentence the first is the likelier topic."""
        if not order or self._named[order - 1].sentence != self._named[order].sentence:
            return 0
        return 1

    def _key(self, number: int) -> str:
        place = self.mentions[number].mention.resolution.place
        return place.id if place is not None else self.mentions[number].draft.text.casefold()

    def _unlike(self, number: int, words: str) -> bool:
        """A small town called a city, or an unknown place: possible, if nothing fits better."""
        place = self.mentions[number].mention.resolution.place
        return _URBAN.search(words) is not None and (
            place is None or place.settlement_type != "city"
        )

    def _bears(self, number: int, words: str) -> bool:
        """Whether a settlement of its type may be called so."""
        place = self.mentions[number].mention.resolution.place
        kind = place.settlement_type if place is not None else None
        if _URBAN.search(words):
            return kind != "village"
        if _TOWN.search(words):
            return kind != "village"
        return kind != "city" if _RURAL.search(words) else True
