"""The page in a real browser, over a real server on a real PostGIS that the command line filled."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright
from sqlalchemy import Engine, text

from app.api.landing import PAGE
from app.db.embedded import EmbeddedCluster
from app.db.engine import make_engine
from app.settings import Settings
from gazetteer.resolver import Gazetteer
from tests.app.web.browsing import CHROMIUM_ARGUMENTS, SIZES, Watch, opening, settle
from tests.app.web.service import ingest, serving
from tests.conftest import _fresh_database

WEB = PAGE.parent
# Browsers on busy machines take their time.
expect.set_options(timeout=20_000)
REPORTS = Path(__file__).with_name("reports.jsonl")


#: Names of Toretsk, as the gazetteer's own loading would put them there.
_NAMES = """
INSERT INTO gazetteer_source (name) VALUES ('test') ON CONFLICT DO NOTHING;
INSERT INTO place_name (place_id, text, language, kind, source, valid_from, valid_to)
SELECT id, n.text, n.language, n.kind, 'test', n.valid_from, n.valid_to
FROM place, (VALUES ('Торецьк', 'uk', 'official', '2016', NULL),
    ('Дзержинськ', 'uk', 'former', '1938', '2016-02-04'), ('Торецк', 'ru', 'alternate', NULL, NULL))
    AS n (text, language, kind, valid_from, valid_to)
WHERE name = 'Toretsk'
"""


@pytest.fixture(scope="session")
def filled_database(
    cluster: EmbeddedCluster,
    session_dir: Path,
    template: str,
    installed_gazetteer: Gazetteer,
) -> Iterator[str]:
    """URL of a database into which the command line ingested ``REPORTS``."""
    with _fresh_database(cluster, session_dir, template) as url:
        ingest(url, session_dir, REPORTS)
        with make_engine(url).begin() as connection:
            connection.execute(text(_NAMES))
        yield url


@pytest.fixture(scope="session")
def engine(filled_database: str) -> Iterator[Engine]:
    """Engine on the database that the page shows."""
    made = make_engine(filled_database)
    yield made
    made.dispose()


@pytest.fixture(scope="session")
def site(filled_database: str, session_dir: Path, installed_gazetteer: Gazetteer) -> Iterator[str]:
    """Address of a running service over the filled database."""
    assert (WEB / "vendor" / "maplibre-gl.mjs").is_file(), "first: npm ci && npm run build"
    settings = Settings(
        data_dir=session_dir / "gazetteer-installed", database_url=filled_database, offline=True
    )
    with serving(settings, installed_gazetteer) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the system's Chromium; only a developer's machine may lack it."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is not installed")
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    return path


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The browser driver."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """One Chromium for the run; each test has a context of its own."""
    made = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
    yield made
    made.close()


@pytest.fixture(scope="module")
def go(site: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Show an address as Back and Forward do, in a page that is loaded once for each size."""
    pages: dict[str, Page] = {}
    watch = Watch()

    def gone(query: str, size: str = "desktop") -> Page:
        if size not in pages:
            context = browser.new_context(locale="en-GB", **SIZES[size])
            pages[size] = context.new_page()
            watch.follow(pages[size])
            pages[size].goto(f"{site}/{query}")
        else:
            pages[size].evaluate(
                """(address) => {
                    history.pushState(null, "", address);
                    dispatchEvent(new PopStateEvent("popstate"));
                }""",
                f"{site}/{query}",
            )
        settle(pages[size])
        return pages[size]

    yield gone
    for page in pages.values():
        page.context.close()
    assert watch.origins <= {site}
    assert watch.errors == []


@pytest.fixture
def open_page(site: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open the page in a fresh context; at the end no request went elsewhere, no error was told."""
    with opening(browser, site, settle) as opened:
        yield opened
