"""How long a search takes as one types: ``python -m bench.gazetteer_search [--mirror DIR]``.

Types the names of settlements letter by letter, in four spellings (Ukrainian, romanised, a former
name where there is one, and romanised with two letters swapped), and prints percentiles over all
beginnings. Nothing is cached between queries but what the first queries left behind.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Iterator
from pathlib import Path

from gazetteer.cache import open_gazetteer
from gazetteer.model import NameKind, Place
from gazetteer.resolver import Gazetteer


def spellings(place: Place, chance: random.Random) -> Iterator[str]:
    """Yield the ways in which somebody may type the name of ``place``."""
    yield place.name_uk
    yield place.name
    yield from [name.text for name in place.names if name.kind is NameKind.FORMER][:1]
    at = chance.randrange(1, max(2, len(place.name) - 1))
    yield place.name[:at] + place.name[at : at + 2][::-1] + place.name[at + 2 :]


def measure(gazetteer: Gazetteer, places: list[Place], limit: int) -> dict[int, list[float]]:
    """Milliseconds of processor time of each search, by how many letters are typed."""
    chance = random.Random(7)
    taken: dict[int, list[float]] = {}
    for place in places:
        for text in spellings(place, chance):
            for length in range(1, len(text) + 1):
                start = time.process_time()
                gazetteer.search(text[:length], limit)
                taken.setdefault(length, []).append(1000 * (time.process_time() - start))
    return taken


def line(label: str, values: list[float]) -> str:
    """One row of the table: count, p50, p95, p99 and the longest."""
    ordered = sorted(values)
    marks = [ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.95, 0.99, 1.0)]
    return f"{label:>10} {len(ordered):>8,} " + " ".join(f"{mark:>8.2f}" for mark in marks)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data-dir", type=Path, default=Path("var"))
    arguments.add_argument("--mirror", type=Path)
    arguments.add_argument("--places", type=int, default=400)
    arguments.add_argument("--limit", type=int, default=10)
    given = arguments.parse_args()
    gazetteer = open_gazetteer(given.data_dir, given.mirror)
    start = time.process_time()
    gazetteer.warm_search()
    print(f"tables made in {time.process_time() - start:.2f} s, once")
    # Ids of settlements have twelve characters; looking into all records would fill the memory.
    settlements = [code for code in gazetteer.places if len(code) == 12 and code.startswith("UA")]
    chosen = [gazetteer.places[c] for c in random.Random(7).sample(settlements, given.places)]
    taken = measure(gazetteer, chosen, given.limit)
    print(
        f"{'letters':>10} {'searches':>8} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8} {'max ms':>8}"
    )
    for length in sorted(taken)[:12]:
        print(line(str(length), taken[length]))
    print(line("all", [value for values in taken.values() for value in values]))
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB resident at most")


if __name__ == "__main__":
    main()
