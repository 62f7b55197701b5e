"""Which cues of a sentence name a source."""

from __future__ import annotations

import re

from app.claims.extract.document import Document, Marked
from app.claims.extract.lexicon import Hit
from app.claims.extract.source import Source

_CUES = ("by_role", "source", "within", "tell", "say", "speech_noun")
# "X, identified by the press as a volunteer": who somebody is, not who tells it.
_DESCRIBED_BY = re.compile(
    r"(?:identified|described|introduced|known|named|listed|billed|hailed|dubbed|called|sanctioned|"
    r"appointed|installed)\s+(?:\w+\s+)?by"
)

_USUALLY = re.compile(r"(?:usually|often|widely|frequently|regularly|always)\s+$")


def cues_of(doc: Document, marked: Marked, sources: list[Source]) -> list[Hit]:
    """The cues in text order; a verb that tells somebody something counts once."""
    told = {h.start for h in marked.of("tell")} if doc.language == "en" else set()
    cues = [
        h for c in _CUES for h in marked.of(c)
        if h.label != "contrary" and not _apposes(doc, sources, h) and not _habitual(doc, h)
        and not (h.category == "say" and h.start in told and h.label == "claimed")
    ]  # fmt: skip
    return sorted(cues, key=lambda h: h.start)


def _habitual(doc: Document, hit: Hit) -> bool:
    """ "Usually quoted by many outlets": what is done at large carries nothing."""
    if hit.category not in ("source", "tell"):
        return False
    return _USUALLY.search(doc.text, max(0, hit.start - 14), hit.start) is not None


def _apposes(doc: Document, sources: list[Source], hit: Hit) -> bool:
    """Whether a cue begins what stands in commas behind a person."""
    if hit.category != "source" or _DESCRIBED_BY.match(doc.text, hit.start) is None:
        return False
    begins = doc.text[hit.start - 2 : hit.start] == ", "
    return begins and any(s.end == hit.start - 2 and s.form != "role" for s in sources)
