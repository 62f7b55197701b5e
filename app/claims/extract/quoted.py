"""Marks around a few words within a phrase: "had been 'cleansed' of troops" is no speech."""

from __future__ import annotations

import re

_WORDS = re.compile(
    r"(?<!\w)(?P<open>[\"'‘“«„])(?=[a-zа-яёіїєґ])[\w’'-]*\w(?:[ \u00a0][\w’-]+){0,3}"
    r"(?P<close>[\"'’”»“])(?!\w)"
)
_OPENING = frozenset("\"'‘“«„")


def without_marks(text: str) -> tuple[str, frozenset[int]]:
    """The text with a space for each mark around a few lower-case words, and where these stood.

    Phrases are found across such marks; what is said at length keeps its own.
    """
    if _OPENING.isdisjoint(text):
        return text, frozenset()
    marks = [at for m in _WORDS.finditer(text) for at in (m.start("open"), m.start("close"))]
    if not marks:
        return text, frozenset()
    characters = list(text)
    for at in marks:
        characters[at] = " "
    return "".join(characters), frozenset(marks)
