"""Ways into the reader, through it and out of it: addresses, keys, languages, phones, paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.app.web.browsing import PHONE, SIZES
from tests.app.web.reader.looking import LONG, Opened, Report, check_detail, drawn
from tests.app.web.test_access import _tab_to, _violations


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_address_leads_to_a_claim(read: Opened, report: Report, size: str) -> None:
    last = report(LONG)["readings"][-1]
    page = read(f"documents/{LONG}#claim-{last['id']}", **SIZES[size])
    badge = page.locator(f"#claim-{last['id']}")
    expect(badge).to_be_focused()
    expect(badge).to_be_in_viewport()
    check_detail(page, last, report(LONG)["text"])
    # What is shown does not cover the claim.
    page.wait_for_function(
        """(id) => {
            const badge = document.getElementById(id).getBoundingClientRect();
            const detail = document.getElementById("detail").getBoundingClientRect();
            return badge.right <= detail.left || badge.bottom <= detail.top;
        }""",
        arg=f"claim-{last['id']}",
    )
    first = report(LONG)["readings"][0]
    page.evaluate("(hash) => { location.hash = hash; }", f"claim-{first['id']}")
    expect(page.locator(f"#claim-{first['id']}")).to_be_focused()


def test_address_of_a_claim_that_is_gone_says_so(read: Opened) -> None:
    page = read("documents/1#claim-987654321")
    expect(page.locator("#detail")).to_contain_text("Claim 987654321 is not in this report")


def test_keyboard_alone_goes_from_claim_to_claim(read: Opened, report: Report) -> None:
    page = read("documents/1")
    ids = [f"#claim-{claim['id']}" for claim in report(1)["readings"]]
    _tab_to(page, "#text .badge")
    expect(page.locator(ids[0])).to_be_focused()
    expect(page.locator("#detail h2")).to_have_text("Claim 1")
    expect(page.locator("#told")).to_contain_text("says: Russian Ministry of Defence")
    for key, index in (
        ("ArrowDown", 1),
        ("ArrowRight", 2),
        ("ArrowUp", 1),
        ("ArrowLeft", 0),
        ("ArrowLeft", 0),
        ("End", len(ids) - 1),
        ("ArrowDown", len(ids) - 1),
        ("Home", 0),
    ):
        page.keyboard.press(key)
        expect(page.locator(ids[index])).to_be_focused()
        expect(page.locator("#detail h2")).to_have_text(f"Claim {index + 1}")
    _tab_to(page, "#text .name-in-text")
    expect(page.locator("#detail h2")).to_have_text("Fedorivka")
    page.keyboard.press("ArrowDown")
    expect(page.locator(ids[2])).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#detail")).to_contain_text("Point at")
    _tab_to(page, "#entries .entry")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#entries .entry").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    assert page.url.endswith(ids[1])


def test_names_that_are_not_found_have_no_pin_and_no_way_to_the_map(
    read: Opened, report: Report
) -> None:
    page = read("documents/1")
    pin = "(node) => getComputedStyle(node, '::after').backgroundColor"
    states = {mention["text"]: mention["status"] for mention in report(1)["mentions"]}
    assert {"resolved", "unknown", "ambiguous"} <= set(states.values())
    clear = "rgba(0, 0, 0, 0)"
    for name in page.locator("#text .name-in-text").all():
        state = states[name.text_content() or ""]
        expect(name).to_have_class(re.compile(f"found-{state}"))
        assert (name.evaluate(pin) == clear) is (state != "resolved")
        name.hover()
        expect(page.locator("#detail h2")).to_have_text(name.text_content() or "")
        item = page.locator("#detail .where > li")
        expect(item).to_have_attribute("data-status", state)
        assert item.locator("a[href*='place=']").count() == (state == "resolved")
    page.locator(".found-ambiguous[data-mention]").first.hover()
    expect(page.locator("#detail .where > li")).to_have_attribute("data-status", "ambiguous")
    with page.expect_response("**/documents/1/mentions/*"):
        page.locator("#detail .why summary").dispatch_event("click")
    expect(page.locator("#detail .runners > li").first).to_be_attached()


def test_way_from_the_map_and_back_keeps_the_view(read: Opened) -> None:
    page = read("documents/2")
    page.locator("#text .name-in-text.found-resolved").first.click()
    page.locator("#detail .where a").click()
    page.locator(".card a.read").first.wait_for()
    page.check("#side-UA")
    page.select_option("#language", "uk")
    page.wait_for_function("() => location.search.includes('side=UA')")
    page.locator(".card a.read").first.wait_for()
    left = page.url
    assert "place=" in left
    page.locator(".card a.read").first.click()
    page.wait_for_url("**/documents/*")
    drawn(page)
    expect(page.locator("#text .badge.lit")).to_have_count(1)
    assert page.locator("html").get_attribute("lang") == "uk"
    page.locator("#back").click()
    page.wait_for_url("**/?*")
    assert page.url == left


@pytest.mark.parametrize(
    ("lang", "title", "language"),
    [
        ("en", "3 claims in this report", "Ukrainian"),
        ("uk", "3 твердження в цьому повідомленні", "українська"),
        ("ru", "3 утверждения в этом сообщении", "украинский"),
    ],
)
def test_languages(read: Opened, report: Report, lang: str, title: str, language: str) -> None:
    assert len(report(2)["readings"]) == 3
    page = read(f"documents/2?lang={lang}")
    assert page.locator("html").get_attribute("lang") == lang
    assert page.locator("#text").get_attribute("lang") == "uk"
    expect(page.locator("#claims-title")).to_have_text(title)
    expect(page.locator("#head")).to_contain_text(language)
    page.select_option("#language", "en")
    expect(page.locator("#claims-title")).to_have_text("3 claims in this report")
    assert "lang=en" in page.url


def test_every_language_has_every_word(read: Opened) -> None:
    page = read("documents/5")
    keys = page.evaluate(
        """async () => Promise.all(["en", "uk", "ru"].map(async (lang) =>
            Object.keys((await import(
                new URL(`../static/js/reader/words/${lang}.js`, location.href))).default)))"""
    )
    plural = re.compile(r"\.(one|few|many|other)$")
    english, *others = ({plural.sub(".n", key) for key in table} for table in keys)
    assert all(table == english for table in others)


def test_text_from_right_to_left_keeps_its_direction(read: Opened) -> None:
    page = read("documents/4")
    directions = page.locator("#text p").evaluate_all(
        "(nodes) => nodes.map((node) => getComputedStyle(node).direction)"
    )
    assert set(directions) == {"rtl"}
    assert page.locator("html").evaluate("(node) => getComputedStyle(node).direction") == "ltr"


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("path", ["1", "1#claim-1", "1#name-8", "2?lang=uk", "4", "5", "6?lang=ru"])
def test_no_violation_and_no_sideways_scroll(read: Opened, path: str, size: str) -> None:
    page = read(f"documents/{path}", **SIZES[size])
    if "#" in path:
        page.locator("#detail .why summary").first.click()
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
    assert _violations(page) == []


def test_phone_shows_a_sheet_that_closes(read: Opened) -> None:
    page = read("documents/1", viewport=PHONE, has_touch=True, is_mobile=True)
    page.locator("#text .badge").nth(2).tap()
    expect(page.locator("#detail h2")).to_have_text("Claim 3")
    box = page.locator("#detail").bounding_box()
    assert box
    assert box["y"] > PHONE["height"] / 3
    assert round(box["y"] + box["height"]) == PHONE["height"]
    page.locator("#detail .close").tap()
    expect(page.locator("#detail h2")).to_have_count(0)


def test_paper_has_the_text_and_every_claim(read: Opened) -> None:
    page = read("documents/1#claim-2")
    page.emulate_media(media="print")
    for selector in (".bar", "#detail", ".skip"):
        expect(page.locator(selector)).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    for entry in page.locator(".entry").all():
        expect(entry).to_be_visible()


@pytest.mark.parametrize("given", ["999999", "0", "nothing"])
def test_unknown_report(reader: str, browser: Browser, given: str) -> None:
    with browser.new_context(locale="en-GB") as context:
        page = context.new_page()
        answer = page.goto(f"{reader}/documents/{given}")
        assert answer
        assert answer.status == 404
        expect(page.locator("h1")).to_have_text("There is no such report.")
        expect(page.locator("#back")).to_be_visible()
        assert _violations(page) == []


def test_failure_is_told(reader: str, browser: Browser) -> None:
    with browser.new_context(locale="en-GB") as context:
        page = context.new_page()
        body = '{"title": "Busy", "detail": "The database is busy.", "status": 503}'
        page.route("**/documents/1?f=json", lambda route: route.fulfill(status=503, body=body))
        page.goto(f"{reader}/documents/1")
        expect(page.locator("h1")).to_contain_text("The database is busy.")
