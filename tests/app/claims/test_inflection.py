"""Forms of English verbs that patterns name once."""

import pytest

from app.claims.extract.inflection import expand, verb_forms

FORMS = [
    ("seize", ["seize", "seizes", "seized", "seizing"]),
    ("slip", ["slip", "slips", "slipped", "slipping"]),
    ("enter", ["enter", "enters", "entered", "entering"]),
    ("repel", ["repel", "repels", "repelled", "repelling"]),
    ("pry", ["pry", "pries", "pried", "prying"]),
    ("lie", ["lie", "lies", "lay", "lain", "lying"]),
    ("flee", ["flee", "flees", "fled", "fleeing"]),
    ("push", ["push", "pushes", "pushed", "pushing"]),
    ("plough", ["plough", "ploughs", "ploughed", "ploughing"]),
    ("quit~the", ["quit~the", "quits~the", "quitting~the"]),
    ("barrel", ["barrel", "barrels", "barreled", "barrelled", "barreling", "barrelling"]),
    ("overrun", ["overrun", "overruns", "overran", "overrunning"]),
    ("mop~up", ["mop~up", "mops~up", "mopped~up", "mopping~up"]),
    ("be", ["be", "is", "are", "was", "were", "been", "being", "am"]),
]


@pytest.mark.parametrize(("verb", "forms"), FORMS)
def test_verb_has_its_forms(verb, forms):
    assert verb_forms(verb) == forms


def test_only_some_forms_may_be_asked_for():
    assert verb_forms("drive", "ed") == ["drove", "driven"]
    assert verb_forms("drive", "ing") == ["driving"]


def test_pattern_is_written_out():
    sets = {"force": "troops|forces"}
    assert expand("($force|we) {wrest:ed|win:ed} (it)?", sets) == (
        "(troops|forces|we) (wrested|won) (it)?"
    )
    assert expand("plain words", sets) == "plain words"
