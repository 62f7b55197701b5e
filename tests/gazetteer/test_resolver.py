from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.batch import answer_row
from gazetteer.errors import GazetteerError
from gazetteer.model import NameKind, NameQuery, PlaceKind, Relation, Status
from gazetteer.resolver import Gazetteer
from tests.gazetteer.country import PLACES

POKROVSK, TORETSK, CHASIV = "UA1416021001", "UA1402011001", "UA1402009001"
KOTLIARIVKA, IVANIVKA = "UA1416021036", "UA1416015010"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.from_places(PLACES)


def best(gazetteer: Gazetteer, query: NameQuery) -> str | None:
    candidates = gazetteer.resolve(query).candidates
    return candidates[0].place.id if candidates else None


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("Покровськ", POKROVSK),
        ("Pokrowsk", POKROVSK),
        ("Покровском", POKROVSK),
        ("Krasnoarmejsk", POKROVSK),
        ("Красноармейск", POKROVSK),
        ("Dzerzhynsk", TORETSK),
        ("Tорецк", TORETSK),
        ("Tschassiw Jar", CHASIV),
        ("Chasov Yar", CHASIV),
        ("Chasiv-Yar", CHASIV),
        ("ChasivYar", CHASIV),
        ("Часовым Яром", CHASIV),
        ("Часового Яру", CHASIV),
        ("Konstantynovka", "UA1412007001"),
        ("Константиновкой", "UA1412007001"),
        ("Yuzhnoye", "UA6312019001"),
        ("Belgorod", "gn:578072"),
    ],
)
def test_spellings_lead_to_their_place(gazetteer: Gazetteer, written: str, place: str) -> None:
    assert best(gazetteer, NameQuery(written)) == place


@pytest.mark.parametrize("written", ["", " ", "🙂", "\x00\x07", "Qqqqwwww", "ж" * 10_000, "12345"])
def test_what_is_no_name_stays_unknown(gazetteer: Gazetteer, written: str) -> None:
    answer = gazetteer.resolve(NameQuery(written))
    assert (answer.status, answer.place) == (Status.UNKNOWN, None)
    assert answer.reason


def test_homonyms_without_context_are_ambiguous(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve(NameQuery("Котлярівка"))
    assert answer.status is Status.AMBIGUOUS
    assert answer.place is None
    assert {one.place.name for one in answer.candidates[:2]} == {"Kotliarivka"}


@pytest.mark.parametrize(
    "query",
    [
        NameQuery("Котлярівка", near=("Покровськ", "Родинське")),
        NameQuery("Kotlyarovka", within=("DPR",)),
        NameQuery("Kotlyarovka", within=("Donetsk region",)),
        NameQuery("Kotlyarovka", within=("Донецька область",)),
    ],
)
def test_context_chooses_among_homonyms(gazetteer: Gazetteer, query: NameQuery) -> None:
    answer = gazetteer.resolve(query)
    assert answer.status is Status.RESOLVED
    assert answer.place is not None
    assert answer.place.id == KOTLIARIVKA


def test_stated_relation_chooses_among_homonyms(gazetteer: Gazetteer) -> None:
    queries = [
        NameQuery("Іванівка", relations=(Relation("within_distance", (1,), 15.0),)),
        NameQuery("Покровськ"),
    ]
    first, second = gazetteer.resolve_document(queries)
    assert first.candidates[0].place.id == IVANIVKA
    assert "relation" in {reason.signal for reason in first.candidates[0].reasons}
    assert second.place is not None
    assert second.place.id == POKROVSK


def test_a_place_abroad_answers_outside(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve(NameQuery("Белгород"))
    assert answer.status is Status.OUTSIDE
    assert answer.place is not None
    assert answer.place.id == "gn:578072"


def test_kind_restricts(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve(NameQuery("Donetsk region", kind=PlaceKind.OBLAST))
    assert [one.place.kind for one in answer.candidates] == [PlaceKind.OBLAST]


def test_answers_keep_order_and_repeat(gazetteer: Gazetteer) -> None:
    texts = ["Toretsk", "Pokrovsk", "Toretsk", "nowhere at all"]
    answers = gazetteer.resolve_document([NameQuery(text) for text in texts])
    assert [answer.query.text for answer in answers] == texts
    assert answers[0].place == answers[2].place


@pytest.mark.parametrize(
    "query",
    [
        NameQuery("Pokrovsk", within=("no such oblast",), near=("", "???")),
        NameQuery("Pokrovsk", within=("Kharkiv oblast", "DPR"), date=date(1900, 1, 1)),
        NameQuery("Pokrovsk", relations=(Relation("north_of", (0, 7, -3)),)),
        NameQuery("Pokrovsk", relations=(Relation("beyond the hill of", ()),), type_hint="moon"),
    ],
)
def test_odd_context_does_no_harm(gazetteer: Gazetteer, query: NameQuery) -> None:
    assert best(gazetteer, query) == POKROVSK


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(st.text(max_size=40), max_size=8))
def test_any_text_gets_an_answer(gazetteer: Gazetteer, texts: list[str]) -> None:
    answers = gazetteer.resolve_document([NameQuery(text) for text in texts])
    assert len(answers) == len(texts)
    for answer in answers:
        assert 0.0 <= answer.score <= 1.0
        assert (answer.place is None) is (answer.status in (Status.UNKNOWN, Status.AMBIGUOUS))
        assert sum(one.score for one in answer.candidates) <= 1.001


def test_saved_index_answers_alike(gazetteer: Gazetteer, tmp_path: Path) -> None:
    gazetteer.save(tmp_path)
    loaded = Gazetteer.load(tmp_path)
    query = NameQuery("Krasnoarmeysk", near=("Rodynske",))
    assert loaded.resolve(query) == gazetteer.resolve(query)
    assert dict(loaded.places) == dict(gazetteer.places)


def test_places_carry_their_generated_names_marked_as_such(gazetteer: Gazetteer) -> None:
    names = {name.text: name.kind for name in gazetteer.places[KOTLIARIVKA].names}
    assert names["Котлярівка"] is NameKind.OFFICIAL
    assert names["Котляровка"] is NameKind.GENERATED


@pytest.mark.parametrize(
    ("prefix", "first"),
    [("Покр", POKROVSK), ("pokr", POKROVSK), ("іван", "UA6504003001"), ("Chasov", CHASIV)],
)
def test_search_offers_the_most_prominent_first(
    gazetteer: Gazetteer, prefix: str, first: str
) -> None:
    assert gazetteer.search(prefix, 3)[0].place.id == first


@pytest.mark.parametrize(("prefix", "limit"), [("", 5), ("Покр", 0), ("🙂", 5)])
def test_search_for_nothing_finds_nothing(gazetteer: Gazetteer, prefix: str, limit: int) -> None:
    assert gazetteer.search(prefix, limit) == []


def test_recognise_tells_names_from_words(gazetteer: Gazetteer) -> None:
    assert gazetteer.recognise("Toretsk") > 0.9
    assert gazetteer.recognise("Ministry") < 0.2
    assert gazetteer.recognise("2025") == 0.0


def test_batch_row_has_the_documented_form(gazetteer: Gazetteer) -> None:
    row = {"id": "7", "name": "Krasnoarmeysk", "date": "2025-04-18", "near": ["Rodinskoye"]}
    answer = answer_row(row, gazetteer)
    assert (answer["id"], answer["status"]) == ("7", "resolved")
    assert answer["place"]["id"] == POKROVSK
    assert answer["place"]["oblast"] == "Donetsk oblast"
    assert answer["candidates"][0]["reasons"]


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ({}, "query"),
        ({"query": 5}, "query"),
        ({"query": "x", "date": "soon"}, "date"),
        ({"query": "x", "near": [1]}, "near"),
        ({"query": "x", "place_kind": "planet"}, "place_kind"),
    ],
)
def test_bad_row_is_named(gazetteer: Gazetteer, row: dict, named: str) -> None:
    with pytest.raises(GazetteerError, match=named):
        answer_row(row, gazetteer)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Часовим Яром", "UA1402009001"),
        ("Родинського", "UA1416021002"),
        ("Костянтинівкою", "UA1412007001"),
        ("Вільнянську", "UA2306001001"),
    ],
)
def test_a_case_form_answers_as_its_nominative_does(
    gazetteer: Gazetteer, text: str, place: str
) -> None:
    found = gazetteer.resolve(NameQuery(text))
    assert found.place is not None
    assert found.place.id == place
    assert "is a case form" in found.candidates[0].reasons[0].text
