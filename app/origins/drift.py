"""What changed between retellings of one item: pure comparison of claims with all their spans.

Nothing is weighed: a change names the aspect, both values and both stretches of text.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

Nested = dict[str, Any]
"""A claim as ``app.claims.detail`` gives it: chain, places, times, quantities, spans."""

# What speaks for two claims being one claim, retold; sentences count by their similarity, 0 to 100.
_SAME_TYPE, _SHARED_PLACE, _NEEDED = 25.0, 25.0, 75.0


@dataclass(frozen=True, slots=True)
class Change:
    """One aspect that differs; values as stored, spans in the two documents (None: metadata)."""

    aspect: str
    before: Any
    after: Any
    before_span: Nested | None
    after_span: Nested | None

    def as_dict(self) -> Nested:
        """Return the change for JSON."""
        return {
            "aspect": self.aspect,
            "from": {"value": self.before, "span": self.before_span},
            "to": {"value": self.after, "span": self.after_span},
        }


def drift(documents: Sequence[Nested]) -> list[Nested]:
    """Return, for each document but the first, what differs from the first.

    ``documents`` have ``id`` and ``claims``, the earliest publication first.
    """
    if not documents:
        return []
    first, *others = documents
    return [_retelling(first, other) for other in others]


def _retelling(first: Nested, other: Nested) -> Nested:
    pairs = aligned(first["claims"], other["claims"])
    before = {claim["id"] for claim, _ in pairs}
    after = {claim["id"] for _, claim in pairs}
    return {
        "document_id": other["id"],
        "compared_with": first["id"],
        "claims": [
            {
                "claim_id": retold["id"],
                "of_claim_id": told["id"],
                "type": told["type"],
                "sentences": {"from": told["sentence"], "to": retold["sentence"]},
                "changes": [change.as_dict() for change in changes(told, retold)],
            }
            for told, retold in pairs
        ],
        "left_out": [_brief(claim) for claim in first["claims"] if claim["id"] not in before],
        "added": [_brief(claim) for claim in other["claims"] if claim["id"] not in after],
    }


def _brief(claim: Nested) -> Nested:
    return {"claim_id": claim["id"], "type": claim["type"], "sentence": claim["sentence"]}


def aligned(first: Sequence[Nested], second: Sequence[Nested]) -> list[tuple[Nested, Nested]]:
    """Pair the claims that are one claim in two tellings, the most alike first; each once.

    Those that are word for word the same need no comparing, and in long copies most are.
    """
    found = _word_for_word(first, second)
    taken = set(found.values())
    scored = sorted(
        (-_likeness(one, other), i, j)
        for i, one in enumerate(first)
        if i not in found
        for j, other in enumerate(second)
        if j not in taken
    )
    for score, i, j in scored:
        if -score >= _NEEDED and i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return [(first[i], second[j]) for i, j in sorted(found.items())]


def _word_for_word(first: Sequence[Nested], second: Sequence[Nested]) -> dict[int, int]:
    waiting: dict[Any, deque[int]] = defaultdict(deque)
    for j, claim in enumerate(second):
        waiting[_wording(claim)].append(j)
    return {
        i: waiting[key].popleft()
        for i, claim in enumerate(first)
        if waiting.get(key := _wording(claim))
    }


def _wording(claim: Nested) -> tuple[Any, ...]:
    return claim["type"], claim["sentence"]["text"], frozenset(_place_ids(claim))


def _likeness(one: Nested, other: Nested) -> float:
    score = fuzz.token_set_ratio(one["sentence"]["text"], other["sentence"]["text"])
    score += _SAME_TYPE if one["type"] == other["type"] else -_SAME_TYPE
    ours, theirs = _place_ids(one), _place_ids(other)
    if ours and theirs:
        score += _SHARED_PLACE if ours & theirs else -_SHARED_PLACE
    return float(score)


def changes(told: Nested, retold: Nested) -> list[Change]:
    """Return every aspect in which a retold claim differs."""
    found = []
    for aspect, read in _ASPECTS.items():
        (before, before_span), (after, after_span) = read(told), read(retold)
        if before != after:
            found.append(Change(aspect, before, after, before_span, after_span))
    return [*found, *_numbers(told, retold)]


def _numbers(told: Nested, retold: Nested) -> Iterator[Change]:
    before = {quantity["what"]: quantity for quantity in told["quantities"]}
    after = {quantity["what"]: quantity for quantity in retold["quantities"]}
    for what in sorted({*before, *after}):
        old, new = before.get(what), after.get(what)
        if _amount(old) != _amount(new):
            yield Change(
                "number", _amount(old), _amount(new), _quantity_span(old), _quantity_span(new)
            )


def _amount(quantity: Nested | None) -> Nested | None:
    if quantity is None:
        return None
    return {key: quantity.get(key) for key in ("what", "minimum", "maximum", "unit", "bound")}


def _quantity_span(quantity: Nested | None) -> Nested | None:
    if quantity is None:
        return None
    return {
        "text": quantity["text"],
        "start": quantity["span_start"],
        "end": quantity["span_end"],
    }


_Read = Callable[[Nested], tuple[Any, Nested | None]]


def _type(claim: Nested) -> tuple[Any, Nested | None]:
    return claim["type"], claim["head"]


def _verb(claim: Nested) -> tuple[Any, Nested | None]:
    return claim["head"]["text"].casefold(), claim["head"]


def _modality(claim: Nested) -> tuple[Any, Nested | None]:
    return claim["modality"], claim["modality_cue"] or claim["sentence"]


def _link(role: str) -> _Read:
    def read(claim: Nested) -> tuple[Any, Nested | None]:
        link = next((link for link in claim["attribution_chain"] if link["role"] == role), None)
        return (link["name"], link["cue"]) if link else (None, None)

    return read


def _places(claim: Nested) -> tuple[Any, Nested | None]:
    mention = next((place["mention"] for place in claim["places"] if place["mention"]), None)
    span = {key: mention[key] for key in ("text", "start", "end")} if mention else None
    names = [
        {
            "role": place["role"],
            "relation": place["relation"],
            "place": place["name"] or (place["mention"] or {}).get("text"),
        }
        for place in claim["places"]
    ]
    return names, span


def _place_ids(claim: Nested) -> set[str]:
    return {place["place_id"] for place in claim["places"] if place["place_id"]}


def _date(claim: Nested) -> tuple[Any, Nested | None]:
    event = claim["event"]
    return {key: event[key] for key in ("start", "end", "precision")}, event["text"]


_ASPECTS: dict[str, _Read] = {
    "type": _type,
    "verb": _verb,
    "modality": _modality,
    "claimant": _link("claimant"),
    "outlet": _link("outlet"),
    "place": _places,
    "date": _date,
}
