"""What a reader sees and does: from the map to the exact sentence, in three languages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine

from tests.app.web.browsing import (
    NEAR,
    PHONE,
    OpenPage,
    click_at,
    features,
    listed,
    place,
    rows,
    settle,
)


def test_click_on_a_town_shows_each_claims_exact_sentence_and_source(
    open_page: OpenPage, engine: Engine
) -> None:
    town = place(engine, "Toretsk")
    page = open_page(f"?{NEAR}")
    click_at(page, town.lon, town.lat)
    expect(page.locator("#panel-title")).to_have_text("Toretsk")
    claims = rows(
        engine,
        "SELECT * FROM claim_feature WHERE place_id = :id AND recorded_to IS NULL",
        id=town.place_id,
    )
    assert {row.source_side for row in claims} == {"RU", "UA"}
    expect(page.locator(".panel-where")).to_contain_text(f"Donetsk oblast · {claims[0].katottg}")
    assert page.locator(".card").count() == len(claims)
    for row in claims:
        card = page.locator(f'.card[data-claim="{row.claim_id}"]')
        assert card.locator("blockquote").text_content() == row.quote
        names, values = (card.locator(tag).all_text_contents() for tag in ("dt", "dd"))
        facts = dict(zip(names, values, strict=True))
        assert facts["Claimed by"] == row.claimant
        assert facts["Outlet"] == row.outlet
        assert facts["Published by"] == row.publisher
        assert re.search(
            rf"\b{row.published.day} Sept? {row.published.year}", facts["Published on"]
        )
        assert "independent origin" in facts["Reports"]
        days = {row.event_start, row.event_end} - {None}
        assert days
        for day in days:
            assert re.search(rf"\b{day.day} Sept? {day.year}", facts["Said to have happened"])
        assert card.locator("a.report").get_attribute("href") == row.document_url
        assert (card.locator("a.read").get_attribute("href") or "").startswith(
            f"documents/{row.document_id}"
        )
    expect(page.locator(".panel-note")).to_contain_text("claims")


def test_one_town_is_one_symbol_however_it_is_meant(open_page: OpenPage, engine: Engine) -> None:
    town = place(engine, "Toretsk")  # as a settlement, and as the area around it
    page = open_page(f"?map=11/{town.lat}/{town.lon}")
    drawn = page.evaluate(
        """() => claimatlas.map.queryRenderedFeatures({layers: ["sites"]})
            .map(({properties: p}) => [p.place_name, p.claims, p.ru, p.ua, p.disputed])"""
    )
    assert drawn == [["Toretsk", 3, 1, 2, True]]


def test_ring_holds_its_number_whatever_stands_around_it(
    open_page: OpenPage, engine: Engine
) -> None:
    town = place(engine, "Toretsk")
    page = open_page(f"?map=11/{town.lat}/{town.lon}")
    # One of both sides with the number of the claims, beside symbols of other settlements.
    (drawn,) = page.evaluate(
        "() => claimatlas.map.listImages().filter((name) => /^claims.*\\/3$/.test(name))"
    )
    # In the middle there is ink with the number, and none without.
    ink = page.evaluate(
        """async (name) => {
            const {symbolCanvas} = await import(
                new URL("static/js/symbols.js", document.baseURI));
            return [name, name.replace(/3$/, "")].map((each) => {
                const {width, height} = symbolCanvas(each);
                const part = symbolCanvas(each).getContext("2d")
                    .getImageData(width / 2 - 8, height / 2 - 8, 16, 16).data;
                return part.filter((value, at) => at % 4 === 0 && value < 90).length;
            });
        }""",
        drawn,
    )
    assert ink[0] > 10
    assert ink[1] == 0


def test_place_that_nobody_knows_is_listed_and_never_drawn(
    open_page: OpenPage, engine: Engine
) -> None:
    page = open_page("?view=unlocated")
    row = page.locator("#list tbody tr", has_text="Vydumane-Nikoly")
    expect(row).to_contain_text("place not known")
    assert features(engine, "geom IS NOT NULL AND quote LIKE '%Vydumane%'") == set()


def test_markup_in_a_report_stays_text(open_page: OpenPage, engine: Engine) -> None:
    row = rows(engine, "SELECT * FROM claim_feature WHERE quote LIKE '%onerror%'")[0]
    page = open_page(f"?place={row.place_id}")
    page.locator(".card").first.wait_for()
    assert page.locator(".card blockquote").first.text_content() == row.quote
    page.locator(".why summary").first.click()
    expect(page.locator(".chain li").first).to_be_visible()
    assert page.locator(".card").first.locator("img, script, b").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0
    page.click("#view-list")
    settle(page)
    assert page.locator("#list img, #list script, #list b").count() == 0
    assert page.locator("#filters b, #filters script").count() == 0
    assert page.evaluate("() => globalThis.broken") is None


def test_simferopol_is_drawn_in_ukraine(open_page: OpenPage) -> None:
    page = open_page("?map=7/45.2/34.3")
    drawn = page.evaluate(
        """() => {
            const map = claimatlas.map;
            const at = map.project([34.1108, 44.9572]);
            const found = map.queryRenderedFeatures(at, {layers: ["countries"]});
            return found.map((country) => country.properties.iso);
        }"""
    )
    assert drawn == ["UA"]
    labels = page.evaluate(
        """() => claimatlas.map.queryRenderedFeatures({layers: ["label-city"]})
            .map((f) => f.properties.name_en)"""
    )
    assert "Simferopol" in labels


def test_sector_is_drawn_as_a_sector_and_an_area_has_its_halo(
    open_page: OpenPage, engine: Engine
) -> None:
    town = place(engine, "Lyman")
    page = open_page(f"?map=8.5/{town.lat}/{town.lon}")
    page.wait_for_function(
        """() => claimatlas.map.querySourceFeatures("shapes").length
            && claimatlas.map.querySourceFeatures("halos").length"""
    )
    # Inside the sector north of the town, and outside it to the south.
    north, south = (
        page.evaluate(
            """([lon, lat]) => claimatlas.map.queryRenderedFeatures(
                claimatlas.map.project([lon, lat]), {layers: ["shapes-fill"]}).length""",
            [town.lon, town.lat + shift],
        )
        for shift in (0.08, -0.08)
    )
    assert (north > 0, south) == (True, 0)
    assert page.evaluate("() => claimatlas.map.hasImage('hatch')")


def _drawn_above_sheet(page: Page, place_id: str) -> bool:
    """Whether the open place is marked in the part of the map that is in sight."""
    return bool(
        page.evaluate(
            """(id) => {
                const {map} = claimatlas;
                const [open] = map.queryRenderedFeatures({layers: ["open"]});
                if (open?.properties.place !== id) return false;
                const box = map.getCanvas().getBoundingClientRect();
                const sheet = document.querySelector("#panel").getBoundingClientRect();
                const {x, y} = map.project(open.geometry.coordinates);
                return x > 0 && x < box.width && y > 0 && box.top + y < sheet.top;
            }""",
            place_id,
        )
    )


@pytest.mark.parametrize("position", ["", "&map=9/46.5/31"])
def test_address_of_a_place_shows_it_above_the_sheet_on_a_phone(
    open_page: OpenPage, engine: Engine, position: str
) -> None:
    town = place(engine, "Toretsk")
    page = open_page(
        f"?place={town.place_id}{position}", viewport=PHONE, has_touch=True, is_mobile=True
    )
    expect(page.locator("#panel-title")).to_have_text("Toretsk")
    settle(page)
    assert _drawn_above_sheet(page, town.place_id)


def test_phone_has_no_sideways_scroll_and_a_sheet(open_page: OpenPage, engine: Engine) -> None:
    town = place(engine, "Toretsk")
    page = open_page(
        f"?map=7/{town.lat}/{town.lon}", viewport=PHONE, has_touch=True, is_mobile=True
    )
    click_at(page, town.lon, town.lat)
    expect(page.locator("#panel-title")).to_have_text("Toretsk")
    sheet = page.locator("#panel").bounding_box()
    assert sheet
    assert sheet["width"] == PHONE["width"]
    assert sheet["y"] > PHONE["height"] * 0.3
    settle(page)
    assert _drawn_above_sheet(page, town.place_id)
    assert page.evaluate("() => document.documentElement.scrollWidth") == PHONE["width"]
    assert page.evaluate("() => document.querySelector('#panel').scrollWidth") == PHONE["width"]
    page.click("#panel-close")
    page.click("#filters-toggle")
    page.check("#side-RU")
    page.click(".filters-done")
    page.fill("#from", "2025-09-20")  # days are set by fields here
    page.click("#view-list")
    expect(page.locator("#list tbody tr").first).to_be_visible()
    settle(page)
    page.wait_for_function("() => location.search.includes('from=2025-09-20')")
    settle(page)
    wanted = features(
        engine, "source_side = 'RU' AND event_end >= '2025-09-20' AND geom IS NOT NULL"
    )
    assert listed(page) == wanted != set()
    for part in ("html", "#list"):
        width = page.evaluate("(part) => document.querySelector(part).scrollWidth", part)
        assert width == PHONE["width"]


@pytest.mark.parametrize(
    ("lang", "words", "city", "day"),
    [("uk", "Список", "Харків", "серп"), ("ru", "Список", "Харьков", "авг")],
)
def test_language_changes_words_dates_and_labels(
    open_page: OpenPage, lang: str, words: str, city: str, day: str
) -> None:
    page = open_page("?map=6/49.5/35")
    page.select_option("#language", lang)
    expect(page.locator("#view-list")).to_have_text(words)
    assert page.get_attribute("html", "lang") == lang
    expect(page.locator("#plot-ends")).to_contain_text(day)
    settle(page)
    labels = page.evaluate(
        """() => claimatlas.map.getLayoutProperty("label-city", "text-field").join()"""
    )
    assert labels == f"get,name_{lang}"
    names = page.evaluate(
        f"""() => claimatlas.map.queryRenderedFeatures({{layers: ["label-city"]}})
            .map((f) => f.properties.name_{lang})"""
    )
    assert city in names


def test_policy_is_strict(site: str, browser: Browser) -> None:
    with browser.new_context() as context:
        response = context.new_page().goto(site)
        assert response
        policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
