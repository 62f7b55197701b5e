"""Joint resolution: the place names of one document explain each other.

A report names places that lie together. So each candidate of a name is asked how likely the *other*
names of the text are if it is the right one: a name j, whose candidates have probabilities p(k), is
heard by candidate c as

    m(c) = nothing + sum over k of p(k) * K(c, k)

where K is how much likelier a place k is named beside c than anywhere: a sum of two bell-shaped
kernels, divided by how densely settled the land around c is, plus the share of names that stray. A
name with a hundred bearers says little by itself, and much where one of them lies just here.
Messages are passed until they settle; nobody hears his own words repeated (the belief that speaks
to a name leaves out what that name said before): belief propagation after J. Pearl (1988), with
loops, so that long lists of names are heard at less than their full weight.

A text may also name a place that has nothing to do with the rest, the likelier the better known it
is: that chance bounds how much silence can count against a candidate. The cost is bounded:
candidates far below the best are dropped first, and a document of more than ``WINDOW`` names is
settled window by window.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from gazetteer.crowd import Crowd
from gazetteer.index import NameIndex
from gazetteer.node import Node, Values
from gazetteer.weights import Weights
from geo.relations import relation_fit

ROUNDS: Final = 4
WINDOW: Final = 48
SETTLED: Final = 0.003


def settle(index: NameIndex, nodes: Sequence[Node], weights: Weights) -> None:
    """Set the probabilities of all nodes of one document, in place."""
    for start in range(0, len(nodes), WINDOW):
        window = [node for node in nodes[start : start + WINDOW] if len(node.rows)]
        if window:
            _settle_window(index, window, nodes, weights)


def _settle_window(
    index: NameIndex, window: Sequence[Node], nodes: Sequence[Node], weights: Weights
) -> None:
    crowd = Crowd(index, window, weights)
    relations = [
        _Relations(index, node, nodes, number) for number, node in enumerate(window) if node.grounds
    ]
    alone = len(window) == 1
    messages = np.zeros((len(crowd.rows), len(window)))
    belief: Values | None = None
    for turn in range(ROUNDS):
        heard = messages.sum(axis=1)
        before, (judged, nothing) = belief, crowd.belief(heard[:, None])
        belief = judged[:, 0]
        for number, node in enumerate(window):
            node.probability = belief[crowd.part(number)]
        settled = before is not None and float(np.abs(belief - before).max()) < SETTLED
        if settled or turn == ROUNDS - 1:
            break
        for relation in relations:
            relation.hear(crowd)
        if alone and not relations:
            break
        if not alone:
            messages = crowd.messages(messages, heard)
    for number, (node, none) in enumerate(zip(window, nothing[:, 0].tolist(), strict=True)):
        mine = crowd.part(number)
        node.nothing = none
        node.voices, node.others = messages[mine], window


class _Relations:
    """The relations that the text states of one name, heard anew when their grounds move."""

    def __init__(self, index: NameIndex, node: Node, nodes: Sequence[Node], number: int) -> None:
        self._index, self._node, self._nodes, self._number = index, node, nodes, number
        self._lon = np.asarray(index.lon[node.rows], dtype=np.float64)
        self._lat = np.asarray(index.lat[node.rows], dtype=np.float64)
        self._likeliest: list[list[int]] | None = None

    def hear(self, crowd: Crowd) -> None:
        """Mean fit of the stated relations, seen from the likeliest place of each ground."""
        likeliest = [self._rows(grounds) for _, grounds, _ in self._node.grounds]
        if likeliest == self._likeliest:
            return
        self._likeliest = likeliest
        fits = []
        for (relation, _, distance), rows in zip(self._node.grounds, likeliest, strict=True):
            points = [(float(self._index.lon[row]), float(self._index.lat[row])) for row in rows]
            if points:
                fit = relation_fit(relation, self._lon, self._lat, points, distance)
                fits.append(np.nan_to_num(fit, nan=0.0))
        mean = np.mean(fits, axis=0) if fits else np.zeros(len(self._lon))
        self._node.signals["relation"] = mean
        crowd.state(self._number, crowd.weights.context["relation"] * mean)

    def _rows(self, grounds: Sequence[int]) -> list[int]:
        """The likeliest places of other names, where they have any."""
        others = [self._nodes[ground] for ground in grounds]
        return [
            int(other.rows[int(other.probability.argmax())])
            for other in others
            if other is not self._node and len(other.rows) and len(other.probability)
        ]
