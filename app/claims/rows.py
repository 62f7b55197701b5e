"""An extraction as plain data: the rows that ``claimatlas extract`` writes."""

from __future__ import annotations

from typing import Any

from app.claims.model import Claim, ClaimPlace, Extraction, Link, Mention, Quantity, TimeRange
from gazetteer.batch import describe
from gazetteer.resolver import Gazetteer


def extraction_row(identifier: object, found: Extraction, gazetteer: Gazetteer) -> dict[str, Any]:
    """One output row: id, language, mentions with resolutions, claims."""
    return {
        "id": identifier,
        "language": found.language,
        "mentions": [_mention(one, gazetteer) for one in found.mentions],
        "claims": [_claim(one) for one in found.claims],
    }


def _mention(mention: Mention, gazetteer: Gazetteer) -> dict[str, Any]:
    span = mention.span
    return {
        "text": span.text,
        "start": span.start,
        "end": span.end,
        "kind": mention.kind.value,
        "type_hint": mention.type_hint,
        **describe(mention.resolution, gazetteer),
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "type": claim.type.value,
        "quote": claim.quote.text,
        "start": claim.quote.start,
        "end": claim.quote.end,
        "head": {"text": claim.head.text, "start": claim.head.start, "end": claim.head.end},
        "places": [_place(one) for one in claim.places],
        "attribution": [_link(one) for one in claim.attribution],
        "side": claim.source_side,
        "actor_side": claim.actor_side,
        "benefit_side": claim.benefit_side,
        "modality": claim.modality.value,
        # For readers that want one date: that of the event where known, else of the saying.
        "date": time_row(claim.event if _dated(claim) else claim.statement),
        "event": time_row(claim.event),
        "statement": time_row(claim.statement),
        "quantities": [_quantity(one) for one in claim.quantities],
        "rule": claim.rule,
    }


def _dated(claim: Claim) -> bool:
    """Whether words date the event itself, be it only by "not later than"."""
    event = claim.event
    return event.start is not None or (
        event.text is not None and event.text != claim.statement.text
    )


def _place(place: ClaimPlace) -> dict[str, Any]:
    return {
        "mention": place.mention,
        "role": place.role,
        "relation": place.relation,
        "distance_km": place.distance_km,
    }


def _link(link: Link) -> dict[str, Any]:
    return {
        "role": link.role.value,
        "name": link.name,
        "title": link.title,
        "side": link.side,
        "kind": link.kind,
        "basis": link.basis.value,
        "start": link.span.start if link.span else None,
        "end": link.span.end if link.span else None,
    }


def time_row(value: TimeRange) -> dict[str, Any]:
    """A time range as ISO dates; a None end is open."""
    return {
        "start": value.start.isoformat() if value.start else None,
        "end": value.end.isoformat() if value.end else None,
        "precision": value.precision.value,
        "basis": value.basis,
        "text": value.text.text if value.text else None,
        "year_inferred": value.year_inferred,
    }


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        "what": quantity.what,
        "min": quantity.minimum,
        "max": quantity.maximum,
        "unit": quantity.unit,
        "bound": quantity.bound,
        "whose": quantity.whose,
        "start": quantity.span.start,
        "end": quantity.span.end,
    }
