"""For everybody: no violation that axe-core finds in any state, and a journey by keyboard alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine

from tests.app.web.browsing import NEAR, OpenPage, place, settle

AXE = Path(__file__).resolve().parents[3] / "node_modules" / "axe-core" / "axe.min.js"


def _violations(page: Page) -> list[str]:
    assert AXE.is_file(), "first: npm ci"
    if not page.evaluate("() => Boolean(globalThis.axe)"):
        page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize(
    "query",
    [
        "",
        "?view=list&sort=outlet",
        "?view=unlocated",
        "?place=TORETSK",
        "?place=TORETSK&view=list&lang=uk",
        "?place=UA0000000000",
        "?q=nothing-says-this",
        "?embed=1",
        "?lang=ru&side=RU&outlet=TASS&oblast=UA14&claimant=Nobody&disputed=1",
    ],
)
def test_no_violation(go: OpenPage, engine: Engine, query: str, size: str) -> None:
    page = go(query.replace("TORETSK", place(engine, "Toretsk").place_id) or "?", size)
    if "TORETSK" in query:
        page.locator(".card").first.wait_for()
        page.locator(".why summary").first.click()
        page.locator(".chain").first.wait_for()
        page.locator("#names summary").click()
    settle(page)
    assert _violations(page) == []


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_no_violation_in_what_opens(go: OpenPage, size: str) -> None:
    page = go("?lang=en", size)
    page.click("#share > summary")
    assert _violations(page) == []
    page.keyboard.press("Escape")
    page.fill("#place-search", "Torets")
    page.locator("#place-hits li").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert _violations(page) == []
    page.keyboard.press("Escape")
    if size == "phone":
        page.click("#filters-toggle")
    for fold in ("claimant", "type", "modality", "oblast", "precision"):
        page.click(f"#fold-{fold} > summary")
    assert _violations(page) == []


def test_no_violation_when_something_failed(site: str, browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(site)
        settle(page)
        context.set_offline(True)
        page.check("#side-RU")
        expect(page.locator("#message")).to_be_visible()
        assert _violations(page) == []


def _tab_to(page: Page, selector: str, most: int = 120) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(s) => document.activeElement?.matches(s) ?? false", selector):
            return
    raise AssertionError(f"the Tab key does not reach {selector}")


def test_keyboard_alone_from_filter_to_sentence_and_back(
    open_page: OpenPage, engine: Engine
) -> None:
    page = open_page(f"?{NEAR}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the skip link
    expect(page.locator("#list")).to_be_focused()
    settle(page)
    _tab_to(page, "#list tbody .link")
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_focused()
    expect(page.locator(".card blockquote").first).to_be_visible()
    _tab_to(page, ".why summary")
    page.keyboard.press("Enter")
    expect(page.locator(".chain").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("#list tbody .link").first).to_be_focused()


def test_keyboard_alone_sets_filters_and_range_and_finds_a_place(
    open_page: OpenPage, engine: Engine
) -> None:
    page = open_page()
    _tab_to(page, "#place-search")
    page.keyboard.type("Toretsk")
    page.locator("#place-hits li").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#panel-title")).to_have_text("Toretsk")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    page.locator("#place-search").focus()
    _tab_to(page, "#side-RU")
    page.keyboard.press("Space")
    settle(page)
    assert "side=RU" in page.url
    _tab_to(page, "#thumb-from")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => location.search.includes('from=')")
    settle(page)
    assert page.locator(":focus").get_attribute("id") == "thumb-from"
