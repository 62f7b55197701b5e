"""What a report counts, and what only looks like a count."""

from __future__ import annotations

from datetime import date

import pytest

from app.articles.model import Article
from app.claims.extract import extract
from gazetteer.resolver import Gazetteer


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        # The day of a month counts nobody.
        (
            "The Russian Defence Ministry said on July 10 that its troops killed up to 120 "
            "servicemen near Toretsk.",
            {"up to 120 servicemen"},
        ),
        ("On May 3 troops destroyed 2 tanks near Toretsk.", {"2 tanks"}),
        ("10 июля российские военнослужащие уничтожили 3 танка под Торецком.", {"3 танка"}),
        ("10 липня війська знищили 15 окупантів біля Торецька.", {"15 окупантів"}),
        # Words between a number and what it counts.
        (
            "Three enemy armoured vehicles were destroyed near Toretsk.",
            {"Three enemy armoured vehicles"},
        ),
        (
            "До 250 украинских военнослужащих уничтожены у Торецка.",
            {"До 250 украинских военнослужащих"},
        ),
        ("Удар по Торецьку: 15 травмованих людей.", {"15 травмованих людей"}),
    ],
)
def test_what_is_counted(text: str, counted: set[str], small_gazetteer: Gazetteer) -> None:
    found = extract(Article("test", text, published=date(2025, 7, 12)), small_gazetteer)
    assert {q.span.text for claim in found.claims for q in claim.quantities} == counted
