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

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from gazetteer.candidates import LIKENESS, SAME_KEY
from gazetteer.containers import lies_inside
from gazetteer.index import NameIndex, Rows
from gazetteer.signals import Candidates, Merits, utility
from gazetteer.weights import Weights
from geo.relations import chords, closeness, relation_fit, unit_vectors

Values = npt.NDArray[np.float64]


SAME_STEM: Final = LIKENESS.index("same_stem")

ROUNDS: Final = 4
WINDOW: Final = 48
SETTLED: Final = 0.003
WHISPER: Final = 1e-4
"""Candidates less probable than this are not heard by others."""

HOPELESS: Final = 12.0
"""Candidates this much below the best utility cannot be lifted by any context."""

LAND_KM2: Final = 603_600.0
"""The area of Ukraine, over which a name that is not heard may lie anywhere."""


@dataclass(slots=True)
class Node:
    """One distinct name of a document: its candidates, their signals and probabilities.

    ``position`` is its place in the order of the text, None where that is not known. ``areas`` are
    the id prefixes of what it names, where that is an area. ``named`` says whose name is written,
    by key or stem, and not just resembled; ``known`` what each candidate is worth to a writer who
    names it from afar. ``voices`` holds, per candidate, what each other name said of it (log-odds),
    in the order of ``others``.
    """

    candidates: Candidates
    own: Values
    signals: dict[str, Values]
    rows: Rows
    kept: npt.NDArray[np.intp]
    known: Values
    named: npt.NDArray[np.bool_]
    grounds: list[tuple[str, list[int], float | None]] = field(default_factory=list)
    position: int | None = None
    areas: tuple[str, ...] = ()
    probability: Values = field(default_factory=lambda: np.empty(0))
    nothing: float = 1.0
    voices: Values = field(default_factory=lambda: np.empty((0, 0)))
    others: Sequence[Node] = ()


def make_node(candidates: Candidates, weights: Weights, known: Merits | None = None) -> Node:
    """A node without its neighbours; ``known`` merits of the same match save work."""
    own, signals = utility(candidates, weights, known)
    kept = np.flatnonzero(own >= own.max() - HOPELESS) if len(own) else np.empty(0, dtype=np.intp)
    kept = kept[np.argsort(-own[kept], kind="stable")]
    likeness = candidates.match.likeness
    named: npt.NDArray[np.bool_] = np.maximum(likeness[:, SAME_KEY], likeness[:, SAME_STEM]) >= 1.0
    afar = known_from_afar(named, own, signals, weights)
    return Node(
        candidates,
        own[kept],
        {name: column[kept] for name, column in signals.items()},
        candidates.match.place[kept],
        kept,
        afar[kept],
        named[kept],
    )


def known_from_afar(
    named: npt.NDArray[np.bool_], own: Values, signals: dict[str, Values], weights: Weights
) -> Values:
    """Utility that a candidate keeps however far it lies from what the text is about.

    Any text may name a city that is not near its other places, and an area named beside it may
    be meant for the next name; so neither counts against a well-known place whose own name is
    written. A name that merely resembles one has to earn its place by what stands around it.
    """
    outside = np.minimum(signals["within"], 0.0) * weights.context["within"]
    ours = named & (signals["abroad"] == 0.0) & (signals["foreign"] == 0.0)
    return np.where(ours, own - outside, -np.inf)


def settle(index: NameIndex, nodes: Sequence[Node], weights: Weights) -> None:
    """Set the probabilities of all nodes of one document, in place."""
    for start in range(0, len(nodes), WINDOW):
        window = [node for node in nodes[start : start + WINDOW] if len(node.rows)]
        if window:
            _settle_window(index, window, nodes, weights)


def _settle_window(
    index: NameIndex, window: Sequence[Node], nodes: Sequence[Node], weights: Weights
) -> None:
    crowd = _Crowd.of(index, window, weights)
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


def _judge(crowd: _Crowd, window: Sequence[Node], heard: Values) -> float:
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
    index: NameIndex, crowd: _Crowd, window: Sequence[Node], nodes: Sequence[Node]
) -> None:
    for number, node in enumerate(window):
        if node.grounds:
            fit = _relations(index, node, nodes)
            node.signals["relation"] = fit
            crowd.stated[crowd.part(number)] = crowd.weights.context["relation"] * fit


@dataclass(frozen=True, slots=True)
class _Crowd:
    """All candidates of a window as columns, name after name.

    ``starts`` says where each name's candidates begin, ``owner`` whose each candidate is, ``own``
    their utility without others, ``stated`` what relations add, ``apart`` the log-chance that a
    name of such renown has nothing to do with the rest, ``afar`` the utility it then has,
    ``crowded`` how densely settled the land around is (1: as the country), ``attention`` how likely
    each name is in one company with each other, ``weight`` what its evidence counts for, and
    ``trust`` less than 1 for candidates whose names the text only resembles: company may confirm
    a likeness, and must not make one up.
    """

    weights: Weights
    rows: Rows
    starts: Rows
    owner: Rows
    own: Values
    stated: Values
    apart: Values
    afar: Values
    vectors: Values
    crowded: npt.NDArray[np.float32]
    trust: Values
    attention: Values
    weight: Values

    @classmethod
    def of(cls, index: NameIndex, window: Sequence[Node], weights: Weights) -> _Crowd:
        rows = np.concatenate([node.rows for node in window])
        sizes = [len(node.rows) for node in window]
        own = np.concatenate([node.own for node in window])
        inside = _named_areas(index, window)
        if inside is not None:
            own = own + weights.context["area"] * inside
        renown = np.concatenate([node.signals["prominence"] for node in window])
        joint = weights.joint
        apart = np.minimum(joint["apart"] + joint["apart_renown"] * renown, joint["apart_most"])
        return cls(
            weights,
            rows,
            np.cumsum([0, *sizes]),
            np.repeat(np.arange(len(window)), sizes),
            own,
            np.zeros(len(rows)),
            apart,
            np.concatenate([node.known for node in window]),
            unit_vectors(index.lon[rows], index.lat[rows]),
            index.crowded[rows],
            np.where(np.concatenate([node.named for node in window]), 1.0, joint["resembling"]),
            *attention(window, weights.joint),
        )

    def part(self, number: int) -> slice:
        """The candidates of one name."""
        return slice(self.starts[number], self.starts[number + 1])

    def belief(self, heard: Values) -> tuple[Values, Values]:
        """Probabilities of candidates (rows) and of "nothing" (names), per column of ``heard``."""
        together = np.log1p(-np.exp(self.apart))[:, None] + heard
        aside = (self.afar - self.own + self.apart)[:, None]
        total = (self.own + self.stated)[:, None] + np.logaddexp(together, aside)
        begins = self.starts[:-1]
        nothing = self.weights.nothing
        top = np.maximum(np.maximum.reduceat(total, begins, axis=0), nothing)
        raised = np.exp(total - top[self.owner])
        none = np.exp(nothing - top)
        whole = np.add.reduceat(raised, begins, axis=0) + none
        return raised / whole[self.owner], none / whole

    def messages(self, before: Values, heard: Values) -> Values:
        """What each name (columns) tells each candidate (rows): log of m(c), see above."""
        names = len(self.starts) - 1
        belief, _ = self.belief(heard[:, None] - before)
        speaking = np.flatnonzero(belief.max(axis=1) > WHISPER)
        told = np.zeros((len(self.rows), names))
        if not len(speaking):
            return told
        present, begins = np.unique(self.owner[speaking], return_index=True)
        kernel = self._kernel(speaking)
        for number in range(names):
            mine = self.part(number)
            said = belief[speaking, number].astype(np.float32)
            silent = np.ones(names)
            silent[present] -= np.add.reduceat(said, begins)
            message = np.tile(silent, (mine.stop - mine.start, 1))
            message[:, present] += np.add.reduceat(kernel[mine] * said, begins, axis=1)
            trusted = self.weight[number] * self.trust[mine, None]
            told[mine] = trusted * np.log(1.0 + self.attention[number] * (message - 1.0))
        return told

    def _kernel(self, speaking: Rows) -> npt.NDArray[np.float32]:
        """K(c, k) of all candidates and those that speak."""
        joint = self.weights.joint
        chord = chords(self.vectors, self.vectors[speaking]).astype(np.float32)
        kernel = np.zeros_like(chord)
        for scale, share in (
            (joint["near_km"], joint["near_share"]),
            (joint["far_km"], 1.0 - joint["near_share"]),
        ):
            bell = closeness(chord, scale)
            np.multiply(bell, bell, out=bell)
            # The integral of (1 / (1 + (d / s)²))² over the plane is pi s².
            bell *= (1.0 - joint["stray"]) * share * LAND_KM2 / (math.pi * scale**2)
            kernel += bell
        kernel /= self.crowded[:, None]
        kernel += joint["stray"]
        return kernel


def attention(window: Sequence[Node], joint: dict[str, float]) -> tuple[Values, Values]:
    """How likely each name (rows) is in one company with each other (columns).

    Certain for neighbours in the text, less for names further on (half after ``adjacent`` more),
    and for at most ``company`` names in sum: a long text speaks of several places of action. The
    names of areas keep no company: their centre says nothing. The second array is the weight of
    each name's evidence, as much as of ``voices`` neighbours in sum.
    """
    unknown = math.nan
    order = np.array([unknown if node.position is None else node.position for node in window])
    gap = np.nan_to_num(np.abs(order[:, None] - order[None, :]), nan=1.0)
    heard: Values = 1.0 / (1.0 + np.maximum(gap - 1.0, 0.0) / joint["adjacent"])
    np.fill_diagonal(heard, 0.0)
    heard[:, [bool(node.areas) for node in window]] = 0.0
    total = np.maximum(heard.sum(axis=1), 1e-9)
    together = heard * np.minimum(1.0, joint["company"] / total)[:, None]
    return together, np.minimum(1.0, joint["voices"] / total)


def _named_areas(index: NameIndex, window: Sequence[Node]) -> Values | None:
    """How far each candidate lies in an area that the text names, the nearest mention counting."""
    naming = [number for number, node in enumerate(window) if node.areas]
    if not naming:
        return None
    columns = []
    for number, node in enumerate(window):
        best = np.zeros(len(node.rows))
        for other in naming:
            if other != number:
                inside = np.any(
                    [lies_inside(index, prefix)[node.rows] for prefix in window[other].areas],
                    axis=0,
                )
                best = np.maximum(best, inside * _adjacency(node, window[other]))
        columns.append(best)
    return np.concatenate(columns)


def _adjacency(node: Node, other: Node) -> float:
    """1 for names next to each other in the text, falling to a half three names further on."""
    if node.position is None or other.position is None:
        return 1.0
    return 1.0 / (1.0 + max(abs(node.position - other.position) - 1, 0) / 3.0)


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
