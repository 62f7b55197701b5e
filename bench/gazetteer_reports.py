"""From raw text to places, with parts of the resolver switched off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.claims_quality import outputs
from bench.gazetteer_corpus import HELD_OUT, Corpus, document, neighbourhoods
from bench.gazetteer_measure import TALLY_HEAD, Tally
from bench.gazetteer_page import Section
from gazetteer.model import NameKind, NameQuery, Place, PlaceKind, PlaceName, Resolution
from gazetteer.resolver import Gazetteer

Variants = dict[str, Gazetteer]


class Alone(Gazetteer):
    """Resolves each name by itself: no neighbours, areas, relations, date or side."""

    def resolve_document(self, queries: Sequence[NameQuery]) -> list[Resolution]:
        """Answers of the bare names; the kind and the word beside a name stay."""
        bare = [NameQuery(q.text, kind=q.kind, type_hint=q.type_hint) for q in queries]
        answers = [super(Alone, self).resolve_document([query])[0] for query in bare]
        return [
            replace(answer, query=query) for answer, query in zip(answers, queries, strict=True)
        ]


def without_aliases(gazetteer: Gazetteer) -> Gazetteer:
    """The gazetteer with official names and those made of them by rule, and no others."""
    return Gazetteer.from_places(
        replace(place, names=tuple(n for n in place.names if n.kind is NameKind.OFFICIAL)
                or (PlaceName(place.name_uk, "uk", NameKind.OFFICIAL, "bench"),))
        for place in gazetteer.places.values()
    )  # fmt: skip


def variants(gazetteer: Gazetteer) -> Variants:
    """The resolver whole, and without each of its two great helps."""
    bare = without_aliases(gazetteer)
    return {
        "everything": gazetteer,
        "aliases off": bare,
        "context off": Alone(gazetteer.index),
        "both off": Alone(bare.index),
    }


def end_to_end(module: ModuleType | None, used: Variants, folders: Mapping[str, Path],
               corpus: Corpus, count: int) -> Section:  # fmt: skip
    """Annotated reports where there is an evaluator, and generated documents."""
    section = Section("Reports end to end, and with parts switched off")
    section.say(
        "*Aliases off*: official names and Russian forms made by rule only. *Context off*: each "
        "name by itself, without neighbours, areas, relations, date or side. *Exact* counts each "
        "written form of a report once and asks for the settlement itself; a name that was not "
        "found is a wrong one."
    )
    for label, folder in folders.items() if module is not None else ():
        _annotated(section, module, used, label, folder)
    _generated(section, used, corpus, count)
    return section


def _annotated(section: Section, module: Any, used: Variants, label: str, folder: Path) -> None:
    gold = module.Gold(str(folder))
    results = {name: module.evaluate_mentions(gold, outputs(folder, one))
               for name, one in used.items()}  # fmt: skip
    places = next(iter(results.values()))["resolution"]["all"]["n"]
    section.table(
        (f"{label}, {places} names", "exact", "exact, of those that the text settles",
         "mention F1", "answered", "wrong at ≥ 0.9", "calibration error"),
        [_cells(name, result) for name, result in results.items()],
    )  # fmt: skip
    if label == "seeds":
        _targets(section, results["everything"])


def _cells(name: str, result: Mapping[str, Any]) -> tuple[str, ...]:
    every, sure = result["resolution"]["all"], result["resolution"]["sure_closed_book"]
    return (name, f"{every['pcode_exact']:.1%}", f"{sure['pcode_exact']:.1%}",
            f"{result['recognition']['occurrence']['f1']:.3f}", f"{every['answered']:.1%}",
            str(every["wrong_at_0.9_count"]), f"{every['ece']:.3f}")  # fmt: skip


def _targets(section: Section, result: Mapping[str, Any]) -> None:
    every, sure = result["resolution"]["all"], result["resolution"]["sure_closed_book"]
    of = "of {} written forms"
    section.ask("seeds, exact settlement, all names", every["pcode_exact"], least=0.97,
                of=of.format(every["n"]))  # fmt: skip
    section.ask("seeds, exact settlement, names that the text itself settles", sure["pcode_exact"],
                least=0.97, of=of.format(sure["n"]))  # fmt: skip
    f1 = result["recognition"]["occurrence"]["f1"]
    section.ask("seeds, mention F1", f1, least=0.96, unit="")
    section.ask("seeds, wrong with a score of 0.9 or more", every["wrong_at_0.9_count"], most=0,
                unit="")  # fmt: skip
    section.ask("calibration error, seeds", every["ece"], most=0.03, unit="")
    nowhere = result["no_such_place"]
    section.ask("seeds, unidentifiable names placed", nowhere["wrongly_placed"], most=0, unit="",
                of=f"of {nowhere['n']}")  # fmt: skip


def _generated(section: Section, used: Variants, corpus: Corpus, count: int) -> None:
    pool = corpus.settlements(HELD_OUT, inside=True)
    cells = neighbourhoods(pool)
    told: list[list[tuple[str, Place]]] = [
        [(corpus.spell(place).text, place)
         for place in document(corpus, pool, cells, corpus.rng.randrange(3, 9))]
        for _ in range(count)
    ]  # fmt: skip
    rows = []
    for name, gazetteer in used.items():
        tally = Tally()
        for names in told:
            queries = [NameQuery(text, kind=PlaceKind.SETTLEMENT) for text, _ in names]
            answers = gazetteer.resolve_document(queries)
            for answer, (_, truth) in zip(answers, names, strict=True):
                tally.add(answer, truth)
        rows.append((name, *tally.cells()))
    section.table((f"{count} held-out documents", *TALLY_HEAD), rows)
