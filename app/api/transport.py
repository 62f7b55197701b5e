"""What every answer shares: security headers, HEAD wherever there is GET, ranges that are none."""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: The page is built from its own files only; MapLibre draws images from blobs.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # A reader who follows a link to a report does not tell its publisher what the map showed.
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}
_RAW = tuple((n.lower().encode(), v.encode()) for n, v in SECURITY_HEADERS.items())


class SecurityHeaders:
    """Add the security headers to every answer, errors too."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and put the headers on what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"] = list(message.get("headers", ()))
                present = {name.lower() for name, _ in headers}
                headers.extend(pair for pair in _RAW if pair[0] not in present)
            await send(message)

        await self.app(scope, receive, send_with_headers)


# Digits as many as any file has.
_ONE_RANGE = r"\s*(?:\d{1,18}-(?:\d{1,18})?|-\d{1,18})\s*"
_RANGES = re.compile(rf"bytes=({_ONE_RANGE}(?:,{_ONE_RANGE})*)".encode())


class KnownRanges:
    """Take no notice of a ``Range`` that is not one of bytes (RFC 9110, 14.2).

    Responses of files would answer it with 400 in plain text.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, without such a header."""
        if scope["type"] == "http" and any(_is_no_range(*pair) for pair in scope["headers"]):
            kept = [pair for pair in scope["headers"] if pair[0] != b"range"]
            scope = {**scope, "headers": kept}
        await self.app(scope, receive, send)


def _is_no_range(name: bytes, value: bytes) -> bool:
    if name != b"range":
        return False
    if not (found := _RANGES.fullmatch(value)):
        return True
    ends = (part.split(b"-") for part in found[1].split(b","))
    return any(first.strip() and last.strip() and int(first) > int(last) for first, last in ends)


class HeadAsGet:
    """Answer HEAD with the headers of GET.

    FastAPI's routes know GET only. The scope says ``claimatlas.head``, so that a handler with a
    long answer need not make it.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Turn HEAD into GET and keep the body back."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_headers_only(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        as_get = {**scope, "method": "GET", "claimatlas.head": True}
        await self.app(as_get, receive, send_headers_only)
