"""How the tests start Chromium, wait for the page and watch what it does."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Page

CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


@dataclass
class Watch:
    """What the browser did besides showing the page."""

    origins: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        """Record every request, failure and error of a page."""
        page.on("request", lambda request: self._request(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "console",
            lambda message: self.errors.append(message.text) if message.type == "error" else None,
        )

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob"}:
            self.origins.add(f"{parts.scheme}://{parts.netloc}")


def settle(page: Page) -> None:
    """Wait until the claims are in and the map has drawn everything."""
    # A string without "() =>" would be compiled in the page, which its policy forbids.
    page.wait_for_function(
        "() => document.querySelector('#counts').textContent"
        " && document.querySelector('#view').getAttribute('aria-busy') !== 'true'"
    )
    page.evaluate(
        """() => new Promise((done) => {
            const map = globalThis.claimatlas?.map;
            if (!map || (map.loaded() && !map.isMoving())) return done(true);
            map.once("idle", () => done(true));
        })"""
    )
