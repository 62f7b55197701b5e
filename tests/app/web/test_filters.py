"""Filters and place search: what is ticked is what is shown."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import Engine

from tests.app.web.browsing import OpenPage, features, listed, place, settle


def test_outlets_of_a_side_are_ticked_and_unticked_together(
    open_page: OpenPage, engine: Engine
) -> None:
    page = open_page("?view=list")
    page.click("#outlet-all-RU")
    settle(page)
    assert page.locator("#outlet-TASS").is_checked()
    assert not page.locator("#outlet-Ukrinform").is_checked()
    assert listed(page) == features(engine, "outlet = 'TASS' AND geom IS NOT NULL")
    page.click("#outlet-none-RU")
    settle(page)
    assert listed(page) == features(engine, "geom IS NOT NULL")


def test_only_boxes_narrow_the_claims(open_page: OpenPage, engine: Engine) -> None:
    page = open_page("?view=list")
    page.check("#only-disputed")
    settle(page)
    assert len(listed(page)) == 2
    page.uncheck("#only-disputed")
    page.check("#only-unlocated")
    settle(page)
    assert listed(page) == features(engine, "geom IS NULL")
    expect(page.locator("#view-unlocated")).to_have_attribute("aria-pressed", "true")


def test_claimant_is_found_and_ticked(open_page: OpenPage, engine: Engine) -> None:
    page = open_page("?view=list")
    page.click("#fold-claimant summary")
    page.locator("#fold-claimant label", has_text="Institute for the Study of War").click()
    settle(page)
    wanted = features(engine, "claimant = 'Institute for the Study of War'")
    assert listed(page) == wanted != set()


@pytest.mark.parametrize("typed", ["Dzerzhinsk", "дзержинськ", "toreck", "Торецьк"])
def test_place_is_found_in_any_spelling(open_page: OpenPage, engine: Engine, typed: str) -> None:
    town = place(engine, "Toretsk")
    page = open_page()
    page.fill("#place-search", typed)
    option = page.locator(f'#place-hits li[data-place="{town.place_id}"]')
    expect(option).to_be_visible()
    expect(page.locator("#place-search")).to_have_attribute("aria-expanded", "true")
    while option.get_attribute("aria-selected") != "true":
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#panel-title")).to_have_text("Toretsk")
    settle(page)
    lon, lat = page.evaluate("() => claimatlas.map.getCenter().toArray()")
    assert (lon, lat) == (pytest.approx(town.lon, abs=0.5), pytest.approx(town.lat, abs=0.5))


def test_unknown_place_is_said_to_be_unknown(open_page: OpenPage) -> None:
    page = open_page()
    page.fill("#place-search", "qqqqxxxxzzzz")
    expect(page.locator("#place-hits")).to_contain_text("No place of that name")
    page.keyboard.press("Escape")
    expect(page.locator("#place-hits")).to_be_hidden()


def test_list_is_sorted_and_paged_by_keyboard(open_page: OpenPage, engine: Engine) -> None:
    page = open_page("?view=list")
    page.locator("#sort-outlet").focus()
    page.keyboard.press("Enter")
    settle(page)
    outlets = page.locator("#list td.cell-outlet").all_text_contents()
    assert outlets == sorted(outlets, key=str.lower)
    expect(page.locator("th.cell-outlet")).to_have_attribute("aria-sort", "ascending")
    expect(page.locator("#sort-outlet")).to_be_focused()
    page.keyboard.press("Enter")
    settle(page)
    outlets = page.locator("#list td.cell-outlet").all_text_contents()
    assert outlets == sorted(outlets, key=str.lower, reverse=True)
    assert listed(page) == features(engine, "geom IS NOT NULL")
