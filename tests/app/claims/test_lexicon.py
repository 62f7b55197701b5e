"""The pattern language of the cue files, and the files themselves."""

import tomllib
from importlib import resources

import pytest

from app.claims.extract.lexicon import Lexicon, longest
from app.claims.extract.phrases import Entry, Phrase
from app.claims.extract.resources import lexicon_for, words
from app.claims.extract.sentences import words_of
from app.claims.model import ClaimType, Modality
from app.claims.registry import LANGUAGES

MATCHES = [
    ("take* control (of|over)", "taken control over the town", "taken control over"),
    ("(has|have) _ reached", "have not yet reached", "have not yet reached"),
    ("up (to)? #", "up 1,265 men", "up 1,265"),
    ("(so~called|alleged) liberation", "so called liberation", "so called liberation"),
    ("(took|taken) ^", "took Robotyne", "took "),
]


@pytest.mark.parametrize(("pattern", "text", "matched"), MATCHES)
def test_pattern_matches(pattern, text, matched):
    found = Phrase(Entry("c", "x"), pattern).pattern.match(text)
    assert found is not None
    assert found.group().strip() == matched.strip()


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(took|taken) ^", "took control"),
        ("advance", "advanced"),
        ("a _ b", "a one two three four b"),
        ("a _ b", "a, b"),
    ],
)
def test_pattern_does_not_match(pattern, text):
    assert Phrase(Entry("c", "x"), pattern).pattern.match(text) is None


@pytest.mark.parametrize("pattern", ["", "_ control", "(the)? city"])
def test_pattern_must_begin_with_a_fixed_word(pattern):
    with pytest.raises(ValueError, match="fixed word"):
        Phrase(Entry("c", "x"), pattern)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [("lenta.ru", "quoted Lenta.ru today"), ("«фокус»", "пише «Фокус»"), ("ура*", "сообщает Урал")],
)
def test_phrase_is_found_by_its_first_token(pattern, text):
    lexicon = Lexicon()
    lexicon.add(Entry("c", "x"), [pattern])
    assert len(lexicon.scan(text, words_of(text), len(text))) == 1


def test_longest_hit_wins_over_those_it_overlaps():
    lexicon = Lexicon()
    lexicon.add(Entry("c", "short"), ["control"])
    lexicon.add(Entry("c", "long"), ["take* control", "control of the"])
    text = "took, taken control of the town"
    hits = longest(lexicon.scan(text, words_of(text), len(text)))
    assert [text[h.start : h.end] for h in hits] == ["control of the"] or hits[0].label == "long"


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_of_the_files_are_known(language):
    lexicon = lexicon_for(language)
    entries = {row.entry for rows in lexicon._exact.values() for row in rows}
    stems = (rows for table in lexicon._stems.values() for rows in table.values())
    entries |= {row.entry for rows in stems for row in rows}
    assert {e.label for e in entries if e.category == "head"} <= {t.value for t in ClaimType}
    assert {e.label for e in entries if e.category in ("say", "modal")} <= {
        m.value for m in Modality
    }


def test_word_lists_are_lower_case():
    lists = words()
    for name in lists.__slots__:
        assert all(word == word.casefold() for word in getattr(lists, name)), name


def _patterns():
    for path in resources.files("app.claims").joinpath("data").iterdir():
        for rows in tomllib.loads(path.read_text("utf-8")).values():
            for row in rows if isinstance(rows, list) else []:
                for values in row.values():
                    yield from values if isinstance(values, list) else []


def test_no_choice_of_the_files_falls_apart_at_a_blank():
    halves = [p for p in _patterns() if any(w.count("(") != w.count(")") for w in p.split())]
    assert halves == []


@pytest.mark.parametrize(("pattern", "text", "found"), [
    ("открыл*~огонь", "Расчёты открыли огонь.", 1),
    ("(открыл*~огонь|палил*) по", "открыла огонь по лесу, палили по селу", 2),
    ("взлетел*~на~воздух", "Склад взлетел на высоту.", 0),
])  # fmt: skip
def test_stems_within_a_phrase_are_open(pattern, text, found):
    lexicon = Lexicon()
    lexicon.add(Entry("c", "x"), [pattern])
    assert len(lexicon.scan(text, words_of(text), len(text))) == found


@pytest.mark.parametrize(("pattern", "text"), [
    ("forc* retreat*", "the forces’ retreat, the forces retreated"),
    ("attack*", "attacks, attackers-to-be, attack‑ready men, the attackers' own attack-"),
    ("attack", "attack, Attack-ready, attack's, attacked"),
    ("(in|in~case~of) fire", "in fire, in case of fire, in case fire"),
    ("(take|takes) (the)? __ town", "takes the old small town, take town, takes the town's wall"),
    ("(ТРО|тро*) _ бой", "тро вели бой, трое шли в бой, троє"),
    ("up #", "up 1,265, up to"),
    ("says ^^ news", "says Kyiv news, says the news"),
])  # fmt: skip
def test_shortcuts_of_a_scan_find_what_the_whole_expression_finds(pattern, text):
    lexicon, phrase = Lexicon(), Phrase(Entry("c", "x"), pattern)
    lexicon.add(phrase.entry, [pattern])
    tokens = words_of(text)
    whole = (phrase.pattern.match(text, token.start) for token in tokens)
    expected = [match.span() for match in whole if match is not None]
    assert [hit[:2] for hit in lexicon.scan(text, tokens, len(text))] == expected
    assert expected
