"""How many reports a second go from text to PostGIS: ``python bench/ingest.py [--reports 2000]``.

Generates varied reports of its own wording over settlements of the gazetteer, starts a private
cluster with durable writes in a temporary folder, ingests, and prints where the time went: in
processor time, which a busy machine tells the same, and in seconds; by stretches of the way, with
the memory of the writer and its workers, so that it shows what a growing database does (Linux).
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import text

from app.articles.model import Article
from app.claims.document_rows import document_rows
from app.claims.extract import extract
from app.db.embedded import EmbeddedCluster
from app.db.engine import make_engine
from app.db.migrate import upgrade
from app.pipeline import ingest
from app.places.load import load_places
from gazetteer.cache import open_gazetteer
from gazetteer.resolver import Gazetteer

OBLASTS = ("UA14", "UA44", "UA63", "UA23", "UA59")
OPENINGS = (
    "The Russian Ministry of Defence said on {day} that its units had taken control of {a}.",
    "Ukraine’s General Staff reported on {day} that attacks near {a} and {b} were repelled.",
    "According to DeepState, Russian troops advanced near {a} and in the area of {b}.",
    "A military expert told TASS that the village of {a} has been liberated.",
    "Fighting goes on for {a}, a spokesman of the brigade said on {day}.",
)
MIDDLES = (
    "The settlement lies {distance} kilometres west of {b}, on the road to {c}.",
    "Local residents of {b} speak of a strike on a warehouse that night.",
    "He added that up to {number} servicemen had surrendered in the area of {c}.",
    "Artillery hit positions near {b}, {c} and {d}, the statement says.",
    "The other side has not commented on the fighting around {c}.",
    "The head of the administration denied that {a} had been lost.",
    "Supplies to the garrison go through {d}, which has been shelled since {day}.",
    "“We hold the northern edge of {a},” an officer wrote on his Telegram channel.",
)
CLOSINGS = (
    "Neither report could be verified.",
    "The ministry expects an advance toward {d} within a week.",
    "Both sides claim progress in the direction of {c}.",
)
PUBLISHERS = ("Eastern Post", "The Front Page", "Example Wire", "River Daily", "Donetsk Herald")


def reports(gazetteer: Gazetteer, count: int, seed: int = 7) -> Iterator[Article]:
    """Yield ``count`` different reports of 3 to 12 sentences.

    As in news, few places are named often and many seldom: the nth of all in a shuffled order
    is drawn with a weight of 1/n (Zipf).
    """
    chance = random.Random(seed)
    names = sorted(
        place.name
        for place in gazetteer.places.values()
        if place.kind == "settlement" and place.id.startswith(OBLASTS)
    )
    chance.shuffle(names)
    weights = [1 / rank for rank in range(1, len(names) + 1)]
    for number in range(count):
        published = date(2024, 1, 1) + timedelta(days=chance.randrange(600))
        words = {
            **dict(zip("abcd", chance.choices(names, weights, k=4), strict=True)),
            "day": f"{published - timedelta(days=1):%B} {published.day}",
            "distance": chance.randrange(2, 30),
            "number": chance.randrange(5, 400),
        }
        middles = [chance.choice(MIDDLES) for _ in range(chance.randrange(1, 11))]
        sentences = [chance.choice(OPENINGS), *middles, chance.choice(CLOSINGS)]
        yield Article(
            id=f"bench-{number}",
            text=" ".join(sentence.format(**words) for sentence in sentences),
            published=published,
            publisher=chance.choice(PUBLISHERS),
            url=f"https://bench.example/{number}",
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--mirror", type=Path)
    parser.add_argument("--data-dir", type=Path, help="keep the gazetteer index here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        run(options, Path(scratch))


def run(options: argparse.Namespace, scratch: Path) -> None:
    gazetteer = open_gazetteer(options.data_dir or scratch, options.mirror)
    made = list(reports(gazetteer, options.reports))
    sample = made[: min(len(made), 300)]
    show("text", f"{sum(len(a.text) for a in made) / len(made):.0f} characters a report")

    began = time.process_time()
    extractions = [extract(article, gazetteer) for article in sample]
    show("extract", rate(len(sample), began) + " a core")
    began = time.process_time()
    rows = [document_rows(a, e) for a, e in zip(sample, extractions, strict=True)]
    show("rows", rate(len(sample), began) + " a core")
    size = sum(len(part) for row in rows for part in row.tables.values()) / len(rows)
    show("row data", f"{size / 1024:.1f} kB a report")

    with EmbeddedCluster(scratch / "data") as cluster:
        upgrade(cluster.url)
        engine = make_engine(cluster.url)
        began = time.perf_counter()
        loaded = load_places(engine, gazetteer.places.values())
        show("gazetteer", f"{loaded.places} places in {time.perf_counter() - began:.1f} s")
        before = time.process_time()
        course = _Course(cluster, len(made))
        report = ingest(
            engine, gazetteer, made, workers=options.workers, on_done=lambda *_: course.step()
        )
        show("writer", rate(len(made), before) + " a core, without the server's part")
        assert report.ok, report.failures[:3]
        show(
            "ingest",
            f"{report.added / report.seconds:.0f} reports/s into PostGIS, "
            f"{options.workers} workers and a writer",
        )
        again = ingest(engine, gazetteer, made, workers=options.workers)
        show("again", f"{again.known / again.seconds:.0f} known reports/s")
        with engine.connect() as connection:
            features = connection.execute(text("SELECT count(*) FROM claim_feature")).scalar_one()
        show("stored", f"{report.counts['claims']} claims, {features} features")
        show(
            "memory", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most"
        )
        engine.dispose()


class _Course:
    """Prints, ten times on the way, the speed since the last time and the memory then."""

    def __init__(self, cluster: EmbeddedCluster, reports: int) -> None:
        self._postmaster = int((cluster.pg_data / "postmaster.pid").read_text().split()[0])
        self._every = max(1, reports // 10)
        self._done = 0
        self._last = (time.perf_counter(), self._server_s())

    def step(self) -> None:
        """Take note that one more report is stored."""
        self._done += 1
        if self._done % self._every:
            return
        now = (time.perf_counter(), self._server_s())
        wall, server = (new - old for new, old in zip(now, self._last, strict=True))
        self._last = now
        here = os.getpid()
        show(
            f"{self._done}",
            f"{self._every / wall:.0f} reports/s, server {server / self._every * 1000:.1f} ms of "
            f"processor a report; own memory: writer {_own_mb(here):.0f} MB, workers "
            + ", ".join(f"{_own_mb(pid):.0f}" for pid in _children(here) if _is_python(pid)),
        )

    def _server_s(self) -> float:
        """Processor seconds of the server's processes, those that ended included."""
        ticks = sum(_ticks(self._postmaster, 4))
        ticks += sum(sum(_ticks(pid, 2)) for pid in _children(self._postmaster))
        return ticks / os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []  # it ended meanwhile


def _ticks(pid: int, fields: int) -> list[int]:
    """User and system time, and with 4 ``fields`` those of its children that ended."""
    return [int(value) for value in _stat(pid)[11 : 11 + fields]]


def _children(pid: int) -> list[int]:
    found = (int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit())
    return sorted(child for child in found if _stat(child)[1:2] == [str(pid)])


def _is_python(pid: int) -> bool:
    return b"python" in Path(f"/proc/{pid}/cmdline").read_bytes()


def _own_mb(pid: int) -> float:
    """Memory that a process shares with no other, MB: the loaded gazetteer is shared."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


def rate(count: int, began: float) -> str:
    """Per second of processor time, so that a busy machine tells the same."""
    return f"{count / (time.process_time() - began):.0f} reports/s"


def show(name: str, value: str) -> None:
    print(f"{name:12} {value}", flush=True)


if __name__ == "__main__":
    main()
