"""The resolver: from a written name and its context to a place, or an honest nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from gazetteer.candidates import NameMatch, match
from gazetteer.containers import AREA_KINDS, Containers
from gazetteer.cores import CoreNames
from gazetteer.explain import explain_candidate, explain_status
from gazetteer.index import PLACE_KINDS, NameIndex
from gazetteer.joint import settle
from gazetteer.model import (
    LISTED,
    Candidate,
    NameQuery,
    Place,
    PlaceKind,
    Reason,
    Relation,
    Resolution,
    Status,
)
from gazetteer.names.fold import fold
from gazetteer.nearby import Nearby, nearest
from gazetteer.node import Node, make_node
from gazetteer.search import NameSearch, SearchHit
from gazetteer.signals import Candidates, Merits, merits
from gazetteer.sources.directions import direction_of
from gazetteer.weights import Weights, default_weights

SHOWN: Final = 5
"""Candidates that an answer carries."""

EXPLAINED: Final = 2
SLIGHTEST: Final = 0.002
"""Runners-up that carry reasons, and the least probability of one that does."""

_REMEMBERED: Final = 4096
"""Names whose candidates are kept, some 10 kB each: more than the reports of a month name."""

_SETTLEMENT_KINDS: Final = (PlaceKind.SETTLEMENT, PlaceKind.CITY_DISTRICT)
_LETTER: Final = re.compile(r"[^\W\d_]")


class Gazetteer:
    """Resolves names against an index; safe to share between threads for reading."""

    def __init__(self, index: NameIndex, weights: Weights | None = None) -> None:  # noqa: D107
        self._index = index
        self._weights = weights or default_weights()
        self._containers = Containers(index)
        self._cores = CoreNames(index)
        self._search = NameSearch(index)
        self._match = lru_cache(maxsize=_REMEMBERED)(self._match_uncached)
        self._of_kind = lru_cache(maxsize=_REMEMBERED)(self._of_kind_uncached)
        self._prepared = lru_cache(maxsize=_REMEMBERED)(self._prepared_uncached)
        self._recognise = lru_cache(maxsize=8 * _REMEMBERED)(self._recognise_uncached)

    @classmethod
    def from_places(cls, places: Iterable[Place]) -> Gazetteer:
        """Index ``places``; takes seconds for a whole country."""
        return cls(NameIndex.build(list(places)))

    @classmethod
    def load(cls, path: Path) -> Gazetteer:
        """Open an index that :meth:`save` wrote."""
        return cls(NameIndex.load(path))

    def save(self, path: Path) -> None:
        """Write the index to the directory ``path``."""
        self._index.save(path)

    @property
    def places(self) -> Mapping[str, Place]:
        """All places by id; records are decoded when asked for."""
        return self._index.places

    @property
    def index(self) -> NameIndex:
        """The index that the answers come from."""
        return self._index

    def lookup(self, name: str) -> list[str]:
        """Ids of the places that bear exactly this name, up to case, apostrophes and hyphens."""
        return self._index.bearers(fold(name))

    def resolve(self, query: NameQuery) -> Resolution:
        """The place that ``query`` means; ``near`` names are heard as its context."""
        return self.resolve_document([query])[0]

    def resolve_document(self, queries: Sequence[NameQuery]) -> list[Resolution]:
        """Resolve the names of one document jointly; answers stand in the order of ``queries``.

        ``Relation.ground`` counts in ``queries``. Names in ``near`` that the document does not
        itself ask for take part as context.
        """
        nodes: list[Node] = []
        numbers: dict[NameQuery, int] = {}
        order = []
        for query in queries:
            bare = _without_company(query)
            if bare not in numbers:
                numbers[bare] = len(nodes)
                nodes.append(self._node(bare))
                nodes[-1].position = len(nodes)  # the number of the node, plus one
            order.append(numbers[bare])
        for number, query in zip(order, queries, strict=True):
            _state(nodes[number], query.relations, order)
        self._add_company(queries, nodes)
        settle(self._index, nodes, self._weights)
        answers = {number: self._answer(nodes[number]) for number in set(order)}
        return [
            Resolution(query, one.status, one.place, one.score, one.candidates, one.reason)
            for query, one in zip(queries, map(answers.__getitem__, order), strict=True)
        ]

    def _add_company(self, queries: Sequence[NameQuery], nodes: list[Node]) -> None:
        """Nodes for names in ``near`` that no query of the document asks for."""
        asked = {fold(query.text) for query in queries}
        for query in queries:
            for text in query.near:
                if fold(text) not in asked:
                    asked.add(fold(text))
                    nodes.append(self._node(NameQuery(text, date=query.date, side=query.side)))

    def recognise(self, text: str) -> float:
        """How plausibly ``text`` is a place name at all: 0 to 1, by the name alone."""
        return self._recognise(text)

    def search(self, text: str, limit: int = 10, kind: PlaceKind | None = None) -> list[SearchHit]:
        """Places whose names begin with, sound like or resemble ``text``, the best first."""
        return self._search.find(text, limit, kind)

    def warm_search(self) -> None:
        """Make the tables of :meth:`search` now, so that nobody's first letter waits for them."""
        self._search.warm()

    def nearest(
        self, lon: float, lat: float, limit: int = 10, kind: PlaceKind = PlaceKind.SETTLEMENT
    ) -> list[Nearby]:
        """Places of one kind around a point (degrees), the nearest first, within 100 km."""
        return nearest(self._index, lon, lat, limit, kind)

    def areas(self, text: str) -> list[Place]:
        """Areas that ``text`` may name: oblasts, raions, hromadas, regions such as "DPR"."""
        return self._containers.find(text)

    def _match_uncached(self, text: str) -> NameMatch:
        return match(self._index, text)

    def _of_kind_uncached(self, text: str, kind: PlaceKind | None) -> tuple[NameMatch, Merits]:
        """Candidates of one kind, and what speaks for them in any text."""
        if kind is None:
            found = self._match(text)
            return found, merits(self._index, found, self._weights)
        found, known = self._of_kind(text, None)
        wanted = _SETTLEMENT_KINDS if kind is PlaceKind.SETTLEMENT else (kind,)
        kinds = self._index.kind[found.place]
        held = np.logical_or.reduce([kinds == PLACE_KINDS.index(one) for one in wanted])
        return found.where(held), known.where(held)

    def _recognise_uncached(self, text: str) -> float:
        if not _LETTER.search(text):
            return 0.0
        node = self._node(NameQuery(text))
        settle(self._index, [node], self._weights)
        return float(1.0 - node.nothing)

    def _node(self, query: NameQuery) -> Node:
        """A fresh node; what does not depend on the rest of the text is kept between texts."""
        # Names are dated by months, so a day is kept no finer.
        month = query.date and query.date.replace(day=1)
        return self._prepared(
            NameQuery(query.text, query.kind, query.type_hint, query.within, (), (), month,
                      query.side)
        ).fresh()  # fmt: skip

    def _prepared_uncached(self, query: NameQuery) -> Node:
        asked = self._cores.read(query)
        found = self._cores.match(asked)
        if found is None and asked.query.kind is PlaceKind.DIRECTION:
            found = self._cores.anchors(asked, self._match(asked.core))
        if found is None:
            found, known = self._of_kind(asked.query.text, asked.query.kind)
        else:
            known = merits(self._index, found, self._weights)
        areas = self._containers.prefixes(query.within)
        candidates = Candidates(self._index, found, asked.query, areas)
        node = make_node(candidates, self._weights, known)
        if query.kind in AREA_KINDS:
            node.areas = self._containers.prefixes((query.text,))
        return node

    def _answer(self, node: Node) -> Resolution:
        query = node.candidates.query
        order = np.argsort(-node.probability, kind="stable")[:SHOWN]
        likely = zip(node.rows[order].tolist(), node.probability[order].tolist(), order.tolist(),
                     strict=True)  # fmt: skip
        candidates = tuple(
            [
                Candidate(
                    _as_asked(self._index.places.at(row), query),
                    round(probability, 4),
                    self._reasons(node, place, rank, probability),
                )
                for rank, (row, probability, place) in enumerate(likely)
            ]
        )
        status = self._status(node, candidates)
        chosen = candidates[0].place if status in (Status.RESOLVED, Status.OUTSIDE) else None
        score = candidates[0].score if candidates else 0.0
        return Resolution(
            query, status, chosen, score, candidates, explain_status(status, query, candidates)
        )

    def _reasons(self, node: Node, place: int, rank: int, probability: float) -> tuple[Reason, ...]:
        """Why the best candidate is best, and why the next two are not, if they have a chance."""
        if rank and (rank > EXPLAINED or probability < SLIGHTEST):
            return ()
        return explain_candidate(node, place, self._weights)

    def _status(self, node: Node, candidates: tuple[Candidate, ...]) -> Status:
        if not candidates or 1.0 - node.nothing < self._weights.unknown_below:
            return Status.UNKNOWN
        foreign = self._index.foreign[node.rows]
        abroad = float(node.probability[foreign].sum()) if foreign.any() else 0.0
        if abroad >= self._weights.resolved_from:
            return Status.OUTSIDE
        if candidates[0].score >= self._weights.resolved_from:
            return Status.RESOLVED
        return Status.AMBIGUOUS


def _state(node: Node, relations: Sequence[Relation], order: Sequence[int]) -> None:
    """Give a node the relations that the text states of it; ``order`` has each query's node."""
    stated = [
        (relation, [order[i] for i in relation.ground if 0 <= i < len(order)])
        for relation in relations
    ]
    node.grounds = [(r.name, g, r.distance_km) for r, g in stated if r.name != LISTED]
    node.listed = tuple(g + 1 for r, ground in stated if r.name == LISTED for g in ground)


def _without_company(query: NameQuery) -> NameQuery:
    return replace(query, near=()) if query.near else query


def _as_asked(place: Place, query: NameQuery) -> Place:
    """A settlement of Ukraine that a direction is named after becomes that direction."""
    anchor = place.kind is PlaceKind.SETTLEMENT and query.kind is PlaceKind.DIRECTION
    return direction_of(place) if anchor and place.id.startswith("UA") else place
