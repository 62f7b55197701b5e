"""The candidates of all names of a text side by side, and what the names tell each of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from gazetteer.containers import lies_inside
from gazetteer.index import NameIndex, Rows
from gazetteer.names.key import name_key
from gazetteer.node import Node, Values
from gazetteer.weights import Weights
from geo.relations import chords, closeness, unit_vectors

WHISPER: Final = 1e-4
"""Candidates less probable than this are not heard by others."""

LAND_KM2: Final = 603_600.0
"""The area of Ukraine, over which a name that is not heard may lie anywhere."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """All candidates of a window as columns, name after name.

    ``starts`` says where each name's candidates begin, ``owner`` whose each candidate is, ``own``
    their utility without others, ``stated`` what relations add, ``apart`` the log-chance that a
    name of such renown has nothing to do with the rest, ``afar`` the utility it then has,
    ``crowded`` how densely settled the land around is (1: as the country), ``attention`` how likely
    each name is in one company with each other, ``weight`` what is said so counts for, and
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
    def of(cls, index: NameIndex, window: Sequence[Node], weights: Weights) -> Crowd:
        """The crowd of the names of a window, before any has spoken."""
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
        """What each name (columns) tells each candidate (rows): log m(c) of ``gazetteer.joint``."""
        names = len(self.starts) - 1
        belief, _ = self.belief(heard[:, None] - before)
        speaking = np.flatnonzero(belief.max(axis=1) > WHISPER)
        told = np.zeros((len(self.rows), names))
        if not len(speaking):
            return told
        present, begins = np.unique(self.owner[speaking], return_index=True)
        # What a name says depends on who listens: rows are listening names, columns speakers.
        said = belief[speaking].astype(np.float32).T
        message = np.add.reduceat(self._kernel(speaking) * said[self.owner], begins, axis=1)
        message += 1.0 - np.add.reduceat(said, begins, axis=1)[self.owner]
        together = 1.0 + self.attention[:, present][self.owner] * (message - 1.0)
        trusted = self.weight[:, present][self.owner] * self.trust[:, None]
        told[:, present] = trusted * np.log(together)
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
