"""Single sentences: addresses that lead to them, citations, and parts that come when needed."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.app.web.browsing import SIZES
from tests.app.web.reader.looking import LONG, MANY, Opened, Report

_CITED = "() => [...(CSS.highlights.get('cited') ?? [])].map(String).join('')"
CLIPBOARD = ["clipboard-read", "clipboard-write"]


def _hash(sentence: dict[str, Any]) -> str:
    return f"#sentence-{sentence['start']}-{sentence['end']}"


def _words(report: dict[str, Any], sentence: dict[str, Any]) -> str:
    words: str = report["text"][sentence["start"] : sentence["end"]]
    return words


def _cited(page: Page) -> str:
    found: str = page.evaluate(_CITED)
    return found


def _ready(page: Page) -> None:
    """The report of many claims never has all of them, so `drawn` does not fit."""
    page.wait_for_selector("#main:not([aria-busy])")


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("number", [1, LONG])
def test_address_leads_to_a_sentence(read: Opened, report: Report, number: int, size: str) -> None:
    told = report(number)
    last = told["readings"][-1]["sentence"]  # in the first report behind a character of two units
    page = read(f"documents/{number}{_hash(last)}", **SIZES[size])
    words = _words(told, last)
    assert _cited(page) == words
    expect(page.locator("#detail")).to_contain_text(" ".join(words.split()))
    expect(page.locator("#text p:focus")).to_contain_text(words.strip())
    expect(page.locator("#told")).to_contain_text(words.strip())
    top = page.evaluate("() => [...CSS.highlights.get('cited')][0].getBoundingClientRect().top")
    box = page.locator("#detail").bounding_box()
    assert box
    assert 50 < top < (box["y"] if size == "phone" else 1000)
    page.locator("#detail .jump").first.click()
    expect(page.locator("#text .badge.lit")).to_have_count(1)
    assert _cited(page) == ""


@pytest.mark.parametrize(
    "address", ["#sentence-9999999-99999999", "#sentence-80-20", "#sentence-x"]
)
def test_address_of_no_sentence_marks_nothing(read: Opened, address: str) -> None:
    page = read(f"documents/1{address}")
    assert _cited(page) == ""
    expect(page.locator("#detail")).to_contain_text("Point at")


def test_citation_names_outlet_date_sentence_and_addresses(read: Opened, report: Report) -> None:
    told = report(1)
    claim = told["readings"][-1]  # behind a character of two units
    page = read(f"documents/1#claim-{claim['id']}", permissions=CLIPBOARD)
    page.locator(".cite summary").click()
    page.click("#cite_copy")
    expect(page.locator(".cite-ways [role=status]")).to_have_text("Copied.")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    for words in (
        "Sample Portal",
        told["title"],
        "12 Sept 2025",
        f"“{_words(told, claim['sentence'])}”",
        f"ascribed to {claim['attribution_chain'][0]['name']}",
        told["url"],
        f"{page.url.split('#')[0]}{_hash(claim['sentence'])}",
    ):
        assert words in copied
    formatted = page.evaluate(
        """async () => {
            const [item] = await navigator.clipboard.read();
            return (await item.getType("text/html")).text();
        }"""
    )
    assert "&lt;b&gt;named" in formatted
    assert "<b>named" not in formatted
    page.click("#cite_link")
    expect(page.locator(".cite-ways [role=status]")).to_have_text("Copied.")
    link = page.evaluate("() => navigator.clipboard.readText()")
    page.goto("about:blank")
    page.goto(link)
    _ready(page)
    assert _cited(page) == _words(told, claim["sentence"])


def test_what_is_selected_can_be_cited(read: Opened, report: Report) -> None:
    page = read("documents/1")
    page.locator("#text .mark-said", has_text="of the villages of").first.dblclick(
        position={"x": 30, "y": 12}
    )
    chosen = page.evaluate("() => getSelection().toString()").strip()
    assert chosen
    expect(page.locator("#detail q").first).to_contain_text(chosen)
    start, end = (int(part) for part in page.url.split("#sentence-")[1].split("-"))
    assert report(1)["text"][start:end].strip() == chosen


def test_marks_come_with_their_part_of_the_text(look: Opened, report: Report, reader: str) -> None:
    told = report(MANY)
    claims = told["readings"]
    page = look(f"documents/{MANY}")
    assert page.locator("#text").evaluate("(node) => node.textContent") == told["text"]
    assert 100 < page.locator("#text .badge").count() < len(claims)
    assert 100 < page.locator(".entry").count() < len(claims)
    page.locator("#text .badge").first.focus()
    page.keyboard.press("End")
    last = f"#claim-{claims[-1]['id']}"
    expect(page.locator(last)).to_be_focused()
    expect(page.locator(last)).to_be_in_viewport()
    expect(page.locator(".entry[aria-current]")).to_have_attribute("href", last)
    expect(page.locator(".entry[aria-current] .number")).to_have_text(str(len(claims)))
    sentence = claims[len(claims) - 300]["sentence"]
    page.goto("about:blank")
    page.goto(f"{reader}/documents/{MANY}{_hash(sentence)}")
    _ready(page)
    assert _cited(page) == _words(told, sentence)
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#text .badge")).to_have_count(len(claims))
    expect(page.locator(".entry")).to_have_count(len(claims))
    assert page.locator("#text").evaluate("(node) => node.textContent") == told["text"]


@pytest.mark.parametrize("lang", ["uk", "ru"])
def test_what_a_day_was_read_from_is_told_in_the_language_of_the_page(
    read: Opened, report: Report, lang: str
) -> None:
    page = read(f"documents/1?lang={lang}")
    for claim in report(1)["readings"]:
        page.locator(f"#claim-{claim['id']}").click()
        expect(page.locator(f"#claim-{claim['id']}")).to_have_class("badge lit")
        told = page.locator("#detail").inner_text()
        assert claim["event"]["basis"] not in told
        assert claim["statement"]["basis"] not in told
