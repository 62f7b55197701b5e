"""The reader of one report: the text as stored, and behind each claim what it was read from."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.app.web.reader.looking import NUMBERS, Opened, Report, check_detail, claims_in, lit


@pytest.mark.parametrize("number", NUMBERS)
def test_text_is_exactly_what_is_stored(read: Opened, report: Report, number: int) -> None:
    page = read(f"documents/{number}")
    assert page.locator("#text").evaluate("(node) => node.textContent") == report(number)["text"]
    assert page.locator("#text").get_attribute("lang") == report(number)["language"]
    assert page.locator("#text :is(img, script, b)").count() == 0
    assert page.locator("#head :is(img, script, b)").count() == 0
    assert page.evaluate("() => globalThis.broken") is None
    assert page.locator("#head a[href^='javascript']").count() == 0


@pytest.mark.parametrize("number", NUMBERS)
def test_list_marks_and_data_hold_the_same_claims(
    read: Opened, report: Report, number: int
) -> None:
    page = read(f"documents/{number}")
    wanted = [f"#claim-{claim['id']}" for claim in report(number)["readings"]]
    assert claims_in(page, "#text .badge") == wanted
    assert claims_in(page, "#entries .entry") == wanted
    assert {f"#claim-{row['claim_id']}" for row in report(number)["claims"]} == set(wanted)
    expect(page.locator("#claims-title")).to_contain_text(
        f"{len(wanted):,}" if wanted else "0 claims"
    )
    assert bool(wanted) is (number != 5)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_pointing_at_a_claim_shows_what_stands_behind_it(
    read: Opened, report: Report, number: int
) -> None:
    page = read(f"documents/{number}")
    expect(page.locator("#detail")).to_contain_text("Point at")
    for claim in report(number)["readings"]:
        page.locator(f"#claim-{claim['id']}").hover()
        expect(page.locator(f"#claim-{claim['id']}")).to_have_class(re.compile("lit"))
        check_detail(page, claim, report(number)["text"])
    page.keyboard.press("Escape")
    expect(page.locator("#detail")).to_contain_text("Point at")
    assert lit(page, "act") == []


def test_words_of_a_claim_are_set_off_from_those_of_its_neighbours(
    read: Opened, report: Report
) -> None:
    page = read("documents/1")
    text = report(1)["text"]
    one, other, *_ = report(1)["readings"]
    assert one["head"] == other["head"]  # two villages, one verb
    named = []
    for claim in (one, other):
        page.locator(f"#claim-{claim['id']}").hover()
        expect(page.locator(f"#claim-{claim['id']}")).to_have_class(re.compile("lit"))
        places = [text[p["start"] : p["end"]] for p in claim["places"]]
        assert "".join(lit(page, "act")) == claim["head"]["text"]
        assert lit(page, "place") == places
        assert lit(page, "date") == [claim["event"]["text"]["text"]]
        named.append(places)
        expect(page.locator("#detail .siblings .jump")).to_have_count(2)
    assert named[0] != named[1]
    page.locator("#detail .siblings .jump").first.click()
    expect(page.locator("#detail h2")).to_have_text("Claim 1")
    assert page.url.endswith(f"#claim-{one['id']}")


def test_pointing_at_words_shows_their_claim(read: Opened, report: Report) -> None:
    page = read("documents/1")
    losses = next(c for c in report(1)["readings"] if c["type"] == "losses")
    page.locator("#text .mark-source", has_text="Marochko").hover()
    expect(page.locator(f"#claim-{losses['id']}")).to_have_class(re.compile("lit"))
