"""Whose post or bulletin a report is by its first words: a greeting from him, or his name alone."""

from __future__ import annotations

import re

from app.claims.extract.document import Document
from app.claims.extract.source import Source
from app.claims.extract.spoken import Spoken
from app.claims.extract.voices import BULLETIN_KINDS

_LEADS = 3  # characters before the name that a heading begins with
_OFFICIALS = frozenset({"official", "governor", "mayor", "spokesperson"})
# A post that begins with a greeting is by whoever introduces himself in it.
_GREETS = re.compile(
    r"на\s+зв.язку|на\s+связи|доброго\s+(?:ранку|дня|вечора)|добр(?:ый|ое|ого)\s+(?:день|утро|вечер)|"
    r"вітаю|здравствуйте|good\s+(?:morning|evening|day)|this\s+is\s+(?=[A-Z])|greetings",
    re.IGNORECASE,
)


def heading(doc: Document, sources: list[list[Source]], spoken: list[Spoken]) -> Source | None:
    """Who introduces himself in a first sentence that attributes nothing, or None.

    "Good morning, this is the mayor, X" tells whose post it is; "The Ministry of Defence on the
    course of the operation", whose bulletin, where the report names nobody else.
    """
    if not doc.sentences or not spoken[0].empty:
        return None
    marked = doc.sentences[0]
    start, end = marked.sentence.start, marked.sentence.end
    named = [s for s in sources[0] if not s.carries]
    named = [s for s in named if s.form in ("actor", "person") or s.kind in _OFFICIALS]
    if not named:
        return None
    if _GREETS.search(doc.text, start, end) is not None:
        return named[0]
    titled = named[0].start - start < _LEADS and not marked.of("head")
    alone = titled and named[0].kind in BULLETIN_KINDS and all(s.empty for s in spoken)
    return named[0] if alone else None
