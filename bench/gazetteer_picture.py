"""The reliability diagram as an SVG, several series in one picture."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

from bench.gazetteer_measure import Judged, calibration_error, reliability

# Okabe and Ito, "Color Universal Design" (2008): told apart by colour-blind readers too.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#E69F00", "#CC79A7")
SIDE, EDGE, FOOT = 360, 48, 24
LEGEND_LINE = 18


def spread(right: float, count: int) -> tuple[float, float]:
    """The 95 % interval of a share after E. B. Wilson (1927)."""
    z = 1.96
    middle = (right + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * math.sqrt(right * (1 - right) / count + (z / 2 / count) ** 2)
    return middle - half, middle + half


def draw_reliability(series: Mapping[str, Judged]) -> str:
    """Score on the x axis, share right on the y axis, a line and its intervals for each series."""
    width, height = SIDE + 2 * EDGE, SIDE + 2 * EDGE + FOOT + LEGEND_LINE * len(series)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="12" role="img" aria-label="Reliability diagram">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<rect x="{EDGE}" y="{EDGE}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#888"/>',
        f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="#999" stroke-dasharray="4"/>',
        *_ticks(),
        f'<text x="{_x(0.5)}" y="{EDGE + SIDE + 34}" text-anchor="middle">score</text>',
        f'<text x="{EDGE}" y="{EDGE - 12}">share that was right</text>',
    ]
    for number, (label, judged) in enumerate(series.items()):
        colour = COLOURS[number % len(COLOURS)]
        parts += _series(reliability(judged), colour, number - len(series) // 2)
        line = EDGE + SIDE + FOOT + 32 + LEGEND_LINE * number
        error = calibration_error(judged)
        parts.append(f'<circle cx="{EDGE + 6}" cy="{line - 4}" r="5" fill="{colour}"/>')
        parts.append(f'<text x="{EDGE + 18}" y="{line}">{escape(label)} (n = {len(judged):,}, '
                     f"ECE {error:.3f})</text>")  # fmt: skip
    return "\n".join([*parts, "</svg>\n"])


def _series(bins: Sequence[tuple[int, float, float]], colour: str, aside: int) -> list[str]:
    total = sum(count for count, _, _ in bins)
    line = " ".join(f"{_x(said)},{_y(came)}" for _, said, came in bins)
    parts = [f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-opacity="0.6"/>']
    for count, said, came in bins:
        low, high = spread(came, count)
        x = round(_x(said) + 2 * aside, 1)  # one series does not hide another
        radius = 3 + 7 * math.sqrt(count / total)
        parts.append(f'<path d="M{x} {_y(low)}V{_y(high)}" stroke="{colour}"/>')
        parts.append(
            f'<circle cx="{x}" cy="{_y(came)}" r="{radius:.1f}" fill="{colour}" '
            f'fill-opacity="0.7"><title>{count} answers, score {said:.2f}, right {came:.2f}'
            "</title></circle>"
        )
    return parts


def _ticks() -> list[str]:
    parts = []
    for tenth in range(0, 11, 2):
        value = tenth / 10
        parts.append(f'<text x="{_x(value)}" y="{EDGE + SIDE + 16}" text-anchor="middle">'
                     f"{value:g}</text>")  # fmt: skip
        parts.append(f'<text x="{EDGE - 6}" y="{_y(value) + 4:.1f}" text-anchor="end">{value:g}'
                     "</text>")  # fmt: skip
    return parts


def _x(value: float) -> float:
    return round(EDGE + value * SIDE, 1)


def _y(value: float) -> float:
    return round(EDGE + (1 - value) * SIDE, 1)
