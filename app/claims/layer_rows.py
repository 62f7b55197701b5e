"""The flat layer's rows of a claim: one for each place, or one without geometry (ADR-0003)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from app.articles.identity import slug
from app.claims.location import Location, locate
from app.claims.model import AttributionRole, Claim, ClaimPlace, Mention
from app.claims.tables import LocationPrecision, PlaceStatus
from gazetteer.model import Place

# Who carries a claim: the outlet named in its chain, else the channel, else whoever published it.
_CARRIERS = (AttributionRole.OUTLET, AttributionRole.CHANNEL, AttributionRole.PUBLISHER)
# Places that only help to say where another one is: drawn when the claim has no place of its own.
_FRAMES = frozenset({"ground", "landmark", "container"})

NO_AREAS: Mapping[str, Place] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LocatedPlace:
    """A claim's place with its mention (number from 1) and where it is."""

    place: ClaimPlace
    mention: Mention
    location: Location

    def row(self) -> dict[str, Any]:
        """Return the values of ``claim_place``."""
        resolution = self.mention.resolution
        return {
            "mention": self.place.mention + 1,
            "place_id": resolution.place.id if resolution.place else None,
            "place_status": resolution.status,
            "role": self.place.role,
            "relation": self.place.relation,
            "distance_km": self.place.distance_km,
            "wkt": self.location.wkt,
            "precision": self.location.precision,
            "radius_m": self.location.radius_m,
        }

    @property
    def identity(self) -> str:
        """What makes two mentions one place of the claim."""
        place = self.mention.resolution.place
        return place.id if place else self.mention.span.text


def located_places(claim: Claim, mentions: Sequence[Mention]) -> list[LocatedPlace]:
    """Return every place of ``claim`` with its location, in the claim's order."""
    found = []
    for place in claim.places:
        mention = mentions[place.mention]
        location = locate(mention.resolution, place.relation, place.distance_km)
        found.append(LocatedPlace(place, mention, location))
    return found


def feature_rows(
    claim: Claim, places: Sequence[LocatedPlace], areas: Mapping[str, Place] = NO_AREAS
) -> list[dict[str, Any]]:
    """Return the features of ``claim``; at least one, whatever is known of its places.

    ``areas`` holds the oblasts by id, for their names.

    With some place located, every place is a feature, the others without geometry. With none
    located there is one feature, which lists all the names.
    """
    common = _common(claim)
    own = [place for place in places if place.place.role not in _FRAMES] or list(places)
    distinct = list({place.identity: place for place in reversed(own)}.values())[::-1]
    if not distinct:
        return [common | _where(None, areas)]
    if all(place.location.lon is None for place in distinct):
        names = dict.fromkeys(place.mention.span.text for place in distinct)
        return [common | _where(distinct[0], areas) | {"place_as_written": "; ".join(names)}]
    return [common | _where(place, areas) for place in distinct]


def _common(claim: Claim) -> dict[str, Any]:
    names = {
        role: next((link.name for link in claim.attribution if link.role is role), None)
        for role in AttributionRole
    }
    carrier = next((names[role] for role in _CARRIERS if names[role]), None)
    claimant = names[AttributionRole.CLAIMANT]
    return {
        "claim_type": claim.type,
        "modality": claim.modality,
        # The store puts the name that the source has in its table, so that one source is one name.
        "claimant": slug(claimant) if claimant else None,
        "carrier": slug(carrier) if carrier else None,
        "source_side": claim.source_side,
        "actor_side": claim.actor_side,
        "event_start": claim.event.start,
        "event_end": claim.event.end,
        "date_precision": claim.event.precision,
        "statement_date": claim.statement.start,
        "quote": claim.quote.text,
    }


def _where(located: LocatedPlace | None, areas: Mapping[str, Place]) -> dict[str, Any]:
    if located is None:
        location, place, written, status = None, None, None, PlaceStatus.NONE.value
    else:
        location, place = located.location, located.mention.resolution.place
        written, status = located.mention.span.text, located.mention.resolution.status.value
    return {
        "place_as_written": written,
        "place_status": status,
        "place_name": place.name if place else None,
        "place_id": place.id if place else None,
        "katottg": place.katottg if place else None,
        "oblast": _oblast_name(place, areas),
        "lon": location.lon if location else None,
        "lat": location.lat if location else None,
        "location_precision": location.precision if location else LocationPrecision.NONE,
        "radius_m": location.radius_m if location else None,
    }


def _oblast_name(place: Place | None, areas: Mapping[str, Place]) -> str | None:
    if place is None or place.oblast is None:
        return None
    oblast = areas.get(place.oblast)
    return oblast.name if oblast else place.oblast
