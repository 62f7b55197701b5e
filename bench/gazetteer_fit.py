"""Fit the weights of the resolver's signals on generated spellings and documents.

    python -m bench.gazetteer_fit --index DIR [--write]

The model is a conditional logit over the candidates of a name and "no place": the chance of a
candidate is exp(utility), divided by the sum over all and "nothing". Newton's method finds the
weights of largest likelihood under a small ridge. Names are fitted first. How the names of a text
speak to each other (``[joint]``) is no linear matter; there each number is moved in turn over a
short list of values and kept where generated documents and homonyms in company become likelier.
Oblasts in ``HELD_OUT`` are never a truth here; ``gazetteer_quality`` measures
on them.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.gazetteer_corpus import (
    HELD_OUT,
    Corpus,
    Sample,
    document,
    neighbourhoods,
    surroundings,
)
from gazetteer.candidates import LIKENESS, match
from gazetteer.index import NameIndex
from gazetteer.model import NameQuery, Place
from gazetteer.resolver import Gazetteer
from gazetteer.signals import PLACE_SIGNALS, Candidates
from gazetteer.weights import Weights, default_weights

NAME_COLUMNS = (*LIKENESS, *PLACE_SIGNALS, "nothing")
JOINT_VALUES: dict[str, tuple[float, ...]] = {
    "stray": (0.1, 0.15, 0.2, 0.3),
    "company": (3, 4, 6),
    "voices": (1, 1.5, 2, 3),
    "adjacent": (1, 2, 4),
    "near_km": (10, 14, 20),
    "far_km": (50, 80, 120),
    "near_share": (0.4, 0.5, 0.6, 0.7),
    "apart": (-8, -6, -5),
    "apart_renown": (1.5, 2.2, 3),
    "apart_most": (-0.7, -1, -2.5),
}
NAMELESS, HOMONYM_WEIGHT, NEAR_KM, LEAST_CHANCE = 0.12, 3.0, 20.0, 1e-4
WEIGHTS_FILE = Path(__file__).parent.parent / "gazetteer" / "data" / "weights.toml"
MOST = 150
BY_REASON = frozenset({"contested", "outspelt"})

Case = tuple[np.ndarray, np.ndarray, int]


def name_case(index: NameIndex, sample: Sample) -> Case | None:
    """Features of the candidates and of "nothing" (last row), an offset each, the truth's row."""
    found = match(index, sample.text)
    if not len(found):
        return None
    keep = np.ones(len(found), dtype=bool)
    if sample.hidden_key is not None:
        hidden = index.places.row(sample.hidden_key)
        keep = found.place != hidden
        if bool((found.likeness[keep, LIKENESS.index("same_key")] >= 1).any()):
            return None
    candidates = Candidates(index, found, NameQuery(sample.text))
    columns = [found.likeness, *(np.asarray(s(candidates), float) for s in PLACE_SIGNALS.values())]
    features = np.column_stack([*columns, np.zeros(len(found))])[keep][:MOST]
    features = np.vstack([features, np.zeros(features.shape[1])])
    features[-1, -1] = 1.0
    truth = len(features) - 1
    if sample.truth is not None:
        rows = np.flatnonzero(found.place[keep][:MOST] == index.places.row(sample.truth))
        if not len(rows):
            return None
        truth = int(rows[0])
    return features, np.zeros(len(features)), truth


def newton(cases: Sequence[Case], start: np.ndarray, ridge: float, rounds: int = 25) -> np.ndarray:
    """Weights of largest penalised likelihood; the penalty pulls towards ``start``."""
    weights = start.copy()
    for number in range(rounds):
        gradient = ridge * (weights - start)
        hessian = ridge * np.eye(len(weights))
        loss = 0.0
        for features, offset, truth in cases:
            utility = features @ weights + offset
            chance = np.exp(utility - utility.max())
            chance /= chance.sum()
            mean = chance @ features
            gradient -= features[truth] - mean
            hessian += (features * chance[:, None]).T @ features - np.outer(mean, mean)
            loss -= float(np.log(max(chance[truth], 1e-12)))
        step = np.linalg.solve(hessian, gradient)
        weights = weights - step / max(1.0, float(np.abs(step).max()) / 4.0)
        print(f"  round {number}: mean loss {loss / len(cases):.4f}", file=sys.stderr)
        if float(np.abs(step).max()) < 1e-3:
            break
    return weights


def name_samples(corpus: Corpus, pool: Sequence[Place], count: int) -> list[Sample]:
    """Spellings, of which a sixth mean no place at all; places abroad take part."""
    abroad = [place for place in corpus.places if not place.id.startswith("UA")]
    samples = [corpus.spell(place) for place in corpus.draw(pool, int(count * 0.78))]
    samples += [corpus.spell(place) for place in corpus.draw(abroad, int(count * 0.04))]
    samples += [corpus.nameless(pool) for _ in range(int(count * 0.18))]
    return samples


@dataclass(frozen=True, slots=True)
class Told:
    """Generated names of one text with their truths (None: no place is meant)."""

    queries: tuple[NameQuery, ...]
    truths: tuple[str | None, ...]
    weight: float = 1.0


def documents(corpus: Corpus, pool: Sequence[Place], count: int) -> list[Told]:
    """Reports of 2 to 17 names, and as many homonyms with two names from their surroundings."""
    cells = neighbourhoods(pool)
    made = []
    for _ in range(count):
        samples = [
            corpus.nameless(pool) if corpus.rng.random() < NAMELESS else corpus.spell(place)
            for place in document(corpus, pool, cells, corpus.rng.randrange(2, 18))
        ]
        samples = [sample for sample in samples if sample.hidden_key is None]
        made.append(
            Told(tuple(NameQuery(s.text) for s in samples), tuple(s.truth for s in samples))
        )
    shared = Counter(place.name_uk for place in corpus.places)
    homonyms = [place for place in pool if shared[place.name_uk] > 1]
    for place in corpus.draw(homonyms, count, bounded_prior=False):
        company = surroundings(corpus, place, cells, 2, NEAR_KM)
        near = tuple(corpus.spell(other, clean=True).text for other in company)
        query = NameQuery(corpus.spell(place, clean=True).text, near=near)
        made.append(Told((query,), (place.id,), HOMONYM_WEIGHT))
    return made


def likelihood(gazetteer: Gazetteer, told: Sequence[Told]) -> float:
    """Mean log-probability of the truths."""
    total = weight = 0.0
    for text in told:
        for truth, answer in zip(
            text.truths, gazetteer.resolve_document(text.queries), strict=True
        ):
            given = {one.place.id: one.score for one in answer.candidates}
            chance = 1.0 - sum(given.values()) if truth is None else given.get(truth, 0.0)
            total += text.weight * math.log(max(chance, LEAST_CHANCE))
            weight += text.weight
    return total / weight


def search_joint(index: NameIndex, weights: Weights, told: Sequence[Told]) -> None:
    """Move each number of ``weights.joint`` in turn while the truths become likelier."""
    gazetteer = Gazetteer(index, weights)
    best = likelihood(gazetteer, told)
    for _ in range(2):
        for name, values in JOINT_VALUES.items():
            for value in values:
                before = weights.joint[name]
                weights.joint[name] = value
                found = likelihood(gazetteer, told)
                if found > best:
                    best = found
                    print(f"  {name} = {value}: {found:.4f}", file=sys.stderr)
                else:
                    weights.joint[name] = before


def with_names(weights: Weights, vector: np.ndarray) -> Weights:
    """``weights`` with the fitted name and place columns."""
    value = dict(zip(NAME_COLUMNS, vector.tolist(), strict=True))
    return Weights(
        {name: value[name] for name in LIKENESS},
        {name: value[name] for name in PLACE_SIGNALS},
        weights.context,
        weights.joint,
        value["nothing"],
        weights.resolved_from,
        weights.unknown_below,
    )


def write(weights: Weights) -> None:
    """Put the fitted numbers into the weights file, leaving comments and other numbers alone."""
    text = WEIGHTS_FILE.read_text(encoding="utf-8")
    fitted = {**weights.name, **weights.place, "nothing": weights.nothing}
    fitted = {name: value for name, value in fitted.items() if name not in BY_REASON}
    fitted |= {name: weights.joint[name] for name in JOINT_VALUES}
    for name, value in fitted.items():
        text = re.sub(rf"(?m)^{name} = \S+", f"{name} = {value:.3f}", text)
    WEIGHTS_FILE.write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--index", type=Path, required=True, help="a saved index")
    parser.add_argument("--samples", type=int, default=6000)
    parser.add_argument("--documents", type=int, default=250, help="0: names only")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--write", action="store_true", help="update gazetteer/data/weights.toml")
    options = parser.parse_args()
    index = NameIndex.load(options.index)
    corpus = Corpus(list(index.places.values()), options.seed)
    pool = corpus.settlements(HELD_OUT, inside=False)
    weights = default_weights()
    samples = name_samples(corpus, pool, options.samples)
    cases = [case for case in (name_case(index, sample) for sample in samples) if case]
    print(f"{len(cases)} of {len(samples)} names have their truth among the candidates")
    start = np.array([{**weights.name, **weights.place, "nothing": weights.nothing}[name]
                      for name in NAME_COLUMNS])  # fmt: skip
    weights = with_names(weights, newton(cases, start, ridge=0.5))
    if options.documents:
        search_joint(index, weights, documents(corpus, pool, options.documents))
    for name, value in {**weights.name, **weights.place, **weights.joint}.items():
        print(f"{name:14} {value:8.3f}")
    print(f"{'nothing':14} {weights.nothing:8.3f}")
    if options.write:
        write(weights)


if __name__ == "__main__":
    main()
