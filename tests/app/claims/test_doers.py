"""Which side a report says acted, apart from who says so."""

from __future__ import annotations

from datetime import date

import pytest

from app.articles.model import Article
from app.claims.extract import extract
from gazetteer.resolver import Gazetteer


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        # Who denies is not who acts.
        ("Ukraine’s General Staff denied that Russian troops had captured Robotyne.", "RU"),
        ("The General Staff of Ukraine denied that Robotyne was captured by Russian troops.", "RU"),
        ("The Russian Defence Ministry denied that Ukrainian forces recaptured Robotyne.", "UA"),
        ("Генштаб ВСУ опроверг захват Работино российскими войсками.", "RU"),
        ("Генштаб ЗСУ спростував, що російські війська захопили Роботине.", "RU"),
        # Nobody is named as the doer.
        ("Ukraine’s General Staff denied the loss of Robotyne.", "unknown"),
        # The words of the act itself name a side.
        ("Robotyne is under Ukrainian control, the Russian Defence Ministry said.", "UA"),
        ("Robotyne is under Russian control, residents said.", "RU"),
        ("TASS reported that Robotyne is under the control of Russian forces.", "RU"),
        # Who denies nothing and names nobody else tells of his own.
        ("The Russian Defence Ministry said that its troops had captured Robotyne.", "RU"),
        ("Russian troops captured Robotyne, Ukraine’s General Staff said.", "RU"),
    ],
)
def test_who_is_said_to_act(text: str, actor: str, small_gazetteer: Gazetteer) -> None:
    article = Article("test", text, published=date(2025, 8, 2))
    assert {claim.actor_side for claim in extract(article, small_gazetteer).claims} == {actor}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Russian forces recently advanced near Toretsk, and Ukrainian forces recently"
            " advanced near Robotyne.",
            [("RU", 1), ("UA", 1)],
        ),
        (
            "Российские войска продвинулись у Торецка, а украинские войска продвинулись"
            " у Работино.",
            [("RU", 1), ("UA", 1)],
        ),
        (
            "Russia said its troops were advancing in Toretsk, while Kyiv said it was still"
            " holding Robotyne.",
            [("RU", 1), ("UA", 1)],
        ),
    ],
)
def test_two_sides_of_a_sentence_act_each_at_its_place(
    text: str, expected: list[tuple[str, int]], small_gazetteer: Gazetteer
) -> None:
    article = Article("test", text, published=date(2025, 8, 2))
    claims = extract(article, small_gazetteer).claims
    assert [(claim.actor_side, len(claim.places)) for claim in claims] == expected


@pytest.mark.parametrize(
    "dateline",
    [
        "KYIV, Aug 2 (Reuters) - ",
        "KYIV, Ukraine (AP) — ",
        "SUMY, Ukraine — ",
        "Kyiv, 2 August (Interfax-Ukraine) – ",
        "LONDON/KYIV, Aug 2 (Reuters) - ",
        "Киев. 2 августа. ИНТЕРФАКС - ",
    ],
)
def test_where_a_report_was_filed_is_no_part_of_what_it_says(
    dateline: str, small_gazetteer: Gazetteer
) -> None:
    text = f"{dateline}Russian drones struck Toretsk overnight, Russia’s military said."
    (claim,) = extract(Article("test", text, published=date(2025, 8, 2)), small_gazetteer).claims
    assert claim.quote.start == len(dateline)
    assert claim.attribution[0].side == claim.actor_side == "RU"
    assert len(claim.places) == 1
