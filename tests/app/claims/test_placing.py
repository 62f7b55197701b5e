"""Places of claims: which belong to an act, with what role and stated relation."""

from datetime import date

import pytest

from app.articles.model import Article
from app.claims.extract import extract


def read(text, gazetteer):
    return extract(Article("p", text, published=date(2025, 8, 2)), gazetteer)


def places(found, claim):
    return [(found.mentions[p.mention].span.text, p.role, p.relation) for p in claim.places]


ROLES = [
    ("Russian troops advanced from Robotyne towards Pokrovsk.",
     [("Robotyne", "source", "from"), ("Pokrovsk", "goal", "toward")]),
    ("Russian troops have advanced four kilometres towards Pokrovsk.",
     [("Pokrovsk", "goal", "toward")]),
    ("Russian troops advanced to within five kilometres of Pokrovsk.",
     [("Pokrovsk", "landmark", "within_distance")]),
    ("Russian troops advanced 2 km west of Toretsk.", [("Toretsk", "landmark", "west_of")]),
    ("Ukrainian troops withdrew from Robotyne to Pokrovsk.",
     [("Robotyne", "source", "from"), ("Pokrovsk", "goal", "in")]),
    ("Fighting continues between Robotyne and Pokrovsk.",
     [("Robotyne", "ground", "between"), ("Pokrovsk", "ground", "between")]),
    ("Fighting continues along the road from Toretsk to Kostiantynivka.",
     [("Toretsk", "ground", "along"), ("Kostiantynivka", "ground", "along")]),
    ("Russian troops struck Kupiansk from the direction of Robotyne.",
     [("Kupiansk", "location", "in"), ("Robotyne", "source", "from")]),
    ("Heavy fighting is under way near Toretsk and in the direction of Kostiantynivka.",
     [("Toretsk", "location", "near"), ("Kostiantynivka", "goal", "toward")]),
    ("Российские войска продвинулись от Работино в сторону Покровска.",
     [("Работино", "source", "from"), ("Покровска", "goal", "toward")]),
    ("Бои идут на подступах к Покровску.", [("Покровску", "location", "outskirts_of")]),
    ("Наші війська відійшли з Роботиного на околиці Покровська.",
     [("Роботиного", "source", "from"), ("Покровська", "location", "outskirts_of")]),
    ("Тривають бої в районах Роботиного та Торецька.",
     [("Роботиного", "location", "area_of"), ("Торецька", "location", "area_of")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ROLES)
def test_place_has_the_role_that_its_words_give(text, expected, small_gazetteer):
    found = read(text, small_gazetteer)
    assert places(found, found.claims[0]) == expected


OTHERS = [
    ("Shells fell on the outskirts of Kupiansk, the mayor told a briefing in Pokrovsk.",
     ["Kupiansk"]),
    ("Pokrovsk, a key logistics hub for Toretsk, was struck by drones.", ["Pokrovsk"]),
    ("Russian troops took Robotyne, and Kostiantynivka has been quiet since.", ["Robotyne"]),
    ("The channel admitted the loss of Robotyne, but insisted that Toretsk was safe.",
     ["Robotyne"]),
    ("Toretsk, Robotyne, and Kupiansk were shelled.", ["Toretsk", "Robotyne", "Kupiansk"]),
    ("Russian troops attacked Toretsk. In this area they advanced by 500 metres.", ["Toretsk"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), OTHERS)
def test_place_of_another_clause_or_body_is_left_out(text, names, small_gazetteer):
    found = read(text, small_gazetteer)
    assert [name for name, *_ in places(found, found.claims[0])] == names
