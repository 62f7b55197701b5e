"""Every rule of the data files proves itself by its own pairs."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from gazetteer.names.cases import case_readings
from gazetteer.names.fold import fold
from gazetteer.names.key import name_key, other_readings
from gazetteer.names.russian import MAX_FORMS, russian_forms
from gazetteer.names.slips import slip_readings
from gazetteer.names.translated import MAX_NAMES, translated_names

MOST_READINGS = 60


def rules(file: str, table: str) -> list[dict]:
    text = (files("gazetteer") / "data" / file).read_text(encoding="utf-8")
    return tomllib.loads(text)[table]


def pairs(file: str, tables: tuple[str, ...], column: str) -> list[tuple[str, str]]:
    return [tuple(pair) for table in tables for rule in rules(file, table)
            for pair in rule.get(column, [])]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), pairs("key_rules.toml", ("digraph", "sound"), "same"))
def test_key_rule_makes_spellings_meet(one: str, other: str) -> None:
    assert name_key(one).key == name_key(other).key


@pytest.mark.parametrize(("one", "other"), pairs("key_rules.toml", ("digraph", "sound"), "differ"))
def test_key_rule_keeps_names_apart(one: str, other: str) -> None:
    assert name_key(one).key != name_key(other).key


@pytest.mark.parametrize(("foreign", "own"), pairs("key_readings.toml", ("reading",), "reads"))
def test_reading_meets_the_own_name(foreign: str, own: str) -> None:
    assert name_key(own).key in {reading.key for reading in other_readings(fold(foreign))}


@pytest.mark.parametrize(("foreign", "own"), pairs("key_readings.toml", ("reading",), "differ"))
def test_reading_stays_apart_from_other_names(foreign: str, own: str) -> None:
    assert name_key(own).key not in {reading.key for reading in other_readings(fold(foreign))}


@pytest.mark.parametrize(("slip", "own"), pairs("slips.toml", ("layout", "look"), "reads"))
def test_slip_is_seen_through(slip: str, own: str) -> None:
    assert name_key(own).key in {name_key(text).key for text in slip_readings(fold(slip))}


@pytest.mark.parametrize(("slip", "own"), pairs("slips.toml", ("layout", "look"), "differ"))
def test_slip_does_not_make_one_name_another(slip: str, own: str) -> None:
    assert name_key(own).key not in {name_key(text).key for text in slip_readings(fold(slip))}


@pytest.mark.parametrize("text", ["", "abc", "x y z x y z x y z", "ъ", "0", "q" * 120])
def test_slips_of_odd_texts_stay_few(text: str) -> None:
    assert len(slip_readings(text)) <= MOST_READINGS


@pytest.mark.parametrize(("english", "own"), pairs("translations.toml", ("group",), "reads"))
def test_translated_name_meets_the_own_one(english: str, own: str) -> None:
    readings = other_readings(fold(english), called=" " not in english)
    assert name_key(own).key in {reading.key for reading in readings}


@pytest.mark.parametrize(("english", "own"), pairs("translations.toml", ("group",), "differ"))
def test_translated_name_stays_apart_from_others(english: str, own: str) -> None:
    readings = other_readings(fold(english), called=True)
    assert name_key(own).key not in {reading.key for reading in readings}


@pytest.mark.parametrize(
    "phrase", [*rules("translations.toml", "never")["phrases"], "victory", "happiness"]
)
def test_everyday_phrase_is_read_back_only_where_it_is_called_a_settlement(phrase: str) -> None:
    assert translated_names(phrase) == []
    assert len(translated_names(phrase, called=True)) <= MAX_NAMES


@pytest.mark.parametrize("text", ["", "Pokrovsk", "pokrovsk", "червоний яр", "a b c d e red"])
def test_what_is_no_translation_is_not_read_back(text: str) -> None:
    assert translated_names(text, called=True) == []


@pytest.mark.parametrize(("one", "other"), pairs("endings.toml", ("ending", "alternation"), "same"))
def test_ending_is_cut(one: str, other: str) -> None:
    assert name_key(one).stem == name_key(other).stem


@pytest.mark.parametrize(
    ("one", "other"), pairs("endings.toml", ("ending", "alternation"), "differ")
)
def test_ending_keeps_names_apart(one: str, other: str) -> None:
    assert name_key(one).stem != name_key(other).stem


def nominatives(text: str) -> set[str]:
    return {name_key(reading).key for reading in case_readings(fold(text))}


@pytest.mark.parametrize(("case", "name"), pairs("cases.toml", ("case",), "reads"))
def test_case_form_is_read_as_its_nominative(case: str, name: str) -> None:
    assert name_key(name).key in nominatives(case)


@pytest.mark.parametrize(
    ("case", "name"),
    [
        *pairs("cases.toml", ("case",), "differ"),
        # The words of a name agree: "Великої" is of one thing, "Новосілки" alone may be of many.
        ("Великої Новосілки", "Великі Новосілки"),
        ("Pokrovsku", "Pokrovsk"),
        ("Яр", "Яра"),
    ],
)
def test_case_form_is_not_read_as_another_name(case: str, name: str) -> None:
    assert name_key(name).key not in nominatives(case)


@pytest.mark.parametrize(("ukrainian", "russian"), pairs("russian_forms.toml", ("rule",), "gives"))
def test_russian_form_is_made(ukrainian: str, russian: str) -> None:
    assert russian in russian_forms(ukrainian)


@pytest.mark.parametrize(
    ("file", "table"),
    [("key_rules.toml", "digraph"), ("key_rules.toml", "sound"), ("endings.toml", "ending"),
     ("endings.toml", "alternation"), ("cases.toml", "case"), ("cases.toml", "closing"),
     ("russian_forms.toml", "rule"), ("translations.toml", "group"),
     ("key_readings.toml", "reading"), ("slips.toml", "layout"), ("slips.toml", "look")],
)  # fmt: skip
def test_every_rule_has_a_reason(file: str, table: str) -> None:
    assert all(rule["reason"].strip() for rule in rules(file, table))


@pytest.mark.parametrize("name", ["Великомихайлівка", "Нью-Йорк", "Кривий Ріг", "", "—", "Ґанок"])
def test_russian_forms_stay_few_and_whole(name: str) -> None:
    forms = russian_forms(name)
    assert 1 <= len(forms) <= MAX_FORMS
    assert all(form.count(" ") == name.count(" ") for form in forms)
