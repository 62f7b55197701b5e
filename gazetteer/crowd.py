"""The candidates of all names of a text side by side, and what the names tell each of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

import numpy as np
import numpy.typing as npt

from gazetteer.containers import lies_inside
from gazetteer.index import NameIndex, Rows
from gazetteer.names.key import name_key
from gazetteer.node import Node, Values
from gazetteer.weights import Weights
from geo.relations import chords, closeness

WHISPER: Final = 1e-4
"""Candidates less probable than this are not heard by others."""

LAND_KM2: Final = 603_600.0
"""The area of Ukraine, over which a name that is not heard may lie anywhere."""


class Crowd:
    """All candidates of a window as columns, name after name.

    ``starts`` says where each name's candidates begin, ``owner`` whose each candidate is. Of each
    candidate, ``own`` is the utility without others, ``apart`` the log-chance that a name of such
    renown has nothing to do with the rest, ``afar`` the utility it then has, ``crowded`` how
    densely settled the land around is (1: as the country), and ``trust`` less than 1 for those
    whose names the text only resembles: company may confirm a likeness, and must not make one up.
    """

    def __init__(self, index: NameIndex, window: Sequence[Node], weights: Weights) -> None:
        """The crowd of the names of a window, before any has spoken."""
        self.weights = weights
        self.rows = np.concatenate([node.rows for node in window])
        sizes = [len(node.rows) for node in window]
        self.starts = list(accumulate(sizes, initial=0))
        self._begins = np.array(self.starts[:-1])
        self.owner = np.repeat(np.arange(len(window)), sizes)
        profile = np.concatenate([node.profile for node in window])
        own, afar, apart, trust = profile.T[:4]
        inside = _named_areas(index, window, self)
        if inside is not None:
            own = own + weights.context["area"] * inside
        self._crowded = profile[:, 4].astype(np.float32)
        self._vectors = np.ascontiguousarray(profile[:, 5:])
        # Odds against the best of each name, so that sums of them are neither too large nor small.
        self._top = np.maximum(np.maximum.reduceat(own, self._begins), weights.nothing)
        top = self._top[self.owner]
        self._together = np.exp(own - top) * (1.0 - np.exp(apart))
        self._aside = np.exp(afar + apart - top)
        self._none = np.exp(weights.nothing - self._top)[:, None]
        self._stated = np.zeros(len(self.rows))
        self._related: Values | None = None
        attended, weight = attention(window, weights.joint)
        self._attended = attended[self.owner]
        self._trusted = weight[self.owner] * trust[:, None]
        self._kernels: tuple[Rows, npt.NDArray[np.float32]] | None = None

    def part(self, number: int) -> slice:
        """The candidates of one name."""
        return slice(self.starts[number], self.starts[number + 1])

    def state(self, number: int, utility: Values) -> None:
        """Take up what relations add to the candidates of one name."""
        self._stated[self.part(number)] = utility
        self._related = np.exp(self._stated)[:, None]

    def belief(self, heard: Values) -> tuple[Values, Values]:
        """Probabilities of candidates (rows) and of "nothing" (names), per column of ``heard``."""
        raised = np.exp(heard)
        raised *= self._together[:, None]
        raised += self._aside[:, None]
        if self._related is not None:
            raised *= self._related
        whole = np.add.reduceat(raised, self._begins, axis=0)
        whole += self._none
        raised /= whole[self.owner]
        return raised, self._none / whole

    def messages(self, before: Values, heard: Values) -> Values:
        """What each name (columns) tells each candidate (rows): log m(c) of ``gazetteer.joint``."""
        belief, _ = self.belief(heard[:, None] - before)
        speaking = np.flatnonzero(belief.max(axis=1) > WHISPER)
        told = np.zeros(before.shape)
        if not len(speaking):
            return told
        speakers = self.owner[speaking]
        begins = np.flatnonzero(np.diff(speakers, prepend=-1))
        present = speakers[begins]
        # What a name says depends on who listens: rows are listening names, columns speakers.
        said = belief[speaking].astype(np.float32).T
        message = np.add.reduceat(self._kernel(speaking) * said[self.owner], begins, axis=1)
        message += (1.0 - np.add.reduceat(said, begins, axis=1))[self.owner]
        message -= 1.0
        together = self._attended[:, present] * message
        together += 1.0
        np.log(together, out=together)
        together *= self._trusted[:, present]
        told[:, present] = together
        return told

    def _kernel(self, speaking: Rows) -> npt.NDArray[np.float32]:
        """K(c, k) of all candidates and those that speak; of whom few are new after one round."""
        if self._kernels is not None:
            known, kernel = self._kernels
            place = np.full(len(self.rows), -1)
            place[known] = np.arange(len(known))
            columns = place[speaking]
            if columns.min() >= 0:
                return kernel[:, columns] if len(columns) < len(known) else kernel
        kernel = self._made_kernel(speaking)
        self._kernels = speaking, kernel
        return kernel

    def _made_kernel(self, speaking: Rows) -> npt.NDArray[np.float32]:
        joint = self.weights.joint
        chord = chords(self._vectors, self._vectors[speaking]).astype(np.float32)
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
        kernel /= self._crowded[:, None]
        kernel += joint["stray"]
        return kernel


def attention(window: Sequence[Node], joint: dict[str, float]) -> tuple[Values, Values]:
    """How likely each name (rows) is in one company with each other (columns).

    Certain for neighbours in the text, less for names further on (half after ``adjacent`` more),
    and for at most ``company`` names in sum: a long text speaks of several places of action. The
    names of areas keep no company: their centre says nothing. Forms of one name ("Ivanivka", "in
    Ivanivku") are one voice, and no company to each other. The second array is the weight of
    what they say, as much as of ``voices`` neighbours in sum; names of one list ("A, B and C")
    are certain company, and hear each other in full.
    """
    unknown = math.nan
    order = np.array([unknown if node.position is None else node.position for node in window])
    gap = np.nan_to_num(np.abs(order[:, None] - order[None, :]), nan=1.0)
    heard: Values = 1.0 / (1.0 + np.maximum(gap - 1.0, 0.0) / joint["adjacent"])
    heard[:, [bool(node.areas) for node in window]] = 0.0
    same = _same_name(window)
    heard /= same.sum(axis=0)
    heard[same] = 0.0
    total = np.maximum(heard.sum(axis=1), 1e-9)
    together = heard * np.minimum(1.0, joint["company"] / total)[:, None]
    weight = np.tile(np.minimum(1.0, joint["voices"] / total)[:, None], (1, len(window)))
    listed = _listed(window) & ~same
    together[listed], weight[listed] = 1.0, 1.0
    return together, weight


def _same_name(window: Sequence[Node]) -> npt.NDArray[np.bool_]:
    """Which names are the same but for their endings; each is so to itself."""
    stems = np.array([name_key(node.candidates.query.text).stem for node in window])
    same: npt.NDArray[np.bool_] = stems[:, None] == stems[None, :]
    return same


def _listed(window: Sequence[Node]) -> npt.NDArray[np.bool_]:
    """Which names stand side by side in one list, both ways."""
    number = {node.position: place for place, node in enumerate(window)}
    pairs = np.zeros((len(window), len(window)), dtype=bool)
    for place, node in enumerate(window):
        for other in node.listed:
            if other in number and number[other] != place:
                pairs[place, number[other]] = pairs[number[other], place] = True
    return pairs


def _named_areas(index: NameIndex, window: Sequence[Node], crowd: Crowd) -> Values | None:
    """How far each candidate lies in an area that the text names, the nearest mention counting."""
    naming = [number for number, node in enumerate(window) if node.areas]
    if not naming:
        return None
    best = np.zeros(len(crowd.rows))
    for number in naming:
        near = np.array([_adjacency(node, window[number]) for node in window])
        near[number] = 0.0  # an area does not place itself
        for prefix in window[number].areas:
            inside = lies_inside(index, prefix)[crowd.rows]
            np.maximum(best, near[crowd.owner], out=best, where=inside)
    return best


def _adjacency(node: Node, other: Node) -> float:
    """1 for names next to each other in the text, falling to a half three names further on."""
    if node.position is None or other.position is None:
        return 1.0
    return 1.0 / (1.0 + max(abs(node.position - other.position) - 1, 0) / 3.0)
