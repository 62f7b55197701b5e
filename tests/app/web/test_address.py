"""The address holds the whole view: Back, copies, embedding, and the picture that carries it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine

from tests.app.web.browsing import NEAR, OpenPage, listed, settle


def _seen(page: Page) -> dict[str, object]:
    """What a reader sees of the state."""
    checked = page.locator("#filters input:checked").all()
    return {
        "counts": page.locator("#counts").text_content(),
        "panel": page.locator("#panel-title").all_text_contents(),
        "rows": listed(page),
        "ticked": sorted(box.get_attribute("id") or "" for box in checked),
        "days": [page.input_value(f"#{name}") for name in ("from", "to", "time_axis")],
        "words": page.input_value("#q"),
        "view": page.locator('#views [aria-pressed="true"]').get_attribute("id"),
        "sort": page.locator("th[aria-sort]").all_text_contents(),
        "lang": page.get_attribute("html", "lang"),
    }


def test_copied_address_restores_the_view_elsewhere(open_page: OpenPage) -> None:
    page = open_page(f"?{NEAR}")
    page.check("#side-RU")
    page.check("#outlet-TASS")
    page.click("#fold-oblast summary")
    page.check("#oblast-UA14")
    page.click("#fold-precision summary")
    page.check("#precision-settlement")
    page.check("#precision-sector")
    page.fill("#from", "2025-09-11")
    page.fill("#q", "troops")
    page.wait_for_function(
        "() => /q=troops/.test(location.search) && /from=/.test(location.search)"
    )
    page.select_option("#language", "uk")
    page.click("#view-list")
    settle(page)
    page.click("#sort-place")
    settle(page)
    page.locator("#list tbody .link").first.click()
    page.locator(".card").first.wait_for()
    settle(page)
    again = open_page(f"?{page.url.partition('?')[2]}")
    again.locator(".card").first.wait_for()
    assert _seen(again) == _seen(page)
    assert len(listed(again)) == 2
    position = "() => claimatlas.map.getZoom().toFixed(1)"
    assert again.evaluate(position) == page.evaluate(position)


@pytest.mark.parametrize(
    ("of_api", "ours"),
    [
        ("claim_type=strike,clash", "type=strike&type=clash"),
        ("location_precision=sector", "precision=sector"),
        ("disputed=true", "disputed=1"),
        ("place=UA14", "oblast=UA14"),
        ("datetime=2025-09-11/2025-09-12", "from=2025-09-11&to=2025-09-12"),
        ("datetime=2025-09-12/..", "from=2025-09-12"),
        ("datetime=2025-09-12", "from=2025-09-12&to=2025-09-12"),
    ],
)
def test_filters_of_the_api_hold_in_the_page(open_page: OpenPage, of_api: str, ours: str) -> None:
    unfiltered = _seen(open_page("?view=list"))
    seen = _seen(open_page(f"?view=list&{of_api}"))
    assert seen == _seen(open_page(f"?view=list&{ours}"))
    assert seen["counts"] != unfiltered["counts"]


def test_back_undoes_a_filter_and_closes_a_place(open_page: OpenPage, engine: Engine) -> None:
    page = open_page()
    before = page.locator("#counts").text_content() or ""
    page.check("#side-UA")
    expect(page.locator("#counts")).not_to_have_text(before)
    settle(page)
    page.click("#view-list")
    settle(page)
    page.locator("#list tbody .link").first.click()
    expect(page.locator("#panel")).to_be_visible()
    page.go_back()
    expect(page.locator("#panel")).to_be_hidden()
    page.go_back()
    page.go_back()
    expect(page.locator("#counts")).to_have_text(before)
    expect(page.locator("#side-UA")).not_to_be_checked()


def test_nonsense_in_the_address_is_left_out(open_page: OpenPage) -> None:
    plain = open_page().locator("#counts").text_content()
    query = "?view=x&from=2025-02-30&to=soon&time=never&map=99/1/2&page=0&sort=;drop&oblast=Mars"
    assert open_page(query).locator("#counts").text_content() == plain


def test_link_is_copied(site: str, browser: Browser) -> None:
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        page.goto(f"{site}/?side=RU")
        settle(page)
        page.click("#share summary")
        page.click("#copy_link")
        expect(page.locator("#share-message")).to_have_text("Copied.")
        assert page.evaluate("() => navigator.clipboard.readText()") == f"{site}/?side=RU"
        page.click("#copy_embed")
        page.wait_for_function(
            "async () => (await navigator.clipboard.readText()).startsWith('<iframe')"
        )
        code = page.evaluate("() => navigator.clipboard.readText()")
        assert f'src="{site}/?side=RU&amp;embed=1"' in code


@contextmanager
def _elsewhere(body: str) -> Iterator[str]:
    """Serve a page of somebody else's, at another origin."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name)
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_embedded_view_stands_in_somebody_elses_page(site: str, browser: Browser) -> None:
    body = "".join(
        f'<iframe src="{site}/?side=RU{more}" width="900" height="600"></iframe>'
        for more in ("&amp;embed=1", "")
    )
    with _elsewhere(body) as address, browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        frame = page.frame_locator("iframe").first
        expect(frame.locator("#counts")).to_contain_text("claims at")
        expect(frame.locator(".note")).to_be_visible()
        expect(frame.locator("#filters")).to_be_hidden()
        link = frame.locator("#whole")
        expect(link).to_be_visible()
        expect(link).to_have_attribute("href", "/?side=RU")
        # The whole page is not to be framed.
        assert page.frame_locator("iframe").last.locator("#counts").count() == 0
