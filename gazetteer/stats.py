"""Counts of what the gazetteer holds, by source, and what it lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from gazetteer.join import distance_km
from gazetteer.model import NameKind, Place, PlaceKind
from gazetteer.outside import is_outside

# What stays poorer without a source; the register and GeoNames' cities are always there.
_LACKING = {
    "cod-ab": "most settlements have no point of their own and stand at their hromada's centre",
    "whosonfirst": "most Russian and older names are missing",
    "renames": "former names are known only for the places of our curated file",
}


@dataclass(slots=True)
class GazetteerStats:
    """Counts over all places; ``spread_km`` is how far two sources put one settlement apart."""

    kinds: Counter[str] = field(default_factory=Counter)
    settlements: int = 0
    located: int = 0
    borrowed: int = 0
    unlocated: int = 0
    with_former_name: int = 0
    with_population: int = 0
    name_pairs: int = 0
    outside: int = 0
    names_by_source: Counter[str] = field(default_factory=Counter)
    names_by_language: Counter[str] = field(default_factory=Counter)
    coordinates_by_source: Counter[str] = field(default_factory=Counter)
    spread_km: dict[str, float] = field(default_factory=dict)
    lacking: dict[str, str] = field(default_factory=dict)


def gazetteer_stats(places: Iterable[Place]) -> GazetteerStats:
    """Count ``places``; settlements are those of Ukraine, others abroad stand under ``outside``."""
    stats = GazetteerStats()
    spreads: list[float] = []
    for place in places:
        if is_outside(place.id):
            stats.outside += 1
            continue
        stats.kinds[place.kind.value] += 1
        stats.names_by_source.update(name.source for name in place.names)
        stats.names_by_language.update(name.language for name in place.names)
        stats.coordinates_by_source.update(point.source for point in place.coordinates)
        if place.kind is PlaceKind.SETTLEMENT:
            _count_settlement(stats, place)
            if len(place.coordinates) > 1:
                spreads.append(_spread_km(place))
    if spreads:
        spreads.sort()
        stats.spread_km = {
            "median": round(median(spreads), 2),
            "p90": round(spreads[int(0.9 * (len(spreads) - 1))], 2),
            "max": round(spreads[-1], 2),
        }
    stats.lacking = {
        source: loss for source, loss in _LACKING.items() if source not in stats.names_by_source
    }
    return stats


def _count_settlement(stats: GazetteerStats, place: Place) -> None:
    stats.settlements += 1
    stats.located += bool(place.coordinates)
    stats.borrowed += not place.coordinates and place.lon is not None
    stats.unlocated += place.lon is None
    stats.with_former_name += any(name.kind is NameKind.FORMER for name in place.names)
    stats.with_population += place.population is not None
    stats.name_pairs += len({name.text for name in place.names})


def _spread_km(place: Place) -> float:
    points = place.coordinates
    return max(
        distance_km(one.lon, one.lat, other.lon, other.lat)
        for index, one in enumerate(points)
        for other in points[index + 1 :]
    )
