"""A service over reports made for the reader: many claims, markup, right to left, long."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser

from app.db.embedded import EmbeddedCluster
from app.settings import Settings
from gazetteer.resolver import Gazetteer
from tests.app.web.browsing import opening
from tests.app.web.reader.looking import Opened, Report, drawn
from tests.app.web.service import ingest, serving
from tests.conftest import _fresh_database

REPORTS = Path(__file__).with_name("reports.jsonl")
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


@pytest.fixture(scope="session")
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
