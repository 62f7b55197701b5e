"""The timeline: bars that count, a range with two thumbs, presets, and play."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from tests.app.web.browsing import OpenPage, features, rows, settle

WITHIN = "coalesce(event_start, event_end) <= :last AND coalesce(event_end, 'infinity') >= :first"


def _matched(page: Page) -> int:
    return int(page.locator("#counts").get_attribute("data-matched") or -1)


def test_bars_count_what_the_database_has(open_page: OpenPage, engine: Engine) -> None:
    found = rows(
        engine,
        "SELECT source_side AS side, count(*) AS n FROM claim_feature WHERE recorded_to IS NULL"
        " AND coalesce(event_end, event_start) IS NOT NULL GROUP BY 1",
    )
    page = open_page()
    words = page.locator("#bars svg").get_attribute("aria-label") or ""
    names = {"UA": "Ukrainian source", "RU": "Russian source", "other": "Other source"}
    for row in found:
        assert f"{names[row.side]}: {row.n}" in words
    # As high as it says: all heights together are all claims.
    heights = page.evaluate(
        """() => [...document.querySelectorAll("#bars rect")]
            .reduce((sum, bar) => sum + Number(bar.getAttribute("height")), 0)"""
    )
    top = page.locator("#plot-top").inner_text().split("highest: ")[1]
    assert round(heights / 46 * int(top)) == sum(row.n for row in found)


def test_thumbs_are_sliders_for_the_keyboard(open_page: OpenPage, engine: Engine) -> None:
    page = open_page()
    thumb = page.locator("#thumb-from")
    assert thumb.get_attribute("role") == "slider"
    least = int(thumb.get_attribute("aria-valuenow") or 0)
    thumb.focus()
    page.keyboard.press("PageUp")
    page.keyboard.press("ArrowLeft")
    assert thumb.get_attribute("aria-valuenow") == str(least + 29)
    assert thumb.get_attribute("aria-valuetext") == "30 Aug 2025"
    page.wait_for_function("() => location.search.includes('from=2025-08-30')")
    settle(page)
    page.locator("#thumb-to").focus()
    page.keyboard.press("PageDown")
    page.wait_for_function("() => location.search.includes('to=2025-09-02')")
    settle(page)
    wanted = features(engine, WITHIN, first="2025-08-30", last="2025-09-02")
    assert _matched(page) == len(wanted)
    page.keyboard.press("Home")  # a thumb stops at the other one
    assert page.locator("#thumb-to").get_attribute("aria-valuetext") == "30 Aug 2025"


def test_range_is_drawn_with_the_pointer_and_taken_back(
    open_page: OpenPage, engine: Engine
) -> None:
    page = open_page()
    box = page.locator("#track").bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.6, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, middle, steps=4)
    page.mouse.up()
    page.wait_for_function("() => /from=.*&to=/.test(location.search)")
    settle(page)
    first, last = (page.input_value(f"#{name}") for name in ("from", "to"))
    assert first < last
    assert _matched(page) == len(features(engine, WITHIN, first=first, last=last))
    page.select_option("#preset", "all")
    settle(page)
    assert _matched(page) == len(features(engine))
    assert "from=" not in page.url


def test_preset_goes_back_from_the_last_day(open_page: OpenPage) -> None:
    page = open_page()
    page.select_option("#preset", "days_30")
    page.wait_for_function("() => location.search.includes('from=2025-09-03')")
    expect(page.locator("#range-label")).to_have_text("since 3 Sept 2025")


def test_play_moves_a_window_to_the_end_and_stops(open_page: OpenPage) -> None:
    page = open_page("?from=2025-09-10&to=2025-09-19")
    page.click("#play")
    expect(page.locator("#play")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#to")).to_have_value("2025-10-02")
    expect(page.locator("#play")).to_have_attribute("aria-pressed", "false")
    assert page.input_value("#from") == "2025-09-30"
    page.go_back()  # playing leaves no steps behind
    assert "from=2025-09-20" not in page.url


def test_other_time_has_other_bars(open_page: OpenPage, engine: Engine) -> None:
    page = open_page("?from=2025-09-21")
    page.select_option("#time_axis", "publication")
    page.wait_for_function("() => location.search.includes('time=publication')")
    settle(page)
    expect(page.locator("#plot-ends")).to_contain_text("3 Oct 2025")
    assert _matched(page) == len(features(engine, "published >= '2025-09-21'"))
