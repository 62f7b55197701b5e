"""What an explanation shows, without saying how: sentences in pieces, claims as named facts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from app.articles.model import Article
from app.claims.explain.model import (
    ClaimView,
    Fact,
    Mark,
    NameView,
    Piece,
    ReportView,
    SentenceView,
)
from app.claims.explain.words import BASES, KINDS, ROLES, SIDES, STATUSES, days, percent, plain
from app.claims.extract.sentences import split_sentences
from app.claims.model import Claim, ClaimPlace, Extraction, Link, Mention, Quantity, Span, TimeRange
from gazetteer.model import Place, Status
from gazetteer.resolver import Gazetteer

# Characters that a terminal obeys, or that turn the order of what stands around them.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_ORDER = tuple(KINDS)


def view_of(article: Article, found: Extraction, gazetteer: Gazetteer) -> ReportView:
    """What to show of a report and of what was extracted from it."""
    text = visible(article.text)
    claims = [_claim_view(n, claim, found, gazetteer) for n, claim in enumerate(found.claims, 1)]
    bounds = _bounds(article.text)
    starts = [start for start, _ in bounds]
    by_sentence: dict[int, list[ClaimView]] = defaultdict(list)
    for claim, view in zip(found.claims, claims, strict=True):
        by_sentence[max(0, bisect_right(starts, claim.quote.start) - 1)].append(view)
    marks_by_sentence: dict[int, list[Mark]] = defaultdict(list)
    for mark in _marks(found, gazetteer):
        first = max(0, bisect_right(starts, mark.start) - 1)
        for index in range(first, len(bounds)):
            if bounds[index][0] >= mark.end:
                break
            marks_by_sentence[index].append(mark)
    return ReportView(
        title=visible(article.title or article.id),
        metadata=_metadata(article, found),
        url=article.url,
        sentences=tuple(
            SentenceView(
                index + 1,
                tuple(_pieces(text, start, end, marks_by_sentence[index])),
                tuple(by_sentence[index]),
            )
            for index, (start, end) in enumerate(bounds)
        ),
        names=tuple(_name_view(one, gazetteer) for one in found.mentions),
        claim_count=len(found.claims),
        name_counts=dict(Counter(m.resolution.status.value for m in found.mentions)),
    )


def visible(text: str) -> str:
    """``text`` with U+FFFD, one for one, for what commands a terminal or hides the order."""
    return _UNSEEN.sub("\ufffd", text.replace("\r", " "))


def _metadata(article: Article, found: Extraction) -> tuple[Fact, ...]:
    rows = (
        ("Outlet", article.publisher),
        ("Published", article.published.isoformat() if article.published else None),
        ("Language", found.language),
        ("Address", article.url),
        ("Id", article.id),
    )
    return tuple(Fact(name, visible(value)) for name, value in rows if value)


# --- the text in pieces


def _bounds(text: str) -> list[tuple[int, int]]:
    """Where sentences begin and end; what stands between two of them is not lost."""
    found: list[tuple[int, int]] = []
    at = 0
    for sentence in split_sentences(text):
        if text[at : sentence.start].strip():
            found.append((at, sentence.start))
        found.append((sentence.start, sentence.end))
        at = sentence.end
    if text[at:].strip():
        found.append((at, len(text)))
    return found


def _pieces(text: str, start: int, end: int, marks: list[Mark]) -> Iterator[Piece]:
    """The sentence cut wherever a mark begins or ends."""
    opening: dict[int, list[Mark]] = defaultdict(list)
    closing: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        opening[max(start, mark.start)].append(mark)
        closing[min(end, mark.end)].append(mark)
    cuts = sorted({start, end, *opening, *closing})
    active: list[Mark] = []
    for left, right in pairwise(cuts):
        active = [one for one in active if one not in closing[left]] + opening[left]
        ordered = sorted(active, key=lambda one: _ORDER.index(one.kind))
        yield Piece(text[left:right], tuple(ordered))


def _marks(found: Extraction, gazetteer: Gazetteer) -> Iterator[Mark]:
    """All marks of a report; what several claims were read from is one mark."""
    claims_of: dict[tuple[int, int, str, str, tuple[str, ...], str], list[int]] = {}

    def add(span: Span | None, kind: str, fact: Fact, claims: Iterable[int]) -> None:
        if span is None or span.end <= span.start:
            return
        key = (span.start, span.end, kind, f"{fact.name}: {fact.value}", fact.notes, fact.state)
        claims_of.setdefault(key, []).extend(claims)

    used: dict[int, list[int]] = defaultdict(list)
    for number, claim in enumerate(found.claims, 1):
        for place in claim.places:
            used[place.mention].append(number)
    for index, mention in enumerate(found.mentions):
        add(mention.span, "place", _mention_fact(mention, gazetteer), used[index])
    for number, claim in enumerate(found.claims, 1):
        one = (number,)
        act = Fact("Act", plain(claim.type.value), (f"rule: {claim.rule}",))
        add(claim.head, "act", act, one)
        for link in claim.attribution:
            add(link.span, "source", _link_fact(link), one)
        add(claim.event.text, "date", _time_fact("Event", claim.event), one)
        add(claim.statement.text, "date", _time_fact("Said", claim.statement), one)
        add(claim.modality_cue, "cue", Fact("Put as", plain(claim.modality.value)), one)
        for quantity in claim.quantities:
            add(quantity.span, "number", _quantity_fact(quantity), one)
    for (start, end, kind, label, notes, state), numbers in claims_of.items():
        yield Mark(start, end, kind, label, notes, tuple(dict.fromkeys(numbers)), state)


# --- claims as facts


def _claim_view(number: int, claim: Claim, found: Extraction, gazetteer: Gazetteer) -> ClaimView:
    facts = [_link_fact(link) for link in claim.attribution]
    facts.append(Fact("What", _quoted(claim.head.text), (f"rule: {claim.rule}",), "act"))
    facts += [_place_fact(one, found, gazetteer) for one in claim.places]
    if not claim.places:
        facts.append(Fact("Where", "no place is named", (), "place", "none"))
    facts.append(_time_fact("When", claim.event))
    facts.append(_time_fact("Said on", claim.statement))
    cue = _cue(claim.modality_cue)
    facts.append(Fact("Put as", plain(claim.modality.value), (), "cue", cue=cue))
    facts += [_quantity_fact(one) for one in claim.quantities]
    sides = (
        f"says it: {SIDES[claim.source_side]}",
        f"acts: {SIDES[claim.actor_side]}",
        f"gains if so: {SIDES[claim.benefit_side]}",
    )
    facts.append(Fact("Sides", " · ".join(sides), (), "sides"))
    return ClaimView(number, plain(claim.type.value), plain(claim.modality.value), tuple(facts))


def _link_fact(link: Link) -> Fact:
    name = visible(link.name) + (f" ({visible(link.title)})" if link.title else "")
    notes = [BASES[link.basis]]
    if link.kind:
        notes.append(plain(link.kind))
    notes.append(f"side: {SIDES[link.side]}")
    return Fact(ROLES[link.role], name, tuple(notes), "source", cue=_cue(link.span))


def _place_fact(place: ClaimPlace, found: Extraction, gazetteer: Gazetteer) -> Fact:
    mention = found.mentions[place.mention]
    shown = _mention_fact(mention, gazetteer)
    distance = f", {place.distance_km:g} km" if place.distance_km is not None else ""
    relation = f"{plain(place.role)}, relation: {plain(place.relation)}{distance}"
    return Fact("Where", shown.value, (relation, *shown.notes), "place", shown.state)


def _mention_fact(mention: Mention, gazetteer: Gazetteer) -> Fact:
    answer = mention.resolution
    value = _quoted(mention.span.text)
    if answer.place is not None:
        value += f" → {_named(answer.place, gazetteer)}"
    if answer.status is not Status.RESOLVED:
        value += f" → {plain(answer.status.value)}"
    status = STATUSES[answer.status]
    if answer.status is Status.RESOLVED:
        status += f", score {percent(answer.score)}"
    notes = (status, visible(answer.reason)) if answer.reason else (status,)
    return Fact("Place", value, notes, "place", answer.status.value)


def _name_view(mention: Mention, gazetteer: Gazetteer) -> NameView:
    fact = _mention_fact(mention, gazetteer)
    answer = mention.resolution
    return NameView(
        text=visible(mention.span.text),
        state=answer.status.value,
        answer=_named(answer.place, gazetteer) if answer.place else fact.notes[0],
        reason=visible(answer.reason),
        candidates=tuple(
            (
                _named(one.place, gazetteer),
                percent(one.score),
                tuple(f"{visible(r.text)} ({plain(r.signal)} {r.value:+.2f})" for r in one.reasons),
            )
            for one in answer.candidates
        ),
    )


def _named(place: Place, gazetteer: Gazetteer) -> str:
    oblast = gazetteer.places.get(place.oblast) if place.oblast else None
    inside = f", {oblast.name}" if oblast and oblast.id != place.id else ""
    ukrainian = f" ({place.name_uk})" if place.name_uk and place.name_uk != place.name else ""
    return visible(f"{place.name}{ukrainian}{inside}")


def _time_fact(name: str, value: TimeRange) -> Fact:
    notes = [value.basis] if value.basis else []
    if value.year_inferred:
        notes.append("the year is inferred")
    if value.start or value.end:
        notes.append(f"precision: {value.precision.value}")
    found = tuple(visible(n) for n in notes)
    return Fact(name, days(value), found, "date", cue=_cue(value.text))


def _quantity_fact(quantity: Quantity) -> Fact:
    low, high = quantity.minimum, quantity.maximum
    numbers = " to ".join(f"{n:g}" for n in dict.fromkeys((low, high)) if n is not None)
    unit = quantity.unit if quantity.unit and quantity.unit not in quantity.what else None
    parts = (quantity.bound and plain(quantity.bound), numbers, unit, quantity.what)
    value = visible(" ".join(part for part in parts if part))
    notes = (f"whose: {SIDES[quantity.whose]}",)
    return Fact("Number", value, notes, "number", cue=_cue(quantity.span))


def _cue(span: Span | None) -> str:
    return _quoted(span.text) if span is not None else ""


def _quoted(text: str) -> str:
    return f"“{visible(' '.join(text.split()))}”"
