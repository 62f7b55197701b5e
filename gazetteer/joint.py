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
    crowd = Crowd.of(index, window, weights)
    related = any(node.grounds for node in window)
    alone = len(window) == 1
    messages = np.zeros((len(crowd.rows), len(window)))
    for turn in range(ROUNDS):
        heard = messages.sum(axis=1)
        moved = _judge(crowd, window, heard)
        if moved < SETTLED or turn == ROUNDS - 1:
            break
        if related:
            _hear_relations(index, crowd, window, nodes)
        elif alone:
            break
        if not alone:
            messages = crowd.messages(messages, heard)
    for number, node in enumerate(window):
        mine = crowd.part(number)
        node.signals["near"] = heard[mine]
        node.voices, node.others = messages[mine], window


def _judge(crowd: Crowd, window: Sequence[Node], heard: Values) -> float:
    """Take the probabilities anew; returns how far they moved at most."""
    belief, nothing = crowd.belief(heard[:, None])
    moved = 0.0
    for number, node in enumerate(window):
        before, node.probability = node.probability, belief[crowd.part(number), 0]
        node.nothing = float(nothing[number, 0])
        first = not len(before)
        moved = 1.0 if first else max(moved, float(np.abs(node.probability - before).max()))
    return moved


def _hear_relations(
    index: NameIndex, crowd: Crowd, window: Sequence[Node], nodes: Sequence[Node]
) -> None:
    for number, node in enumerate(window):
        if node.grounds:
            fit = _relations(index, node, nodes)
            node.signals["relation"] = fit
            crowd.stated[crowd.part(number)] = crowd.weights.context["relation"] * fit


def _relations(index: NameIndex, node: Node, nodes: Sequence[Node]) -> Values:
    """Mean fit of the stated relations, seen from the likeliest place of each ground."""
    lon = np.asarray(index.lon[node.rows], dtype=np.float64)
    lat = np.asarray(index.lat[node.rows], dtype=np.float64)
    fits = []
    for relation, grounds, distance in node.grounds:
        points = []
        for ground in grounds:
            other = nodes[ground]
            if other is node or not len(other.rows) or not len(other.probability):
                continue
            best = other.rows[int(other.probability.argmax())]
            points.append((float(index.lon[best]), float(index.lat[best])))
        if points:
            fits.append(np.nan_to_num(relation_fit(relation, lon, lat, points, distance), nan=0.0))
    return np.mean(fits, axis=0) if fits else np.zeros(len(lon))
