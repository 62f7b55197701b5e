"""Facts that a sentence tells beside a forecast."""

from __future__ import annotations

import re

from app.claims.extract.document import Marked
from app.claims.extract.heads import Head

# What lies between a fact and a forecast told in one sentence.
_NEXT = re.compile(
    r",\s(?:and|but|which|while)\s|;|\sand\s(?:that\s)?|,\s(?:но|а|что|и|але|що|і|та)\s|\s(?:и|та|і)\s",
    re.IGNORECASE,
)
# What a forecast is grounded on is told as a fact: "will fall, for the road has been cut".
_REASON = re.compile(
    r"[,—–]\s(?:for|because|as|since|where|after|but|having)\s|;|\s(?:because|after)\s"
)


def facts_beside(text: str, marked: Marked, heads: list[Head], forecast: Head) -> list[Head]:
    """Facts beside a forecast: "X was taken and Y will be next", "after the fall of X"."""
    out = []
    for head in heads:
        if head.form == "verb" and head.end <= forecast.start:
            if _NEXT.search(text, head.end, forecast.start) is not None:
                out.append(head)
            continue
        if head.form == "verb" and head.start >= forecast.end:
            between = text[forecast.end : head.start]
            if _REASON.search(between) and not _future_between(marked, forecast, head):
                out.append(head)
        if head.start <= forecast.start or head.form != "noun":
            continue
        before = text[max(marked.sentence.start, head.start - 30) : head.start].casefold()
        if any(word in before for word in ("following", "after", "since", "после", "після")):
            out.append(head)
    return out


def _future_between(marked: Marked, forecast: Head, head: Head) -> bool:
    cues = (h for c in ("modal", "future") for h in marked.of(c))
    return any(forecast.end <= h.start <= head.start and h.label == "forecast" for h in cues)
