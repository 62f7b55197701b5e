"""Search as one types: places whose names begin with a text, sound like it, or resemble it.

Where :mod:`gazetteer.resolver` decides which place a finished name means, search offers what an
unfinished or misspelt one may become. Hits are ordered by how they match and by population; names
that merely resemble the text come last, and only where there is room.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from gazetteer.candidates import LIKENESS, match
from gazetteer.deletions import concatenate_ranges
from gazetteer.index import PLACE_KINDS, NameIndex, Rows
from gazetteer.model import NameKind, Place, PlaceKind, PlaceName
from gazetteer.names.fold import fold
from gazetteer.names.key import name_key
from gazetteer.place_table import NAME_KINDS

Values = npt.NDArray[Any]

_LAST: Final = "\U0010ffff"
_SIMILAR_FROM: Final = 4
"""Sounds that a text needs before names that merely resemble it are offered."""

_LONGEST_BEGINNING: Final = 8
"""Sounds compared with the beginnings of names; who has typed more is looked up whole."""

_ABROAD_FROM: Final = 4
"""Shorter texts are beginnings, though some town in the world may be called so."""

_LEAST_LIKENESS: Final = 0.7
"""Names less alike than this are no help to whoever mistyped one."""


class Match(StrEnum):
    """How a text and a name fit, the closest first."""

    EXACT = "exact"
    SAME_SOUND = "same_sound"
    PREFIX = "prefix"
    SOUNDS = "sounds"
    WORD = "word"
    SIMILAR = "similar"


_SENTENCES: Final = {
    Match.EXACT: "“{text}” is a name of {place}",
    Match.SAME_SOUND: "“{text}” sounds like “{name}”",
    Match.PREFIX: "“{text}” begins “{name}”",
    Match.SOUNDS: "“{text}” sounds like the beginning of “{name}”",
    Match.WORD: "A word of “{name}” begins with “{text}”",
    Match.SIMILAR: "“{text}” resembles “{name}”",
}
_NAME_WORDS: Final = {
    NameKind.OFFICIAL: "the official name",
    NameKind.FORMER: "a former name",
    NameKind.ALTERNATE: "a further name",
    NameKind.GENERATED: "a form made by rule of the name",
}
# What a hit's standing is made of, in tenfold populations. Areas have no population of their own
# here; whoever types their name rarely means a village.
_KIND_STANDING: Final = {PlaceKind.OBLAST: 3.0, PlaceKind.COUNTRY: 3.0, PlaceKind.REGION: 2.0,
                         PlaceKind.RAION: 1.0, PlaceKind.HROMADA: 0.5}  # fmt: skip
_FOREIGN_STANDING: Final = -3.0
_NAME_STANDING: Final = {NameKind.FORMER: -0.3, NameKind.ALTERNATE: -0.3, NameKind.GENERATED: -0.5}
# A village by its whole name comes before the towns whose names it begins, save the great ones.
_MATCH_STANDING: Final = {Match.EXACT: 3.0, Match.SAME_SOUND: 1.5, Match.PREFIX: 0.0,
                          Match.SOUNDS: -1.0, Match.WORD: -1.0}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A place, the name of it that fits, and how it fits."""

    place: Place
    name: PlaceName
    match: Match
    reason: str


class NameSearch:
    """Prefix and fuzzy search over one index; its tables are made at the first search."""

    def __init__(self, index: NameIndex) -> None:  # noqa: D107
        self._index = index
        self._key_beginnings = lru_cache(maxsize=None)(self._make_key_beginnings)

    def find(self, text: str, limit: int = 10, kind: PlaceKind | None = None) -> list[SearchHit]:
        """At most ``limit`` hits, one per place; none where ``text`` holds nothing nameable."""
        form = fold(text)
        if not form or limit < 1:
            return []
        key = name_key(form).key
        found = self._ranked(self._matching(form, key), limit, kind)
        if len(found) < limit and len(key) >= _SIMILAR_FROM:
            further = self._ranked([self._resembling(form, key)], limit, kind)
            found.extend(one for one in further if one[0] not in {place for place, *_ in found})
        return [self._hit(text, bearing, how) for _, bearing, how in found[:limit]]

    def warm(self) -> None:
        """Make the tables now, so that the first search need not."""
        for text in ("a", "warm up"):
            self.find(text)

    def _matching(self, form: str, key: str) -> Iterator[tuple[Match, Rows, Values]]:
        """Bearings that fit, group by group, with their standing."""
        groups = [(Match.EXACT, self._of_form(form)), (Match.PREFIX, self._beginning(form))]
        if len(key) >= 2:
            same, beginning = self._sounding(key)
            groups += [(Match.SAME_SOUND, same), (Match.SOUNDS, beginning)]
            groups.append((Match.WORD, self._beginning(form, later_words=True)))
        places = self._index.arrays["bearing_place"]
        for how, bearings in groups:
            standing = self._standing[bearings] + _MATCH_STANDING[how]
            if how is Match.EXACT and len(form) < _ABROAD_FROM:
                standing -= _MATCH_STANDING[how] * self._index.foreign[places[bearings]]
            yield how, bearings, standing

    def _ranked(
        self,
        groups: Iterable[tuple[Match, Rows, Values]],
        limit: int,
        kind: PlaceKind | None,
    ) -> list[tuple[int, int, Match]]:
        """(place row, bearing, match) of the best hit of each place, best first."""
        places = self._index.arrays["bearing_place"]
        best: dict[int, tuple[float, int, Match]] = {}
        for how, bearings, standing in groups:
            of_group = np.arange(len(bearings))
            if kind is not None:
                of_kind = self._index.kind[places[bearings]] == PLACE_KINDS.index(kind)
                of_group = np.flatnonzero(of_kind)
            # A place has about six names; most share their beginning in one script only.
            if len(of_group) > 8 * limit:
                of_group = of_group[np.argpartition(-standing[of_group], 8 * limit)[: 8 * limit]]
            for at in of_group.tolist():
                place, value = int(places[bearings[at]]), float(standing[at])
                if place not in best or value > best[place][0]:
                    best[place] = (value, int(bearings[at]), how)
        order = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
        return [(place, bearing, how) for place, (_, bearing, how) in order[:limit]]

    def _hit(self, text: str, bearing: int, how: Match) -> SearchHit:
        index = self._index
        place = index.places.at(int(index.arrays["bearing_place"][bearing]))
        name = place.names[int(index.arrays["bearing_order"][bearing])]
        sentence = _SENTENCES[how].format(text=text.strip(), name=name.text, place=place.name)
        if how is Match.EXACT:
            reason = f"{sentence}: {_NAME_WORDS[name.kind]}."
        else:
            reason = f"{sentence}, {_NAME_WORDS[name.kind]} of {place.name}."
        return SearchHit(place, name, how, reason)

    @cached_property
    def _standing(self) -> Values:
        """How prominent each bearing's place is, less what its kind of name costs."""
        index = self._index
        place = index.arrays["bearing_place"]
        of_kind = np.array([_KIND_STANDING.get(kind, 0.0) for kind in PLACE_KINDS])
        of_name = np.array([_NAME_STANDING.get(kind, 0.0) for kind in NAME_KINDS])
        standing = index.prominence[place] + of_kind[index.kind[place]]
        standing += of_name[index.arrays["bearing_kind"]]
        standing += _FOREIGN_STANDING * index.foreign[place]
        return np.asarray(standing, dtype=np.float32)

    @cached_property
    def _by_form(self) -> tuple[Rows, Rows]:
        """Bearings sorted by form, and where those of each form begin."""
        numbers = self._index.arrays["bearing_form"]
        order = np.argsort(numbers, kind="stable").astype(np.int32)
        starts = np.searchsorted(numbers[order], np.arange(len(self._index.forms) + 1))
        return order, starts

    def _of_form(self, form: str) -> Rows:
        number = self._index.forms.get(form)
        order, starts = self._by_form
        return order[:0] if number is None else order[starts[number] : starts[number + 1]]

    @cached_property
    def _beginnings(self) -> tuple[_Column, _Column]:
        """Folded names, and what remains of them from each later word on."""
        whole = list(self._index.forms.items())
        later = [
            (form[at + 1 :], number)
            for form, number in whole
            for at, char in enumerate(form)
            if char == " "
        ]
        return _Column.of(whole, *self._by_form), _Column.of(later, *self._by_form)

    def _beginning(self, form: str, *, later_words: bool = False) -> Rows:
        return self._beginnings[later_words].starting_with(form)

    @cached_property
    def _keys(self) -> tuple[list[str], Rows]:
        """Slavic keys in order, and their numbers in the index."""
        keys = self._index.keys
        order = sorted(range(len(keys)), key=keys.__getitem__)
        return [keys[number] for number in order], np.array(order, dtype=np.int32)

    def _sounding(self, key: str) -> tuple[Rows, Rows]:
        """Bearings of exactly this key, and of the longer keys that it begins."""
        keys, numbers = self._keys
        start, end = bisect_left(keys, key), bisect_left(keys, key + _LAST)
        whole = start + (start < end and keys[start] == key)
        same, longer = numbers[start:whole], numbers[whole:end]
        return self._index.bearings_of_keys(same), self._index.bearings_of_keys(longer)

    def _resembling(self, form: str, key: str) -> tuple[Match, Rows, Values]:
        """Bearings of names that begin nearly like the text, or are nearly like it."""
        close, edits = self._nearly_beginning(key)
        bearings = self._index.bearings_of_keys(close)
        likeness = np.repeat(1.0 - edits / len(key), self._index.bearing_counts(close))
        whole = match(self._index, form)
        bearings = np.concatenate([bearings, whole.bearing])
        likeness = np.concatenate([likeness, whole.likeness[:, LIKENESS.index("key")]])
        alike = likeness >= _LEAST_LIKENESS
        # A tenth of the letters weighs as much as ten times the inhabitants.
        standing = 10.0 * likeness[alike] + self._standing[bearings[alike]]
        return Match.SIMILAR, bearings[alike], standing

    def _nearly_beginning(self, key: str) -> tuple[Rows, Values]:
        """Keys whose beginning differs from ``key`` by a slip or two, and by how many."""
        _, numbers = self._keys
        size = min(len(key), _LONGEST_BEGINNING)
        texts, starts = self._key_beginnings(key[0], size)
        edits = cdist([key[:size]], texts, scorer=OSA.distance, score_cutoff=2, dtype=np.int32)[0]
        near = np.flatnonzero(edits <= (1 if size < 6 else 2))
        lengths = starts[near + 1] - starts[near]
        close = concatenate_ranges(numbers, starts[near], starts[near + 1])
        return close, np.repeat(edits[near], lengths).astype(np.float32)

    def _make_key_beginnings(self, letter: str, size: int) -> tuple[list[str], Rows]:
        """The different beginnings of keys with this first letter, and where the keys of each lie.

        The last number is where the keys after all of them lie.
        """
        keys, _ = self._keys
        start, end = bisect_left(keys, letter), bisect_left(keys, letter + _LAST)
        first: dict[str, int] = {}
        for at in range(start, end):
            first.setdefault(keys[at][:size], at)
        return list(first), np.array([*first.values(), end], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class _Column:
    """Sorted texts, and the bearings of each, so that a beginning is one slice."""

    texts: list[str]
    starts: Rows
    bearings: Rows

    @classmethod
    def of(cls, pairs: list[tuple[str, int]], order: Rows, bounds: Rows) -> _Column:
        """Column of (text, form number) pairs; ``order`` and ``bounds`` hold forms' bearings."""
        pairs = sorted(pairs)
        forms = np.array([number for _, number in pairs], dtype=np.int64)
        counts = bounds[forms + 1] - bounds[forms] if len(forms) else forms
        return cls(
            [text for text, _ in pairs],
            np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            concatenate_ranges(order, bounds[forms], bounds[forms + 1]),
        )

    def starting_with(self, text: str) -> Rows:
        """Bearings of all texts that begin with ``text``."""
        start, end = bisect_left(self.texts, text), bisect_left(self.texts, text + _LAST)
        found: Rows = self.bearings[self.starts[start] : self.starts[end]]
        return found
