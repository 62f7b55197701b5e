"""What of a document waits for a person: names that were not resolved, once each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.claims.model import Mention
from app.review.tables import ReviewKind
from gazetteer.model import Status

_WAITING = {
    Status.AMBIGUOUS: ReviewKind.AMBIGUOUS_NAME,
    Status.UNKNOWN: ReviewKind.UNKNOWN_NAME,
}
_SHOWN_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question for review: ``mention`` is the index of the first place it stands."""

    kind: ReviewKind
    subject: str
    mention: int
    detail: dict[str, object]


def waiting_names(mentions: Iterable[Mention]) -> Iterator[Waiting]:
    """Yield one question for each unresolved name of a document, however often it stands there."""
    first: dict[tuple[ReviewKind, str], tuple[int, Mention]] = {}
    counts: dict[tuple[ReviewKind, str], int] = {}
    for index, mention in enumerate(mentions):
        kind = _WAITING.get(mention.resolution.status)
        if kind is not None:
            key = (kind, mention.span.text)
            first.setdefault(key, (index, mention))
            counts[key] = counts.get(key, 0) + 1
    for key, (index, mention) in first.items():
        candidates = mention.resolution.candidates[:_SHOWN_CANDIDATES]
        detail: dict[str, object] = {
            "occurrences": counts[key],
            "reason": mention.resolution.reason,
            "candidates": [c.place.id for c in candidates],
        }
        yield Waiting(key[0], key[1], index, detail)
