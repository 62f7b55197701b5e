"""Slugs: which names are one source."""

from __future__ import annotations

import re

import pytest

from app.articles.identity import display_name, slug


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("TASS", "tass"),
        (" tass ", "tass"),
        ("Deep-State", "deep_state"),
        ("Українська правда", "ukrainska_pravda"),
        ("Süddeutsche Zeitung", "suddeutsche_zeitung"),
        ("24 канал", "24_kanal"),
    ],
)
def test_slug(name: str, expected: str) -> None:
    assert slug(name) == expected


@pytest.mark.parametrize(
    "pair",
    [("新华社", "共同社"), ("ТАСС", "TASS news"), ("x" * 300, "x" * 301), ("!!!", "???")],
)
def test_different_names_stay_different(pair: tuple[str, str]) -> None:
    first, second = map(slug, pair)
    assert first != second
    assert all(re.fullmatch(r"[a-z0-9_]{1,80}", one) for one in (first, second))


@pytest.mark.parametrize("name", ["A  news\nagency", "я" * 10_000, "x" * 200])
def test_display_names_are_short_single_lines(name: str) -> None:
    shown = display_name(name)
    assert len(shown) <= 200
    assert "\n" not in shown
    assert shown.startswith(name[:1])
