from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.model import PlaceKind
from gazetteer.resolver import Gazetteer
from gazetteer.search import Match
from tests.gazetteer.country import PLACES

POKROVSK, CHASIV = "UA1416021001", "UA1402009001"


@pytest.fixture(scope="module")
def country() -> Gazetteer:
    return Gazetteer.from_places(PLACES)


@pytest.mark.parametrize(
    ("typed", "place", "match"),
    [
        ("Pokrovsk", POKROVSK, Match.EXACT),
        ("  pokrovsk ", POKROVSK, Match.EXACT),
        ("Покровськ", POKROVSK, Match.EXACT),
        ("pok", POKROVSK, Match.PREFIX),
        ("ПОКРО", POKROVSK, Match.PREFIX),
        ("Kрасноарм", POKROVSK, Match.PREFIX),
        ("Krasnoarmejsk", POKROVSK, Match.SAME_SOUND),
        ("Konstantyn", "UA1412007001", Match.SOUNDS),
        ("Tschassiw", CHASIV, Match.SOUNDS),
        ("Яр", CHASIV, Match.WORD),
        ("Pokrovks", POKROVSK, Match.SIMILAR),
        ("Pokorvs", POKROVSK, Match.SIMILAR),
    ],
)
def test_what_one_types_leads_to_the_place(
    country: Gazetteer, typed: str, place: str, match: Match
) -> None:
    hit = country.search(typed, 3)[0]
    assert (hit.place.id, hit.match) == (place, match)
    assert typed.strip() in hit.reason
    assert hit.place.name in hit.reason
    assert hit.name in hit.place.names


@pytest.mark.parametrize("typed", ["", " ", "-", "🙂", "\x00", "\u0301", "'"])
def test_nothing_nameable_finds_nothing(country: Gazetteer, typed: str) -> None:
    assert country.search(typed) == []


def test_what_resembles_no_name_finds_nothing(country: Gazetteer) -> None:
    assert country.search("Qqqqwwww") == []


def test_each_place_stands_once_and_no_more_than_wanted(country: Gazetteer) -> None:
    for limit in (1, 3, 50):
        ids = [hit.place.id for hit in country.search("i", limit)]
        assert len(ids) == len(set(ids)) <= limit
    assert country.search("i", 0) == []


def test_a_kind_restricts(country: Gazetteer) -> None:
    found = country.search("d", 20, PlaceKind.OBLAST)
    assert found
    assert {hit.place.kind for hit in found} == {PlaceKind.OBLAST}


def test_larger_places_come_first(installed_gazetteer: Gazetteer) -> None:
    names = [hit.place.name for hit in installed_gazetteer.search("Pol", 3, PlaceKind.SETTLEMENT)]
    assert names[0] == "Poltava"


def test_ukraine_comes_before_the_world(installed_gazetteer: Gazetteer) -> None:
    first = installed_gazetteer.search("Donetsk", 2)[0]
    assert first.place.id.startswith("UA14")
    assert installed_gazetteer.search("Belgorod", 1)[0].place.name == "Belgorod"
    # "Po" is a town of China too.
    assert all(hit.place.id.startswith("UA") for hit in installed_gazetteer.search("po", 5))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_an_answer(country: Gazetteer, text: str) -> None:
    for hit in country.search(text, 5):
        assert hit.place.id in country.places
        assert hit.reason.endswith(".")


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PLACES), st.integers(2, 30))
def test_every_beginning_finds_a_place_of_that_name(
    country: Gazetteer, place: object, length: int
) -> None:
    name = place.name_uk  # type: ignore[attr-defined]
    typed = name[:length]
    found = country.search(typed, 50)
    assert any(hit.place.name_uk.startswith(typed.rstrip()) for hit in found)
