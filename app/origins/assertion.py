"""What a claim says on a question that other claims answer too: topic, place, stance, source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.articles.identity import slug
from app.articles.model import Article
from app.claims.layer_rows import LocatedPlace
from app.claims.model import AttributionRole, Claim, ClaimType, Link, Modality
from app.claims.registry import actors_by_name
from gazetteer.model import PlaceKind, Side, Status

CONTROL = "control"
NOT, QUESTIONED = "not:", "questioned:"

# Topic and, in days, how far from the first claim another one on the same thing may lie. Control
# lasts, so it is spoken of for longer; a strike of next week is another strike. Types that are
# missing assert nothing at a place that others could assert too.
_TOPICS: dict[ClaimType, tuple[str, int]] = {
    ClaimType.CONTROL_CHANGE: (CONTROL, 14),
    ClaimType.CONTROL_STATUS: (CONTROL, 14),
    ClaimType.WITHDRAWAL: ("withdrawal", 7),
    ClaimType.ADVANCE: ("advance", 3),
    ClaimType.POSITIONS: ("positions", 3),
    ClaimType.ATTACK_REPELLED: ("attack_repelled", 2),
    ClaimType.CLASH: ("clash", 2),
    ClaimType.STRIKE: ("strike", 2),
    ClaimType.DESTRUCTION: ("destruction", 2),
    ClaimType.LOSSES: ("losses", 2),
    ClaimType.SURRENDER: ("surrender", 2),
    ClaimType.VISIT: ("visit", 2),
}
_CONTROL_TYPES = frozenset({ClaimType.CONTROL_CHANGE, ClaimType.CONTROL_STATUS})
_SAID_OTHERWISE = {Modality.DENIED: NOT, Modality.QUESTIONED: QUESTIONED}
# Nothing is asserted by these.
_NO_STANCE = frozenset({Modality.FORECAST, Modality.SPECULATIVE, Modality.NO_COMMENT})
# One place, not an area that holds many.
_SPOTS = frozenset({PlaceKind.SETTLEMENT, PlaceKind.CITY_DISTRICT, PlaceKind.SITE})
_AROUND = frozenset({"ground", "landmark", "container"})
_IN = frozenset({"in", "at"})
_CARRIERS = (AttributionRole.OUTLET, AttributionRole.CHANNEL, AttributionRole.PUBLISHER)
_WORDING = 400


@dataclass(frozen=True, slots=True)
class Source:
    """Who stands behind an assertion, by slugs.

    ``named`` tells a name from a description ("local residents"); ``wording`` is the beginning of
    the sentence where nobody is named, and then tells copies from independent reports.
    """

    claimant: str | None
    named: bool
    carrier: str | None
    wording: str | None


@dataclass(frozen=True, slots=True)
class Assertion:
    """One claim at one place: ``claim`` is its number in the report, from 1.

    ``day`` is when it is said to have been so, ``said`` when it was said. ``reach`` is the topic's
    window in days.
    """

    claim: int
    claim_type: str
    place_id: str
    topic: str
    reach: int
    stance: str
    source: Source
    day: date
    said: date


def assertions(
    number: int, claim: Claim, places: Sequence[LocatedPlace], article: Article
) -> list[Assertion]:
    """Return what ``claim`` asserts at each of its places that is one resolved spot.

    Nothing is returned for forecasts, for areas, for names without an answer and for claims
    without any date: those are counted by themselves.
    """
    said = claim.statement.end or claim.statement.start or article.published
    day = claim.event.end or claim.event.start or said
    found = _topic(claim)
    if found is None or day is None or said is None:
        return []
    topic, reach = found
    stance, source = _stance(claim), _source(claim)
    made: dict[str, Assertion] = {}
    for located in places:
        place = located.mention.resolution.place
        if (
            located.mention.resolution.status is not Status.RESOLVED
            or place is None
            or place.kind not in _SPOTS
            or located.place.role in _AROUND
            or (topic == CONTROL and located.place.relation not in _IN)
        ):
            continue
        made[place.id] = Assertion(
            number, claim.type.value, place.id, topic, reach, stance, source, day, said
        )
    return list(made.values())


def _topic(claim: Claim) -> tuple[str, int] | None:
    return None if claim.modality in _NO_STANCE else _TOPICS.get(claim.type)


def _stance(claim: Claim) -> str:
    side: Side = claim.actor_side
    if claim.type is ClaimType.CONTROL_CHANGE:
        side = claim.benefit_side
    otherwise = _SAID_OTHERWISE.get(claim.modality, "")
    if side == "unknown" and claim.type in _CONTROL_TYPES:
        # Who holds it was not understood; sources of two sides hardly mean the same.
        return f"{otherwise}unknown:{claim.source_side}"
    return otherwise + side


def _source(claim: Claim) -> Source:
    claimant = _first(claim, (AttributionRole.CLAIMANT,))
    carrier = _first(claim, _CARRIERS)
    named = claimant is not None and is_named(claimant)
    return Source(
        claimant=slug(claimant.name) if claimant else None,
        named=named,
        carrier=slug(carrier.name) if carrier else None,
        wording=None if named else claim.quote.text[:_WORDING],
    )


def _first(claim: Claim, roles: Sequence[AttributionRole]) -> Link | None:
    links = (link for role in roles for link in claim.attribution if link.role is role)
    return next((link for link in links if link.name.strip()), None)


def is_named(link: Link) -> bool:
    """Whether a link names somebody, rather than describing: two "residents" may be two people."""
    if link.name in actors_by_name():
        return True
    return sum(word[:1].isupper() for word in link.name.split()) >= 2
