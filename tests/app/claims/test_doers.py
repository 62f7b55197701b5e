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
