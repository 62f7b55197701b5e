"""Which act a hedge governs: its own clause, or all that the sentence tells."""

from __future__ import annotations

import re

from app.claims.extract.document import Document, Marked
from app.claims.extract.lexicon import Hit

_CLAUSE = re.compile(
    r"[;:()]|\s[—–]\s|,?\s(?:and|but|while|whereas|although|though|after|before|when|where|who|which|because|"
    r"however|yet|и|а|но|однако|хотя|когда|где|котор\w+|потому|пока|та|але|однак|хоча|коли|де|як(?:ий|а|е|і)|"
    r"натомість|зато)\s",
    re.IGNORECASE,
)
# What a phrase that governs a whole sentence still does not reach over.
_PARTS = re.compile(
    r";|:\s|,\s(?:but|yet|while|whereas|но|однако|але|однак|натомість|зато|а)\s", re.IGNORECASE
)
# "No confirmation of control": an object of its own.
_OF_ITS_OWN = re.compile(
    r"\s*(?:of|for|о|об|про)\s+(?!(?:it|this|that|these|which|это|этом|це)\b)\w", re.IGNORECASE
)
_OF_THIS = re.compile(
    r"\s*(?:(?:of|for|to|о|об|про)\s+)?(?:it|this|that|the\s+(?:claim|report)|это\w*|этом|цьо\w+|це)(?!\w)",
    re.IGNORECASE,
)
_HOLDS_ITS_OWN = re.compile(r"\s(?:of|о|об|про)\s+(?!это|це|цьо|this|that|it\b)\w", re.IGNORECASE)
_OPENING = 4  # characters before a word that opens a sentence
_BEHIND = 3  # words between an act and a hedge behind it


def governing(
    doc: Document, marked: Marked, label: str, start: int, *, stated: bool = False
) -> Hit | None:
    """The first modal cue of a label whose scope holds the act at ``start``.

    ``stated`` asks for a cue whose scope the data tell: "a possible result" says little of an act.
    """
    cues = [h for h in marked.of("modal")
            if h.label == label and (not stated or h.entry.attributes.get("scope"))]  # fmt: skip
    if not cues:
        return None
    end = next((h.end for h in marked.of("head") if h.start == start), start)
    return next((h for h in cues if _governs(doc, marked, h, (start, end))), None)


def _governs(doc: Document, marked: Marked, cue: Hit, act: tuple[int, int]) -> bool:
    if cue.start < act[1] and act[0] < cue.end:
        return True
    behind = cue.start >= act[1]
    gap = (act[1], cue.start) if behind else (cue.end, act[0])
    between = doc.text[gap[0] : gap[1]]
    opens = cue.start - marked.sentence.start < _OPENING and doc.text.startswith(",", cue.end)
    if opens or _scope(doc, cue) == "sentence":
        return _behind_all(doc, marked, cue, between) if behind else not _PARTS.search(between)
    if _CLAUSE.search(between) is not None:
        return False
    if behind:
        return "," not in between and len(between.split()) <= _BEHIND
    verbs = (h for h in marked.of("head") if h.entry.attributes["form"] == "verb")
    return not any(gap[0] <= h.start < gap[1] for h in verbs)


def _behind_all(doc: Document, marked: Marked, cue: Hit, between: str) -> bool:
    """Whether a phrase behind an act is about what was told before, not about its own object."""
    if _OF_THIS.match(doc.text, cue.end):
        return True
    own = _OF_ITS_OWN.match(doc.text, cue.end, marked.sentence.end) or _HOLDS_ITS_OWN.search(
        doc.text, cue.start, cue.end
    )
    return own is None and ";" not in between and ": " not in between


def _scope(doc: Document, cue: Hit) -> str:
    """What a cue governs, as the data say; else a phrase the sentence, a word its clause."""
    stated = cue.entry.attributes.get("scope")
    return stated or ("sentence" if " " in doc.text[cue.start : cue.end] else "clause")
