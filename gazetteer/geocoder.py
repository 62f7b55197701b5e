"""A geocoder for geopy, so that a program that uses geopy can use this gazetteer by one line.

In this process and without a network, or against a running service (``base_url``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from gazetteer.batch import describe, describe_place, read_query
from gazetteer.fallback import NominatimFallback
from gazetteer.model import Side
from gazetteer.resolver import Gazetteer

Raw = dict[str, Any]

_MOST: Final = 10


class ClaimatlasGeocoder(Geocoder):  # type: ignore[misc]
    """Geocoder over a gazetteer in this process, or over the service at ``base_url``.

    ``fallback`` is asked about names that the gazetteer does not know. ``raw`` of a location is
    the whole answer: place, score (a probability), reasons. Distances are metres.
    """

    def __init__(
        self,
        gazetteer: Gazetteer | None = None,
        *,
        base_url: str | None = None,
        fallback: NominatimFallback | None = None,
        **options: Any,
    ) -> None:
        """Take either ``gazetteer`` or ``base_url``; ``options`` are geopy's (timeout, ...)."""
        super().__init__(**options)
        if (gazetteer is None) == (base_url is None):
            raise TypeError("Either a gazetteer or a base_url is needed.")
        self._gazetteer = gazetteer
        self._base_url = (base_url or "").rstrip("/")
        self._fallback = fallback

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
        limit: int = _MOST,
        day: date | None = None,
        near: Sequence[str] = (),
        within: Sequence[str] = (),
        side: Side | None = None,
        kind: str | None = None,
    ) -> Location | list[Location] | None:
        """The place that ``query`` means, or all ``limit`` places that it may mean.

        With ``exactly_one`` an ambiguous name gives None, as an unknown one does: a guess would
        look like an answer. What the text says besides the name (``day``, ``near``, ``within``,
        ``side``) decides between places of one name. Raises ``QueryError`` for a bad value, and in
        service mode geopy's errors.
        """
        context = {"date": day and day.isoformat(), "near": list(near), "within": list(within),
                   "side": side, "kind": kind}  # fmt: skip
        asked = {name: value for name, value in context.items() if value}

        def read(raw: Raw) -> Location | list[Location] | None:
            return _answer(raw, exactly_one, limit)

        if self._gazetteer is None:
            return self._ask("/gazetteer/resolve", {"name": query, **asked}, read, timeout)
        resolution = self._gazetteer.resolve(read_query({"query": query, **asked}))
        if self._fallback is not None:
            resolution = self._fallback.extend(resolution)
        return read(describe(resolution, self._gazetteer))

    def reverse(
        self,
        query: Point | str | Sequence[float],
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
        limit: int = _MOST,
    ) -> Location | list[Location] | None:
        """The settlement nearest to a point (latitude first), or the ``limit`` nearest ones.

        None where there is none within 100 km. ``raw`` holds distance and bearing from the point.
        """
        point = Point(query)

        def read(raw: Raw) -> Location | list[Location] | None:
            found = [_location(row["place"], row) for row in raw["places"]]
            return _one_or_all([one for one in found if one], exactly_one)

        wanted = 1 if exactly_one else limit
        if self._gazetteer is None:
            asked = {"lon": point.longitude, "lat": point.latitude, "limit": wanted}
            return self._ask("/gazetteer/nearest", asked, read, timeout)
        rows = self._gazetteer.nearest(point.longitude, point.latitude, wanted)
        return read({"places": [
            {"place": describe_place(one.place, self._gazetteer), "distance_m": one.distance_m,
             "bearing_deg": one.bearing_deg, "direction": one.direction}
            for one in rows
        ]})  # fmt: skip

    def _ask(
        self,
        path: str,
        asked: Raw,
        read: Callable[[Raw], Location | list[Location] | None],
        timeout: Any,
    ) -> Location | list[Location] | None:
        url = f"{self._base_url}{path}?{urlencode(asked, doseq=True)}"
        answer: Location | list[Location] | None = self._call_geocoder(url, read, timeout=timeout)
        return answer


def _answer(raw: Raw, exactly_one: bool, limit: int) -> Location | list[Location] | None:
    if exactly_one:
        return _location(raw["place"], raw) if raw["place"] else None
    found = [_location(row["place"], row) for row in raw["candidates"][:limit]]
    return _one_or_all([one for one in found if one], exactly_one=False)


def _one_or_all(found: list[Location], exactly_one: bool) -> Location | list[Location] | None:
    if not found:
        return None
    return found[0] if exactly_one else found


def _location(place: Raw, raw: Raw) -> Location | None:
    """A location of a place; None where no source locates it, for geopy needs a point."""
    lon, lat = _point(place)
    if lon is None or lat is None:
        return None
    oblast = place.get("oblast_name") or place.get("oblast")
    address = ", ".join(part for part in (place["name"], oblast) if part)
    return Location(address, (lat, lon), raw)


def _point(place: Raw) -> tuple[float | None, float | None]:
    """Longitude and latitude of a place as this package or as the service writes it."""
    if "geometry" in place:
        lon, lat = (place["geometry"] or {}).get("coordinates", (None, None))
        return lon, lat
    return place["lon"], place["lat"]
