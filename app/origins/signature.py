"""The MinHash of a text over its word shingles, and which signatures are near enough.

Broder (1997): the share of equal minima estimates the Jaccard similarity of two shingle sets;
with 128 permutations its standard error is at most 0.045. Signatures are cut into bands (Leskovec,
Rajaraman, Ullman: Mining of Massive Datasets, 3.4): 32 bands of 4 rows meet with a probability of
0.87 at a similarity of 0.5, and of 0.999 at 0.7.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from datasketch import MinHash

SHINGLE_WORDS = 3
MINIMUM_SHINGLES = 12
"""Shorter texts share their few phrases with too many others."""

_PERMUTATIONS, _ROWS, _SEED = 128, 4, 1
_BATCH = 2048
_WORD = re.compile(r"\w+")

REACH_DAYS = 7
"""Copies of one item appear within so many days."""

# Days between publication -> similarity that makes two texts one item. Summaries that appear every
# day repeat their frame, so the further apart, the more must be equal.
_REQUIRED = {0: 0.5, 1: 0.6}
_REQUIRED_LATER = 0.8
# The next edition of the same publisher's summary is no copy of the last one.
_REQUIRED_SAME_PUBLISHER = 0.95
# Of the places that the shorter list names, the share that both must have.
_SHARED_PLACES = 0.5


@dataclass(frozen=True, slots=True)
class Signature:
    """128 minima as little-endian 32-bit integers, and how many shingles they stand for."""

    minima: bytes
    shingles: int

    def bands(self) -> list[int]:
        """Return the hash of each band as a signed 64-bit integer."""
        width = 4 * _ROWS
        return [
            int.from_bytes(
                blake2b(
                    self.minima[start : start + width],
                    digest_size=8,
                    salt=(start // width).to_bytes(2, "little"),
                ).digest(),
                "little",
                signed=True,
            )
            for start in range(0, len(self.minima), width)
        ]


@dataclass(frozen=True, slots=True)
class Report:
    """What two reports are compared by; ``places`` are the ids of the places they name."""

    minima: bytes
    published: date | None
    publisher: str | None
    places: frozenset[str]


def signature(text: str) -> Signature | None:
    """Return the signature of ``text``, or None when it is too short to be recognised."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    shingles = {
        " ".join(words[start : start + SHINGLE_WORDS])
        for start in range(len(words) - SHINGLE_WORDS + 1)
    }
    if len(shingles) < MINIMUM_SHINGLES:
        return None
    made = _empty().copy()
    encoded = (shingle.encode() for shingle in shingles)
    # In batches: the library multiplies every shingle with every permutation at once.
    while batch := list(islice(encoded, _BATCH)):
        made.update_batch(batch)
    return Signature(made.hashvalues.astype("<u4").tobytes(), len(shingles))


@lru_cache(maxsize=1)
def _empty() -> MinHash:
    from datasketch import MinHash  # noqa: PLC0415 (its dependencies take a second to load)

    return MinHash(num_perm=_PERMUTATIONS, seed=_SEED)


def similarity(first: bytes, second: bytes) -> float:
    """Return the estimated Jaccard similarity of the texts behind two signatures, 0 to 1."""
    equal = np.frombuffer(first, "<u4") == np.frombuffer(second, "<u4")
    return float(equal.mean())


def is_copy(one: Report, other: Report) -> float | None:
    """Return the similarity when the two retell one item, else None. Symmetric."""
    alike = similarity(one.minima, other.minima)
    if one.published and other.published:
        days = abs((one.published - other.published).days)
        if days > REACH_DAYS:
            return None
        required = _REQUIRED.get(days, _REQUIRED_LATER)
        if days and one.publisher is not None and one.publisher == other.publisher:
            required = _REQUIRED_SAME_PUBLISHER
    else:
        required = _REQUIRED_LATER
    if alike < required:
        return None
    if one.places and other.places:
        fewer = min(len(one.places), len(other.places))
        if len(one.places & other.places) < _SHARED_PLACES * fewer:
            return None
    return alike
