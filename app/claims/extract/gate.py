"""Which expressions can match a stretch of text at all, told by its words one by one.

Most grammars look for words that most sentences lack. A need is a short expression for what a
match must hold within one word (anything between white space); which needs a word meets is looked
up in a table that remembers words, so a sentence costs one look-up per word instead of one search
per grammar.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache, reduce
from operator import or_

_REMEMBERED = 32_768


class Gate:
    """Numbers needs and tells which of them the words of a text meet."""

    def __init__(self, needs: Sequence[str]) -> None:
        """Compile the needs; the bit of each is its place in the sequence."""
        self._needs = [re.compile(need, re.IGNORECASE) for need in needs]
        self._any = re.compile("|".join(needs), re.IGNORECASE)
        self._of_word = lru_cache(maxsize=_REMEMBERED)(self._met)

    def met(self, text: str, start: int, end: int) -> int:
        """The bits of the needs that some word between two offsets meets."""
        return reduce(or_, map(self._of_word, text[start:end].split()), 0)

    def _met(self, word: str) -> int:
        if self._any.search(word) is None:
            return 0
        return sum(1 << bit for bit, need in enumerate(self._needs) if need.search(word))
