"""Approximate string retrieval whose cost does not grow with the number of strings.

Symmetric deletion: two strings within edit distance *d* share a string that both become by
deleting at most *d* letters. The deletions of a short prefix of every indexed string are hashed
and sorted once; a query makes its own deletions and looks them up by binary search.
After W. Garbe, "SymSpell: 1000x faster spelling correction" (2012), prefix variant.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[Any]
Hashes = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class DeletionIndex:
    """Hashes of deletions, sorted, beside the number of the string each was made of."""

    hashes: Hashes
    ids: Ids
    distance: int
    prefix: int

    @classmethod
    def build(cls, texts: Iterable[str], distance: int, prefix: int) -> DeletionIndex:
        """Index ``texts`` by their position for edits up to ``distance``."""
        # Bare numbers: millions of strings make a hundred million hashes.
        hashes = array("I")
        counts = array("I")
        for text in texts:
            made = _deletion_hashes(text[:prefix], distance)
            hashes.extend(made)
            counts.append(len(made))
        # Hash above, string below in one number: sorting it sorts both.
        pairs = np.frombuffer(hashes, dtype=np.uint32).astype(np.uint64) << np.uint64(32)
        del hashes
        pairs |= np.repeat(np.arange(len(counts), dtype=np.uint32), counts)
        pairs.sort()
        ids = pairs.astype(np.uint32).view(np.int32)
        pairs >>= np.uint64(32)
        return cls(pairs.astype(np.uint32), ids, distance, prefix)

    def lookup(self, text: str, distance: int | None = None) -> Ids:
        """Numbers of strings that may lie within ``distance`` of ``text``; repeats are possible.

        A superset: the caller measures the real distance.
        """
        reach = self.distance if distance is None else min(distance, self.distance)
        wanted = np.fromiter(_deletion_hashes(text[: self.prefix], reach), dtype=np.uint32)
        starts = np.searchsorted(self.hashes, wanted, side="left")
        ends = np.searchsorted(self.hashes, wanted, side="right")
        return concatenate_ranges(self.ids, starts, ends)


def concatenate_ranges(values: Ids, starts: Ids, ends: Ids) -> Ids:
    """``values[s:e]`` for each pair of ``starts`` and ``ends``, joined into one array."""
    lengths = ends - starts
    total = int(lengths.sum())
    if total == 0:
        return values[:0]
    offsets = np.repeat(starts - np.concatenate(([0], lengths.cumsum()[:-1])), lengths)
    joined: Ids = values[offsets + np.arange(total)]
    return joined


def _deletion_hashes(text: str, distance: int) -> set[int]:
    made = {crc32(text.encode())}
    for count in range(1, min(distance, len(text) - 1) + 1):
        for kept in combinations(text, len(text) - count):
            made.add(crc32("".join(kept).encode()))
    return made
