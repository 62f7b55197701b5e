"""How fast the page is: ``python bench/page.py [--claims 100000]``.

Fills a cluster of its own, starts the service, and times in Chromium: load until the map is idle,
a change of filter until it is drawn, and the size of the largest tile. Elapsed seconds, so on a
machine that does nothing else.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

from app.db.embedded import EmbeddedCluster
from app.db.migrate import upgrade
from bench.serve import generate
from bench.serve_load import free_port

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader", "--disable-quic")
_SERVER = """
import sys, uvicorn
from pathlib import Path
from app.main import create_app
from app.settings import Settings
from gazetteer.resolver import Gazetteer
settings = Settings(data_dir=Path(sys.argv[1]), database_url=sys.argv[2], offline=True)
app = create_app(settings, gazetteer=Gazetteer.from_places([]))
uvicorn.run(app, port=int(sys.argv[3]), log_level="warning", access_log=False)
"""
IDLE = """() => new Promise((done) => {
    const map = globalThis.claimatlas.map;
    const ready = () => map.loaded() && !map.isMoving()
        && document.querySelector("#view").getAttribute("aria-busy") !== "true";
    if (ready()) return done(true);
    map.on("idle", () => ready() && done(true));
})"""
STARTED = "() => globalThis.claimatlas?.map && document.querySelector('#counts').textContent"
#: What is tried: a name, and the page's query.
VIEWS = (
    ("whole country", ""),
    ("settlements", "?map=6.2/48.5/32"),
    ("near", "?map=8/48.5/36"),
    ("list", "?view=list"),
)
TICKS = ("#side-RU", "#outlet-Outlet\\ 1", "#only-disputed")


def _until_idle(page: Page) -> None:
    page.wait_for_function(STARTED)
    page.evaluate(IDLE)


def _seconds(since: float) -> str:
    return f"{time.monotonic() - since:5.2f} s"


def measure(page: Page, base: str) -> None:
    """Print what each view and filter takes, and the largest tile."""
    sizes: dict[str, int] = {}
    page.on(
        "response",
        lambda answer: (
            sizes.update({answer.url: int(answer.headers.get("content-length", 0))})
            if "/tiles/" in answer.url
            else None
        ),
    )
    for name, query in VIEWS:
        started = time.monotonic()
        page.goto(f"{base}/{query}")
        _until_idle(page)
        print(f"load {name:16} {_seconds(started)}  {page.locator('#counts').text_content()}")
    page.goto(f"{base}/?map=6.2/48.5/32")
    _until_idle(page)
    for box in TICKS:
        started = time.monotonic()
        page.check(box)
        page.wait_for_function("() => document.querySelector('#view').ariaBusy !== 'true'")
        page.evaluate(IDLE)
        print(f"tick {box:16} {_seconds(started)}")
    if sizes:
        print(f"largest tile {max(sizes.values())} bytes of {len(sizes)}")


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description="Time the page in Chromium.")
    parser.add_argument("--claims", type=int, default=100_000)
    claims = parser.parse_args().claims
    with (
        tempfile.TemporaryDirectory(prefix="claimatlas-page-") as folder,
        EmbeddedCluster(Path(folder) / "data", durable=False) as cluster,
        sync_playwright() as playwright,
    ):
        upgrade(cluster.url)
        generate(cluster.url.replace("+psycopg", ""), claims)
        port = free_port()
        server = subprocess.Popen([sys.executable, "-c", _SERVER, folder, cluster.url, str(port)])
        base = f"http://127.0.0.1:{port}"
        try:
            _wait(base)
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=ARGUMENTS
            )
            measure(browser.new_page(viewport={"width": 1440, "height": 900}), base)
            browser.close()
        finally:
            server.terminate()
            server.wait()


def _wait(base: str) -> None:
    for _ in range(300):
        try:
            urlopen(f"{base}/health").close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server does not answer")


if __name__ == "__main__":
    main()
