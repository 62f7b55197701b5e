"""Joint resolution: the place names of one document explain each other.

Each distinct name starts from its own evidence; then, for a few rounds, every candidate hears how
close it lies to what the other names probably mean and whether stated relations fit, and the
probabilities are taken anew (mean-field updates). The cost is bounded: candidates far below the
best are dropped first, each name speaks through its few likeliest candidates, and a document of
more than ``WINDOW`` names is settled window by window.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from gazetteer.candidates import LIKENESS
from gazetteer.containers import lies_inside
from gazetteer.index import NameIndex, Rows
from gazetteer.signals import Candidates, Merits, utility
from gazetteer.weights import Weights
from geo.relations import chords, closeness, relation_fit, unit_vectors

Values = npt.NDArray[np.float64]

SAME_KEY: Final = LIKENESS.index("same_key")
SAME_STEM: Final = LIKENESS.index("same_stem")

ROUNDS: Final = 4
SPEAKERS: Final = 24
WINDOW: Final = 48
SETTLED: Final = 0.003
NEAR_KM: Final = 20.0
COMPANY_KM: Final = 120.0
ADJACENT: Final = 3.0
HOPELESS: Final = 12.0
"""Candidates this much below the best utility cannot be lifted by any context."""


@dataclass(slots=True)
class Node:
    """One distinct name of a document: its candidates, their signals and probabilities.

    ``position`` is its place in the order of the text, None where that is not known. ``areas`` are
    the id prefixes of what it names, where that is an area. ``known`` says what each candidate is
    worth to a writer who names it from afar, before renown is heard.
    """

    candidates: Candidates
    own: Values
    signals: dict[str, Values]
    rows: Rows
    kept: npt.NDArray[np.intp]
    known: Values
    grounds: list[tuple[str, list[int], float | None]] = field(default_factory=list)
    position: int | None = None
    areas: tuple[str, ...] = ()
    probability: Values = field(default_factory=lambda: np.empty(0))
    nothing: float = 1.0
    heard: float = 0.0


def make_node(candidates: Candidates, weights: Weights, known: Merits | None = None) -> Node:
    """A node without its neighbours; ``known`` merits of the same match save work."""
    own, signals = utility(candidates, weights, known)
    kept = np.flatnonzero(own >= own.max() - HOPELESS) if len(own) else np.empty(0, dtype=np.intp)
    kept = kept[np.argsort(-own[kept], kind="stable")]
    afar = known_from_afar(candidates, own, signals, weights)
    return Node(
        candidates,
        own[kept],
        {name: column[kept] for name, column in signals.items()},
        candidates.match.place[kept],
        kept,
        afar[kept],
    )


def known_from_afar(
    candidates: Candidates, own: Values, signals: dict[str, Values], weights: Weights
) -> Values:
    """Utility that a candidate keeps however far it lies from what the text is about.

    Any text may name a city that is not near its other places, and an area named beside it may
    be meant for the next name; so neither counts against a well-known place whose own name is
    written. A name that merely resembles one has to earn its place by what stands around it.
    """
    if not len(own):
        return own
    outside = np.minimum(signals["within"], 0.0) * weights.context["within"]
    likeness = candidates.match.likeness
    named = (likeness[:, SAME_KEY] >= 1.0) | (likeness[:, SAME_STEM] >= 1.0)
    named &= (signals["abroad"] == 0.0) & (signals["foreign"] == 0.0)
    return np.where(named, own - outside, -np.inf)


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
    voices = _Voices.of(window, vectors, starts)
    inside = _named_areas(index, window)
    for _ in range(ROUNDS):
        near, company, beside, heard = voices.heard_by(window)
        moved = 0.0
        for number, node in enumerate(window):
            mine = slice(starts[number], starts[number + 1])
            node.signals["near"], node.signals["company"] = near[mine], company[mine]
            node.heard = float(heard[number])
            total = node.own + weights.context["near"] * near[mine]
            total += weights.context["company"] * company[mine]
            node.signals["beside"] = beside[mine]
            total += weights.context["beside"] * beside[mine]
            if inside is not None:
                node.signals["area"] = inside[mine]
                total += weights.context["area"] * inside[mine]
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
    prominence = node.signals["prominence"]
    renown = weights.afar["base"] + weights.afar["prominence"] * prominence
    renown = np.minimum(renown, weights.afar["most"])
    total = total + weights.context["renown_heard"] * node.heard * prominence
    total = np.logaddexp(total, node.known + renown + weights.afar["heard"] * node.heard)
    top = max(float(total.max()), nothing)
    raised = np.exp(total - top)
    whole = float(raised.sum()) + float(np.exp(nothing - top))
    node.probability = raised / whole
    node.nothing = float(np.exp(nothing - top)) / whole


@dataclass(frozen=True, slots=True)
class _Voices:
    """How close each candidate of a window lies to the likeliest candidates of each name.

    ``speakers`` are those, per name; ``bounds`` where each name's columns begin; ``close`` the
    closeness on the two scales, all candidates by all speakers; ``owner`` each candidate's name;
    ``silent`` the names of areas, whose centre says nothing; ``adjacent`` how near the names stand
    to each other in the text, names by names.
    """

    speakers: list[Rows]
    bounds: Rows
    close: tuple[Values, Values]
    owner: Rows
    silent: npt.NDArray[np.bool_]
    adjacent: Values

    @classmethod
    def of(cls, window: Sequence[Node], vectors: Values, starts: Rows) -> _Voices:
        speakers = [_speakers(node) for node in window]
        columns = np.concatenate(
            [chosen + start for chosen, start in zip(speakers, starts[:-1], strict=True)]
        )
        chord = chords(vectors, vectors[columns])
        return cls(
            speakers,
            np.cumsum([0, *(len(chosen) for chosen in speakers)])[:-1],
            (closeness(chord, NEAR_KM), closeness(chord, COMPANY_KM)),
            np.repeat(np.arange(len(window)), np.diff(starts)),
            np.array([bool(node.areas) for node in window]),
            adjacency(window),
        )

    def heard_by(self, window: Sequence[Node]) -> tuple[Values, Values, Values, Values]:
        """``near``, ``company`` and ``beside`` of all candidates, and how far each name was heard.

        ``near`` is the best-supported closeness to one other name, ``company`` the mean over all,
        ``beside`` the best-supported closeness to a name that stands near in the text.
        """
        voice = np.concatenate(
            [node.probability[chosen] for node, chosen in zip(window, self.speakers, strict=True)]
        )
        near, company = (
            np.add.reduceat(close * voice, self.bounds, axis=1) for close in self.close
        )
        # Nobody hears himself.
        everyone = np.arange(len(self.owner))
        near[everyone, self.owner] = 0.0
        company[everyone, self.owner] = 0.0
        near[:, self.silent] = 0.0
        company[:, self.silent] = 0.0
        known = np.array([0.0 if node.areas else 1.0 - node.nothing for node in window])
        heard = known.sum() - known
        mean = company.sum(axis=1) / np.maximum(heard, 0.5)[self.owner]
        beside = (near * self.adjacent[self.owner]).max(axis=1)
        return near.max(axis=1), mean, beside, np.minimum(heard, 1.0)


def adjacency(window: Sequence[Node]) -> Values:
    """1 for names next to each other in the text, falling to a half three names further on."""
    unknown = math.nan
    order = np.array([unknown if node.position is None else node.position for node in window])
    gap = np.abs(order[:, None] - order[None, :])
    result: Values = 1.0 / (1.0 + np.maximum(np.nan_to_num(gap, nan=1.0) - 1.0, 0.0) / ADJACENT)
    return result


def _named_areas(index: NameIndex, window: Sequence[Node]) -> Values | None:
    """How far each candidate lies in an area that the text names, the nearest mention counting."""
    naming = [number for number, node in enumerate(window) if node.areas]
    if not naming:
        return None
    adjacent = adjacency(window)
    columns = []
    for number, node in enumerate(window):
        best = np.zeros(len(node.rows))
        for other in naming:
            if other != number:
                inside = np.any(
                    [lies_inside(index, prefix)[node.rows] for prefix in window[other].areas],
                    axis=0,
                )
                best = np.maximum(best, inside * adjacent[number, other])
        columns.append(best)
    return np.concatenate(columns)


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
