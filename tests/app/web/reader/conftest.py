"""A service over reports made for the reader: many claims, markup, right to left, long."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page

from app.db.embedded import EmbeddedCluster
from app.settings import Settings
from gazetteer.resolver import Gazetteer
from tests.app.web.browsing import opening
from tests.app.web.reader.looking import Opened, Report, drawn
from tests.app.web.service import ingest, serving
from tests.conftest import _fresh_database

REPORTS = Path(__file__).with_name("reports.jsonl")
TELLINGS = Path(__file__).with_name("tellings.jsonl")
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


def _many_claims() -> dict[str, Any]:
    """A report of 700 paragraphs, each with a claim: more than are drawn before one comes there."""
    line = (
        "Russian troops attacked near Toretsk in round {n}, the Russian Defense Ministry said.\n\n"
    )
    text = "".join(line.format(n=n) for n in range(700))
    return {"id": "reader-9", "text": text, "outlet": "Sample Annals", "published": "2025-12-01"}


@pytest.fixture(scope="session")
def reader(
    cluster: EmbeddedCluster,
    session_dir: Path,
    template: str,
    installed_gazetteer: Gazetteer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """Address of a service over ``REPORTS``, a long one, ``TELLINGS`` and one of many claims.

    Their ids are 1 to 5, 6, 7 and 8, and 9.
    """
    reports = tmp_path_factory.mktemp("reader") / "reports.jsonl"
    given, tellings = (path.read_text("utf-8") for path in (REPORTS, TELLINGS))
    long, many = (json.dumps(report()) + "\n" for report in (_long_report, _many_claims))
    reports.write_text(given + long + tellings + many, "utf-8")
    with _fresh_database(cluster, session_dir, template) as url:
        ingest(url, session_dir, reports)
        settings = Settings(
            data_dir=session_dir / "gazetteer-installed", database_url=url, offline=True
        )
        with serving(settings, installed_gazetteer) as address:
            yield address


@pytest.fixture(scope="session")
def report(reader: str) -> Report:
    """What the API says of the report with a number; positions count code points."""
    kept: dict[int, dict[str, Any]] = {}

    def asked(number: int) -> dict[str, Any]:
        if number not in kept:
            found = httpx.get(f"{reader}/documents/{number}", timeout=60)
            assert found.status_code == 200
            kept[number] = found.json()
        return kept[number]

    return asked


@pytest.fixture
def read(reader: str, browser: Browser) -> Iterator[Opened]:
    """Open a path in a fresh context; no request goes elsewhere, no error is told."""
    with opening(browser, reader, drawn) as opened:
        yield opened


@pytest.fixture
def look(reader: str, browser: Browser) -> Iterator[Opened]:
    """The same for pages that are ready without every claim."""
    with opening(browser, reader, _settled) as opened:
        yield opened


def _settled(page: Page) -> None:
    page.wait_for_selector("#main:not([aria-busy])")
