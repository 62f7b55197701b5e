"""Time and memory of a fresh process on one core: ``python -m bench.gazetteer_speed DIR NAMES``.

``NAMES`` is a JSON file that :func:`speed` writes; the program prints its figures as JSON. Times
are those of the process, so that neighbours on the machine count little.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from bench.gazetteer_child import open_index, percentile, pin, resident_mb, run_child
from bench.gazetteer_corpus import HELD_OUT, Corpus, document, neighbourhoods
from bench.gazetteer_page import Section
from bench.gazetteer_search import measure
from gazetteer.model import NameQuery, PlaceKind
from gazetteer.resolver import Gazetteer

Names = dict[str, Any]
# Figure, label, unit, bound.
FIGURES = (
    ("exact", "exact look-up", "names/s", 50_000),
    ("harmed_p50", "name with harmed letters, p50", "ms", 1.0),
    ("harmed_p95", "name with harmed letters, p95", "ms", 5.0),
    ("plain_p50", "name as generated, p50", "ms", None),
    ("plain_p95", "name as generated, p95", "ms", None),
    ("documents_new", "documents, names new to the process", "/s", 300),
    ("documents_seen", "documents, names seen before", "/s", 300),
    ("search_p95", "search as one types, p95", "ms", 20.0),
    ("ready", "open from the cache and answer once", "s", 1.0),
    ("ready_imports", "the same with the start of Python", "s", None),
    ("memory", "resident after opening and 1,000 answers", "MB", 250),
)  # fmt: skip
FASTER = ("names/s", "/s")


def speed(index: Path, corpus: Corpus, count: int, rounds: int) -> Section:
    """Run the measurement ``rounds`` times; the median of each figure counts."""
    section = Section("Speed and memory")
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "names.json"
        file.write_text(json.dumps(names(corpus, count)), "utf-8")
        found = [run_child("gazetteer_speed", str(index), str(file)) for _ in range(rounds)]
    section.say(
        f"A fresh process on one core, processor time, the median of {rounds} runs; the machine's "
        f"load average was {load:.1f} on {os.cpu_count()} cores. No name was asked for before in "
        "its process, unless said otherwise. Documents hold 2 to 8 names."
    )
    rows = []
    for key, label, unit, bound in FIGURES:
        value = statistics.median(one[key] for one in found)
        least, most = min(one[key] for one in found), max(one[key] for one in found)
        rows.append((label, *(f"{v:,.0f}" if v >= 100 else f"{v:.2f}"
                              for v in (value, least, most)), unit))  # fmt: skip
        if bound is not None and unit in FASTER:
            section.ask(f"speed: {label}", value, least=bound, unit=unit)
        elif bound is not None:
            section.ask(f"speed: {label}", value, most=bound, unit=unit)
    section.table(("one core", "median", "least", "most", "unit"), rows)
    return section


def names(corpus: Corpus, count: int) -> Names:
    """What the measurement asks for; each list has names of its own."""
    pool = corpus.settlements(HELD_OUT, inside=True)
    cells = neighbourhoods(pool)
    documents = [[corpus.spell(place).text
                  for place in document(corpus, pool, cells, corpus.rng.randrange(2, 9))]
                 for _ in range(count)]  # fmt: skip
    known = {text for texts in documents for text in texts}

    def fresh(harmed: bool) -> list[str]:
        made: list[str] = []
        # A small country has not so many names.
        for place in corpus.draw(pool, 12 * count):
            sample = corpus.spell(place)
            fits = not harmed or sample.how[-2:] in ("+1", "+2")
            if fits and sample.text not in known and len(made) < count:
                known.add(sample.text)
                made.append(sample.text)
        return made

    harmed, plain, first = fresh(True), fresh(False), fresh(False)
    spelled = sorted({name.text for place in corpus.places for name in place.names})
    exact = corpus.rng.sample(spelled, min(len(spelled), 50 * count))
    typed = [place.id for place in corpus.draw(pool, count // 8, bounded_prior=False)]
    return {"first": first, "harmed": harmed, "plain": plain, "documents": documents,
            "exact": exact, "typed": typed}  # fmt: skip


def seconds(action: Callable[[], object]) -> float:
    """Processor time of ``action``."""
    start = time.process_time()
    action()
    return time.process_time() - start


def _each(gazetteer: Gazetteer, texts: Sequence[str]) -> list[float]:
    """Milliseconds of each name alone."""
    queries = [NameQuery(text) for text in texts]
    return [1000 * seconds(partial(gazetteer.resolve, query)) for query in queries]


def _documents(gazetteer: Gazetteer, documents: Sequence[Sequence[str]]) -> float:
    def all_of_them() -> None:
        for texts in documents:
            gazetteer.resolve_document([NameQuery(t, kind=PlaceKind.SETTLEMENT) for t in texts])

    return len(documents) / seconds(all_of_them)


def main() -> None:
    pin()
    directory, asked = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text("utf-8"))
    start = time.process_time()
    gazetteer = open_index(directory)
    gazetteer.resolve(NameQuery("Покровськ"))
    found = {"ready": time.process_time() - start, "ready_imports": time.process_time()}
    for text in asked["first"]:
        gazetteer.resolve(NameQuery(text))
    found["memory"] = resident_mb()
    for group in ("harmed", "plain"):
        taken = _each(gazetteer, asked[group])
        found |= {f"{group}_p50": percentile(taken, 0.5), f"{group}_p95": percentile(taken, 0.95)}
    found["documents_new"] = _documents(gazetteer, asked["documents"])
    found["documents_seen"] = _documents(gazetteer, asked["documents"])
    gazetteer.lookup("Покровськ")  # its tables are made once
    looked_up = seconds(lambda: [gazetteer.lookup(name) for name in asked["exact"]])
    found["exact"] = len(asked["exact"]) / looked_up
    gazetteer.warm_search()
    searches = measure(gazetteer, [gazetteer.places[code] for code in asked["typed"]], 10)
    found["search_p95"] = percentile([v for values in searches.values() for v in values], 0.95)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
