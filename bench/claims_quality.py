"""How well claims are read: the evaluator's figures for several gold sets, side by side.

    python -m bench.claims_quality --gold DIR [--gold DIR ...] [--evaluator FILE] [--write]

Every set is a folder of the form of ``tests/corpus`` (see its README). The evaluator is a program
of its own with a function ``evaluate_extract(folder, rows, "extract")``; it is looked for in the
gold folders. ``--write`` renews ``docs/quality-claims.md``.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import orjson

from app.claims.extract import extract
from app.claims.rows import extraction_row
from app.cli.batch import read_article
from gazetteer.cache import open_gazetteer
from gazetteer.resolver import Gazetteer

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "quality-claims.md"
FIELDS = ("type_accepted", "claimant", "outlet", "side", "date_accepted", "date_exact",
          "modality_exact", "modality_accepted")  # fmt: skip
ASKED = {"settlement names found, F1": 0.96, "names at the exact settlement, end to end": 0.97,
         "claim detection F1": 0.85, "type_accepted": 0.90, "places F1": 0.95, "claimant": 0.90,
         "outlet": 0.95, "side": 0.95, "date_accepted": 0.95, "modality_exact": 0.80,
         "full tuple F1": 0.75}  # fmt: skip


def evaluator(candidates: list[Path]) -> ModuleType:
    """The evaluator's module; exits with a sentence if there is none."""
    path = next((one for one in candidates if one.is_file()), None)
    if path is None:
        raise SystemExit("no evaluate.py in the gold folders; name one with --evaluator")
    spec = importlib.util.spec_from_file_location("evaluate", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def outputs(folder: Path, gazetteer: Gazetteer) -> list[dict[str, Any]]:
    """Our answer to every article of a gold folder, as the batch command writes it."""
    rows = []
    for line in (folder / "articles.jsonl").read_text("utf-8").splitlines():
        article = read_article(json.loads(line))
        row = extraction_row(article.id, extract(article, gazetteer), gazetteer)
        rows.append(json.loads(orjson.dumps(row)))
    return rows


def figures(result: dict[str, Any]) -> dict[str, float | None]:
    """The figures of a table's column, by name."""
    claims, mentions = result["claims"], result["mentions"]
    out = {
        "settlement names found, F1": mentions["recognition"]["occurrence"]["f1"],
        "names at the exact settlement, end to end": mentions["resolution"]["all"]["pcode_exact"],
        "names put wrong with a score of 0.9 or more": mentions["resolution"]["all"][
            "wrong_at_0.9"
        ],
        "claim detection F1": claims["detection"]["f1"],
        "claim detection precision": claims["detection"]["precision"],
        "claim detection recall": claims["detection"]["recall"],
        "places F1": claims["places"]["explicit"]["f1"],
    }
    out.update({name: claims["fields"][name]["accuracy"] for name in FIELDS})
    out["outlet named where there is none"] = claims["spurious_outlet"]["rate"]
    out["full tuple F1"] = claims["tuple_strict"]["f1"]
    out["full tuple relaxed F1"] = claims["tuple_relaxed"]["f1"]
    return out


def traps_taken(folder: Path, rows: list[dict[str, Any]]) -> str:
    """How many names that are no places came out as settlements."""
    path = folder / "traps.jsonl"
    if not path.is_file():
        return "-"
    spans = {
        (row["id"], m["start"])
        for row in rows
        for m in row["mentions"]
        if m["kind"] == "settlement"
    }
    traps = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return f"{sum((t['article'], t['start']) in spans for t in traps)} of {len(traps)}"


def _cell(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def report(names: list[str], columns: list[dict[str, float | None]], traps: list[str],
           verdicts: list[Counter[str]]) -> str:  # fmt: skip
    """The Markdown page."""
    lines = [
        "# How well claims are read",
        "",
        "Made by `python -m bench.claims_quality --write`. Field shares are of matched claims."
        " `gold` was hand-coded by others from five published reports; the rest are reports of our"
        " own. `gold` and `corpus` were read while the rules were made. `corpus_open` and"
        " `corpus_blind` were written, by a hand that knew no rule, to see how far the rules carry"
        " on texts nobody has made rules for. The first was opened after a first measurement."
        " **Only `corpus_blind` was never read for a rule: expect its figures of your reports.**",
        "",
        "| figure | asked | " + " | ".join(names) + " |",
        "|---|---:|" + "---:|" * len(names),
    ]
    for figure in columns[0]:
        asked = _cell(ASKED.get(figure)) if figure in ASKED else ""
        cells = " | ".join(_cell(c[figure]) for c in columns)
        lines.append(f"| {figure.replace('_', ' ')} | {asked} | {cells} |")
    lines.append(
        "| names that are no places, taken for settlements | 0 | " + " | ".join(traps) + " |"
    )
    lines += ["", "Claims by type that were missed, of all in the gold:", ""]
    for name, verdict in zip(names, verdicts, strict=True):
        missed = ", ".join(f"{kind} {n}" for kind, n in verdict.most_common())
        lines.append(f"- {name}: {missed or 'none'}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Evaluate and print, or write the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--gold", type=Path, action="append", required=True)
    parser.add_argument("--evaluator", type=Path)
    parser.add_argument("--data-dir", type=Path, default=Path("var"))
    parser.add_argument("--mirror", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    named = [options.evaluator] if options.evaluator else []
    module = evaluator([*named, *(gold / "evaluate.py" for gold in options.gold)])
    gazetteer = open_gazetteer(options.data_dir, options.mirror)
    columns, traps, verdicts = [], [], []
    for gold in options.gold:
        rows = outputs(gold, gazetteer)
        details: list[dict[str, Any]] = []
        columns.append(figures(module.evaluate_extract(str(gold), rows, "extract", details)))
        traps.append(traps_taken(gold, rows))
        missed = [d for d in details if d.get("verdict") == "missed" and "type" in d]
        verdicts.append(Counter(d["type"] for d in missed))
    page = report([gold.resolve().name for gold in options.gold], columns, traps, verdicts)
    notes = DOCUMENT.read_text("utf-8").split(_NOTES)[1] if DOCUMENT.is_file() else "\n"
    if options.write:
        DOCUMENT.write_text(page + "\n" + _NOTES + notes, "utf-8")
    print(page)


_NOTES = "## What is known to be weak\n"

if __name__ == "__main__":
    main()
