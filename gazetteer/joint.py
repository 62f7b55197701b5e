"""Joint resolution: the place names of one document explain each other.

Each distinct name starts from its own evidence; then, for a few rounds, every candidate hears how
close it lies to what the other names probably mean and whether stated relations fit, and the
probabilities are taken anew (mean-field updates). The cost is bounded: candidates far below the
best are dropped first, each name speaks through its few likeliest candidates, and listens to at
most ``MAX_NEIGHBOURS`` other names, the nearest in the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from gazetteer.index import NameIndex, Rows
from gazetteer.signals import Candidates, utility
from gazetteer.weights import Weights
from geo.relations import closeness, relation_fit, unit_vectors

Values = npt.NDArray[np.float64]

ROUNDS: Final = 4
SPEAKERS: Final = 12
MAX_NEIGHBOURS: Final = 24
NEAR_KM: Final = 20.0
COMPANY_KM: Final = 120.0
HOPELESS: Final = 16.0
"""Candidates this much below the best utility cannot be lifted by any context."""


@dataclass(slots=True)
class Node:
    """One distinct name of a document: its candidates, their signals and probabilities."""

    candidates: Candidates
    own: Values
    signals: dict[str, Values]
    rows: Rows
    kept: npt.NDArray[np.intp]
    grounds: list[tuple[str, list[int], float | None]] = field(default_factory=list)
    probability: Values = field(default_factory=lambda: np.empty(0))
    nothing: float = 1.0
    heard: float = 0.0


def make_node(candidates: Candidates, weights: Weights) -> Node:
    """A node without its neighbours."""
    own, signals = utility(candidates, weights)
    kept = np.flatnonzero(own >= own.max() - HOPELESS) if len(own) else np.empty(0, dtype=np.intp)
    kept = kept[np.argsort(-own[kept], kind="stable")]
    return Node(
        candidates,
        own[kept],
        {name: column[kept] for name, column in signals.items()},
        candidates.match.place[kept],
        kept,
    )


def settle(index: NameIndex, nodes: Sequence[Node], weights: Weights) -> None:
    """Give every node its probabilities, each hearing the others."""
    for node in nodes:
        _judge(node, node.own, weights)
    if len(nodes) < 2:
        return
    vectors = [unit_vectors(index.lon[node.rows], index.lat[node.rows]) for node in nodes]
    neighbours = [_neighbours(number, len(nodes)) for number in range(len(nodes))]
    for _ in range(ROUNDS):
        for number, node in enumerate(nodes):
            if not len(node.rows):
                continue
            total = node.own.copy()
            columns, node.heard = _company(number, neighbours[number], nodes, vectors)
            for name, column in columns.items():
                node.signals[name] = column
                total += weights.context[name] * column
            if node.grounds:
                column = _relations(index, node, nodes)
                node.signals["relation"] = column
                total += weights.context["relation"] * column
            _judge(node, total, weights)


def _judge(node: Node, total: Values, weights: Weights) -> None:
    if not len(total):
        node.probability, node.nothing = total, 1.0
        return
    # Company lifts whatever lies near; "nothing" rises with it, or any name would find a place.
    nothing = weights.nothing + weights.context["nothing_heard"] * node.heard
    top = max(float(total.max()), nothing)
    raised = np.exp(total - top)
    whole = float(raised.sum()) + float(np.exp(nothing - top))
    node.probability = raised / whole
    node.nothing = float(np.exp(nothing - top)) / whole


def _neighbours(number: int, count: int) -> list[int]:
    others = sorted(
        (other for other in range(count) if other != number), key=lambda other: abs(other - number)
    )
    return others[:MAX_NEIGHBOURS]


def _company(
    number: int, neighbours: list[int], nodes: Sequence[Node], vectors: list[Any]
) -> tuple[dict[str, Values], float]:
    """``near``: the best-supported closeness to one other name; ``company``: the mean over all.

    Beside them how many other names were heard, from 0 to 1.
    """
    near = np.zeros(len(nodes[number].rows))
    company = np.zeros_like(near)
    heard = 0.0
    for other in neighbours:
        node = nodes[other]
        if not len(node.rows):
            continue
        speakers = (
            np.argpartition(-node.probability, SPEAKERS)[:SPEAKERS]
            if len(node.rows) > SPEAKERS
            else np.arange(len(node.rows))
        )
        voice = node.probability[speakers]
        points = vectors[other][speakers]
        near = np.maximum(near, closeness(vectors[number], points, NEAR_KM) @ voice)
        company += closeness(vectors[number], points, COMPANY_KM) @ voice
        heard += 1.0 - node.nothing
    return {"near": near, "company": company / max(heard, 0.5)}, min(heard, 1.0)


def _relations(index: NameIndex, node: Node, nodes: Sequence[Node]) -> Values:
    """Mean fit of the stated relations, seen from the likeliest place of each ground."""
    lon = np.asarray(index.lon[node.rows], dtype=np.float64)
    lat = np.asarray(index.lat[node.rows], dtype=np.float64)
    fits = []
    for relation, grounds, distance in node.grounds:
        points = []
        for ground in grounds:
            other = nodes[ground]
            if other is node or not len(other.rows):
                continue
            best = other.rows[int(other.probability.argmax())]
            points.append((float(index.lon[best]), float(index.lat[best])))
        if points:
            fits.append(np.nan_to_num(relation_fit(relation, lon, lat, points, distance), nan=0.0))
    return np.mean(fits, axis=0) if fits else np.zeros(len(lon))
