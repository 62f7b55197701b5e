#!/usr/bin/env python3
"""Take the pictures of the README from a running service: ``docs/images/*.png``.

./run up                        # in one terminal
python tools/screenshot.py      # in another

The settlement with the most claims that contradict one another is opened, so that the pictures need
no list of places.
"""

from __future__ import annotations

import argparse
import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, sync_playwright

TARGET = Path(__file__).resolve().parent.parent / "docs" / "images"
DESKTOP, PHONE = (1440, 900), (390, 844)
ZOOM = 7.5
ASKED = {"limit": 10_000, "disputed": "true"}
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader", "--disable-quic")
STARTED = "() => globalThis.claimatlas && document.querySelector('#counts').textContent"
DRAWN = """() => new Promise((done) => {
    const map = globalThis.claimatlas.map;
    const wait = () => {
        map.once("idle", () => map.loaded() && !map.isMoving() ? done(true) : wait());
        map.triggerRepaint();  // so that a frame follows what was changed last
    };
    wait();
})"""


def disputed_place(base: str) -> str:
    """Return the page's query for the settlement with the most contradicting claims."""
    answer = httpx.get(f"{base}/collections/claims/items", params=ASKED, timeout=60)
    sides: dict[str, list[str]] = defaultdict(list)
    points: dict[str, tuple[float, float]] = {}
    for feature in answer.raise_for_status().json()["features"]:
        properties: dict[str, Any] = feature["properties"]
        if properties["location_precision"] == "settlement":
            place = properties["place_id"]
            sides[place].append(properties["source_side"])
            points[place] = feature["geometry"]["coordinates"]
    chosen = max(
        sides, key=lambda place: (len({"UA", "RU"} & set(sides[place])), len(sides[place]), place)
    )
    lon, lat = points[chosen]
    return f"place={chosen}&map={ZOOM}/{lat}/{lon}"


def take(browser: Browser, address: str, size: tuple[int, int], name: str) -> None:
    """Save one picture once all claims are drawn."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, locale="en-GB")
    page.goto(address)
    page.wait_for_function(STARTED)
    page.evaluate(DRAWN)
    page.screenshot(path=TARGET / f"{name}.png")
    page.close()
    print(f"{name}.png: {address}")


def main() -> None:
    """Read the command line and take the pictures."""
    parser = argparse.ArgumentParser(description="Take the README's pictures.")
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="a running service")
    base = parser.parse_args().url.rstrip("/")
    place = disputed_place(base)
    TARGET.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        take(browser, f"{base}/?{place}", DESKTOP, "page-place")
        take(browser, f"{base}/?{place.partition('&')[2]}", DESKTOP, "page-map")
        take(browser, f"{base}/?view=list", DESKTOP, "page-list")
        take(browser, f"{base}/?{place}", PHONE, "page-phone")
        browser.close()


if __name__ == "__main__":
    main()
