"""The page in long use: ten steps back and forward, other windows, paper, less motion."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from tests.app.web.browsing import OpenPage, listed, place, settle


def _seen(page: Page) -> tuple[object, ...]:
    """What a reader sees of a state."""
    boxes = page.locator("#filters input:checked")
    return (
        page.locator("#counts").text_content(),
        page.locator("#panel-title").text_content() if page.is_visible("#panel") else "",
        listed(page) if page.locator("#list").is_visible() else "map",
        boxes.evaluate_all("(boxes) => boxes.map((box) => box.id).sort()"),
        [page.input_value(f"#{name}") for name in ("from", "to", "time_axis", "q")],
        page.locator('#views [aria-pressed="true"]').get_attribute("id"),
        page.get_attribute("html", "lang"),
    )


#: Ten things that a reader does, each a step.
STEPS: list[Callable[[Page], object]] = [
    lambda page: page.check("#side-UA"),
    lambda page: page.check("#side-RU"),
    lambda page: page.click("#view-list"),
    lambda page: page.select_option("#preset", "days_30"),
    lambda page: page.uncheck("#side-UA"),
    lambda page: page.locator("#list tbody .link").first.click(),
    lambda page: page.select_option("#language", "uk"),
    lambda page: page.click("#panel-close"),
    lambda page: page.select_option("#time_axis", "publication"),
    lambda page: page.click("#view-unlocated"),
]


def test_ten_steps_back_and_forward_show_what_was_there(open_page: OpenPage) -> None:
    page = open_page("?lang=en")
    seen = [_seen(page)]
    for number, step in enumerate(STEPS, start=1):
        address = page.url
        step(page)
        page.wait_for_function("(before) => location.href !== before", arg=address)
        if number == 6:  # a place was opened
            page.locator(".card").first.wait_for()
        settle(page)
        seen.append(_seen(page))
    assert len({str(state) for state in seen}) == len(seen)
    ways = [("go_back", range(9, -1, -1)), ("go_forward", range(1, 11))]
    for way, order in ways:
        for number in order:
            getattr(page, way)()
            settle(page)
            expect(page.locator("#counts")).to_have_text(str(seen[number][0]))
            if seen[number][1]:
                page.locator(".card").first.wait_for()
            assert _seen(page) == seen[number], (way, number)


#: Elements that reach beyond the window, where nothing can be scrolled to them.
_BEYOND = """() => [...document.querySelectorAll(
    ".bar > *, .panel, .timeline-bar > *, .message, .legend")]
    .filter((node) => node.checkVisibility())
    .filter((node) => {
        const box = node.getBoundingClientRect();
        return box.width && (box.left < -1 || box.right > innerWidth + 1);
    })
    .map((node) => node.id || node.className)"""


@pytest.mark.parametrize("lang", ["en", "uk", "ru"])
@pytest.mark.parametrize("width", [320, 390, 720, 768, 900, 1024, 1240, 1440])
def test_nothing_reaches_beyond_the_window(
    go: OpenPage, engine: Engine, width: int, lang: str
) -> None:
    """720 pixels are a common screen enlarged twice."""
    page = go(f"?lang={lang}&place={place(engine, 'Toretsk').place_id}")
    page.locator(".card").first.wait_for()
    before = page.viewport_size
    assert before
    page.set_viewport_size({"width": width, "height": 450 if width == 720 else 900})
    try:
        assert page.evaluate(_BEYOND) == []
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        expect(page.locator("#panel-close")).to_be_in_viewport()
        # Always in sight: what this page is.
        expect(page.locator(".note")).to_be_in_viewport()
    finally:
        page.set_viewport_size(before)


#: Buttons, boxes and links of the frame that fingers would miss.
_TOO_SMALL = """() => [...document.querySelectorAll(
    ".bar :is(button, select, summary, input), .timeline-bar :is(button, select, input),"
    + " .legend :is(button, summary), .maplibregl-ctrl-group button, .filters label:has(input),"
    + " .filters summary, .filters button, .panel button, .panel summary, .report-links a")]
    .filter((node) => node.checkVisibility())
    .map((node) => [node, node.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.height < 34 || box.width < 24))
    .map(([node, box]) => `${node.id || node.className || node.textContent} ${box.height}`)"""


def test_fingers_find_what_they_press(go: OpenPage, engine: Engine) -> None:
    page = go(f"?lang=en&place={place(engine, 'Toretsk').place_id}", "phone")
    page.locator(".card").first.wait_for()
    assert page.evaluate(_TOO_SMALL) == []
    page.click("#panel-close")
    settle(page)
    assert page.evaluate(_TOO_SMALL) == []
    page.click("#filters-toggle")
    assert page.evaluate(_TOO_SMALL) == []
    page.click(".filters-done")


def test_place_is_not_opened_beneath_its_own_panel(open_page: OpenPage, engine: Engine) -> None:
    town = place(engine, "Toretsk")
    page = open_page(
        f"?embed=1&map=8/{town.lat}/{town.lon - 0.9}&place={town.place_id}",
        viewport={"width": 800, "height": 560},
    )
    page.locator(".card").first.wait_for()
    settle(page)
    x, panel = page.evaluate(
        """([lon, lat]) => {
            const {map} = claimatlas;
            const {left} = map.getCanvas().getBoundingClientRect();
            const panel = document.querySelector("#panel").getBoundingClientRect();
            return [left + map.project([lon, lat]).x, panel.left];
        }""",
        [town.lon, town.lat],
    )
    assert 0 < x < panel


def test_paper_holds_all_rows_and_nothing_to_press(open_page: OpenPage) -> None:
    page = open_page("?view=list", viewport={"width": 1440, "height": 400})
    rows = page.locator("#list tbody tr")
    page.emulate_media(media="print")
    for part in ("#filters", "#views", "#share", ".pager", "#play", "#place-search"):
        expect(page.locator(part)).to_be_hidden()
    expect(page.locator(".note")).to_be_visible()
    # Rows follow one another on the paper, however many; on the screen they scroll.
    height = page.evaluate("() => document.documentElement.scrollHeight")
    last = rows.last.bounding_box()
    assert last
    assert last["y"] + last["height"] <= height
    assert page.locator("#list").evaluate("(list) => list.scrollHeight <= list.clientHeight + 1")


def test_whoever_wants_less_motion_has_none(open_page: OpenPage, engine: Engine) -> None:
    town = place(engine, "Toretsk")
    page = open_page("?map=9/46.5/31", reduced_motion="reduce")
    moved = page.evaluate(
        """([lon, lat]) => {
            const {map} = claimatlas;
            map.easeTo({center: [lon, lat], duration: 5000});
            const {lng} = map.getCenter();
            return [map.isMoving(), Math.abs(lng - lon) < 0.01];
        }""",
        [town.lon, town.lat],
    )
    assert moved == [False, True]
