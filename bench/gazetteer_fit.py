"""Fit the weights of the resolver's signals on generated spellings and documents.

    python -m bench.gazetteer_fit --index DIR [--write]

The model is a conditional logit over the candidates of a name and "no place": the chance of a
candidate is exp(utility), divided by the sum over all and "nothing". Newton's method finds the
weights of largest likelihood under a small ridge. Names are fitted first, context second with the
names' weights held. Oblasts in ``HELD_OUT`` are never a truth here; ``gazetteer_quality`` measures
on them.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.gazetteer_corpus import HELD_OUT, Corpus, Sample, document, neighbourhoods
from gazetteer.candidates import LIKENESS, NameMatch, match
from gazetteer.index import NameIndex
from gazetteer.joint import Node, make_node, settle
from gazetteer.model import NameQuery, Place
from gazetteer.signals import PLACE_SIGNALS, Candidates
from gazetteer.weights import Weights, default_weights

NAME_COLUMNS = (*LIKENESS, *PLACE_SIGNALS, "nothing")
CONTEXT_COLUMNS = ("near", "company", "nothing_heard")
WEIGHTS_FILE = Path(__file__).parent.parent / "gazetteer" / "data" / "weights.toml"
MOST = 150
BY_REASON = frozenset({"contested"})

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
    samples = [corpus.spell(place) for place in corpus.draw(pool, int(count * 0.72))]
    samples += [corpus.spell(place) for place in corpus.draw(abroad, int(count * 0.10))]
    samples += [corpus.nameless(pool) for _ in range(int(count * 0.18))]
    return samples


def context_cases(
    index: NameIndex, corpus: Corpus, pool: Sequence[Place], count: int, weights: Weights
) -> list[Case]:
    """Cases whose only columns are the context signals; all the rest is their offset."""
    cells = neighbourhoods(pool)
    cases: list[Case] = []
    for _ in range(count):
        places = document(corpus, pool, cells, corpus.rng.randrange(2, 8))
        samples = [
            corpus.nameless(pool) if corpus.rng.random() < 0.12 else corpus.spell(place)
            for place in places
        ]
        nodes = [_visible_node(index, sample, weights) for sample in samples]
        settle(index, nodes, weights)
        for sample, node in zip(samples, nodes, strict=True):
            case = _context_case(index, sample, node, weights)
            if case is not None:
                cases.append(case)
    return cases


def _visible_node(index: NameIndex, sample: Sample, weights: Weights) -> Node:
    found = match(index, sample.text)
    if sample.hidden_key is not None:
        keep = found.place != index.places.row(sample.hidden_key)
        found = NameMatch(found.text, found.place[keep], found.bearing[keep], found.likeness[keep])
    return make_node(Candidates(index, found, NameQuery(sample.text)), weights)


def _context_case(index: NameIndex, sample: Sample, node: Node, weights: Weights) -> Case | None:
    if "near" not in node.signals:
        return None
    truth = len(node.rows)
    if sample.truth is not None:
        rows = np.flatnonzero(node.rows == index.places.row(sample.truth))
        if not len(rows):
            return None
        truth = int(rows[0])
    features = np.zeros((len(node.rows) + 1, len(CONTEXT_COLUMNS)))
    features[:-1, 0], features[:-1, 1] = node.signals["near"], node.signals["company"]
    features[-1, 2] = node.heard
    return features, np.append(node.own, weights.nothing), truth


def with_names(weights: Weights, vector: np.ndarray) -> Weights:
    """``weights`` with the fitted name and place columns."""
    value = dict(zip(NAME_COLUMNS, vector.tolist(), strict=True))
    return Weights(
        {name: value[name] for name in LIKENESS},
        {name: value[name] for name in PLACE_SIGNALS},
        weights.context,
        weights.afar,
        value["nothing"],
        weights.resolved_from,
        weights.unknown_below,
    )


def write(weights: Weights) -> None:
    """Put the fitted numbers into the weights file, leaving comments and other numbers alone."""
    text = WEIGHTS_FILE.read_text(encoding="utf-8")
    fitted = {**weights.name, **weights.place, "nothing": weights.nothing}
    fitted = {name: value for name, value in fitted.items() if name not in BY_REASON}
    fitted |= {name: weights.context[name] for name in CONTEXT_COLUMNS}
    for name, value in fitted.items():
        text = re.sub(rf"(?m)^{name} = \S+", f"{name} = {value:.3f}", text)
    WEIGHTS_FILE.write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--index", type=Path, required=True, help="a saved index")
    parser.add_argument("--samples", type=int, default=6000)
    parser.add_argument("--documents", type=int, default=500)
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
    for _ in range(2):
        heard = context_cases(index, corpus, pool, options.documents, weights)
        begin = np.array([weights.context[name] for name in CONTEXT_COLUMNS])
        fitted = newton(heard, begin, ridge=0.5)
        weights.context.update(zip(CONTEXT_COLUMNS, fitted.tolist(), strict=True))
    for name, value in {**weights.name, **weights.place, **weights.context}.items():
        print(f"{name:14} {value:8.3f}")
    print(f"{'nothing':14} {weights.nothing:8.3f}")
    if options.write:
        write(weights)


if __name__ == "__main__":
    main()
