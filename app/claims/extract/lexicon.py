"""One index over all cue phrases of a language (see ``phrases`` for how they are written).

A document costs one table look-up per word however many phrases there are: the table remembers
what may begin at a word before another.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import pairwise
from operator import attrgetter, or_
from typing import NamedTuple

from app.claims.extract.phrases import LETTERS, WHOLE, Entry, Following, Phrase, Row
from app.claims.extract.sentences import Token

_CACHE_LIMIT = 50_000
_LOWER = attrgetter("lower")


class Hit(NamedTuple):
    """A phrase found in the text, between two offsets."""

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


class _Start(NamedTuple):
    """A phrase that a word may begin: by which of its choices, and what must follow."""

    phrase: Phrase
    choices: tuple[str, ...]
    following: Following | None


class _Followers(dict[str, tuple[Row, ...]]):
    """What to try at one word, by the word after it."""

    def __init__(self, lexicon: Lexicon, word: str, starts: Sequence[_Start]) -> None:
        self._lexicon, self._word, self._starts = lexicon, word, starts

    def __missing__(self, following: str) -> tuple[Row, ...]:
        self._lexicon.count_pair()
        found = self[following] = tuple(
            phrase.row(choices, self._word, following)
            for phrase, choices, needed in self._starts
            if needed is None or needed.allows(following)
        )
        return found


class _Known(dict[str, _Followers | None]):
    """What may begin at a word; None for the many words that begin nothing."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def __missing__(self, word: str) -> _Followers | None:
        self._lexicon.count_pair()
        starts = []
        for phrase in self._lexicon.candidates(word):
            choices = phrase.beginning(word)
            if choices:
                starts.append(_Start(phrase, choices, phrase.following(choices)))
        found = self[word] = _Followers(self._lexicon, word, starts) if starts else None
        return found


class _Further(dict[str, int]):
    """The bits of the further words of phrases that a token may be: see ``Phrase.further``."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._bits: dict[frozenset[tuple[str, bool]], int] = {}
        self._whole: dict[str, int] = {}
        self._open: dict[int, dict[str, int]] = {}

    def bit(self, beginnings: frozenset[tuple[str, bool]]) -> int:
        """The bit of a word that begins in one of these ways; 0 where there is none."""
        if not beginnings or beginnings in self._bits:
            return self._bits.get(beginnings, 0)
        bit = self._bits[beginnings] = 1 << len(self._bits)
        for text, goes_on in beginnings:
            table = self._open.setdefault(len(text), {}) if goes_on else self._whole
            table[text] = table.get(text, 0) | bit
        return bit

    def __missing__(self, word: str) -> int:
        self._lexicon.count_pair()
        begins = LETTERS.match(word)
        bits = self._whole.get(begins.group(), 0) if begins is not None else 0
        for size, table in self._open.items():
            bits |= table.get(word[:size], 0)
        self[word] = bits
        return bits


class Lexicon:
    """All cue phrases of a language, indexed by their first word."""

    def __init__(self) -> None:
        """Start empty; fill with :meth:`add`."""
        self._exact: dict[str, list[Phrase]] = {}
        self._stems: dict[int, dict[str, list[Phrase]]] = {}
        self._known = _Known(self)
        self._further = _Further(self)
        self._pairs = 0

    def add(self, entry: Entry, patterns: Iterable[str], *, exact_case: bool = False) -> None:
        """Index ``entry`` under each of its patterns."""
        for pattern in patterns:
            phrase = Phrase(entry, pattern, exact_case=exact_case)
            phrase.needs = self._further.bit(phrase.further())
            for lead in phrase.leads():
                if lead.endswith("*"):
                    table = self._stems.setdefault(len(lead) - 1, {})
                    table.setdefault(lead[:-1], []).append(phrase)
                else:
                    self._exact.setdefault(lead, []).append(phrase)
        self._known.clear()
        self._further.clear()

    def candidates(self, word: str) -> list[Phrase]:
        """Phrases whose first word a token, case-folded, may be."""
        found = list(self._exact.get(word, ()))
        # A possessive or a hyphen may follow the word that the pattern begins with.
        for mark in ("'", "’", "-"):
            head, cut, _ = word.partition(mark)
            if cut:
                found += self._exact.get(head, ())
        for size, table in self._stems.items():
            if len(word) >= size:
                found += table.get(word[:size], ())
        return list(dict.fromkeys(found))

    def count_pair(self) -> None:
        """Keep what is remembered of words within bounds."""
        if self._pairs >= _CACHE_LIMIT:
            self._known.clear()
            self._further.clear()
            self._pairs = 0
        self._pairs += 1

    def scan(self, text: str, tokens: Sequence[Token], limit: int) -> list[Hit]:
        """Every phrase that begins at one of ``tokens`` and ends by ``limit``, in text order."""
        hits = []
        make = tuple.__new__  # Hit(...) takes twice as long
        lower = list(map(_LOWER, tokens))
        beginning = list(map(self._known.__getitem__, lower))
        held = reduce(or_, map(self._further.__getitem__, lower), 0)
        lower.append("")
        for place, followers in enumerate(beginning):
            if followers is None:
                continue
            rows = followers[lower[place + 1]]
            if not rows:
                continue
            start, stop = tokens[place][:2]
            for size, match, entry, needs in rows:
                end = stop if size == WHOLE else start + size
                if match is not None:
                    if needs & held != needs:
                        continue
                    found = match(text, end, limit)
                    if found is None:
                        continue
                    end = found.end()
                hits.append(make(Hit, (start, end, entry)))
        return hits


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """Hits without those that overlap a longer (or earlier equally long) one, in text order."""
    hits = list(hits)
    if all(one.end <= other.start for one, other in pairwise(hits)):
        return hits
    chosen: list[Hit] = []
    starts: list[int] = []
    for hit in sorted(hits, key=lambda h: (h.start - h.end, h.start)):
        place = bisect(starts, hit.start)
        free_before = place == 0 or chosen[place - 1].end <= hit.start
        if free_before and (place == len(starts) or starts[place] >= hit.end):
            starts.insert(place, hit.start)
            chosen.insert(place, hit)
    return chosen
