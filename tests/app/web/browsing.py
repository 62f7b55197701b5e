"""How the tests start Chromium, wait for the page and watch what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page
from sqlalchemy import Engine, text

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
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
SIZES: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1440, "height": 1000}},
    "phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True},
}
#: Every claim of ``reports.jsonl`` is in sight there, each at its settlement.
NEAR = "map=6.05/48.7/34.9"

OpenPage = Callable[..., Page]


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


@contextmanager
def opening(
    browser: Browser, address: str, ready: Callable[[Page], None]
) -> Iterator[Callable[..., Page]]:
    """What opens a path of ``address`` in a fresh context and waits until the page is ``ready``.

    At the end no request went elsewhere and no error was told.
    """
    watch = Watch()
    contexts = []

    def opened(path: str = "", **options: Any) -> Page:
        context = browser.new_context(**{"viewport": DESKTOP, "locale": "en-GB", **options})
        contexts.append(context)
        page = context.new_page()
        watch.follow(page)
        page.goto(f"{address}/{path}")
        ready(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert watch.origins <= {address}
    assert watch.errors == []


def settle(page: Page) -> None:
    """Wait until the claims are in and the map has drawn everything."""
    # A string without "() =>" would be compiled in the page, which its policy forbids.
    page.wait_for_function(
        "() => document.querySelector('#counts').textContent"
        " && document.querySelector('#view').getAttribute('aria-busy') !== 'true'"
    )
    # Looked at again and again, for the page may put another map in its place.
    page.evaluate(
        """() => new Promise((done) => {
            const ready = () => {
                const map = globalThis.claimatlas?.map;
                return !map || (map.loaded() && !map.isMoving());
            };
            if (ready()) return done(true);
            const end = () => { clearInterval(timer); done(true); };
            const timer = setInterval(() => ready() && end(), 250);
            globalThis.claimatlas.map.once("idle", end);
        })"""
    )


def rows(engine: Engine, query: str, **values: Any) -> list[Any]:
    """Return the rows of a query."""
    with engine.connect() as connection:
        return list(connection.execute(text(query), values))


def place(engine: Engine, name: str) -> Any:
    """Return id and position of a place that claims name."""
    query = (
        "SELECT DISTINCT place_id, ST_X(geom) AS lon, ST_Y(geom) AS lat FROM claim_feature"
        " WHERE place_name = :name AND recorded_to IS NULL"
    )
    return rows(engine, query, name=name)[0]


def features(engine: Engine, condition: str = "true", **values: Any) -> set[int]:
    """Return the ids of the features that fulfil a condition in SQL."""
    query = f"SELECT id FROM claim_feature WHERE recorded_to IS NULL AND {condition}"
    return {row.id for row in rows(engine, query, **values)}


def listed(page: Page) -> set[int]:
    """Return the ids of the features in the list."""
    found = page.locator("#list tbody tr")
    return {int(row.get_attribute("data-feature") or 0) for row in found.all()}


def click_at(page: Page, lon: float, lat: float) -> None:
    """Click where a point is drawn."""
    x, y = page.evaluate(
        "([lon, lat]) => { const p = claimatlas.map.project([lon, lat]); return [p.x, p.y]; }",
        [lon, lat],
    )
    box = page.locator("#map").bounding_box()
    assert box
    page.mouse.click(box["x"] + x, box["y"] + y)
