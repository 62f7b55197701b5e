"""The reader of one report: the text as stored, and behind each claim what it was read from."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from app.db.embedded import EmbeddedCluster
from app.settings import Settings
from gazetteer.resolver import Gazetteer
from tests.app.web import conftest as page_fixtures
from tests.app.web.browsing import DESKTOP, PHONE, SIZES, Watch
from tests.app.web.test_access import _tab_to, _violations
from tests.conftest import _fresh_database

REPORTS = Path(__file__).with_name("test_reader_reports.jsonl")
NUMBERS = range(1, 7)
LONG = 6
_PARAGRAPH = (
    "Russian troops attacked near Toretsk on September {day}, the Russian Defense Ministry said. "
    "{filling}\n\n"
)


def _long_report() -> dict[str, Any]:
    """A report of 200 kB, its claims among much else, its last paragraph without any break."""
    filling = "The harvest was good and the weather mild. " * 50
    text = "".join(_PARAGRAPH.format(day=1 + n % 28, filling=filling) for n in range(85))
    text += "The road was long \U0001f6b2 and dry. " * 900
    return {"id": "reader-6", "text": text, "outlet": "Sample Portal", "published": "2025-09-29"}


@pytest.fixture(scope="module")
def reader(
    cluster: EmbeddedCluster,
    session_dir: Path,
    template: str,
    installed_gazetteer: Gazetteer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """Address of a service over ``REPORTS`` and a long one, ids 1 to 6 in this order."""
    reports = tmp_path_factory.mktemp("reader") / "reports.jsonl"
    reports.write_text(REPORTS.read_text("utf-8") + json.dumps(_long_report()), "utf-8")
    with _fresh_database(cluster, session_dir, template) as url:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(page_fixtures, "REPORTS", reports)
            page_fixtures._ingest(url, session_dir)
        settings = Settings(
            data_dir=session_dir / "gazetteer-installed", database_url=url, offline=True
        )
        with page_fixtures.serving(settings, installed_gazetteer) as address:
            yield address


@pytest.fixture(scope="module")
def report(reader: str) -> Callable[[int], dict[str, Any]]:
    """What the API says of the report with a number; positions count code points."""
    kept: dict[int, dict[str, Any]] = {}

    def asked(number: int) -> dict[str, Any]:
        if number not in kept:
            found = httpx.get(f"{reader}/documents/{number}", timeout=60)
            assert found.status_code == 200
            kept[number] = found.json()
        return kept[number]

    return asked


Report = Callable[[int], dict[str, Any]]
Opened = Callable[..., Page]


@pytest.fixture
def read(reader: str, browser: Browser) -> Iterator[Opened]:
    """Open a path in a fresh context; no request goes elsewhere, no error is told."""
    watch = Watch()
    contexts = []

    def opened(path: str, **options: Any) -> Page:
        context = browser.new_context(**{"viewport": DESKTOP, "locale": "en-GB", **options})
        contexts.append(context)
        page = context.new_page()
        watch.follow(page)
        page.goto(f"{reader}/{path}")
        drawn(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert watch.origins <= {reader}
    assert watch.errors == []


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


def _check_detail(page: Page, claim: dict[str, Any], text: str) -> None:
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


@pytest.mark.parametrize("number", [1, 2, 3])
def test_pointing_at_a_claim_shows_what_stands_behind_it(
    read: Opened, report: Report, number: int
) -> None:
    page = read(f"documents/{number}")
    expect(page.locator("#detail")).to_contain_text("Point at")
    for claim in report(number)["readings"]:
        page.locator(f"#claim-{claim['id']}").hover()
        expect(page.locator(f"#claim-{claim['id']}")).to_have_class(re.compile("lit"))
        _check_detail(page, claim, report(number)["text"])
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


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_address_leads_to_a_claim(read: Opened, report: Report, size: str) -> None:
    last = report(LONG)["readings"][-1]
    page = read(f"documents/{LONG}#claim-{last['id']}", **SIZES[size])
    badge = page.locator(f"#claim-{last['id']}")
    expect(badge).to_be_focused()
    expect(badge).to_be_in_viewport()
    _check_detail(page, last, report(LONG)["text"])
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
