"""Reports a second on one core, from text to resolved mentions and claims, without a database.

    python bench/extract.py REPORTS.jsonl [--count 400] [--data-dir DIR] [--cpu 0]

Reports of a JSON Lines file are repeated with varied text (names of persons and numbers change, so
that no cache of whole sentences can help) after one warm-up pass.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import orjson

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from app.articles.model import Article
from app.claims.extract import extract
from app.cli.batch import read_article
from gazetteer.cache import open_gazetteer

_NUMBER = re.compile(r"(?<![\d.])\d{2,3}(?![\d.])")


def _shifted(by: int, match: re.Match[str]) -> str:
    return str(int(match.group()) + by)


def varied(articles: list[Article], count: int) -> Iterator[Article]:
    """``count`` articles: the given ones in turn, each time with other numbers."""
    for turn in range(count):
        article = articles[turn % len(articles)]
        shift = turn // len(articles) % 7 + 1
        text = _NUMBER.sub(partial(_shifted, shift), article.text)
        yield replace(article, id=f"{article.id}-{turn}", text=text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("reports", type=Path)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--data-dir", type=Path, default=Path("var"))
    parser.add_argument("--mirror", type=Path)
    parser.add_argument("--cpu", type=int, help="pin to this core")
    options = parser.parse_args()
    if options.cpu is not None:
        os.sched_setaffinity(0, {options.cpu})
    rows = [orjson.loads(line) for line in options.reports.read_bytes().splitlines() if line]
    articles = [read_article(row) for row in rows]
    gazetteer = open_gazetteer(options.data_dir, options.mirror)
    for article in articles:
        extract(article, gazetteer)
    wall, cpu, claims = time.perf_counter(), time.process_time(), 0
    for article in varied(articles, options.count):
        claims += len(extract(article, gazetteer).claims)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{options.count} reports, {claims} claims")
    print(f"{options.count / wall:.0f} reports/s wall, {options.count / cpu:.0f} per CPU second")
    print(f"peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
