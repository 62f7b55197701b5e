"""Characters that readers do not see change neither what is found nor the stored words."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date

import pytest

from app.articles.model import Article
from app.claims.extract import extract
from app.claims.extract.invisible import visible
from app.claims.model import Extraction
from gazetteer.resolver import Gazetteer

_ENGLISH = (
    "Russian forces captured the village of Vasylivka on 12 November, the Russian Defence"
    " Ministry said. Ukraine’s General Staff said that its troops repelled nine attacks near"
    " Kramatorsk."
)
_UKRAINIAN = (
    "Російські війська захопили село Первомайське, повідомило Міноборони РФ. Генштаб ЗСУ"
    " повідомив, що за добу біля Краматорська відбито дев'ять атак."
)
_RUSSIAN = (
    "Российские войска заняли посёлок Первомайский, сообщило Минобороны РФ. Генштаб ВСУ"
    " сообщил, что у Краматорска отбито девять атак."
)


def _hyphenated(mark: str) -> Callable[[str], str]:
    return lambda text: "".join(
        letter + mark if letter.isalpha() and before.isalpha() and after.isalpha() else letter
        for before, letter, after in zip(" " + text, text, text[1:] + " ", strict=False)
    )


def _stressed(text: str) -> str:
    return "".join(letter + "\u0301" if letter in "аоеіуяАОЕ" else letter for letter in text)


_WAYS: dict[str, Callable[[str], str]] = {
    "soft hyphens": _hyphenated("\u00ad"),
    "zero-width spaces": _hyphenated("\u200b"),
    "byte order marks": _hyphenated("\ufeff"),
    "letters taken apart": lambda text: unicodedata.normalize("NFD", text),
    "stress marks": _stressed,
}


def _read(text: str, gazetteer: Gazetteer) -> Extraction:
    return extract(Article("a", text, date(2025, 11, 13), "Example Agency"), gazetteer)


def _plain(text: str) -> str:
    seen = visible(text)
    return seen.text if seen else text


@pytest.mark.parametrize("text", [_ENGLISH, _UKRAINIAN, _RUSSIAN], ids=["en", "uk", "ru"])
@pytest.mark.parametrize("way", _WAYS.values(), ids=_WAYS)
def test_hidden_characters_change_nothing_that_is_found(
    way: Callable[[str], str], text: str, installed_gazetteer: Gazetteer
) -> None:
    plain, written = _read(text, installed_gazetteer), way(text)
    hidden = _read(written, installed_gazetteer)

    assert [m.resolution for m in hidden.mentions] == [m.resolution for m in plain.mentions]
    assert plain.claims
    for found, expected in zip(hidden.claims, plain.claims, strict=True):
        assert (found.type, found.places, found.event.start) == (
            expected.type,
            expected.places,
            expected.event.start,
        )
        assert [link.name for link in found.attribution] == [
            link.name for link in expected.attribution
        ]
        assert _plain(found.quote.text) == expected.quote.text
    for mention in hidden.mentions:
        span = mention.span
        assert written[span.start : span.end] == span.text
    for claim in hidden.claims:
        assert written[claim.quote.start : claim.quote.end] == claim.quote.text


def test_a_text_without_any_is_read_as_it_is() -> None:
    assert visible(_UKRAINIAN) is None


def test_a_span_ends_with_the_marks_of_its_last_letter() -> None:
    seen = visible("сели\u0306\u00adте")
    assert seen is not None
    assert seen.text == "селйте"
    assert seen.offsets == (0, 1, 2, 3, 6, 7, 8)
