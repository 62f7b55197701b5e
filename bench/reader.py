"""How fast a long report is read: ``python bench/reader.py [--kilobytes 1000]``.

Fills a cluster of its own with one invented report, starts the service, and times in Chromium:
until the first sentence can be read, until marks and list are there, the longest time it hears
nobody meanwhile, and from choosing a claim to its detail. Elapsed seconds, so on a machine that
does nothing else. The gazetteer is the one in the data directory.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import Request, urlopen

from playwright.sync_api import Page, sync_playwright

from app.db.embedded import EmbeddedCluster
from app.db.migrate import upgrade
from app.settings import Settings
from bench.page import ARGUMENTS, _wait
from bench.serve_load import free_port

TOWNS = (
    "Toretsk",
    "Pokrovsk",
    "Kostiantynivka",
    "Siversk",
    "Lyman",
    "Sumy",
    "Kupiansk",
    "Ivanivka",
)
PARAGRAPH = (
    "Russian troops attacked near {a} and {b} on September {day}, the Russian Defense Ministry "
    "said in summary {n}. Ukrainian forces repelled {count} attacks near {b}, the General Staff of "
    "the Armed Forces of Ukraine said. Roads in the district stay closed, the ferry rests.\n\n"
)
RUNS = 3
#: Runs before the page's own scripts.
WATCH = """
globalThis.seen = {longest: 0};
new PerformanceObserver((list) => {
    for (const task of list.getEntries()) seen.longest = Math.max(seen.longest, task.duration);
}).observe({type: "longtask", buffered: true});
new MutationObserver(() => {
    const drawn = document.querySelector("#text p");
    if (!seen.first && drawn) {
        requestAnimationFrame(() => { seen.first ??= performance.now(); });
    }
    const main = document.querySelector("#main");
    if (drawn && !seen.whole && !main.ariaBusy) seen.whole = performance.now();
}).observe(document, {subtree: true, childList: true, attributeFilter: ["aria-busy"]});
"""
POINT = """(number) => new Promise((done) => {
    const badge = document.querySelectorAll(".badge")[number];
    badge.scrollIntoView({block: "center"});
    const began = performance.now();
    new MutationObserver((_, observer) => {
        observer.disconnect();
        requestAnimationFrame(() => done(performance.now() - began));
    }).observe(document.querySelector("#detail"), {childList: true});
    badge.click();
})"""


def invented(kilobytes: int) -> str:
    """Return a report of that size, most of it claims."""
    parts: list[str] = []
    size = 0
    while size < 1000 * kilobytes:
        n = len(parts)
        a, b = TOWNS[n % len(TOWNS)], TOWNS[(n * 5 + 3) % len(TOWNS)]
        parts.append(PARAGRAPH.format(a=a, b=b, day=1 + n % 28, n=n, count=2 + n % 17))
        size += len(parts[-1])
    return "".join(parts)


def measure(page: Page, address: str) -> tuple[float, float, float, float]:
    """Return seconds to the first text, to marks and list, of the longest task, and to a detail."""
    page.goto(address, wait_until="commit")
    page.wait_for_function("() => seen.whole", timeout=60_000)
    seen = page.evaluate("() => seen")
    count = page.locator(".badge").count()
    pointed = [page.evaluate(POINT, number) for number in range(0, count, max(1, count // 9))]
    times = (seen["first"], seen["whole"], seen["longest"], max(pointed))
    return (times[0] / 1000, times[1] / 1000, times[2] / 1000, times[3] / 1000)


def _answer(address: str) -> str:
    started = time.monotonic()
    request = Request(address + "?f=json", headers={"Accept-Encoding": "br"})
    with urlopen(request) as answer:
        return f"{len(answer.read()):,} bytes in br, {time.monotonic() - started:.2f} s"


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description="Time the reader of one report in Chromium.")
    parser.add_argument("--kilobytes", type=int, default=1000)
    size = parser.parse_args().kilobytes
    data_dir = Settings().data_dir
    with (
        tempfile.TemporaryDirectory(prefix="claimatlas-reader-") as folder,
        EmbeddedCluster(Path(folder) / "data", durable=False) as cluster,
        sync_playwright() as playwright,
    ):
        upgrade(cluster.url)
        report = Path(folder) / "report.jsonl"
        made = {"id": "long", "text": invented(size), "outlet": "Portal", "published": "2025-09-29"}
        report.write_text(json.dumps(made), "utf-8")
        port = free_port()
        environment = {
            **os.environ,
            "CLAIMATLAS_DATABASE_URL": cluster.url,
            "CLAIMATLAS_DATA_DIR": str(data_dir),
            "CLAIMATLAS_LOG_LEVEL": "warning",
            "CLAIMATLAS_PORT": str(port),
        }
        command = [sys.executable, "-m", "app.cli"]
        subprocess.run([*command, "ingest", str(report)], env=environment, check=True)
        server = subprocess.Popen([*command, "serve"], env=environment)
        try:
            _wait(f"http://127.0.0.1:{port}")
            address = f"http://127.0.0.1:{port}/documents/1"
            print("the data:", _answer(address))
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=ARGUMENTS
            )
            found = []
            for _ in range(RUNS):
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                page.add_init_script(WATCH)
                found.append(measure(page, address))
                page.close()
            names = ("first text", "marks and list", "longest task", "claim to detail")
            for name, times in zip(names, zip(*found, strict=True), strict=True):
                print(f"{name:16} {statistics.median(times):6.2f} s")
            browser.close()
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
