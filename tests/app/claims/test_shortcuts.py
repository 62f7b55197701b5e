"""What saves time must not change answers: shortcuts against the long way, on the whole corpus."""

from pathlib import Path

import orjson
import pytest

from app.claims.extract import dates
from app.claims.extract.document import lower_case
from app.claims.extract.gate import Gate
from app.claims.extract.resources import lexicon_for
from app.claims.extract.sentences import sentence_spans, split_sentences, words_of
from app.claims.extract.sides import side_of_words

_CORPUS = Path(__file__).parents[2] / "corpus" / "articles.jsonl"
TEXTS = [(row["lang"], row["text"]) for row in map(orjson.loads, _CORPUS.open("rb"))]
SENTENCES = [
    (language, text[sentence.start : sentence.end])
    for language, text in TEXTS
    for sentence in split_sentences(text)
]
DATED = [
    "from July 5 to 11 they held", "від 5 по 7 липня",
    "between March 3 and 5", "5-7 August", "July 5–7",
    "by 3 August",
    "2025-07-14", "14.07.2025", "in mid-September", "в начале марта", "the day before yesterday",
    "позавчера", "on the eve", "добою раніше", "last night", "вночі", "this morning", "сьогодні",
    "у п’ятницю", "on Monday", "over the past 24 hours", "за останню добу", "протягом тижня",
    "two days earlier", "три дня назад", "a week ago", "тижнем раніше", "in the days before",
    "over recent months", "в ночь на 3 августа", "наприкінці липня", "since Monday",
    "at the weekend", "на вихідних", "с начала недели", "on the following day", "того ж дня",
    "overnight into July 3", "overnight into 3 July", "the night of July 3", "the night of 3 July",
    "from 28 July to 2 August", "July 28 – August 2", "5, 6 и 7 июля", "on July 5, 6 and 7",
    "overnight into Monday", "the night of Monday", "Monday night", "since the weekend",
    "since the start of the day", "last week", "this month", "останніми днями", "минулої доби",
    "two months ago", "for the third day running", "третю добу поспіль", "over three days",
    "hours earlier", "autumn of 2024", "in the fall of 2024", "last summer", "back in the spring",
    "восени", "in early 2025", "since 2022", "2023 року", "a year ago today", "торік",
    "торік цього дня", "цьогоріч", "since the start of the operation", "since the new year",
    "з понеділка", "on July 5", "5 July", "July 5",
]  # fmt: skip


def test_row_of_the_date_grammar_needs_what_its_gate_asks_for():
    matched = set()
    for text in [*DATED, *(text for _, text in SENTENCES)]:
        met = dates._GATE.met(text, 0, len(text))
        for number, (needed, pattern, _) in enumerate(dates._GRAMMAR):
            if pattern.search(text):
                matched.add(number)
                assert not needed & ~met, (text, pattern.pattern)
    assert len(matched) == len(dates._GRAMMAR)


def test_gate_tells_whether_a_sentence_may_be_dated():
    for text in [*DATED, "ON THE EVE of", "п ятницю", *(text for _, text in SENTENCES)]:
        met = dates._GATE.met(text, 0, len(text))
        told = met & (dates._BITS["any"] | dates._BITS["unsure"])
        assert bool(told) >= bool(dates.ANY.search(text)), text


def test_gate_reads_whole_words_between_offsets():
    gate = Gate([r"\d", "(?<!\\w)may"])
    assert [gate.met("in May 2025", 0, end) for end in (2, 6, 11)] == [0, 2, 3]
    assert gate.met("dismay", 0, 6) == 0


def test_scan_finds_what_trying_every_phrase_would_find():
    for language, text in TEXTS:
        lexicon = lexicon_for(language)
        for sentence in split_sentences(text):
            found = lexicon.scan(text, sentence.tokens, sentence.end)
            tried = [
                (token.start, match.end(), row.entry)
                for token in sentence.tokens
                for row in lexicon.candidates(token.lower)
                if (match := row.pattern.match(text, token.start, sentence.end))
            ]
            assert [(hit.start, hit.end, hit.entry) for hit in found] == tried


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("Russian officials in Ukraine", "RU"),
        ("Ukrainian officials in Russian-held Donetsk", "UA"),
        ("head of the special military operation zone", "RU"),
        ("a special commission", "unknown"),
        ("the Kyiv-based occupation administration", "RU"),
        ("Polish volunteers of the national guard", "UA"),
        ("Polish volunteers", "other"),
        ("prorussian", "unknown"),
        ("национальной гвардии Украины", "UA"),
    ],
)
def test_side_is_that_of_the_first_words_that_tell(words, side):
    assert side_of_words(words) == side


@pytest.mark.parametrize("text", ["Kyiv", "КИЇВ", "İzmir ẞ", ""])
def test_lower_case_keeps_offsets(text):
    assert len(lower_case(text)) == len(text)
    assert lower_case(text) == lower_case(lower_case(text))


@pytest.mark.parametrize(
    ("word", "bare", "stem", "capital"),
    [
        ("Kyiv's", "kyiv", "Kyiv", True),
        ("forces’", "forces", "forces", False),
        ("it", "it", "it", False),
    ],
)
def test_token_knows_its_form(word, bare, stem, capital):
    token = next(iter(words_of(f"x {word}", 2)))
    assert (token.bare, word[: token.stem_end - 2], token.capital) == (bare, stem, capital)


@pytest.mark.parametrize(
    ("piece", "ends_in"),
    [("near Robotyne, Verbove ", ","), ("word ", "d"), ("Ab", "Ab"), ('"«', '"«')],
)
def test_what_is_longer_than_any_sentence_is_read_in_pieces(piece, ends_in):
    text = f"Short one. {piece * 4000}end."
    spans = sentence_spans(text)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert max(end - start for start, end in spans) <= 2500
    assert all(text[end - 1] in ends_in for _, end in spans[1:-1])
    assert len(spans) < 3 * len(text) / 2500
