"""Turns the annotated reports of ``source/`` into the gold files of a set.

    python tests/corpus/build.py            writes articles, mentions, claims, sentences, traps
    python tests/corpus/build.py FOLDER     the same for another set, as tests/corpus_blind
    python tests/corpus/build.py --check    only says whether the files are up to date (exit 1)

README.md defines the notation, ``notation.py`` reads the annotation lines. ``places.jsonl`` and
``source/actors.toml`` are kept by hand. Standard library only.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from notation import BASES, READERS, read_event, unquote

HERE = Path(__file__).resolve().parent
OUTPUTS = ("articles", "mentions", "claims", "sentences", "traps")
MARK = re.compile(r"\[([^\[\]|]+)\|([^\[\]|]+)\]|\{([^{}|]+)\|([^{}|]+)\|([^{}|]+)\}")


class NotationError(ValueError):
    """Source files break the notation; the message names every file and line."""


class Report:
    """One source file: its text without marks, and everything annotated in it."""

    def __init__(self, path: Path, places: dict[str, Any], actors: dict[str, Any]) -> None:
        self.id = path.stem
        self.places = places
        self.actors = actors
        self.text = ""
        self.mentions: list[dict[str, Any]] = []
        self.traps: list[dict[str, Any]] = []
        self.sentences: list[dict[str, Any]] = []
        self.claims: list[dict[str, Any]] = []
        self.errors: list[str] = []
        head, body = path.read_text(encoding="utf-8").split("\n---\n", 1)
        self.head = dict(line.split(": ", 1) for line in head.splitlines())
        self.published = date.fromisoformat(self.head["published"])
        pending: list[tuple[int, dict[str, Any], str]] = []
        gap = ""
        for number, line in enumerate(body.splitlines(), head.count("\n") + 3):
            if line.startswith("> "):
                pending.append((number, self.sentences[-1], line[2:]))
            elif line.strip():
                self._add_sentence(line.strip(), gap)
                gap = " "
            elif gap:
                gap = "\n\n"
        for number, sentence, line in pending:
            try:
                self._add_claim(sentence, line)
            except (KeyError, ValueError) as error:
                self.errors.append(f"{path.name}:{number}: {error!r} in: {line}")

    def _add_sentence(self, line: str, gap: str) -> None:
        self.text += gap if self.text else ""
        start, last = len(self.text), 0
        for mark in MARK.finditer(line):
            self.text += line[last : mark.start()]
            last = mark.end()
            span = {"start": len(self.text)}
            surface = mark[1] or mark[3]
            self.text += surface
            row = {"article": self.id, "text": surface} | span | {"end": len(self.text)}
            if mark[1]:
                place = self.places[mark[2]]
                row = {"id": f"{self.id}-m{len(self.mentions) + 1:02}"} | row
                row |= {"kind": place["kind"], "place": mark[2], "sure": place["sure"]}
                self.mentions.append(row | {"script": script(surface)})
            else:
                self.traps.append(row | {"category": mark[4], "why": mark[5]})
        self.text += line[last:]
        self.sentences.append(
            {"article": self.id, "start": start, "end": len(self.text), "claims": [], "role": None}
        )

    def _add_claim(self, sentence: dict[str, Any], line: str) -> None:
        fields = [field.strip() for field in line.split(" | ")]
        kind, quoted = fields[0].split(" ", 1)
        first, *also = kind.split("+")
        claim: dict[str, Any] = {
            "id": f"{self.id}-c{len(self.claims) + 1:02}",
            "article": self.id,
            "quote": self.text[sentence["start"] : sentence["end"]],
            "start": sentence["start"],
            "end": sentence["end"],
            "type": first,
            "also": also,
            "head": self.find(unquote(quoted), sentence),
        }
        claim |= {"actors": [], "places": [], "attribution": [], "attribution_basis": None}
        claim |= {"claimant_optional": False, "outlet_is_publisher": False, "side": None}
        claim |= {"modality": None, "modality_accept": [], "hedges": [], "hedged_by": None}
        claim |= {"date": {"event": None, "statement": None}, "quantities": []}
        claim |= {"control_effect": None, "evidence_spans": [], "relations_to": []}
        claim |= {"flags": [], "note": None}
        for field in fields[1:]:
            key, _, rest = field.partition(" ")
            READERS[key](self, claim, sentence, rest)
        self._complete(claim, sentence)
        sentence["claims"].append(claim["id"])
        self.claims.append(claim)

    def _complete(self, claim: dict[str, Any], sentence: dict[str, Any]) -> None:
        """What the notation leaves out because it follows from the rest."""
        sources = claim["attribution"]
        nobody = all(source["nobody"] for source in sources)
        if claim["modality"] is None:
            claim["modality"] = "asserted" if nobody else "claimed"
        if claim["side"] is None:
            claim["side"] = sources[0]["side"]
        if claim["attribution_basis"] is None:
            hedged = claim["modality"] in ("unattributed", "speculative", "alleged")
            basis = ("unnamed" if hedged else "narrator") if nobody else "same"
            if not nobody and sources[0]["inferred"]:
                basis = "carried"
            claim["attribution_basis"] = BASES[basis]
        if claim["date"]["event"] is None:
            words = {"forecast": "future", "control_status": "state"}.get(claim["type"], "week")
            read_event(self, claim, sentence, words)
        spans = [sentence] + [s["cue"] for s in sources if s["inferred"] and s["cue"]]
        claim["evidence_spans"] = [self._span(s["start"], s["end"]) for s in spans]

    def _span(self, start: int, end: int) -> dict[str, Any]:
        return {"text": self.text[start:end], "start": start, "end": end}

    def find(self, words: str, sentence: dict[str, Any]) -> dict[str, Any]:
        """The words in their sentence, else nearest before it, else after it."""
        start = self.text.find(words, sentence["start"], sentence["end"])
        if start < 0:
            start = self.text.rfind(words, 0, sentence["start"])
        if start < 0:
            start = self.text.find(words, sentence["end"])
        if start < 0 or not words:
            raise ValueError(f"words not in the text: {words!r}")
        return self._span(start, start + len(words))


def script(surface: str) -> str:
    """``Latn``, ``Cyrl`` or ``mixed``."""
    latin = re.search(r"[A-Za-z]", surface)
    cyrillic = re.search(r"[\u0400-\u04ff]", surface)
    return "mixed" if latin and cyrillic else "Cyrl" if cyrillic else "Latn"


def build(folder: Path = HERE) -> dict[str, list[dict[str, Any]]]:
    """All rows of a set by output file name."""
    lines = (folder / "places.jsonl").read_text(encoding="utf-8").splitlines()
    places = {row["id"]: row for row in map(json.loads, lines)}
    actors = tomllib.loads((folder / "source" / "actors.toml").read_text(encoding="utf-8"))
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in OUTPUTS}
    reports = [Report(p, places, actors) for p in sorted((folder / "source").glob("*.txt"))]
    errors = [error for report in reports for error in report.errors]
    if errors:
        raise NotationError("\n" + "\n".join(errors))
    for report in reports:
        for sentence in report.sentences:
            sentence["role"] = None if sentence["claims"] else "no_claim"
        rows["articles"].append(
            {
                "id": report.id,
                "file": f"source/{report.id}.txt",
                "url": None,
                "outlet": report.head.get("outlet"),
                "published": report.head["published"],
                "lang": report.head["lang"],
                "style": report.head["style"],
                "text": report.text,
            }
        )
        for name in OUTPUTS[1:]:
            rows[name].extend(getattr(report, name))
    return rows


def encode(rows: list[dict[str, Any]]) -> str:
    """JSON Lines, one row a line, Cyrillic kept readable."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def main() -> int:
    """Writes or checks the files; 1 where a check finds a difference."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument(
        "folder", nargs="?", type=Path, default=HERE, help="another set of the form"
    )
    options = parser.parse_args()
    stale = []
    for name, rows in build(options.folder).items():
        path, content = options.folder / f"{name}.jsonl", encode(rows)
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            stale.append(path.name)
            if not options.check:
                path.write_text(content, encoding="utf-8")
    print("\n".join(stale) or "up to date")
    return int(options.check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
