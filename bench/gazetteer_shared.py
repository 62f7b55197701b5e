"""Names and reports annotated by others, where their folder and its evaluator are at hand.

Only counts leave this module: no string of those files goes to a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from bench.gazetteer_measure import share
from bench.gazetteer_page import Section
from gazetteer.batch import answer_row
from gazetteer.candidates import EXACT, SAME_KEY, match
from gazetteer.resolver import Gazetteer

FIRST = 80
RANK_1 = ("right", "abstained, rank 1")
Rows = list[dict[str, Any]]


def name_lists(module: ModuleType, gazetteer: Gazetteer, gold: Path) -> Section:
    """Both lists of names, as the evaluator's command ``names`` counts them."""
    section = Section("Lists of names by others")
    section.say(
        "Spellings that volunteers collected, each alone, and the names of five published reports, "
        "each with the date and the other names of its report. Intervals resample places, as the "
        "spellings of one place are not independent of each other."
    )
    for file, label in (("spelling_dev", "spellings"), ("names_in_text_dev", "names in text")):
        rows = module.read_jsonl(str(gold / f"{file}.jsonl"))
        asked = module.inputs(str(gold / f"{file}.jsonl"))
        answers = [answer_row(row, gazetteer) for row in asked]
        details: Rows = []
        result = module.evaluate_names(rows, answers, details)
        first = _first_ranks(rows, details)
        _groups(section, label, result, first)
        _recall(section, label, rows, gazetteer)
        if file == "spelling_dev":
            _targets(section, result, first)
            _renamed(section, rows, gazetteer)
        section.say(
            f"Wrong with a score of 0.9 or more: {result['wrong_at_0.9_count']}. Expected "
            f"calibration error {result['ece']:.3f}."
        )
        section.ask(f"calibration error, {label}", result["ece"], most=0.03, unit="")
    return section


def _first_ranks(rows: Rows, details: Rows) -> dict[str, tuple[list[bool], list[str]]]:
    """Per group whether each row was won, and its place."""
    found: dict[str, tuple[list[bool], list[str]]] = {}
    for row, detail in zip(rows, details, strict=True):
        truth = row["truth"]
        if not truth:
            continue
        keys = ["all", "kind:" + row["kind"]]
        if "homonyms" in row:
            keys.append("homonyms:one" if row["homonyms"] <= 1 else "homonyms:several")
        for key in keys:
            hits, places = found.setdefault(key, ([], []))
            hits.append(detail["verdict"] in RANK_1)
            places.append(truth["pcode"])
    return found


def _groups(section: Section, label: str, result: Mapping[str, Any],
            first: Mapping[str, tuple[list[bool], list[str]]]) -> None:  # fmt: skip
    groups = {"all": result["all"], **result["groups"]}
    section.table(
        (label, "n", "rank 1", "top 5", "resolved right", "resolved wrong", "abstained"),
        [(name, str(cell["n"]), str(share(*first[name])),
          *(f"{cell[key]:.1%}"
            for key in ("top5", "resolved_right", "resolved_wrong", "abstained")))
         for name, cell in groups.items()],
    )  # fmt: skip
    unknown = result["unknown"]
    section.say(
        f"Names that no place of Ukraine bears: {unknown['n']}, of which placed "
        f"{unknown['wrongly_placed']:.1%}, called unknown {unknown['said_unknown']:.1%}."
    )


def _recall(section: Section, label: str, rows: Rows, gazetteer: Gazetteer) -> None:
    """How often retrieval offers the exact settlement."""
    near, anywhere = [], []
    for row in rows:
        if row["truth"]:
            place = gazetteer.index.places.row(row["truth"]["pcode"])
            found = match(gazetteer.index, row["query"]).place.tolist()
            near.append(place in found[:FIRST])
            anywhere.append(place in found)
    section.say(f"The exact settlement stands among the first {FIRST} candidates in {share(near)}, "
                f"in the whole union of the retrievals in {share(anywhere)}.")  # fmt: skip
    section.ask(f"recall among {FIRST} candidates, {label}", share(near), least=0.995)


def _targets(section: Section, result: Mapping[str, Any],
             first: Mapping[str, tuple[list[bool], list[str]]]) -> None:  # fmt: skip
    wanted = {"homonyms:one": 0.97, "all": 0.93, "kind:renamed": 0.85}
    for group, least in wanted.items():
        section.ask(f"spellings, {group.removeprefix('kind:')}: rank 1",
                    share(*first[group]), least=least)  # fmt: skip
    section.ask("spellings, all: top 5", result["all"]["top5"], least=0.98)
    section.ask("spellings, unknown names placed", result["unknown"]["wrongly_placed"], most=0.10)


def _renamed(section: Section, rows: Rows, gazetteer: Gazetteer) -> None:
    """What a former name alone can give at best."""
    index = gazetteer.index
    borne, first = [], []
    for row in rows:
        if row["kind"] != "renamed" or not row["truth"]:
            continue
        found = match(index, row["query"])
        same = (found.likeness[:, EXACT] >= 1) | (found.likeness[:, SAME_KEY] >= 1)
        bearers = found.place[same & ~index.foreign[found.place]]
        truth = index.places.row(row["truth"]["pcode"])
        borne.append(truth in bearers.tolist())
        if borne[-1]:
            first.append(int(bearers[np.argmax(index.prominence[bearers])]) == truth)
    section.say(
        f"Of the former names, the truth bears the name in one of our sources in {share(borne)}. "
        f"Of these the truth is the best known of all bearers in {share(first)}: a name alone can "
        "hardly give more, as a lesser bearer is told by its context only."
    )
