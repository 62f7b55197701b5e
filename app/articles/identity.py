"""What makes two names of a source one: the slug."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from gazetteer.romanise import romanise

NAME_LIMIT = 200
_SLUG_LIMIT = 60
_SEPARATORS = re.compile(r"[^a-z0-9]+")
_SPACES = re.compile(r"\s+")


def display_name(name: str) -> str:
    """Return ``name`` on one line, at most ``NAME_LIMIT`` characters; what is cut ends in "…".

    Nobody is called by a longer name, and an index entry has its limits; the words as they were
    stay with the mention or link.
    """
    line = _SPACES.sub(" ", name).strip()
    return line if len(line) <= NAME_LIMIT else line[: NAME_LIMIT - 1] + "…"


@lru_cache(maxsize=16384)
def slug(name: str) -> str:
    """Return the identity of a named source: lower-case ASCII letters, digits and underscores.

    A name that loses letters on the way gets a digest, so that two such names stay two.

    >>> slug("TASS"), slug("Deep State"), slug("Українська правда")
    ('tass', 'deep_state', 'ukrainska_pravda')
    """
    folded = unicodedata.normalize("NFKD", romanise(name).casefold())
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    text = _SEPARATORS.sub("_", bare).strip("_")
    lossy = any(letter.isalnum() and not letter.isascii() for letter in bare)
    if text and not lossy and len(text) <= _SLUG_LIMIT:
        return text
    digest = hashlib.sha256(_SPACES.sub(" ", name).strip().casefold().encode()).hexdigest()[:10]
    return f"{text[:_SLUG_LIMIT]}_{digest}".lstrip("_")
