"""Joint resolution: the place names of one document explain each other.

Each distinct name starts from its own evidence; then, for a few rounds, every candidate hears how
close it lies to what the other names probably mean and whether stated relations fit, and the
probabilities are taken anew (mean-field updates). The cost is bounded: candidates far below the
best are dropped first, each name speaks through its few likeliest candidates, and a document of
more than ``WINDOW`` names is settled window by window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from gazetteer.index import NameIndex, Rows
from gazetteer.signals import Candidates, utility
from gazetteer.weights import Weights
from geo.relations import chords, closeness, relation_fit, unit_vectors

Values = npt.NDArray[np.float64]

ROUNDS: Final = 4
SPEAKERS: Final = 12
WINDOW: Final = 48
SETTLED: Final = 0.003
NEAR_KM: Final = 20.0
COMPANY_KM: Final = 120.0
HOPELESS: Final = 12.0
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
    """Give every node its probabilities, each hearing the others of its window."""
    for node in nodes:
        _judge(node, node.own, weights)
    if len(nodes) < 2:
        return
    for start in range(0, len(nodes), WINDOW):
        window = [node for node in nodes[start : start + WINDOW] if len(node.rows)]
        if window:
            _settle_window(index, window, nodes, weights)


def _settle_window(
    index: NameIndex, window: Sequence[Node], nodes: Sequence[Node], weights: Weights
) -> None:
    rows = np.concatenate([node.rows for node in window])
    vectors = unit_vectors(index.lon[rows], index.lat[rows])
    starts = np.cumsum([0, *(len(node.rows) for node in window)])
    for _ in range(ROUNDS):
        near, company, heard = _company(window, vectors, starts)
        moved = 0.0
        for number, node in enumerate(window):
            mine = slice(starts[number], starts[number + 1])
            node.signals["near"], node.signals["company"] = near[mine], company[mine]
            node.heard = float(heard[number])
            total = node.own + weights.context["near"] * near[mine]
            total += weights.context["company"] * company[mine]
            if node.grounds:
                node.signals["relation"] = _relations(index, node, nodes)
                total += weights.context["relation"] * node.signals["relation"]
            before = node.probability
            _judge(node, total, weights)
            moved = max(moved, float(np.abs(node.probability - before).max()))
        if moved < SETTLED:
            break


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


def _company(
    window: Sequence[Node], vectors: Values, starts: Rows
) -> tuple[Values, Values, Values]:
    """``near`` and ``company`` of all candidates of the window, and how far each name was heard.

    ``near`` is the best-supported closeness to one other name, ``company`` the mean over all.
    """
    speakers, voices, bounds = [], [], [0]
    for number, node in enumerate(window):
        chosen = _speakers(node)
        speakers.append(chosen + starts[number])
        voices.append(node.probability[chosen])
        bounds.append(bounds[-1] + len(chosen))
    chord = chords(vectors, vectors[np.concatenate(speakers)])
    voice = np.concatenate(voices)
    owner = np.repeat(np.arange(len(window)), np.diff(starts))
    near, company = (
        np.add.reduceat(closeness(chord, scale) * voice, bounds[:-1], axis=1)
        for scale in (NEAR_KM, COMPANY_KM)
    )
    # Nobody hears himself.
    near[np.arange(len(owner)), owner] = 0.0
    company[np.arange(len(owner)), owner] = 0.0
    known = np.array([1.0 - node.nothing for node in window])
    heard = known.sum() - known
    mean = company.sum(axis=1) / np.maximum(heard, 0.5)[owner]
    return near.max(axis=1), mean, np.minimum(heard, 1.0)


def _speakers(node: Node) -> Rows:
    if len(node.rows) <= SPEAKERS:
        return np.arange(len(node.rows))
    return np.argpartition(-node.probability, SPEAKERS)[:SPEAKERS]


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
