"""What a reader sees when something fails, is slow, or is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest
from playwright.sync_api import Browser, Error, Page, Playwright, Route, expect
from sqlalchemy import Engine

from app.settings import Settings
from gazetteer.resolver import Gazetteer
from tests.app.web.browsing import (
    CHROMIUM_ARGUMENTS,
    DESKTOP,
    OpenPage,
    features,
    listed,
    place,
    settle,
)
from tests.app.web.service import serving

PROBLEM = '{"title": "Busy", "detail": "The database is busy.", "status": 503}'


@contextmanager
def _fresh(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport=DESKTOP, locale="en-GB") as context:
        yield context.new_page()


def _into(held: list[Route]) -> Callable[[Route], None]:
    """Hold requests back until they are continued."""

    def hold(route: Route) -> None:
        held.append(route)

    return hold


@pytest.mark.parametrize("path", ["summary", "histogram", "table"])
def test_server_error_is_told_and_can_be_tried_again(
    site: str, browser: Browser, path: str
) -> None:
    with _fresh(browser) as page:
        page.route(f"**/{path}?*", lambda route: route.fulfill(status=503, body=PROBLEM))
        page.route(f"**/{path}", lambda route: route.fulfill(status=503, body=PROBLEM))
        page.goto(f"{site}/?view=list")
        expect(page.locator("#message")).to_contain_text("The database is busy.")
        page.unroute(f"**/{path}?*")
        page.unroute(f"**/{path}")
        page.locator("#message button").click()
        expect(page.locator("#list tbody tr").first).to_be_visible()
        expect(page.locator("#bars rect").first).to_be_attached()
        expect(page.locator("#message")).to_be_hidden()


def test_slow_answer_is_shown_as_under_way(site: str, browser: Browser) -> None:
    with _fresh(browser) as page:
        held: list[Route] = []
        page.route("**/summary", _into(held))
        page.goto(site)
        expect(page.locator("#progress")).to_be_visible()
        expect(page.locator("#view")).to_have_attribute("aria-busy", "true")
        for route in held:
            route.continue_()
        expect(page.locator("#counts")).to_contain_text("claims at")
        expect(page.locator("#progress")).to_be_hidden()


def test_answer_that_comes_late_does_not_replace_a_newer_one(
    site: str, browser: Browser, engine: Engine
) -> None:
    with _fresh(browser) as page:
        page.goto(f"{site}/?view=list")
        settle(page)
        held: list[Route] = []
        page.route("**/summary?side=RU", _into(held))
        page.route("**/table?side=RU*", _into(held))
        page.check("#side-RU")
        page.uncheck("#side-RU")
        page.check("#side-UA")
        settle(page)
        assert held
        for route in held:
            with suppress(Error):  # given up by the page
                route.continue_()
        page.wait_for_timeout(300)
        assert listed(page) == features(engine, "source_side = 'UA' AND geom IS NOT NULL")


def test_nothing_found_is_said_with_a_way_back(open_page: OpenPage, engine: Engine) -> None:
    page = open_page("?q=nothing-says-this")
    expect(page.locator("#message")).to_contain_text("No claim matches")
    page.locator("#message button").click()
    settle(page)
    assert page.locator("#counts").get_attribute("data-matched") == str(len(features(engine)))


def test_panel_tells_a_failure(site: str, browser: Browser, engine: Engine) -> None:
    with _fresh(browser) as page:
        page.route("**/contradictions", lambda route: route.fulfill(status=503, body=PROBLEM))
        page.goto(f"{site}/?place={place(engine, 'Toretsk').place_id}")
        expect(page.locator("#message")).to_contain_text("The database is busy.")
        page.unroute("**/contradictions")
        page.locator("#message button").click()
        expect(page.locator(".pair")).to_be_visible()


def test_without_webgl_the_list_stands_in(
    site: str, playwright: Playwright, chromium: str, engine: Engine
) -> None:
    arguments = [a for a in CHROMIUM_ARGUMENTS if "swiftshader" not in a]
    with playwright.chromium.launch(
        executable_path=chromium, args=[*arguments, "--disable-3d-apis"]
    ) as browser:
        page = browser.new_page()
        page.goto(site)
        expect(page.locator("#list tbody tr").first).to_be_visible()
        settle(page)
        expect(page.locator("#message")).to_contain_text("WebGL")
        assert listed(page) == features(engine, "geom IS NOT NULL")
        page.locator("#list tbody .link").first.click()
        expect(page.locator(".card").first).to_be_visible()


def test_dead_online_style_leaves_the_offline_map(
    browser: Browser,
    filled_database: str,
    installed_gazetteer: Gazetteer,
    session_dir: object,
    engine: Engine,
) -> None:
    settings = Settings(
        data_dir=f"{session_dir}/gazetteer-installed",
        database_url=filled_database,
        offline=True,
        map_style_url="http://127.0.0.1:9/style.json?a=1&b=2",
    )
    with serving(settings, installed_gazetteer) as address, _fresh(browser) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        settle(page)
        assert "http://127.0.0.1:9/style.json?a=1&b=2" in asked
        assert page.evaluate("() => Boolean(claimatlas.map.getLayer('countries'))")
        assert page.locator("#counts").get_attribute("data-matched") == str(len(features(engine)))


def test_online_style_is_shown_where_it_answers(
    browser: Browser, filled_database: str, installed_gazetteer: Gazetteer, session_dir: object
) -> None:
    style = (
        '{"version": 8, "sources": {}, "layers": [{"id": "sea", "type": "background",'
        ' "paint": {"background-color": "#aabbcc"}}]}'
    )
    settings = Settings(
        data_dir=f"{session_dir}/gazetteer-installed",
        database_url=filled_database,
        offline=True,
        map_style_url="https://style.example/style.json",
    )
    with serving(settings, installed_gazetteer) as address, _fresh(browser) as page:
        page.route(
            "https://style.example/*",
            lambda route: route.fulfill(
                content_type="application/json",
                body=style,
                headers={"Access-Control-Allow-Origin": "*"},
            ),
        )
        page.goto(f"{address}/?map=7/48.5/37.5")
        settle(page)
        assert page.evaluate("() => Boolean(claimatlas.map.getLayer('sea'))")
        drawn = "() => claimatlas.map.queryRenderedFeatures({layers: ['sites']}).length"
        assert page.evaluate(drawn) > 0
