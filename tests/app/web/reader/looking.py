"""What the reader of a report shows, and whether it is all that is known of a claim."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

NUMBERS = range(1, 7)
LONG = 6
"""The number of the report of 200 kB."""
TOLD, RETOLD = 7, 8
"""The numbers of two tellings of one item; the first appeared at two outlets."""
MANY = 9
"""The number of the report of 700 claims."""

Report = Callable[[int], dict[str, Any]]
Opened = Callable[..., Page]


def drawn(page: Page) -> None:
    """Wait until text and list are whole."""
    page.wait_for_selector("#main:not([aria-busy])", timeout=60_000)
    page.wait_for_function(
        "() => document.querySelectorAll('.badge').length"
        " === document.querySelectorAll('.entry').length"
    )


def claims_in(page: Page, selector: str) -> list[str]:
    """Return the claims that links stand for, in the page's order."""
    found: list[str] = page.locator(selector).evaluate_all(
        "(nodes) => nodes.map((node) => node.getAttribute('href'))"
    )
    return found


def lit(page: Page, kind: str) -> list[str]:
    """Return the words set off for the claim that is shown."""
    return page.locator(f"#text .lit-{kind}").all_text_contents()


def shown(page: Page) -> str:
    """Return all that is said of the claim that is shown, folded parts too."""
    return " ".join((page.locator("#detail").text_content() or "").split())


BASES = {
    "same_sentence": "named in the same sentence",
    "metadata": "known from the report’s metadata",
    "pronoun": "meant by a pronoun or a role",
    "narrator": "the report’s own voice",
    "carried_over": "carried over from an earlier sentence",
    "next_sentence": "named in the next sentence",
}
SIDES = {"RU": "Russian", "UA": "Ukrainian", "other": "Other", "unknown": "Not known"}


def check_detail(page: Page, claim: dict[str, Any], text: str) -> None:
    told = shown(page)
    links = page.locator("#detail .links li")
    assert links.count() == len(claim["attribution_chain"])
    for item, link in zip(links.all(), claim["attribution_chain"], strict=True):
        words = item.inner_text()
        assert link["name"] in words
        assert SIDES[link["side"]] in words
        assert BASES[link["basis"]] in words
        assert (link["kind"] or "") in words
        assert link["cue"] is None or " ".join(link["cue"]["text"].split()) in words
    for words in (claim["head"], claim["modality_cue"], claim["event"]["text"]):
        assert words is None or " ".join(words["text"].split()) in told
    assert claim["event"]["basis"] in told
    assert claim["statement"]["basis"] in told
    for quantity in claim["quantities"]:
        assert quantity["text"] in told
    places = page.locator("#detail .where li[data-status]")
    assert [p.get_attribute("data-status") for p in places.all()] == [
        p["status"] for p in claim["places"]
    ]
    for item, place in zip(places.all(), claim["places"], strict=True):
        assert text[place["start"] : place["end"]] in (item.text_content() or "")
