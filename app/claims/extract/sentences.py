"""Text to sentences and words, with offsets; linear in the length of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(r"\w+(?:[-‑’'ʼ]\w+)*|[^\w\s]")
_END = re.compile(r"[.!?…]+[\"'’”»)\]]*(?=\s|$)|\n+")
# Words whose full stop does not end a sentence.
_ABBREVIATION = re.compile(
    r"(?:[A-ZА-ЯІЇЄҐ]|St|Dr|Mr|Mrs|Ms|Lt|Col|Gen|Maj|Capt|Sgt|Gov|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|"
    r"Sept?|Oct|Nov|Dec|U\.S|U\.K|a\.m|p\.m|н\.п|н|с|м|г|р|пгт|смт|обл|ул|им|тыс|тис|млн|т\.е|т\.д|"
    r"д|др|кв|км)",
)
# Where and when a report was filed, and by whom: "KYIV, Nov 4 (Reuters) - ", "SUMY, Ukraine — ",
# "Киев. 4 ноября. ИНТЕРФАКС - ". A colon or a bare dash may follow a speaker instead.
_CITY = r"[^\W\d_a-zа-яіїєґё][\w’'ʼ./-]*(?:[ \t][^\W\d_a-zа-яіїєґё][\w’'ʼ./-]*){0,3}"
_CAPITALS = r"[^\W\d_a-zа-яіїєґё]{2,}(?:[ \t/-]+[^\W\d_a-zа-яіїєґё]{2,}){0,4}"
DATELINE = re.compile(
    rf"{_CITY}(?:,[^\n—–:()]{{1,40}})?[ \t]*\([^)\n]{{2,30}}\)[ \t]*[—–-][ \t]"
    rf"|(?:{_CITY},[^\n—–:()]{{0,40}}\d[^\n—–:()]{{0,12}}|{_CAPITALS},[^\n—–:()]{{1,40}})"
    r"[ \t][—–-][ \t]"
    rf"|(?:{_CITY}\.[ \t]+)?\d{{1,2}}[ \t]\w+\.?[ \t]+{_CAPITALS}[ \t][—–-][ \t]"
)
# Longer than any sentence: a table, a list, a text without full stops. It is read in pieces, so
# that whatever looks at a sentence as a whole costs time in proportion to the text.
_LONGEST = 2500
_POSSESSIVE = re.compile(r"['’]s?$")


class Token(NamedTuple):
    """A word or a punctuation mark; ``lower`` is its case-folded text.

    ``bare`` is that without the English possessive, which takes ``cut`` characters;
    ``capital`` tells whether it begins with a capital letter.
    """

    start: int
    end: int
    text: str
    lower: str
    bare: str
    cut: int
    capital: bool

    @property
    def stem_end(self) -> int:
        """Where the word ends without an English possessive."""
        return self.end - self.cut


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its span, its words, and whether it is a headline.

    ``capitals`` are the numbers of the tokens that begin with a capital letter.
    """

    index: int
    start: int
    end: int
    tokens: list[Token]
    headline: bool
    new_paragraph: bool
    capitals: list[int]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of a text; nothing but white space lies between them."""
    spans: list[tuple[int, int]] = []
    start = 0
    dateline = DATELINE.match(text)
    if dateline is not None:
        _append(spans, text, 0, dateline.end())
        start = dateline.end()
    for match in _END.finditer(text, start):
        mark, end = match.group(), match.end()
        if mark[0] != "\n":
            following = _next_visible(text, end)
            if following and following.islower():
                continue
            if mark == "." and _ends_in_abbreviation(text, start, match.start()):
                continue
        _append(spans, text, start, end)
        start = end
    _append(spans, text, start, len(text))
    return spans


def _next_visible(text: str, position: int) -> str:
    """The next character that is not white space, looking no further than a short gap."""
    for character in text[position : position + 40]:
        if not character.isspace():
            return character
    return ""


def _ends_in_abbreviation(text: str, start: int, end: int) -> bool:
    words = text[max(start, end - 12) : end].split()
    return bool(words) and _ABBREVIATION.fullmatch(words[-1].lstrip("(«\"'")) is not None


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while end - start > _LONGEST:
        cut = _cut(text, start)
        _append(spans, text, start, cut)
        start = cut
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))


def _cut(text: str, start: int) -> int:
    """Where to end what is longer than a sentence: behind a comma, else at white space."""
    for mark in ",", " ":
        place = text.rfind(mark, start + _LONGEST // 2, start + _LONGEST)
        if place >= 0:
            return place + 1
    return start + _LONGEST


def _is_headline(index: int, text: str, span: tuple[int, int], total: int) -> bool:
    """A first line of its own without a full stop: it repeats what the body says."""
    if index != 0 or total < 2 or text[span[1] - 1] in ".!?…:;»\"'’”)":
        return False
    return span[1] < len(text) and text[span[1]] in "\r\n"


@lru_cache(maxsize=32_768)
def _form(word: str) -> tuple[str, str, str, int, bool]:
    """What a token tells of itself wherever it stands: a report repeats most of its words."""
    lower = word.casefold()
    bare = _POSSESSIVE.sub("", word)
    return word, lower, _POSSESSIVE.sub("", lower), len(word) - len(bare), word[0].isupper()


def words_of(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Words and punctuation marks between two offsets."""
    stop = len(text) if end is None else end
    make = (
        tuple.__new__
    )  # a tenth of the whole extraction goes here; Token(...) takes twice as long
    return [
        make(Token, match.span() + _form(match[0])) for match in _TOKEN.finditer(text, start, stop)
    ]


def split_sentences(text: str) -> list[Sentence]:
    """The sentences of a text with their words."""
    spans = sentence_spans(text)
    out = []
    previous_end = 0
    for index, (start, end) in enumerate(spans):
        tokens = words_of(text, start, end)
        headline = _is_headline(index, text, (start, end), len(spans))
        paragraph = index == 0 or "\n" in text[previous_end:start]
        capitals = [number for number, token in enumerate(tokens) if token.capital]
        out.append(Sentence(index, start, end, tokens, headline, paragraph, capitals))
        previous_end = end
    return out
