"""Every figure on names in one run.

    python -m bench.gazetteer --index DIR [--shared DIR] [--write] [--quick]

``--index`` is a saved index, such as ``var/gazetteer/index``. ``--shared`` (or CLAIMATLAS_SHARED)
is a folder that holds ``gold/evaluate.py`` and what it evaluates; without it those figures are
left out. ``--write`` renews docs/quality-names.md, docs/reliability.svg and the table of
docs/quality.md. ``--quick`` is for trying the program: few names, and no big gazetteers.

This folder has no ``__init__.py``: programs of ``bench`` run by their path must find the package
``gazetteer``, not this one.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from bench.claims_quality import evaluator
from bench.gazetteer_calibration import calibration
from bench.gazetteer_compare import side_by_side
from bench.gazetteer_corpus import Corpus
from bench.gazetteer_growth import FULL, QUICK, growth
from bench.gazetteer_measure import Judged
from bench.gazetteer_page import Section, page, with_summary
from bench.gazetteer_picture import draw_reliability
from bench.gazetteer_quality import held_out
from bench.gazetteer_reports import end_to_end, variants
from bench.gazetteer_shared import name_lists
from bench.gazetteer_speed import speed
from gazetteer.resolver import Gazetteer

ROOT = Path(__file__).resolve().parent.parent.parent
SEED = 2024
CALIBRATION_SEED = 4711
HEAD = (
    "Held-out names are generated with seeds of their own; anybody can repeat the run. A hit is "
    "the same settlement or one within five kilometres; *exact* asks for the settlement itself. "
    "In brackets stand 95 % bootstrap intervals. *Rank 1* and *top 5* count the best guesses, "
    "whether or not an answer was given; *resolved* counts the answers."
)
MISSING = "The lists and reports of others were not at hand."


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured."""

    names: int
    documents: int
    rivals: int
    speed: int
    rounds: int
    grown: int


USUAL = Sizes(names=3000, documents=400, rivals=400, speed=1000, rounds=3, grown=400)
SMALL = Sizes(names=120, documents=10, rivals=20, speed=40, rounds=1, grown=40)


class Run:
    """One run over all parts; ``picture`` holds the series of the diagram when they are known."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.index: Path = options.index.resolve()
        self.sizes, self.steps = (SMALL, QUICK) if options.quick else (USUAL, FULL)
        self.gold: Path | None = options.shared / "gold" if options.shared else None
        self.picture: dict[str, Judged] = {}
        self.gazetteer = Gazetteer.load(self.index)
        self.corpus = Corpus(list(self.gazetteer.places.values()), SEED)

    def module(self) -> ModuleType | None:
        """The evaluator, if there is one."""
        if self.gold is None or not (self.gold / "evaluate.py").is_file():
            return None
        return evaluator([self.gold / "evaluate.py"])

    def parts(self) -> dict[str, Callable[[], Section | None]]:
        """What is measured, in the order of the page."""
        return {
            "lists": self.lists,
            "reports": self.reports,
            "held-out": lambda: held_out(self.gazetteer, self.dice(1), self.sizes.names),
            "calibration": self.calibration,
            "speed": lambda: speed(self.index, self.dice(2), self.sizes.speed, self.sizes.rounds),
            "growth": lambda: growth(self.index, self.dice(3), self.steps, self.sizes.grown),
            "rivals": lambda: side_by_side(self.gazetteer, self.dice(4), self.sizes.rivals),
        }

    def dice(self, number: int) -> Corpus:
        """The corpus with a seed of its own for each part, so that one can be run alone."""
        return self.corpus.with_seed(SEED + number)

    def lists(self) -> Section | None:
        """Names annotated by others."""
        module = self.module()
        if module is None or self.gold is None:
            return None
        return name_lists(module, self.gazetteer, self.gold)

    def reports(self) -> Section:
        """Reports end to end, and the ablation."""
        tests = ROOT / "tests"
        folders = {name: tests / name for name in ("corpus", "corpus_blind")}
        if self.gold is not None:
            folders = {"seeds": self.gold, **folders}
        return end_to_end(self.module(), variants(self.gazetteer), folders, self.dice(5),
                          self.sizes.documents)  # fmt: skip

    def calibration(self) -> Section:
        """The reliability tables; keeps the series for the picture."""
        corpus = self.corpus.with_seed(CALIBRATION_SEED)
        reports = ROOT / "tests" / "corpus"
        section, self.picture = calibration(self.gazetteer, corpus, self.sizes.names, reports)
        return section


def sections(run: Run, only: list[str]) -> Iterator[Section]:
    """Measure part after part, with a word on standard error before and after each."""
    for name, measure in run.parts().items():
        if only and name not in only:
            continue
        print(f"{name} ...", file=sys.stderr, flush=True)
        start = time.perf_counter()
        section = measure()
        print(f"{name}: {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
        if section is not None:
            yield section


def read_options() -> argparse.Namespace:
    """The command line; a folder of the environment counts as given."""
    shared = os.environ.get("CLAIMATLAS_SHARED")
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--index", type=Path, required=True, help="a saved index")
    parser.add_argument("--shared", type=Path, default=Path(shared) if shared else None)
    parser.add_argument("--write", action="store_true", help="renew the pages in docs")
    parser.add_argument("--quick", action="store_true", help="few names, no big gazetteers")
    parser.add_argument("--only", action="append", default=[], metavar="PART",
                        help="measure this part; may be repeated")  # fmt: skip
    options = parser.parse_args()
    if options.write and options.only:
        parser.error("--write needs every part; leave out --only")
    return options


def main() -> None:
    """Measure, print, and write the pages if asked."""
    options = read_options()
    run = Run(options)
    unknown = set(options.only) - set(run.parts())
    if unknown:
        raise SystemExit(f"no such part: {', '.join(sorted(unknown))}")
    made = list(sections(run, options.only))
    head = HEAD if run.module() else f"{HEAD} {MISSING}"
    command = "python -m bench.gazetteer --write" + (" --quick" if options.quick else "")
    text = page(head, made, command)
    print(text)
    if options.write:
        docs = ROOT / "docs"
        (docs / "quality-names.md").write_text(text, "utf-8")
        (docs / "reliability.svg").write_text(draw_reliability(run.picture), "utf-8")
        summary = docs / "quality.md"
        summary.write_text(with_summary(summary.read_text("utf-8"), made), "utf-8")


if __name__ == "__main__":
    main()
