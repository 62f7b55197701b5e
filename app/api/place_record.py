"""A place of the gazetteer as answers show it."""

from __future__ import annotations

from typing import Any

from gazetteer.model import Place
from gazetteer.resolver import Gazetteer
from geo import geojson


def place_record(place: Place, gazetteer: Gazetteer) -> dict[str, Any]:
    """The members of a place: codes, names, class, geometry in degrees, radius in metres."""
    oblast = gazetteer.places.get(place.oblast) if place.oblast else None
    return {
        "id": place.id,
        "kind": place.kind,
        "name": place.name,
        "name_uk": place.name_uk,
        "katottg": place.katottg,
        "settlement_type": place.settlement_type,
        "oblast": place.oblast,
        "oblast_name": oblast.name if oblast else None,
        "raion": place.raion,
        "hromada": place.hromada,
        "population": place.population,
        "geometry": geojson.point(place.lon, place.lat),
        "radius_m": place.radius_m,
        "located_by": place.located_by,
    }
