"""Which places belong to which claim, with role and relation."""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from dataclasses import replace

from app.claims.extract.anaphora import Anaphora
from app.claims.extract.document import Document
from app.claims.extract.heads import Head
from app.claims.extract.places import PlaceMention
from app.claims.extract.placewords import (
    ALIAS,
    CLAUSE,
    DATELINE,
    DIRECTED,
    FOR,
    ROAD,
    SEAT,
    TO,
    TOWARD,
)
from app.claims.model import ClaimPlace, ClaimType, Span
from gazetteer.model import PlaceKind

_POINTS = frozenset(
    {PlaceKind.SETTLEMENT, PlaceKind.SITE, PlaceKind.DIRECTION, PlaceKind.CITY_DISTRICT}
)
_ROLE_OF_RELATION = {
    "toward": "goal", "from": "source", "near": "location", "in": "location",
    "within_distance": "landmark", "between": "ground", "through": "location", "along": "location",
    "area_of": "location", "around": "location", "outskirts_of": "location",
    "near_border_of": "ground", "on_border_between": "ground",
}  # fmt: skip
_NEAR = 40  # characters between an act and the word that stands for its place
# How what is looked for before a name ends: cheaper to ask than the expressions themselves.
_AT = ("in ", "at ", "from ", "outside ", "в ", "у ")
_GOOD_FOR = ("for ", "to ", "the ", "of ", "at ", "к ", "для ", "до ")
_MOVES = frozenset(
    {ClaimType.ADVANCE, ClaimType.WITHDRAWAL, ClaimType.FORECAST, ClaimType.POSITIONS}
)


class Placing:
    """Places of claims, with what stands for a place named before."""

    def __init__(self, doc: Document, mentions: list[PlaceMention]) -> None:
        """Sort the mentions by sentence."""
        self.doc, self.mentions = doc, mentions
        self.by_sentence: dict[int, list[int]] = {}
        for number, mention in enumerate(mentions):
            self.by_sentence.setdefault(mention.draft.sentence, []).append(number)
        self._anaphora = Anaphora(mentions)
        self._breaks: tuple[int, list[int]] = (-1, [])
        self._aliases = {n for n in range(1, len(mentions)) if self._is_alias(n)}
        dateline = DATELINE.match(doc.text)
        filed = dateline.end() if dateline is not None else 0
        self._aliases |= {n for n, m in enumerate(mentions) if m.draft.end <= filed}

    def _numbers(self, index: int) -> list[int]:
        return [n for n in self.by_sentence.get(index, []) if n not in self._aliases]

    def _is_alias(self, number: int) -> bool:
        """ "X, known as Y", "X (Ukrainian: Y)": one place under two names."""
        before, here = self.mentions[number - 1].draft, self.mentions[number].draft
        gap = self.doc.text[before.end : here.start] if before.end <= here.start else ""
        return ALIAS.fullmatch(gap) is not None

    def _kind(self, number: int) -> PlaceKind:
        return self.mentions[number].draft.kind

    def names_at(self, index: int, start: int) -> bool:
        """Whether a settlement's name begins at ``start``: "Spirne", "Peremoha" tell of no act."""
        drafts = (self.mentions[n].draft for n in self.by_sentence.get(index, ()))
        return any(d.start <= start < d.end and d.kind in _POINTS for d in drafts)

    def has_settlement(self, index: int) -> bool:
        """Whether a sentence names a settlement or site."""
        return any(self._kind(n) in _POINTS for n in self._numbers(index))

    def has_place(self, index: int) -> bool:
        """Whether a sentence names anything on the ground, countries left out."""
        return any(self._kind(n) is not PlaceKind.COUNTRY for n in self._numbers(index))

    def is_settlement(self, place: ClaimPlace) -> bool:
        """Whether a claim's place is a settlement or site."""
        return self._kind(place.mention) in _POINTS

    def start(self, place: ClaimPlace) -> int:
        """Where the name of a claim's place begins in the text."""
        return self.mentions[place.mention].draft.start

    def names(self, places: tuple[ClaimPlace, ...]) -> list[str]:
        """Written names of the settlements among places."""
        return [self.mentions[p.mention].draft.text for p in places if self.is_settlement(p)]

    def names_after(self, index: int, head: Head) -> list[str]:
        """Settlement names that follow a head in its sentence, or precede it if none follows."""
        numbers = [n for n in self._numbers(index) if self._kind(n) in _POINTS]
        after = [n for n in numbers if self.mentions[n].draft.start >= head.start]
        return [self.mentions[n].draft.text for n in (after or numbers)]

    def stands_for(self, index: int) -> list[str]:
        """Names of the places that "the city" or "this area" of a sentence stands for."""
        if not self.doc.sentences[index].of("anaphor"):
            return []
        return self.names(self._anaphoric(index))

    def of_sentence(self, index: int) -> tuple[ClaimPlace, ...]:
        """All places of a sentence."""
        return tuple(self._place(n) for n in self._numbers(index))

    def of_head(
        self, index: int, heads: list[Head], number: int, speakers: list[Span]
    ) -> tuple[ClaimPlace, ...]:
        """The places of one head among the heads of its sentence.

        ``speakers`` are the words that name who says it: a place in them is only his address, as
        long as the sentence names another.
        """
        numbers = [n for n in self._numbers(index) if self._kind(n) is not PlaceKind.COUNTRY]
        numbers = [n for n in numbers if not self._is_seat(index, n)]
        points = [n for n in numbers if self._kind(n) in _POINTS]
        told = [n for n in points if not self._inside(n, speakers)]
        if told and len(told) < len(points):
            numbers = [n for n in numbers if not self._inside(n, speakers)]
            points = told
        head = heads[number]
        leads = head.type is ClaimType.FORECAST and not any(h.end <= head.start for h in heads)
        if leads or len(heads) == 1 or len(points) <= 1:
            chosen = self._of_clause(index, numbers, head)
        else:
            chosen = [n for n in numbers if self._owner(index, n, heads) is head]
            if not any(n in points for n in chosen):
                # "... near X, destroying two tanks": the place before holds for both acts.
                chosen = [n for n in numbers if self.mentions[n].draft.start < head.start]
        own = [n for n in chosen if n in points and not self._serves(index, n)]
        anaphor = self.doc.sentences[index].of("anaphor")
        if own or (anaphor and self._anaphoric(index)):
            # What only serves a place is not told of it, as long as another one is.
            chosen = [n for n in chosen if n in own or n not in points]
        places = tuple(self._of_act(index, n, head) for n in chosen)
        if any(n in points for n in chosen) or not anaphor:
            return places
        return places + self._anaphoric(index)

    def _before(self, index: int, number: int) -> str:
        """What stands shortly before the name of a place in its sentence."""
        start = self.mentions[number].draft.start
        return self.doc.text[max(self.doc.sentences[index].sentence.start, start - _NEAR) : start]

    def _serves(self, index: int, number: int) -> bool:
        """Whether a place only tells what another is good for: "a hub for X"."""
        before = self._before(index, number)
        return before.endswith(_GOOD_FOR) and FOR.search(before) is not None

    def _of_act(self, index: int, number: int, head: Head) -> ClaimPlace:
        """A place with the role that it has in an act: where a move ends, which road is meant."""
        place, before = self._place(number), self._before(index, number)
        if place.role in ("container", "ground"):
            return place
        if place.relation == "within_distance" and TOWARD.search(before) is not None:
            return replace(place, role="goal", relation="toward", distance_km=None)
        if ROAD.search(before) is not None:
            return replace(place, role="ground", relation="along")
        if self._serves(index, number):
            return replace(place, role="landmark", relation="near")
        if head.type is ClaimType.CONTROL_CHANGE and place.role == "source":
            place = replace(place, role="location", relation="in")  # "drove them out of X"
        elif head.type in _MOVES and place.role == "location" and TO.search(before) is not None:
            place = replace(place, role="goal")
        return place

    def owners(self, index: int, heads: list[Head]) -> frozenset[Head]:
        """The heads of a sentence that a settlement or site stands closest behind."""
        if not heads:
            return frozenset()
        points = [n for n in self._numbers(index) if self._kind(n) in _POINTS]
        named = {self._owner(index, n, heads) for n in points}
        # "... in the east of the city" gives an act a place of its own as well.
        for hit in self.doc.sentences[index].of("anaphor"):
            place = bisect(heads, hit.start, key=_start)
            if place and hit.start - heads[place - 1].end <= _NEAR:
                named.add(heads[place - 1])
        return frozenset(named)

    def _is_seat(self, index: int, number: int) -> bool:
        """Whether a place only tells where a body sits or where somebody spoke."""
        before = self._before(index, number)
        return before.endswith(_AT) and SEAT.search(before) is not None

    def _inside(self, number: int, spans: list[Span]) -> bool:
        start = self.mentions[number].draft.start
        return any(span.start <= start < span.end for span in spans)

    def _clauses(self, index: int) -> list[int]:
        """Where the clauses of a sentence begin that have a subject and an act of their own."""
        if self._breaks[0] != index:
            sentence = self.doc.sentences[index].sentence
            found = CLAUSE.finditer(self.doc.text, sentence.start, sentence.end)
            self._breaks = (index, [m.start() for m in found if not self._in_list(index, m)])
        return self._breaks[1]

    def clause_of(self, index: int, head: Head) -> int:
        """The clause with a place of its own that a head stands in; 0 for the first or without."""
        breaks = self._clauses(index)
        number = bisect(breaks, head.start)
        points = (n for n in self._numbers(index) if self._kind(n) in _POINTS)
        clauses = {bisect(breaks, self.mentions[n].draft.start) for n in points}
        return number if {0, number} <= clauses else 0

    def clause_around(self, index: int, head: Head) -> tuple[int, int]:
        """Where the clause that a head stands in begins and ends in the text."""
        breaks, sentence = self._clauses(index), self.doc.sentences[index].sentence
        number = bisect(breaks, head.start)
        start = breaks[number - 1] if number else sentence.start
        return start, breaks[number] if number < len(breaks) else sentence.end

    def _in_list(self, index: int, clause: re.Match[str]) -> bool:
        """ "A, B, and C have been shelled": the last of a list of subjects, no clause."""
        if not clause.group().startswith(", and"):
            return False
        ends = any(self.mentions[n].draft.end == clause.start() for n in self._numbers(index))
        heads = self.doc.sentences[index].of("head")
        return ends and not any(h.start < clause.start() for h in heads)

    def _of_clause(self, index: int, numbers: list[int], head: Head) -> list[int]:
        """The places that no new clause parts from an act; else those named before it."""
        together = [n for n in numbers if not self._parted(index, n, head)]
        if any(self._kind(n) in _POINTS for n in together):
            return together
        return [n for n in numbers if n in together or self.mentions[n].draft.start < head.start]

    def _parted(self, index: int, number: int, head: Head) -> bool:
        """Whether a new clause begins between an act and a place."""
        breaks, start = self._clauses(index), self.mentions[number].draft.start
        first, last = (head.end, start) if start >= head.start else (start, head.start)
        place = bisect_left(breaks, first)
        return place < len(breaks) and breaks[place] < last

    def _owner(self, index: int, number: int, heads: list[Head]) -> Head:
        """The head a place belongs to: of its clause; the last one before it, else the first."""
        start = self.mentions[number].draft.start
        breaks = self._clauses(index)
        clause = bisect(breaks, start)
        low = bisect_left(heads, breaks[clause - 1], key=_start) if clause else 0
        high = bisect_left(heads, breaks[clause], key=_start) if clause < len(breaks) else None
        heads = heads[low:high] or heads
        place = bisect(heads, start, key=_start)
        return heads[place - 1] if place else heads[0]

    def _anaphoric(self, index: int) -> tuple[ClaimPlace, ...]:
        """ "The village", "this area": the places named last."""
        hit = self.doc.sentences[index].of("anaphor")[0]
        wanted = (
            (PlaceKind.SITE,) if hit.label == "site" else (PlaceKind.SETTLEMENT, PlaceKind.SITE)
        )
        words = self.doc.text[hit.start : hit.end]
        if DIRECTED.search(words):
            wanted = (PlaceKind.DIRECTION, *wanted)
        number = self._anaphora.stands_for(words, wanted, index, near=hit.label != "settlement")
        if number is None:
            return ()
        return (ClaimPlace(number, "location", "around" if hit.label == "area" else "in"),)

    def leave(self, index: int) -> None:
        """Remember the places of a sentence for words that stand for them later."""
        points = [n for n in self._numbers(index) if self._kind(n) in _POINTS]
        self._anaphora.remember(points, index)

    def split(self, places: tuple[ClaimPlace, ...]) -> list[tuple[ClaimPlace, ...]]:
        """One group for each settlement taken; containers and landmarks go with all."""
        own = [p for p in places if self._is_taken(p)]
        # "X, on the edge of Y": Y only says where X lies.
        own = [p for p in own if p.relation != "outskirts_of"] or own
        rest = tuple(p for p in places if p not in own)
        if len(own) < 2:
            return [places]
        return [(p, *rest) for p in own]

    def _is_taken(self, place: ClaimPlace) -> bool:
        """Whether control of this very place may be what changes."""
        if self._kind(place.mention) in (PlaceKind.DIRECTION, PlaceKind.RIVER):
            return False
        return (
            self.is_settlement(place) and place.role == "location" and place.relation != "area_of"
        )

    def _place(self, number: int) -> ClaimPlace:
        mention = self.mentions[number]
        relation = mention.relation
        name = relation.name if relation else "in"
        if self._kind(number) is PlaceKind.DIRECTION:
            return ClaimPlace(number, "container", name)
        if self._kind(number) not in _POINTS and self._kind(number) is not PlaceKind.RIVER:
            return ClaimPlace(number, "container", name)
        role = _ROLE_OF_RELATION.get(name, "landmark")
        return ClaimPlace(number, role, name, relation.distance_km if relation else None)


def _start(head: Head) -> int:
    return head.start
