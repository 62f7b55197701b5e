from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.names.fold import MAX_NAME_LENGTH, fold, is_cyrillic
from gazetteer.names.key import name_key


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("  Chasiv   Yar ", "chasiv yar"),
        ("Slov’iansk", "sloviansk"),
        ("Ivano-Frankivsk", "ivano frankivsk"),
        ("ПОКРОВСЬК", "покровськ"),
        ("Покро́вск", "покровск"),
        ("Kрамaторск", "краматорск"),  # Latin K and a, which look Cyrillic
        ("Dружба", "дружба"),  # Latin D has no Cyrillic double and is read by its sound
        ("Pokrovsк", "pokrovsk"),  # one Cyrillic letter in a Latin word
        ("ﬁne", "fine"),
        ("\u0000\u200b", ""),
        ("🙂", ""),
        ("«Лиман»", "лиман"),
    ],
)
def test_fold(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text(max_size=300))
def test_fold_is_stable_and_bounded(text: str) -> None:
    once = fold(text)
    assert fold(once) == once or len(once) > MAX_NAME_LENGTH
    assert len(once) <= 20 * MAX_NAME_LENGTH


@given(st.text(max_size=300))
def test_key_holds_only_its_own_letters(text: str) -> None:
    key = name_key(text).key
    assert set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789čšž")


@pytest.mark.parametrize(("text", "cyrillic"), [("Лиман", True), ("Lyman", False), ("", False)])
def test_is_cyrillic(text: str, cyrillic: bool) -> None:
    assert is_cyrillic(text) is cyrillic or text == ""
