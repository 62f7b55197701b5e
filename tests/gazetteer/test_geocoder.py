"""The geocoder as a user of geopy meets it: in process, and against the running service."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson
import pytest
from geopy.exc import GeocoderServiceError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from gazetteer.errors import GazetteerError, QueryError
from gazetteer.fallback import NominatimFallback
from gazetteer.geocoder import ClaimatlasGeocoder
from gazetteer.model import NameQuery, Status
from gazetteer.resolver import Gazetteer
from tests.gazetteer.country import PLACES, settlement

Answer = Callable[[str, dict[str, list[str]]], tuple[int, Any]]


TWINS = (
    settlement("UA1416000101", "Двійникове", 37.1, 48.3),
    settlement("UA2606000101", "Двійникове", 24.6, 48.9),
)


@pytest.fixture(scope="module")
def country() -> Gazetteer:
    return Gazetteer.from_places([*PLACES, *TWINS])


@pytest.fixture(scope="module")
def geocoder(country: Gazetteer) -> ClaimatlasGeocoder:
    return ClaimatlasGeocoder(country)


@contextmanager
def server(answer: Answer) -> Iterator[str]:
    """A local HTTP server; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            status, body = answer(parts.path, parse_qs(parts.query))
            data = orjson.dumps(body)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=listening.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.server_port}"
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()


def test_it_is_a_geocoder_of_geopy(geocoder: ClaimatlasGeocoder) -> None:
    assert isinstance(geocoder, Geocoder)
    limited = RateLimiter(geocoder.geocode, min_delay_seconds=0)
    assert limited("Krasnoarmejsk").latitude == pytest.approx(48.282)


def test_geocode_gives_the_place_and_why(geocoder: ClaimatlasGeocoder) -> None:
    found = geocoder.geocode("Krasnoarmejsk")
    assert isinstance(found, Location)
    assert (found.latitude, found.longitude) == pytest.approx((48.282, 37.176))
    assert found.address.startswith("Pokrovsk")
    assert found.raw["status"] == "resolved"
    assert found.raw["reason"]


def test_a_guess_is_no_answer(geocoder: ClaimatlasGeocoder) -> None:
    assert geocoder.geocode("Dviinykove") is None
    assert geocoder.geocode("Qqqqwwww") is None
    assert geocoder.geocode("Qqqqwwww", exactly_one=False) is None
    several = geocoder.geocode("Dviinykove", exactly_one=False)
    assert isinstance(several, list)
    assert len(several) == 2
    assert all(0 <= one.raw["score"] <= 1 and one.raw["reasons"] for one in several[:2])
    assert len(geocoder.geocode("Dviinykove", exactly_one=False, limit=1) or []) == 1


def test_context_decides(geocoder: ClaimatlasGeocoder) -> None:
    found = geocoder.geocode("Dviinykove", near=["Pokrovsk", "Rodynske"])
    assert isinstance(found, Location)
    assert found.raw["place"]["id"].startswith("UA14")


@pytest.mark.parametrize("wrong", [{"kind": "planet"}, {"side": "blue"}, {"near": ["x" * 300]}])
def test_a_bad_value_is_named(geocoder: ClaimatlasGeocoder, wrong: dict[str, Any]) -> None:
    with pytest.raises(QueryError, match=next(iter(wrong))):
        geocoder.geocode("Pokrovsk", **wrong)


def test_reverse(geocoder: ClaimatlasGeocoder) -> None:
    found = geocoder.reverse((48.29, 37.18))
    assert isinstance(found, Location)
    assert found.address.startswith("Pokrovsk")
    assert 500 < found.raw["distance_m"] < 1500
    assert found.raw["direction"] == "south"
    several = geocoder.reverse("48.29, 37.18", exactly_one=False, limit=3)
    assert isinstance(several, list)
    assert [one.raw["distance_m"] for one in several] == sorted(
        one.raw["distance_m"] for one in several
    )
    assert geocoder.reverse((0, 0)) is None


def test_either_a_gazetteer_or_an_address(country: Gazetteer) -> None:
    for arguments in ({}, {"gazetteer": country, "base_url": "http://127.0.0.1"}):
        with pytest.raises(TypeError):
            ClaimatlasGeocoder(**arguments)


def test_a_failing_service_raises_as_geopy_does() -> None:
    with (
        server(lambda path, query: (503, {"detail": "busy"})) as address,
        pytest.raises(GeocoderServiceError),
    ):
        ClaimatlasGeocoder(base_url=address).geocode("Pokrovsk")


def nominatim(path: str, query: dict[str, list[str]]) -> tuple[int, Any]:
    """Nominatim's /search for two names."""
    known = {
        "Atlantis Springs": ("us", "Atlantis Springs, Nevada, United States", 0.31),
        "Novyi Khutir": ("ua", "Novyi Khutir, Ukraine", 0.12),
    }
    assert path == "/search"
    assert query["addressdetails"] == ["1"]
    name = query["q"][0]
    if name == "Overload":
        return 429, {"error": "too many requests"}
    if name not in known:
        return 200, []
    country, display_name, importance = known[name]
    row = {
        "osm_type": "node",
        "osm_id": 42,
        "lat": "39.5",
        "lon": "-119.8",
        "class": "place",
        "type": "village",
        "importance": importance,
        "name": name,
        "display_name": display_name,
        "address": {"country_code": country},
    }
    return 200, [row]


@pytest.fixture
def elsewhere() -> Iterator[NominatimFallback]:
    with server(nominatim) as address:
        yield NominatimFallback(address, min_delay_s=0)


@pytest.mark.parametrize(
    ("name", "status", "placed", "said"),
    [
        ("Atlantis Springs", Status.OUTSIDE, "osm:node/42", "Nevada"),
        ("Novyi Khutir", Status.AMBIGUOUS, None, "no probability"),
        ("Qqqqwwww", Status.UNKNOWN, None, "knows none either"),
        ("Overload", Status.UNKNOWN, None, "failed"),
        ("🙂", Status.UNKNOWN, None, ""),
        ("Pokrovsk", Status.RESOLVED, "UA1416021001", ""),
    ],
)
def test_nominatim_is_asked_about_the_unknown_only(
    elsewhere: NominatimFallback,
    name: str,
    status: Status,
    placed: str | None,
    said: str,
) -> None:
    own = Gazetteer.from_places(PLACES[:1])
    answer = elsewhere.extend(own.resolve(NameQuery(name)))
    assert (answer.status, answer.place and answer.place.id) == (status, placed)
    assert said in answer.reason
    found = ClaimatlasGeocoder(own, fallback=elsewhere).geocode(name)
    assert (found is None) == (placed is None)


def test_no_network_leaves_the_name_unknown(country: Gazetteer) -> None:
    unreachable = NominatimFallback("http://127.0.0.1:1", timeout_s=0.5, min_delay_s=0)
    answer = unreachable.extend(country.resolve(NameQuery("Qqqqwwww")))
    assert (answer.status, answer.place) == (Status.UNKNOWN, None)
    assert "Nominatim was asked too, and" in answer.reason


@pytest.mark.parametrize("url", ["", "nominatim", "ftp://example.org", "https://"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(GazetteerError, match="no address"):
        NominatimFallback(url)
