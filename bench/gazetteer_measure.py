"""How answers are counted: hits, shares with intervals, calibration. Pure functions."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from gazetteer.model import Place, Resolution, Status
from geo.relations import distance_km

HIT_KM = 5.0
SURE = 0.9
RESAMPLES = 1000

Judged = list[tuple[float, bool]]
"""Scores of answers that were given, and whether each was right."""


def is_hit(place: Place, truth: Place) -> bool:
    """The same place, or one within five kilometres."""
    if place.id == truth.id:
        return True
    if place.lon is None or place.lat is None or truth.lon is None or truth.lat is None:
        return False
    away = distance_km(np.array(place.lon), np.array(place.lat), truth.lon, truth.lat)
    return bool(away <= HIT_KM)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of ``count`` were right, with the bounds of a 95 % bootstrap interval."""

    value: float
    low: float
    high: float
    count: int

    def __str__(self) -> str:
        if not self.count:
            return "-"
        return f"{self.value:.1%} ({self.low:.1%}–{self.high:.1%})"


def share(hits: Sequence[bool], groups: Sequence[str] | None = None) -> Share:
    """The share of ``hits``; whole ``groups`` are resampled where hits depend on each other.

    Several spellings of one place are such a group: whoever fails on one often fails on the next.
    """
    if not hits:
        return Share(0.0, 0.0, 0.0, 0)
    names = groups or [str(number) for number in range(len(hits))]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    rows = np.array([numbers[name] for name in names])
    right = np.bincount(rows, weights=np.array(hits, dtype=float))
    sizes = np.bincount(rows)
    drawn = np.random.default_rng(1).integers(0, len(sizes), (RESAMPLES, len(sizes)))
    shares = right[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(shares, (0.025, 0.975)).tolist()
    return Share(statistics.fmean(hits), low, high, len(hits))


@dataclass(slots=True)
class Tally:
    """Answers counted as the evaluator of names counts them."""

    first: list[bool] = field(default_factory=list)
    five: list[bool] = field(default_factory=list)
    judged: Judged = field(default_factory=list)

    def add(self, answer: Resolution, truth: Place | None) -> None:
        """Count one answer; without a truth only whether a place was given counts."""
        hits = [truth is not None and is_hit(one.place, truth) for one in answer.candidates]
        if truth is not None:
            self.first.append(hits[:1] == [True])
            self.five.append(any(hits[:5]))
        if answer.status is Status.RESOLVED:
            self.judged.append((answer.score, hits[0]))

    @property
    def sure_and_wrong(self) -> int:
        """Wrong answers given with a score of 0.9 or more."""
        return sum(score >= SURE and not right for score, right in self.judged)

    def cells(self) -> list[str]:
        """Count, rank 1, top 5, resolved right, resolved wrong, wrong and sure."""
        total = max(len(self.first), 1)
        right = sum(right for _, right in self.judged)
        counts = (right, len(self.judged) - right, self.sure_and_wrong)
        return [str(len(self.first)), str(share(self.first)), f"{sum(self.five) / total:.1%}",
                *(f"{count / total:.1%}" for count in counts)]  # fmt: skip


TALLY_HEAD = ("n", "rank 1", "top 5", "resolved right", "resolved wrong", "wrong at ≥ 0.9")


def reliability(judged: Sequence[tuple[float, bool]]) -> list[tuple[int, float, float]]:
    """Per filled bin of ten: how many, the mean score, the share that was right."""
    rows = []
    for low in range(10):
        held = [one for one in judged if low <= min(one[0] * 10, 9.999) < low + 1]
        if held:
            said = statistics.fmean(score for score, _ in held)
            rows.append((len(held), said, statistics.fmean(right for _, right in held)))
    return rows


def calibration_error(judged: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error over ten equal bins."""
    bins = reliability(judged)
    return sum(count * abs(said - came) for count, said, came in bins) / max(len(judged), 1)


def growth_exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The slope of log cost over log size: 1 is linear growth, 0 none."""
    slope, _ = np.polyfit(np.log(sizes), np.log(costs), 1)
    return float(slope)
