"""What a reader sees and does: from the map to the exact sentence, under every filter and fault."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect
from sqlalchemy import Engine, text

from tests.app.web.browsing import CHROMIUM_ARGUMENTS, PHONE, settle

OpenPage = Callable[..., Page]


def _rows(engine: Engine, query: str, **values: Any) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.execute(text(query), values))


def _claims(engine: Engine, condition: str, **values: Any) -> set[int]:
    query = f"SELECT DISTINCT claim_id FROM claim_feature WHERE recorded_to IS NULL AND {condition}"
    return {row.claim_id for row in _rows(engine, query, **values)}


def _toretsk(engine: Engine) -> Any:
    """Place id and position of the town that both sides speak of."""
    return _rows(
        engine,
        "SELECT DISTINCT place_id, ST_X(geom) AS lon, ST_Y(geom) AS lat FROM claim_feature"
        " WHERE place_name = 'Toretsk' AND recorded_to IS NULL",
    )[0]


def _click_at(page: Page, lon: float, lat: float) -> None:
    x, y = page.evaluate(
        "([lon, lat]) => { const p = claimatlas.map.project([lon, lat]); return [p.x, p.y]; }",
        [lon, lat],
    )
    box = page.locator("#map").bounding_box()
    assert box
    page.mouse.click(box["x"] + x, box["y"] + y)


def _listed(page: Page) -> set[int]:
    rows = page.locator("#list tbody tr")
    return {int(row.get_attribute("data-claim") or 0) for row in rows.all()}


def _claims_on_map(page: Page) -> int:
    """Sum of the claims of all symbols drawn; every claim of ``reports.jsonl`` has one place."""
    return int(
        page.evaluate(
            """() => claimatlas.map.queryRenderedFeatures({layers: ["sites"]})
                .reduce((sum, site) => sum + site.properties.claims, 0)"""
        )
    )


def test_click_on_a_town_shows_each_claims_exact_sentence_and_source(
    open_page: OpenPage, module_engine: Engine
) -> None:
    place = _toretsk(module_engine)
    page = open_page()
    _click_at(page, place.lon, place.lat)
    expect(page.locator("#panel-title")).to_have_text("Toretsk")
    claims = _rows(
        module_engine,
        "SELECT * FROM claim_feature WHERE place_id = :id AND recorded_to IS NULL",
        id=place.place_id,
    )
    assert {row.source_side for row in claims} == {"RU", "UA"}
    where = f"{claims[0].oblast} · {claims[0].katottg}"
    assert where.startswith("Donetska oblast")
    expect(page.locator(".panel-where")).to_have_text(where)
    assert page.locator(".card").count() == len(claims)
    for row in claims:
        card = page.locator(f'.card[data-claim="{row.claim_id}"]')
        assert card.locator("blockquote").text_content() == row.quote
        names, values = (card.locator(tag).all_text_contents() for tag in ("dt", "dd"))
        facts = dict(zip(names, values, strict=True))
        assert facts["Claimed by"] == row.claimant
        assert facts["Outlet"] == row.outlet
        assert facts["Place as written"] == row.place_as_written
        days = {row.event_start, row.event_end} - {None}
        assert days
        for day in days:
            assert re.search(rf"\b{day.day} Sept? {day.year}", facts["Said to have happened"])
        assert card.locator("a.report").get_attribute("href") == row.document_url
    expect(page.locator(".panel-note")).to_contain_text("claims")


@pytest.mark.parametrize(
    ("query", "condition"),
    [
        ("", "true"),
        ("?outlet=TASS", "outlet = 'TASS'"),
        ("?outlet=TASS&outlet=Ukrinform", "outlet IN ('TASS', 'Ukrinform')"),
        ("?side=UA", "source_side = 'UA'"),
        (
            "?from=2025-09-13&to=2025-09-13",
            # an end that is not known is open
            "coalesce(event_start, event_end) IS NOT NULL"
            " AND coalesce(event_start, '-infinity') <= '2025-09-13'"
            " AND coalesce(event_end, 'infinity') >= '2025-09-13'",
        ),
        ("?type=attack_repelled", "claim_type = 'attack_repelled'"),
        ("?q=Lyman", "quote LIKE '%Lyman%'"),
        ("?q=nothing-says-this", "false"),
    ],
)
def test_map_list_header_and_database_agree(
    open_page: OpenPage, module_engine: Engine, query: str, condition: str
) -> None:
    located = _claims(module_engine, f"{condition} AND geom IS NOT NULL")
    unlocated = _claims(module_engine, f"{condition} AND geom IS NULL") - located
    page = open_page(query)
    counts = page.locator("#counts")
    assert counts.get_attribute("data-claims") == str(len(located | unlocated))
    assert counts.get_attribute("data-unlocated") == str(len(unlocated))
    assert _claims_on_map(page) == len(located)
    page.click("#view-list")
    assert _listed(page) == located
    page.click("#view-unlocated")
    assert _listed(page) == unlocated


def test_place_that_nobody_knows_is_listed_and_never_drawn(
    open_page: OpenPage, module_engine: Engine
) -> None:
    page = open_page("?view=unlocated")
    row = page.locator("#list tbody tr", has_text="Vydumane-Nikoly")
    expect(row).to_contain_text("place not known")
    assert _claims(module_engine, "geom IS NOT NULL AND quote LIKE '%Vydumane%'") == set()


def test_filters_change_the_address_which_restores_the_view_elsewhere(
    open_page: OpenPage, module_engine: Engine
) -> None:
    page = open_page()
    page.check("#outlet-TASS")
    page.fill("#from", "2025-09-12")
    page.click("#view-list")
    page.locator("#list tbody button").first.click()
    settle(page)
    query = page.url.partition("?")[2]
    assert {"outlet=TASS", "from=2025-09-12", "view=list"} <= set(query.split("&"))
    again = open_page(f"?{query}")
    assert again.locator("#outlet-TASS").is_checked()
    assert again.input_value("#from") == "2025-09-12"
    assert _listed(again) == _listed(page) != set()
    for part in ("#counts", "#panel-title"):
        assert again.locator(part).text_content() == page.locator(part).text_content()


def test_back_undoes_a_filter(open_page: OpenPage) -> None:
    page = open_page()
    before = page.locator("#counts").text_content()
    page.check("#side-UA")
    expect(page.locator("#counts")).not_to_have_text(before or "")
    page.go_back()
    expect(page.locator("#counts")).to_have_text(before or "")
    expect(page.locator("#side-UA")).not_to_be_checked()


def test_markup_in_a_report_stays_text(open_page: OpenPage, module_engine: Engine) -> None:
    row = _rows(module_engine, "SELECT * FROM claim_feature WHERE quote LIKE '%onerror%'")[0]
    page = open_page(f"?place={row.place_id}")
    assert page.locator(".card blockquote").first.text_content() == row.quote
    assert page.locator(".card").first.locator("img, script, b").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0
    page.click("#view-list")
    assert page.locator("#list img, #list script, #list b").count() == 0
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


def test_keyboard_alone_reaches_the_sentence_and_comes_back(open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the skip link
    expect(page.locator("#list")).to_be_focused()
    place = page.locator("#list tbody button").first
    for _ in range(20):
        page.keyboard.press("Tab")
        if place.evaluate("(node) => node === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_focused()
    expect(page.locator(".card blockquote").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(place).to_be_focused()


def _drawn_above_sheet(page: Page, place_id: str) -> bool:
    """Whether the open place's symbol stands in the part of the map that is in sight."""
    return bool(
        page.evaluate(
            """(id) => {
                const {map} = claimatlas;
                const [open] = map.queryRenderedFeatures({layers: ["selected"]});
                if (open?.properties.key !== id) return false;
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
    open_page: OpenPage, module_engine: Engine, position: str
) -> None:
    place = _toretsk(module_engine)
    page = open_page(
        f"?place={place.place_id}{position}", viewport=PHONE, has_touch=True, is_mobile=True
    )
    expect(page.locator("#panel-title")).to_have_text("Toretsk")
    settle(page)
    assert _drawn_above_sheet(page, place.place_id)


def test_phone_has_no_sideways_scroll_and_a_sheet(
    open_page: OpenPage, module_engine: Engine
) -> None:
    place = _toretsk(module_engine)
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    _click_at(page, place.lon, place.lat)
    expect(page.locator("#panel-title")).to_have_text("Toretsk")
    sheet = page.locator("#panel").bounding_box()
    assert sheet
    assert sheet["width"] == PHONE["width"]
    assert sheet["y"] > PHONE["height"] * 0.3
    settle(page)
    assert _drawn_above_sheet(page, place.place_id)
    page.keyboard.press("Escape")
    page.click("#filters-toggle")
    page.check("#side-RU")
    page.click(".filters-done")
    page.click("#view-list")
    expect(page.locator("#list tbody tr").first).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth") == PHONE["width"]
    assert page.evaluate("() => document.querySelector('#list').scrollWidth") == PHONE["width"]


def test_without_webgl_the_list_stands_in(
    site: str, playwright: Playwright, chromium: str, module_engine: Engine
) -> None:
    arguments = [a for a in CHROMIUM_ARGUMENTS if "swiftshader" not in a]
    with playwright.chromium.launch(
        executable_path=chromium, args=[*arguments, "--disable-3d-apis"]
    ) as browser:
        page = browser.new_page()
        page.goto(site)
        settle(page)
        expect(page.locator("#message")).to_contain_text("WebGL")
        assert _listed(page) == _claims(module_engine, "geom IS NOT NULL")


def test_server_error_is_told_and_can_be_tried_again(site: str, browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        problem = '{"title": "Busy", "detail": "The database is busy.", "status": 503}'
        page.route(
            "**/collections/claims/items*", lambda route: route.fulfill(status=503, body=problem)
        )
        page.goto(site)
        expect(page.locator("#message")).to_contain_text("The database is busy.")
        page.unroute("**/collections/claims/items*")
        page.locator("#message button").click()
        expect(page.locator("#counts")).to_contain_text("claims at")


@pytest.mark.parametrize(
    ("lang", "words", "city"), [("uk", "Список", "Харків"), ("ru", "Список", "Харьков")]
)
def test_language_changes_the_words_and_the_labels(
    open_page: OpenPage, lang: str, words: str, city: str
) -> None:
    page = open_page("?map=6/49.5/35")
    page.select_option("#language", lang)
    expect(page.locator("#view-list")).to_have_text(words)
    assert page.get_attribute("html", "lang") == lang
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
    assert "unsafe" not in policy
