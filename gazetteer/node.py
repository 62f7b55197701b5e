"""One name of a document while its text is being made out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from gazetteer.candidates import LIKENESS, SAME_KEY
from gazetteer.index import Rows
from gazetteer.model import Reason
from gazetteer.signals import Candidates, Merits
from gazetteer.text_signals import utility
from gazetteer.weights import Weights
from geo.relations import unit_vectors

Values = npt.NDArray[np.float64]

SAME_STEM: Final = LIKENESS.index("same_stem")

HOPELESS: Final = 12.0
"""Candidates this much below the best utility cannot be lifted by any context."""


@dataclass(slots=True)
class Node:
    """One distinct name of a document: its candidates, their signals and probabilities.

    ``signals`` holds those that are not 0 for all candidates.
    ``position`` is its place in the order of the text, None where that is not known; ``listed`` the
    positions of names that stand beside it in one list. ``areas`` are
    the id prefixes of what it names, where that is an area. ``profile`` holds, per candidate, the
    columns that :class:`gazetteer.crowd.Crowd` is made of. ``voices`` holds, per candidate, what
    each other name said of it (log-odds), in the order of ``others``; ``told`` what there is to say
    of a candidate whatever else the text names, once somebody asked.
    """

    candidates: Candidates
    signals: dict[str, Values]
    rows: Rows
    kept: npt.NDArray[np.intp]
    profile: Values
    told: dict[int, tuple[Reason, ...]] = field(default_factory=dict)
    grounds: list[tuple[str, list[int], float | None]] = field(default_factory=list)
    position: int | None = None
    listed: tuple[int, ...] = ()
    areas: tuple[str, ...] = ()
    probability: Values = field(default_factory=lambda: np.empty(0))
    nothing: float = 1.0
    voices: Values = field(default_factory=lambda: np.empty((0, 0)))
    others: Sequence[Node] = ()

    def fresh(self) -> Node:
        """The same name in another text."""
        return Node(self.candidates, dict(self.signals), self.rows, self.kept, self.profile,
                    self.told, areas=self.areas)  # fmt: skip


def make_node(candidates: Candidates, weights: Weights, known: Merits | None = None) -> Node:
    """A node without its neighbours; ``known`` merits of the same match save work."""
    own, signals = utility(candidates, weights, known)
    kept = np.flatnonzero(own >= own.max() - HOPELESS) if len(own) else np.empty(0, dtype=np.intp)
    kept = kept[np.argsort(-own[kept], kind="stable")]
    likeness = candidates.match.likeness
    named: npt.NDArray[np.bool_] = np.maximum(likeness[:, SAME_KEY], likeness[:, SAME_STEM]) >= 1.0
    afar = known_from_afar(named, own, signals, weights)
    rows = candidates.match.place[kept]
    joint = weights.joint
    renown = signals["prominence"][kept]
    profile = np.column_stack(
        [
            own[kept],
            afar[kept],
            np.minimum(joint["apart"] + joint["apart_renown"] * renown, joint["apart_most"]),
            np.where(named[kept], 1.0, joint["resembling"]),
            candidates.index.crowded[rows],
            unit_vectors(candidates.index.lon[rows], candidates.index.lat[rows]),
        ]
    )
    # Most signals are silent of most names, and thousands of names are remembered.
    kept_signals = {
        name: column for name, whole in signals.items() if (column := whole[kept]).any()
    }
    return Node(candidates, kept_signals, rows, kept, profile)


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
