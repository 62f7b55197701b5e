"""Nominatim, asked about names that no source of ours knows; only where an operator wants it.

Nominatim answers from OpenStreetMap (ODbL) and knows nothing of contexts or dates, and its
importance is no probability. So a place of Ukraine that it finds is a suggestion (``ambiguous``),
and one abroad an answer (``outside``). https://operations.osmfoundation.org/policies/nominatim/
asks for one request a second at most, and no bulk use.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

from geopy.exc import GeocoderTimedOut, GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim

from gazetteer.errors import GazetteerError
from gazetteer.model import Candidate, Place, PlaceKind, PlaceName, Reason, Resolution, Status
from gazetteer.model import NameKind as Kind

SOURCE: Final = "openstreetmap"
CREDIT: Final = "© OpenStreetMap contributors, ODbL 1.0"
_USER_AGENT: Final = "claimatlas"
_UKRAINE: Final = "ua"
_LIMIT: Final = 5


class NominatimFallback:
    """A Nominatim server that is asked one question at a time, ``min_delay_s`` apart."""

    def __init__(self, url: str, *, timeout_s: float = 5.0, min_delay_s: float = 1.0) -> None:
        """Prepare for the server at ``url``; raises ``GazetteerError`` for what is no address."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise GazetteerError(f"“{url}” is no address of a Nominatim server.")
        server = Nominatim(
            domain=parts.netloc + parts.path.rstrip("/"),
            scheme=parts.scheme,
            user_agent=_USER_AGENT,
            timeout=timeout_s,
        )
        self._ask = RateLimiter(
            server.geocode, min_delay_seconds=min_delay_s, max_retries=0, swallow_exceptions=False
        )
        self._found = lru_cache(maxsize=1000)(self._look_up)

    def extend(self, answer: Resolution) -> Resolution:
        """Return ``answer``, or for an unknown name what Nominatim knows of it.

        A server that cannot be reached leaves the answer ``unknown``, and the reason says so.
        """
        text = answer.query.text.strip()
        if answer.status is not Status.UNKNOWN or not any(map(str.isalpha, text)):
            return answer
        try:
            found = self._found(text)
        except GeopyError as error:
            why = "did not answer in time" if isinstance(error, GeocoderTimedOut) else "failed"
            return _with_reason(answer, f"Nominatim was asked too, and {why}.")
        if not found:
            return _with_reason(answer, "Nominatim knows none either.")
        best, country = found[0]
        candidates = tuple(candidate for candidate, _ in found)
        abroad = country != _UKRAINE
        return replace(
            answer,
            status=Status.OUTSIDE if abroad else Status.AMBIGUOUS,
            place=best.place if abroad else None,
            score=best.score,
            candidates=candidates,
            reason=f"No place of the gazetteer is meant; {best.reasons[0].text}",
        )

    def _look_up(self, text: str) -> tuple[tuple[Candidate, str], ...]:
        found = self._ask(text, exactly_one=False, limit=_LIMIT, addressdetails=True, language="en")
        return tuple(_candidate(location.raw) for location in found or ())


def _candidate(raw: dict[str, Any]) -> tuple[Candidate, str]:
    """A row of Nominatim's JSON as a candidate, and the code of its country."""
    name = str(raw.get("name") or raw["display_name"].split(",")[0])
    importance = min(max(float(raw.get("importance") or 0.0), 0.0), 1.0)
    place = Place(
        id=f"osm:{raw.get('osm_type', 'node')}/{raw.get('osm_id', 0)}",
        kind=PlaceKind.SETTLEMENT if raw.get("class") in _SETTLED else PlaceKind.SITE,
        name=name,
        name_uk=name,
        lon=float(raw["lon"]),
        lat=float(raw["lat"]),
        names=(PlaceName(name, "und", Kind.ALTERNATE, SOURCE),),
    )
    text = f"Nominatim names {raw['display_name']} (its importance, no probability, is the score)."
    country = str(raw.get("address", {}).get("country_code", ""))
    return Candidate(place, round(importance, 4), (Reason("nominatim", importance, text),)), country


_SETTLED: Final = frozenset({"place", "boundary"})


def _with_reason(answer: Resolution, sentence: str) -> Resolution:
    return replace(answer, reason=f"{answer.reason} {sentence}".strip())
