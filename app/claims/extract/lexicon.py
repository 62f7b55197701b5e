"""Cue phrases as data: a small pattern language and one index over all phrases of a language.

A pattern is a row of words: ``take* control (of|over)``. ``*`` ends an open stem, ``(a|b)`` gives
a choice, ``?`` after a word or a choice makes it optional, ``_`` stands for up to three words and
``__`` for up to seven, neither across punctuation. The first word of a pattern is never optional
nor a gap: it is what the index is keyed by, so a document costs one table look-up per word however
many patterns there are.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.claims.extract.sentences import Token

_WORD = r"[\w][\w’'ʼ-]*"
_GAP = {"_": rf"(?:{_WORD}[ \t\u00a0]+){{0,3}}", "__": rf"(?:{_WORD}[ \t\u00a0]+){{0,7}}"}
_SPACE = r"[ \t\u00a0]+"
_CAPITAL = "(?=[\"'‘“«„]?(?-i:[A-ZА-ЯІЇЄҐЁ]))"
_CACHE_LIMIT = 50_000
# What the splitter of sentences makes one token of.
_LEAD = re.compile(r"\w+(?:[-‑’'ʼ]\w+)*\*?|[^\w\s]")


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One phrase of a lexicon: what it is (``category``, ``label``) and what the data say of it."""

    category: str
    label: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
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


def _word_expression(word: str) -> str:
    """The regular expression of one word of a pattern, choices and stems included."""
    if word == "^":
        return _CAPITAL
    choice = word[1:-1] if word.startswith("(") else word
    parts = []
    for part in choice.split("|"):
        if part == "#":
            parts.append(r"\d[\d.,]*")
            continue
        piece = _SPACE.join(re.escape(one) for one in part.rstrip("*").split("~"))
        piece = re.sub(r"['’]", "['’ʼ]", piece)
        parts.append(piece + (r"[\w’'ʼ-]*" if part.endswith("*") else r"(?![\w])"))
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
    choice = first[1:-1] if first.startswith("(") else first
    found = [_LEAD.match(part) for part in choice.split("|")]
    return [match.group().casefold() for match in found if match is not None]


class Lexicon:
    """All cue phrases of a language, indexed by their first word."""

    def __init__(self) -> None:
        """Start empty; fill with :meth:`add`."""
        self._exact: dict[str, list[tuple[re.Pattern[str], Entry]]] = {}
        self._stems: dict[int, dict[str, list[tuple[re.Pattern[str], Entry]]]] = {}
        self._known: dict[str, tuple[tuple[re.Pattern[str], Entry], ...]] = {}

    def add(self, entry: Entry, patterns: Iterable[str], *, exact_case: bool = False) -> None:
        """Index ``entry`` under each of its patterns."""
        for pattern in patterns:
            compiled = compile_pattern(pattern, exact_case=exact_case)
            for lead in leading_words(pattern):
                if lead.endswith("*"):
                    table = self._stems.setdefault(len(lead) - 1, {})
                    table.setdefault(lead[:-1], []).append((compiled, entry))
                else:
                    self._exact.setdefault(lead, []).append((compiled, entry))
        self._known.clear()

    def _candidates(self, word: str) -> tuple[tuple[re.Pattern[str], Entry], ...]:
        found = self._known.get(word)
        if found is None:
            rows = list(self._exact.get(word, ()))
            # A possessive or a hyphen may follow the word that the pattern begins with.
            for mark in ("'", "’", "-"):
                head, cut, _ = word.partition(mark)
                if cut:
                    rows += self._exact.get(head, ())
            for size, table in self._stems.items():
                if len(word) >= size:
                    rows += table.get(word[:size], ())
            found = tuple(dict.fromkeys(rows))
            if len(self._known) >= _CACHE_LIMIT:
                self._known.clear()
            self._known[word] = found
        return found

    def scan(self, text: str, tokens: Sequence[Token], limit: int) -> list[Hit]:
        """Every phrase that begins at one of ``tokens`` and ends by ``limit``, in text order."""
        hits = []
        for token in tokens:
            for pattern, entry in self._candidates(token.lower):
                match = pattern.match(text, token.start, limit)
                if match is not None:
                    hits.append(Hit(token.start, match.end(), entry))
        return hits


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
