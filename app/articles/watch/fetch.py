"""Requests that a host has no reason to mind: robots.txt, one at a time, pauses, conditions."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from types import TracebackType
from urllib.parse import SplitResult, urljoin, urlsplit

import httpx
from protego import Protego

from app.articles.watch.stop import Stop
from app.errors import ClaimatlasError

ROBOT = "claimatlas"
"""Our name in robots.txt."""

MAX_BODY_BYTES = 50 * 1024 * 1024
_MAX_ROBOTS_BYTES = 512 * 1024  # RFC 9309 asks for at least 500 KiB
_ROBOTS_KEPT_S = 24 * 3600  # the longest that RFC 9309 allows
_MAX_REDIRECTS = 5
_CONNECT_S, _READ_S, _WHOLE_S = 15.0, 30.0, 120.0
_MAX_PAUSE_S = 300.0
_MAX_RETRY_AFTER_S = 7 * 86400.0
# Others unpack a few bytes into gigabytes before anybody can count them.
_PACKINGS = ("gzip", "deflate")
_BUSY = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


class FetchError(ClaimatlasError):
    """A request that brought nothing. ``later``: another try may; ``retry_after_s``: the host's."""

    def __init__(
        self, reason: str, *, later: bool = True, retry_after_s: float | None = None
    ) -> None:
        """Say why in words."""
        super().__init__(reason)
        self.later = later
        self.retry_after_s = retry_after_s


class StoppedError(ClaimatlasError):
    """The user asked to stop while a pause was being kept."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host answered: 304, or 2xx with a body. ``url`` is where it was found at last."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


@dataclass(slots=True)
class _Host:
    """What we know of one host. Times are those of the monotonic clock, seconds."""

    pause_s: float
    free_at: float = 0.0
    closed_until: float = 0.0


@dataclass(slots=True)
class _Robots:
    rules: Protego | None  # None: everything is allowed
    until: float


class Fetcher:
    """Fetches one address at a time.

    Requests to one host are ``delay_s`` apart, or as far as its robots.txt asks; a host that said
    Retry-After is left alone until then. ``stop`` ends a pause early.
    """

    def __init__(
        self, version: str, *, contact: str | None, delay_s: float, stop: Stop | None = None
    ) -> None:
        """Make a client that says who it is."""
        self._delay_s = delay_s
        self._stop = stop or Stop()
        self._hosts: dict[str, _Host] = {}
        self._robots: dict[str, _Robots] = {}
        self._client = httpx.Client(
            headers={
                "User-Agent": f"{ROBOT}/{version}" + (f" (+{contact})" if contact else ""),
                "Accept-Encoding": ", ".join(_PACKINGS),
            },
            timeout=httpx.Timeout(_READ_S, connect=_CONNECT_S),
            follow_redirects=False,
        )

    def __enter__(self) -> Fetcher:
        """Keep connections open meanwhile."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close them."""
        self._client.close()

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        home: str | None = None,
    ) -> Answer:
        """Fetch ``url``, only if it changed where ``etag`` or ``last_modified`` are given.

        With ``home``, an address that others wrote is fetched: it must be that host, or a public
        one, so that a feed cannot make us ask the machines of our own network.

        Raises:
            FetchError: robots.txt forbids it, the host answers with an error or not at all.
            StoppedError: a stop was asked for during a pause.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in conditions.items() if value}
        for _ in range(_MAX_REDIRECTS + 1):
            self._check(url, home)
            answer = self._request(url, headers, MAX_BODY_BYTES)
            target = answer.headers.get("location")
            if not (300 <= answer.status < 400 and answer.status != 304 and target):
                return _usable(answer)
            url = urljoin(url, target)
        raise FetchError(f"more than {_MAX_REDIRECTS} redirects")

    def _check(self, url: str, home: str | None) -> None:
        """Raise unless ``url`` may be asked for; learn the pause that its host wants."""
        parts = _web_address(url)
        if home is not None and parts.hostname != home and not _public(parts.hostname or ""):
            raise FetchError(f"{parts.hostname} is no public host", later=False)
        rules = self._rules(f"{parts.scheme}://{parts.netloc}")
        if rules is None:
            return
        if not rules.can_fetch(url, ROBOT):
            raise FetchError("its robots.txt does not allow it", later=False)
        asked = float(rules.crawl_delay(ROBOT) or 0.0)
        self._host(url).pause_s = max(self._delay_s, min(asked, _MAX_PAUSE_S))

    def _rules(self, origin: str) -> Protego | None:
        known = self._robots.get(origin)
        now = time.monotonic()
        if known is None or known.until < now:
            known = self._robots[origin] = _Robots(self._read_rules(origin), now + _ROBOTS_KEPT_S)
        return known.rules

    def _read_rules(self, origin: str) -> Protego | None:
        url = f"{origin}/robots.txt"
        for _ in range(_MAX_REDIRECTS + 1):
            answer = self._request(url, {}, _MAX_ROBOTS_BYTES, cut=True)
            target = answer.headers.get("location")
            if not (300 <= answer.status < 400 and target):
                break
            url = urljoin(url, target)
            _web_address(url)
        if answer.status in _BUSY or answer.status >= 500:
            # RFC 9309, 2.3.1.4: a host that cannot tell its rules is not crawled.
            raise FetchError(
                f"its robots.txt cannot be read: HTTP {answer.status}",
                retry_after_s=_retry_after(answer.headers),
            )
        if not 200 <= answer.status < 300:
            return None
        return Protego.parse(answer.body.decode("utf-8", "replace"))

    def _request(
        self, url: str, headers: Mapping[str, str], limit: int, *, cut: bool = False
    ) -> Answer:
        """One request in its turn; a body above ``limit`` bytes is an error, or ``cut``."""
        host = self._host(url)
        self._wait(host)
        try:
            with self._client.stream("GET", url, headers=headers) as response:
                body = _body(response, limit, cut=cut)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            said = " ".join(str(error).split()) or type(error).__name__
            raise FetchError(f"no answer: {said[:200]}") from error
        finally:
            host.free_at = time.monotonic() + host.pause_s
        answer = Answer(response.status_code, dict(response.headers), body, url)
        if answer.status in _BUSY and (wait_s := _retry_after(answer.headers)) is not None:
            host.closed_until = time.monotonic() + wait_s
        return answer

    def _wait(self, host: _Host) -> None:
        now = time.monotonic()
        if host.closed_until > now:
            raise FetchError(
                "its host asked to be left alone", retry_after_s=host.closed_until - now
            )
        if self._stop.wait(max(0.0, host.free_at - now)):
            raise StoppedError("stopped")

    def _host(self, url: str) -> _Host:
        return self._hosts.setdefault(urlsplit(url).netloc, _Host(self._delay_s))


def _web_address(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.hostname:
            return parts
    except ValueError:
        pass
    raise FetchError(f"no address of the web: {url[:200]!r}", later=False)


def _body(response: httpx.Response, limit: int, *, cut: bool) -> bytes:
    """The body, unpacked; a host that sends too much or too slowly is left."""
    packing = response.headers.get("content-encoding", "").strip().lower()
    if packing and packing not in (*_PACKINGS, "identity"):
        raise FetchError(f"packed as {packing[:20]!r}, which was not asked for", later=False)
    pieces: list[bytes] = []
    size, began = 0, time.monotonic()
    for piece in response.iter_bytes():
        pieces.append(piece)
        size += len(piece)
        if size > limit and cut:
            break
        if size > limit:
            raise FetchError(f"more than {limit // 1024**2} MB", later=False)
        if time.monotonic() - began > _WHOLE_S:
            raise FetchError(f"not complete after {_WHOLE_S:.0f} s")
    return b"".join(pieces)[:limit]


def _usable(answer: Answer) -> Answer:
    """``answer`` if it brings something or says that nothing changed."""
    if 200 <= answer.status < 300 or answer.status == HTTPStatus.NOT_MODIFIED:
        return answer
    try:
        said = f"HTTP {answer.status} {HTTPStatus(answer.status).phrase}"
    except ValueError:
        said = f"HTTP {answer.status}"
    raise FetchError(
        said,
        later=answer.status in _BUSY or answer.status >= 500 or answer.status == 408,
        retry_after_s=_retry_after(answer.headers),
    )


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that ``Retry-After`` asks for, given as seconds or as a date (RFC 9110)."""
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    try:
        seconds = float(int(value))
    except ValueError:
        try:
            at = parsedate_to_datetime(value)
        except ValueError:
            return None
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        seconds = (at - datetime.now(UTC)).total_seconds()
    return min(max(seconds, 0.0), _MAX_RETRY_AFTER_S)


def _public(host: str) -> bool:
    """Whether every address of a host is one of the public internet."""
    try:
        found = socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP)
    except OSError:
        return True  # nothing will be reached; the request says why
    return all(ipaddress.ip_address(str(one[4][0]).split("%")[0]).is_global for one in found)
