"""Cue phrases as data: a small pattern language and one index over all phrases of a language.

A pattern is a row of words: ``take* control (of|over)``. ``*`` ends an open stem, ``(a|b)`` gives
a choice, ``?`` after a word or a choice makes it optional, ``_`` stands for up to three words and
``__`` for up to seven, neither across punctuation; ``#`` is a number, ``^`` asks that a capital
follows and ``^^`` is a word with one. The first word of a pattern is never optional
nor a gap: it is what the index is keyed by, so a document costs one table look-up per word however
many patterns there are.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.claims.extract.sentences import Token

_WORD = r"[\w][\w’'ʼ-]*"
_GAP = {"_": rf"(?:{_WORD}[ \t\u00a0]+){{0,3}}", "__": rf"(?:{_WORD}[ \t\u00a0]+){{0,7}}"}
_SPACE = r"[ \t\u00a0]+"
_CAPITAL = "(?=[\"'‘“«„]?(?-i:[A-ZА-ЯІЇЄҐЁ]))"
_CACHE_LIMIT = 50_000
# What the splitter of sentences makes one token of.
_LEAD = re.compile(r"\w+(?:[-‑’'ʼ]\w+)*\*?|[^\w\s]")
# A word that is one token wherever it stands, and no open stem.
_ONE_TOKEN = re.compile(r"\w+(?:[-‑’'ʼ]\w+)*")
# How a further word begins: neither a gap nor a capital that the data leave open.
_BEGINNING = re.compile(r"(?P<number>#)|(?P<word>[^\W_]+)(?P<open>\*)?")


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One phrase of a lexicon: what it is (``category``, ``label``) and what the data say of it."""

    category: str
    label: str
    attributes: Mapping[str, str] = field(default_factory=dict)


class Hit(NamedTuple):
    """A phrase found in the text; ``first`` and ``last`` are token numbers (last exclusive)."""

    start: int
    end: int
    entry: Entry

    @property
    def category(self) -> str:
        """The category of the phrase."""
        return self.entry.category

    @property
    def label(self) -> str:
        """The label of the phrase within its category."""
        return self.entry.label


def _choices(word: str) -> list[str]:
    """The parts of a choice; of any other word, itself."""
    return (word[1:-1] if word.startswith("(") else word).split("|")


def _word_expression(word: str) -> str:
    """The regular expression of one word of a pattern, choices and stems included."""
    if word == "^":
        return _CAPITAL
    if word == "^^":
        return _CAPITAL + "[\"'‘“«„]?" + _WORD + "[\"'’”»]?"
    parts = []
    for part in _choices(word):
        if part == "^":
            parts.append(_CAPITAL)
            continue
        if part == "#":
            parts.append(r"\d[\d.,]*")
            continue
        pieces = []
        for one in part.split("~"):
            piece = re.sub(r"['’]", "['’ʼ]", re.escape(one.rstrip("*")))
            pieces.append(piece + (r"[\w’'ʼ-]*" if one.endswith("*") else r"(?![\w])"))
        parts.append(_SPACE.join(pieces))
    return "(?:" + "|".join(parts) + ")"


def compile_pattern(pattern: str, *, exact_case: bool = False) -> re.Pattern[str]:
    """The regular expression of a pattern; raises ``ValueError`` for an unusable one."""
    words = pattern.split()
    if not words or words[0] in _GAP or words[0].endswith("?"):
        raise ValueError(f"a cue pattern must begin with a fixed word: {pattern!r}")
    out = [_word_expression(words[0])]
    pending = _SPACE
    for word in words[1:]:
        if word in _GAP:
            out.append(pending + _GAP[word])
            pending = ""
        elif word.endswith("?"):
            piece = _word_expression(word[:-1])
            out.append(f"(?:{pending}{piece})?" if pending else f"(?:{piece}{_SPACE})?")
        else:
            out.append(pending + _word_expression(word))
            pending = _SPACE
    return re.compile("".join(out), 0 if exact_case else re.IGNORECASE)


def leading_words(pattern: str) -> list[str]:
    """The first tokens a pattern may begin with ("lenta" of "lenta.ru"), a trailing ``*`` kept."""
    first = pattern.split(maxsplit=1)[0]
    found = [_LEAD.match(part) for part in _choices(first)]
    return [match.group().casefold() for match in found if match is not None]


def second_word(pattern: str) -> re.Pattern[str] | None:
    """What the token after the first must begin with, or None where the pattern does not say.

    It says so where the first word is one whole token and a fixed word follows, whether at once or
    after optional ones.
    """
    first, *rest = pattern.split()
    if not all(_ONE_TOKEN.fullmatch(part) for part in _choices(first)):
        return None
    found: list[re.Match[str] | None] = []
    for word in rest:
        found += [_BEGINNING.match(part) for part in _choices(word.removesuffix("?"))]
        if not word.endswith("?"):
            break
    else:
        return None
    beginnings = [match for match in found if match is not None]
    if len(beginnings) < len(found):
        return None
    parts = (r"\d" if match["number"] else match["word"] + ("" if match["open"] else r"(?!\w)")
             for match in beginnings)  # fmt: skip
    return re.compile("|".join(dict.fromkeys(parts)), re.IGNORECASE)


class _Row(NamedTuple):
    """A pattern ready to be tried, and what the word after its first must be like."""

    pattern: re.Pattern[str]
    entry: Entry
    second: re.Pattern[str] | None


class Lexicon:
    """All cue phrases of a language, indexed by their first word."""

    def __init__(self) -> None:
        """Start empty; fill with :meth:`add`."""
        self._exact: dict[str, list[_Row]] = {}
        self._stems: dict[int, dict[str, list[_Row]]] = {}
        # What may begin at a word: by the word, then by the one after it. The first table holds
        # None for the many words that begin nothing.
        self._known: dict[str, dict[str, tuple[_Row, ...]] | None] = {}
        self._pairs = 0

    def add(self, entry: Entry, patterns: Iterable[str], *, exact_case: bool = False) -> None:
        """Index ``entry`` under each of its patterns."""
        for pattern in patterns:
            row = _Row(compile_pattern(pattern, exact_case=exact_case), entry, second_word(pattern))
            for lead in leading_words(pattern):
                if lead.endswith("*"):
                    table = self._stems.setdefault(len(lead) - 1, {})
                    table.setdefault(lead[:-1], []).append(row)
                else:
                    self._exact.setdefault(lead, []).append(row)
        self._known.clear()

    def _candidates(self, word: str) -> list[_Row]:
        rows = list(self._exact.get(word, ()))
        # A possessive or a hyphen may follow the word that the pattern begins with.
        for mark in ("'", "’", "-"):
            head, cut, _ = word.partition(mark)
            if cut:
                rows += self._exact.get(head, ())
        for size, table in self._stems.items():
            if len(word) >= size:
                rows += table.get(word[:size], ())
        return list(dict.fromkeys(rows))

    def _learn(self, word: str, following: str) -> tuple[_Row, ...]:
        """Note, in a table of bounded size, what may begin at a word before another."""
        if self._pairs >= _CACHE_LIMIT:
            self._known.clear()
            self._pairs = 0
        self._pairs += 1
        rows = self._candidates(word)
        if not rows:
            self._known[word] = None
            return ()
        found = tuple(row for row in rows if row.second is None or row.second.match(following))
        pairs = self._known.get(word)
        if pairs is None:
            pairs = self._known[word] = {}
        pairs[following] = found
        return found

    def scan(self, text: str, tokens: Sequence[Token], limit: int) -> list[Hit]:
        """Every phrase that begins at one of ``tokens`` and ends by ``limit``, in text order."""
        hits = []
        known, lower = self._known, [token.lower for token in tokens]
        lower.append("")
        for place, token in enumerate(tokens):
            word, following = lower[place], lower[place + 1]
            pairs = known.get(word, _NEW)
            if pairs is None:
                continue
            rows = pairs.get(following)
            if rows is None:
                rows = self._learn(word, following)
            for pattern, entry, _ in rows:
                match = pattern.match(text, token.start, limit)
                if match is not None:
                    hits.append(Hit(token.start, match.end(), entry))
        return hits


_NEW: dict[str, tuple[_Row, ...]] = {}


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """Hits without those that overlap a longer (or earlier equally long) one, in text order."""
    chosen: list[Hit] = []
    starts: list[int] = []
    for hit in sorted(hits, key=lambda h: (h.start - h.end, h.start)):
        place = bisect(starts, hit.start)
        free_before = place == 0 or chosen[place - 1].end <= hit.start
        if free_before and (place == len(starts) or starts[place] >= hit.end):
            starts.insert(place, hit.start)
            chosen.insert(place, hit)
    return chosen
