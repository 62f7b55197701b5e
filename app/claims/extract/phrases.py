"""The pattern language of cue phrases.

A pattern is a row of words: ``take* control (of|over)``. ``*`` ends an open stem, ``(a|b)`` gives
a choice, ``?`` after a word or a choice makes it optional, ``_`` stands for up to three words and
``__`` for up to seven, neither across punctuation; ``~`` joins the words of one choice; ``#`` is a
number, ``^`` asks that a capital follows and ``^^`` is a word with one. The first word of a pattern
is never optional nor a gap: it is what the index of a lexicon is keyed by.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import NamedTuple

_WORD = r"[\w][\w’'ʼ-]*"
_GAP = {"_": rf"(?:{_WORD}[ \t\u00a0]+){{0,3}}", "__": rf"(?:{_WORD}[ \t\u00a0]+){{0,7}}"}
_SPACE = r"[ \t\u00a0]+"
_CAPITAL = "(?=[\"'‘“«„]?(?-i:[A-ZА-ЯІЇЄҐЁ]))"
# What the splitter of sentences makes one token of.
_LEAD = re.compile(r"\w+(?:[-‑’'ʼ]\w+)*\*?|[^\w\s]")
# A word that is one token wherever it stands; without the star no open stem.
_ONE_TOKEN = re.compile(r"\w+(?:[-‑’'ʼ]\w+)*\*?")
# How a further word begins: neither a gap nor a capital that the data leave open.
_BEGINNING = re.compile(r"(?P<number>#)|(?P<word>[^\W_]+)(?P<open>\*)?")
LETTERS = re.compile(r"\w*")
"""What a token begins with."""

_MARKS = "’'ʼ-"
"""What an open stem goes on over, though the splitter of sentences may end a token there."""

WHOLE = -1
"""The size of one token, whatever its length."""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One phrase of a lexicon: what it is (``category``, ``label``) and what the data say of it."""

    category: str
    label: str
    attributes: Mapping[str, str] = field(default_factory=dict)


class Row(NamedTuple):
    """What to try at a word: ``size`` characters are found already, ``match`` reads on from there.

    Without a ``match`` they are the whole phrase. ``needs`` is the bit of the further word that the
    sentence must hold, 0 for none.
    """

    size: int
    match: Callable[[str, int, int], re.Match[str] | None] | None
    entry: Entry
    needs: int


def _choices(word: str) -> list[str]:
    """The parts of a choice; of any other word, itself."""
    return (word[1:-1] if word.startswith("(") else word).split("|")


def _part_expression(part: str) -> str:
    if part == "^":
        return _CAPITAL
    if part == "#":
        return r"\d[\d.,]*"
    return _SPACE.join(map(_piece_expression, part.split("~")))


def _piece_expression(piece: str) -> str:
    stem = re.sub(r"['’]", "['’ʼ]", re.escape(piece.rstrip("*")))
    return stem + (r"[\w’'ʼ-]*" if piece.endswith("*") else r"(?![\w])")


def _word_expression(word: str) -> str:
    """The regular expression of one word of a pattern, choices and stems included."""
    if word == "^":
        return _CAPITAL
    if word == "^^":
        return _CAPITAL + "[\"'‘“«„]?" + _WORD + "[\"'’”»]?"
    return "(?:" + "|".join(map(_part_expression, _choices(word))) + ")"


def _first_expression(choices: Sequence[str]) -> str:
    return "(?:" + "|".join(map(_part_expression, choices)) + ")"


def _rest_expression(rest: Sequence[str]) -> str:
    """The regular expression of what follows the first word."""
    out = []
    pending = _SPACE
    for word in rest:
        if word in _GAP:
            out.append(pending + _GAP[word])
            pending = ""
        elif word.endswith("?"):
            piece = _word_expression(word[:-1])
            out.append(f"(?:{pending}{piece})?" if pending else f"(?:{piece}{_SPACE})?")
        else:
            out.append(pending + _word_expression(word))
            pending = _SPACE
    return "".join(out)


@cache
def _compiled(expression: str, flags: int) -> re.Pattern[str]:
    """Many phrases go on alike; bounded by the phrases of the data."""
    return re.compile(expression, flags)


class Following:
    """What the token after the first must be like."""

    def __init__(self, beginnings: Sequence[re.Match[str]], *, marks: bool) -> None:
        """``marks``: an open stem may go on over a mark that is a token by itself."""
        words = [match for match in beginnings if match["word"]]
        self._open = tuple({match["word"].casefold() for match in words if match["open"]})
        self._whole = {match["word"].casefold() for match in words if not match["open"]}
        self._number = any(match["number"] for match in beginnings)
        self._marks = _MARKS if marks else ""

    def allows(self, token: str) -> bool:
        """Whether a token, case-folded, may stand there; ``""`` is the end of the sentence."""
        if token.startswith(self._open) or (self._number and token[:1].isdecimal()):
            return True
        begins = LETTERS.match(token)
        if begins is not None and begins.group() in self._whole:
            return True
        return token[:1] in self._marks if token else False


class Phrase:
    """One pattern of an entry. It is compiled when a text first holds words that it begins with."""

    def __init__(self, entry: Entry, pattern: str, *, exact_case: bool = False) -> None:
        """Raises ``ValueError`` for a pattern without a fixed first word."""
        words = pattern.split()
        if not words or words[0] in _GAP or words[0].endswith("?"):
            raise ValueError(f"a cue pattern must begin with a fixed word: {pattern!r}")
        self.entry = entry
        self._choices, self._rest = _choices(words[0]), words[1:]
        self._flags = 0 if exact_case else re.IGNORECASE
        self.needs = 0
        """The bit of its further word in a lexicon."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The regular expression of all of it."""
        return re.compile(self._expression(self._choices), self._flags)

    def _expression(self, choices: Sequence[str]) -> str:
        return _first_expression(choices) + _rest_expression(self._rest)

    def leads(self) -> list[str]:
        """The first tokens it may begin with ("lenta" of "lenta.ru"), a trailing ``*`` kept."""
        found = [_LEAD.match(choice) for choice in self._choices]
        return [match.group().casefold() for match in found if match is not None]

    def beginning(self, word: str) -> tuple[str, ...]:
        """The choices for the first word that a token, case-folded, may be the beginning of."""
        return tuple(choice for choice in self._choices if _may_begin(choice, word))

    def following(self, choices: Sequence[str]) -> Following | None:
        """What must follow the first token of these choices, None where the pattern leaves it open.

        It does not where the first word is one token and a fixed word follows, whether at once or
        after optional ones.
        """
        found: list[re.Match[str] | None] = []
        for choice in choices:
            first, joined, further = choice.partition("~")
            if not _ONE_TOKEN.fullmatch(first):
                return None
            found += [_BEGINNING.match(further)] if joined else self._second()
        beginnings = [match for match in found if match is not None]
        if len(beginnings) < len(found):
            return None
        marks = any(choice.partition("~")[0].endswith("*") for choice in choices)
        return Following(beginnings, marks=marks)

    def _second(self) -> list[re.Match[str] | None]:
        """How the second word begins; holds None where that is open."""
        found: list[re.Match[str] | None] = []
        for word in self._rest:
            found += [_BEGINNING.match(part) for part in _choices(word.removesuffix("?"))]
            if not word.endswith("?"):
                return found
        return [None]

    def further(self) -> frozenset[tuple[str, bool]]:
        """How the last fixed word behind the second begins, and whether it may go on from there.

        Nothing where no such word is fixed.
        """
        for word in reversed(self._rest[1:]):
            if word in _GAP or word.endswith("?"):
                continue
            found = [_BEGINNING.match(part) for part in _choices(word)]
            beginnings = [match for match in found if match is not None and match["word"]]
            if len(beginnings) == len(found):
                return frozenset((m["word"].casefold(), bool(m["open"])) for m in beginnings)
        return frozenset()

    def row(self, choices: tuple[str, ...], word: str, following: str) -> Row:
        """What to try where the token ``word`` stands before another."""
        size = self._size(choices, word, following)
        if size is None:
            whole = _compiled(self._expression(choices), self._flags)
            return Row(0, whole.match, self.entry, self.needs)
        further = "".join(_SPACE + _piece_expression(one) for one in choices[0].split("~")[1:])
        expression = further + _rest_expression(self._rest)
        if not expression:
            return Row(size, None, self.entry, 0)
        return Row(size, _compiled(expression, self._flags).match, self.entry, self.needs)

    def _size(self, choices: tuple[str, ...], word: str, following: str) -> int | None:
        """How much of the phrase the token ``word`` proves, None where it does not."""
        if len(choices) > 1 or not self._flags:
            return None
        choice = choices[0].partition("~")[0]
        if not _ONE_TOKEN.fullmatch(choice) or not choice.removesuffix("*").isalnum():
            return None
        if choice.endswith("*"):
            return None if "‑" in word or following[:1] in tuple(_MARKS) else WHOLE
        if len(choice) == len(word):
            return WHOLE
        return len(choice) if word.isascii() or choice[0] > "\u0400" else None


def _may_begin(choice: str, word: str) -> bool:
    """Whether a choice for the first word may match where the token ``word`` begins."""
    match = _BEGINNING.match(choice)
    if match is None or match["number"]:
        return True
    begins = match["word"].casefold()
    if not word.startswith(begins):
        return False
    ends = match.end("word")
    if match["open"] or choice[ends : ends + 1] == "_":
        return True
    return not LETTERS.match(word, len(begins)).group()  # type: ignore[union-attr]
