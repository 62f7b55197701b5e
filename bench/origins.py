"""What relating costs: ``python bench/origins.py [--copies 200]``, pure parts, processor time."""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from datetime import date

from app.origins.assertion import Source
from app.origins.matters import Member, origins
from app.origins.relations import relations
from app.origins.signature import signature

DAY = date(2025, 5, 4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=200, help="claims in one matter")
    options = parser.parse_args()
    chance = random.Random(7)
    words = [f"word{number}" for number in range(5000)]
    for length in (100, 300, 3000, 100_000):
        text = " ".join(chance.choices(words, k=length))
        signature(text)  # the library is loaded at first use
        show(f"signature of {length} words", lambda text=text: signature(text))
    named = [
        Member(
            n, n, n, "strike", "RU", Source(f"body {n % 9}", True, f"outlet {n}", None), DAY, DAY
        )
        for n in range(options.copies)
    ]
    nameless = [
        Member(
            n,
            n,
            n,
            "strike",
            "RU",
            Source(None, False, f"outlet {n}", " ".join(chance.choices(words, k=20))),
            DAY,
            DAY,
        )
        for n in range(options.copies)
    ]
    for name, members in (("named", named), ("nameless", nameless)):
        show(f"origins of {options.copies} {name}", lambda members=members: origins(members))
        show(
            f"relations of one among {options.copies} {name}",
            lambda members=members: relations("strike", members, [options.copies - 1]),
        )


def show(name: str, run: Callable[[], object]) -> None:
    began, times = time.process_time(), 0
    while times < 3 or time.process_time() - began < 0.5:
        run()
        times += 1
    print(f"{name:40} {(time.process_time() - began) / times * 1000:8.2f} ms", flush=True)


if __name__ == "__main__":
    main()
