"""The reports that go back to one item, for people: who carries it, when, and what differs."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.app.web.browsing import SIZES
from tests.app.web.reader.looking import RETOLD, TOLD, Opened
from tests.app.web.test_access import _violations


def _ready(page: Page) -> None:
    page.wait_for_selector("#main:not([aria-busy])")


@pytest.fixture(scope="module")
def origin(reader: str) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{reader}/documents/{TOLD}/origin", timeout=60).json()
    return found


def test_page_names_every_report_with_its_day_and_a_way_to_it(
    look: Opened, origin: dict[str, Any]
) -> None:
    page = look(f"documents/{RETOLD}/origin")
    assert origin["document_count"] == 3
    expect(page.locator("h1")).to_have_text("3 reports · 1 independent origin")
    expect(page.locator(".source")).to_contain_text("Sample Wire, Sample Mirror <b>bold</b>")
    expect(page.locator(".source")).to_contain_text("14 Sept 2025")
    items = page.locator(".tellings > li")
    assert [item.get_attribute("data-document") for item in items.all()] == [
        str(document["id"]) for document in origin["documents"]
    ]
    for item, document in zip(items.all(), origin["documents"], strict=True):
        expect(item).to_contain_text(document["publisher"])
        expect(item).to_contain_text(document["title"])
    expect(items.nth(0)).to_contain_text("earliest known")
    expect(items.nth(0)).to_contain_text("Sample Mirror <b>bold</b>")
    expect(items.nth(1)).to_have_attribute("aria-current", "true")
    expect(items.nth(1)).to_contain_text("alike to: 1. Sample Wire")
    claims = page.locator(".same-matter").last.locator("> li")
    assert claims.count() == len(origin["claims"])
    for claim, told in zip(claims.all(), origin["claims"], strict=True):
        expect(claim.locator("blockquote")).to_have_text(told["quote"])
    items.nth(0).locator("a").first.click()
    page.wait_for_url(f"**/documents/{TOLD}")


def test_differences_stand_side_by_side(look: Opened, origin: dict[str, Any]) -> None:
    page = look(f"documents/{TOLD}/origin")
    [retelling] = origin["drift"]
    shown = page.locator(f"[data-retelling='{RETOLD}']")
    losses = next(c for c in retelling["claims"] if c["type"] == "losses")
    item = shown.locator(f".retold [data-claim='{losses['claim_id']}']")
    for at, side in enumerate(("from", "to")):
        quote = item.locator("blockquote").nth(at)
        expect(quote).to_have_text(losses["sentences"][side]["text"])
    assert item.locator("del").all_text_contents() == ["up to 120"]
    assert item.locator("ins").all_text_contents() == ["more than 150"]
    expect(item.locator(".aspects")).to_contain_text("up to 120 soldiers → more than 150 soldiers")
    for name in ("left_out", "added"):
        assert retelling[name]
        for brief in retelling[name]:
            expect(shown).to_contain_text(brief["sentence"]["text"])


def test_report_that_nobody_retells(look: Opened) -> None:
    page = look("documents/5/origin")
    expect(page.locator("h1")).to_have_text("No copy or rewrite of this report is known")
    expect(page.locator(".tellings > li")).to_have_count(1)
    expect(page.locator("section, .retold")).to_have_count(0)


def test_markup_stays_text(look: Opened) -> None:
    page = look(f"documents/{TOLD}/origin")
    assert page.locator("#origin :is(script, img, b, i)").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0
    assert page.evaluate("() => globalThis.broken") is None


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("path", [f"{TOLD}/origin", f"{RETOLD}/origin?lang=uk", "5/origin?lang=ru"])
def test_no_violation_and_no_sideways_scroll(look: Opened, path: str, size: str) -> None:
    page = look(f"documents/{path}", **SIZES[size])
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
    assert _violations(page) == []


@pytest.mark.parametrize(
    ("lang", "title"),
    [("uk", "3 повідомлення · 1 незалежне"), ("ru", "3 сообщения · 1 независимый")],
)
def test_languages(look: Opened, lang: str, title: str) -> None:
    page = look(f"documents/{TOLD}/origin?lang={lang}")
    expect(page.locator("h1")).to_contain_text(title)
    assert page.locator("html").get_attribute("lang") == lang
    page.select_option("#language", "en")
    expect(page.locator("h1")).to_contain_text("3 reports")


def test_way_from_the_map_through_report_and_origin_and_back(look: Opened, reader: str) -> None:
    page = look(f"documents/{TOLD}")
    query = {"place": "Poltavka", "located": "true"}
    found = httpx.get(f"{reader}/collections/claims/items", params=query).json()["features"]
    place = found[0]["properties"]["place_id"]
    page.goto(f"{reader}/?place={place}&side=RU&lang=uk")
    page.locator(".card a.read").first.click()
    page.wait_for_url("**/documents/*")
    _ready(page)
    page.locator("#head a[href*='origin']").click()
    page.wait_for_url("**/origin*")
    _ready(page)
    assert page.locator("html").get_attribute("lang") == "uk"
    page.locator(".up a").click()
    page.wait_for_url(lambda url: "/origin" not in url)
    _ready(page)
    page.locator("#head a[href*='origin']").click()
    page.wait_for_url("**/origin*")
    _ready(page)
    page.locator("#back").click()
    page.wait_for_url("**/?*")
    for part in ("side=RU", "lang=uk", f"place={place}"):
        assert part in page.url


@pytest.mark.parametrize("given", ["999999", "nothing"])
def test_unknown_report(reader: str, browser: Browser, given: str) -> None:
    with browser.new_context(locale="en-GB") as context:
        page = context.new_page()
        answer = page.goto(f"{reader}/documents/{given}/origin")
        assert answer
        assert answer.status == 404
        expect(page.locator("h1")).to_have_text("There is no such report.")
        assert _violations(page) == []


def test_failure_is_told(reader: str, browser: Browser) -> None:
    with browser.new_context(locale="en-GB") as context:
        page = context.new_page()
        body = '{"title": "Busy", "detail": "The database is busy.", "status": 503}'
        page.route("**/origin?f=json", lambda route: route.fulfill(status=503, body=body))
        page.goto(f"{reader}/documents/1/origin")
        expect(page.locator("h1")).to_contain_text("The database is busy.")
