"""Candidates of a name: exact form, equal key, small edits of key, stem and skeleton, together.

Retrieval is generous and cheap; :func:`match` then measures how alike the name and each candidate
key are and keeps the best. Everything here depends on the name alone, so answers are cached.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cdist

from gazetteer.index import NameIndex, Rows
from gazetteer.model import NameKind
from gazetteer.names.coarse import coarse
from gazetteer.names.fold import fold, is_cyrillic
from gazetteer.names.key import NameKey, name_key, other_readings
from gazetteer.place_table import NAME_KINDS

Values = npt.NDArray[np.float32]

MAX_KEYS: Final = 48
"""Keys kept after measuring; homonyms are many places under one key."""

CLOSE_LOOK: Final = 160
"""Keys whose stem and skeleton are measured too."""

MAX_PLACES: Final = 400
"""Places kept per name before context is looked at (the commonest name has some 150 bearers)."""

MIN_LIKENESS: Final = 0.5
"""Keys less alike than this are dropped, unless nothing is left."""


KIN: Final = 50
"""Hundredths of likeness to the official name from which a further name is a form of it."""

CLEARLY: Final = 0.05
FORMER: Final = NAME_KINDS.index(NameKind.FORMER)


@dataclass(frozen=True, slots=True)
class NameMatch:
    """Places that a name may mean, judged by the name alone; columns of equal length.

    ``bearing`` is the name of the place that fits best; ``likeness`` holds, per place, the values
    of the name signals (see ``LIKENESS``).
    """

    text: str
    place: Rows
    bearing: Rows
    likeness: Values

    def __len__(self) -> int:  # noqa: D105
        return len(self.place)

    def where(self, held: npt.NDArray[np.bool_]) -> NameMatch:
        """Only the places for which ``held`` is true."""
        return NameMatch(self.text, self.place[held], self.bearing[held], self.likeness[held])


LIKENESS: Final = (
    "exact", "same_key", "key", "stem", "skeleton", "start", "first_letter", "edits", "same_stem"
)  # fmt: skip
"""Columns of ``NameMatch.likeness``, each between 0 and 1."""

EXACT: Final = LIKENESS.index("exact")
SAME_KEY: Final = LIKENESS.index("same_key")


def match(index: NameIndex, text: str) -> NameMatch:
    """All places whose names ``text`` may be a spelling of, best first, at most ``MAX_PLACES``."""
    form = fold(text)
    made = name_key(form)
    if not made.key:
        return _empty(text)
    form_number = index.forms.get(form, -1)
    readings = [made] if form_number >= 0 else _known_readings(index, form, made)
    known = bool(readings)
    parts = []
    for reading in readings or [made]:
        keys = _retrieve(index, reading, form_number, known)
        if len(keys):
            parts.append(_measure(index, reading, keys))
    if not parts:
        return _empty(text)
    keys, key_values = parts[0] if len(parts) == 1 else _united(parts)
    return _spread(index, text, form_number, keys, key_values)


def _known_readings(index: NameIndex, form: str, plain: NameKey) -> list[NameKey]:
    """The plain reading if the gazetteer knows its key, else all others whose key it knows."""

    def known(reading: NameKey) -> bool:
        return any(index.keys[key] == reading.key for key in index.by_key.lookup(reading.key, 0))

    return [plain] if known(plain) else [one for one in other_readings(form) if known(one)]


def _united(parts: list[tuple[Rows, Values]]) -> tuple[Rows, Values]:
    """The keys of several readings, each as the reading sees it that fits it best."""
    keys = np.concatenate([keys for keys, _ in parts])
    values = np.concatenate([values for _, values in parts])
    order = np.argsort(-_overall(values), kind="stable")
    _, first = np.unique(keys[order], return_index=True)
    chosen = order[np.sort(first)]
    return keys[chosen], values[chosen]


def _overall(values: Values) -> Values:
    """How alike in all: the whole key counts as much as two of stem, skeleton and beginning."""
    sums: Values = values[:, 2] + 0.5 * (values[:, 3] + values[:, 4] + values[:, 5])
    return sums


def _empty(text: str) -> NameMatch:
    none = np.empty(0, dtype=np.int32)
    return NameMatch(text, none, none, np.empty((0, len(LIKENESS)), dtype=np.float32))


def _retrieve(index: NameIndex, made: NameKey, form_number: int, known: bool) -> Rows:
    """Keys that the name may be a spelling of; few further ones where its own key is ``known``.

    A slip of the pen seldom hits upon another name, so there the far-off ones have no chance.
    """
    reach = 1 if known or len(made.key) < 5 else 2
    skeleton = coarse(made.skeleton)
    parts = [
        index.by_key.lookup(made.key, reach),
        index.by_stem.lookup(made.stem, 0 if len(made.stem) < 4 else 1),
        index.by_skeleton.lookup(skeleton, 0 if known or len(skeleton) < 4 else 1),
    ]
    if form_number >= 0:
        parts.append(index.arrays["form_key"][form_number : form_number + 1])
    keys = np.unique(np.concatenate(parts))
    # A key of quite another length shares a skeleton by chance, or by a whole further word.
    away = np.abs(index.arrays["key_length"][keys] - len(made.key))
    stem_away = np.abs(index.arrays["stem_length"][keys] - len(made.stem))
    kept: Rows = keys[np.minimum(away, stem_away) <= max(3, len(made.key) // 3)]
    return kept


def _measure(index: NameIndex, made: NameKey, keys: Rows) -> tuple[Rows, Values]:
    """The likeness of the name to each key, and the keys worth keeping, best first."""
    texts = _pick(index.keys, keys)
    key = _similarity(made.key, texts)
    if len(keys) > CLOSE_LOOK:
        # The whole key decides who is looked at closely; the rest differ by more.
        kept = np.argpartition(-key, CLOSE_LOOK)[:CLOSE_LOOK]
        keys, key = keys[kept], key[kept]
        texts = _pick(index.keys, keys)
    stem = _similarity(made.stem, _pick(index.stems, keys))
    skeleton = _similarity(coarse(made.skeleton), _pick(index.skeletons, keys))
    start = cdist([made.key], texts, scorer=JaroWinkler.similarity, dtype=np.float32)[0]
    first = index.arrays["key_first"][keys] == ord(made.key[0])
    longest = np.maximum(index.arrays["key_length"][keys], len(made.key))
    edits = np.minimum((1.0 - key) * longest, 4.0) / 4.0
    values = np.column_stack(
        [np.zeros_like(key), key >= 1.0, key, stem, skeleton, start, first, edits, stem >= 1.0]
    )
    values = values.astype(np.float32)
    order = np.argsort(-_overall(values), kind="stable")[:MAX_KEYS]
    order = order[np.maximum(key, stem)[order] >= MIN_LIKENESS]
    return keys[order], values[order]


def _pick(texts: list[str], numbers: Rows) -> tuple[str, ...]:
    if len(numbers) < 2:
        return tuple(texts[number] for number in numbers.tolist())
    picked: tuple[str, ...] = itemgetter(*numbers.tolist())(texts)
    return picked


def _similarity(text: str, others: tuple[str, ...]) -> Values:
    row: Values = cdist([text], others, scorer=OSA.normalized_similarity, dtype=np.float32)[0]
    return row


def _spread(
    index: NameIndex, text: str, form_number: int, keys: Rows, key_values: Values
) -> NameMatch:
    """From keys to the places that bear them, one row per place with its best name."""
    counts = index.bearing_counts(keys)
    # Every bearer of a key stays or goes together, so that homonyms are never cut at random.
    kept = max(1, int(np.searchsorted(counts.cumsum(), 2 * MAX_PLACES)))
    bearings = index.bearings_of_keys(keys[:kept])
    values = np.repeat(key_values[:kept], counts[:kept], axis=0)
    exact = index.arrays["bearing_form"][bearings] == form_number
    place = index.arrays["bearing_place"][bearings]
    # Among equally fitting names of a place the official one speaks for it, then a former one, so
    # that an unmarked copy of a name in some source does not hide what is known of the name.
    merit = values[:, 1:6].sum(axis=1) - 0.02 * index.arrays["bearing_kind"][bearings]
    order = np.lexsort((-merit, place))
    _, first = np.unique(place[order], return_index=True)
    best = order[first]
    values = values[best]
    values[:, EXACT] = np.logical_or.reduceat(exact[order], first)
    if not is_cyrillic(text):
        # Which of its romanisations a source keeps says nothing between namesakes.
        values[:, EXACT] = np.where(
            values[:, SAME_KEY] >= 1.0, values[:, EXACT].max(initial=0.0), values[:, EXACT]
        )
    merit = merit[best] + values[:, EXACT]
    place, best = place[best], bearings[best]
    lender = _namesakes(index, place, best, merit)
    merit, values, best = merit[lender], values[lender], best[lender]
    ranked = np.argsort(-merit, kind="stable")[:MAX_PLACES]
    return NameMatch(text, place[ranked], best[ranked], values[ranked])


def _namesakes(index: NameIndex, place: Rows, bearing: Rows, merit: Values) -> Rows:
    """Per place the row of the place whose name it may borrow: mostly its own.

    Sources give a further spelling ("Yablunovka") to one of many places called Яблунівка; whoever
    writes so may mean any of them. Former names, and names unlike the official one, are not lent.
    """
    group = index.arrays["namesake"][place]
    lent = (index.arrays["bearing_kinship"][bearing] >= KIN) & (
        index.arrays["bearing_kind"][bearing] != FORMER
    )
    offer = np.where(lent, merit, -np.inf)
    order = np.lexsort((-offer, group))
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    leader = np.empty(len(place), dtype=np.int64)
    leader[order] = np.repeat(order[starts], np.diff(np.append(starts, len(order))))
    return np.where(offer[leader] > merit + CLEARLY, leader, np.arange(len(place)))
