"""Turns the annotated reports of ``source/`` into the gold files beside this program.

    python tests/corpus/build.py            writes articles, mentions, claims, sentences, traps
    python tests/corpus/build.py --check    only says whether the files are up to date (exit 1)

README.md defines the notation. ``places.jsonl`` and ``source/actors.toml`` are kept by hand.
Standard library only.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
OUTPUTS = ("articles", "mentions", "claims", "sentences", "traps")
MARK = re.compile(r"\[([^\[\]|]+)\|([^\[\]|]+)\]|\{([^{}|]+)\|([^{}|]+)\|([^{}|]+)\}")
QUOTED = re.compile(r'"([^"]*)"')
SIDE_NAMES = {"RU": "Russian Armed Forces", "UA": "Ukrainian Armed Forces"}
BASES = {
    "same": "explicit_same_sentence",
    "next": "explicit_next_sentence",
    "pronoun": "pronoun_to_previous_sentence",
    "carried": "carried_over",
    "unnamed": "unnamed_reported",
    "narrator": "narrator",
}
ROLES = {"by": "claimant", "co": "co_claimant", "via": "outlet", "chan": "channel"}
# Days before publication that an undated event may reach back.
REACH = {"day": 1, "week": 6, "month": 30}


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
            "head": self._find(unquote(quoted), sentence),
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
            _event(self, claim, sentence, words)
        spans = [sentence] + [s["cue"] for s in sources if s["inferred"] and s["cue"]]
        claim["evidence_spans"] = [self._span(s["start"], s["end"]) for s in spans]

    def _span(self, start: int, end: int) -> dict[str, Any]:
        return {"text": self.text[start:end], "start": start, "end": end}

    def _find(self, words: str, sentence: dict[str, Any]) -> dict[str, Any]:
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


def unquote(text: str) -> str:
    """The first quoted words of a field."""
    found = QUOTED.search(text)
    if not found:
        raise ValueError(f"no quoted words: {text!r}")
    return found[1]


def _places(report: Report, claim: dict[str, Any], sentence: dict[str, Any], text: str) -> None:
    for item in (part.strip() for part in text.split(",")):
        if item == "-":
            continue
        words = item.rstrip("?~").split()
        place, role, relation = (*words, "location", "in")[:3] if len(words) == 1 else words
        if place not in report.places:
            raise KeyError(place)
        mention = None
        if "~" not in item:
            inside = (
                m
                for m in report.mentions
                if m["place"] == place and sentence["start"] <= m["start"] < sentence["end"]
            )
            found = next(inside, None)
            if found is None:
                raise ValueError(f"no mention of {place} in the sentence")
            mention = {key: found[key] for key in ("id", "text", "start", "end")}
        claim["places"].append(
            {
                "place": place,
                "mention": mention,
                "role": role,
                "relation": relation,
                "anaphoric": mention is None,
                "optional": "?" in item,
            }
        )


def _source(role: str) -> Any:
    def read(report: Report, claim: dict[str, Any], sentence: dict[str, Any], text: str) -> None:
        row: dict[str, Any] = {"role": role, "name": None, "aliases": [], "side": "unknown"}
        row |= {"kind": "narrator", "cue": None, "inferred": False, "nobody": text == "nobody"}
        if not row["nobody"]:
            name = text.split(' "', 1)[0].strip()
            inline = re.fullmatch(r"(.+) \((\w+), ([^)]+)\)", name)
            if inline:
                row |= {"name": inline[1], "side": inline[2], "kind": inline[3]}
            else:
                row |= report.actors[name]
            row["cue"] = report._find(unquote(text), sentence)
            row["inferred"] = not sentence["start"] <= row["cue"]["start"] < sentence["end"]
        claim["attribution"].append(row)

    return read


def _modality(report: Report, claim: dict[str, Any], sentence: dict[str, Any], text: str) -> None:
    value = text.split(' "', 1)[0].strip()
    claim["modality"], *claim["modality_accept"] = value.split("/")
    claim["hedges"] = [report._find(words, sentence) for words in QUOTED.findall(text)]


def _range(report: Report, text: str, sentence: dict[str, Any]) -> dict[str, Any]:
    words = text.split(' "', 1)[0].split()
    day, row = report.published, {"start": None, "end": None, "precision": "day", "basis": ""}
    if words[0] in REACH:
        row |= {"start": str(day - timedelta(REACH[words[0]])), "end": str(day)}
        row |= {"precision": words[0], "basis": "undated; on or before publication"}
    elif words[0] == "pub":
        row |= {"start": str(day - timedelta(1)), "end": str(day), "basis": "publication date"}
    elif words[0] == "state":
        row |= {"start": str(day), "end": str(day), "basis": "state at publication"}
    elif words[0] == "future":
        row |= {"start": str(day), "precision": "open", "basis": "future at publication"}
    else:
        start, _, end = words[0].partition("..")
        end = end if ".." in words[0] else start
        row |= {"start": start or None, "end": end or None, "basis": "stated in the text"}
        row["precision"] = words[1] if len(words) > 1 else "day"
    quoted = QUOTED.search(text)
    row["text"] = report._find(quoted[1], sentence) if quoted else None
    if quoted and words[0] in REACH:
        row["basis"] = "counted back from publication"
    row["year_inferred"] = not (quoted and re.search(r"\d{4}", quoted[1]))
    return row | {"open_book": False}


def _event(report: Report, claim: dict[str, Any], sentence: dict[str, Any], text: str) -> None:
    claim["date"]["event"] = _range(report, text, sentence)


def _statement(report: Report, claim: dict[str, Any], sentence: dict[str, Any], text: str) -> None:
    claim["date"]["statement"] = _range(report, text, sentence)


def _quantity(report: Report, claim: dict[str, Any], sentence: dict[str, Any], text: str) -> None:
    what, low, high, unit, bound = text.split(' "', 1)[0].split()
    ends = [None if word == "-" else float(word) for word in (low, high)]
    minimum, maximum = (int(e) if e is not None and e == int(e) else e for e in ends)
    row = {"what": what, "min": minimum, "max": maximum, "unit": unit, "bound": bound}
    claim["quantities"].append(row | {"span": report._find(unquote(text), sentence)})


def _actors(report: Report, claim: dict[str, Any], sentence: dict[str, Any], text: str) -> None:
    for side, role in zip(text.split(">"), ("initiator", "target"), strict=False):
        if side:
            claim["actors"].append({"name": SIDE_NAMES[side], "side": side, "role": role})


def _control(report: Report, claim: dict[str, Any], sentence: dict[str, Any], text: str) -> None:
    status, _, by = text.partition(" ")
    places = [p["place"] for p in claim["places"] if not p["optional"]]
    claim["control_effect"] = {"place": places, "status": status, "by": by or None}


def _basis(report: Report, claim: dict[str, Any], sentence: dict[str, Any], text: str) -> None:
    claim["attribution_basis"] = BASES[text]


def _optional(report: Report, claim: dict[str, Any], sentence: dict[str, Any], text: str) -> None:
    claim["claimant_optional"] = True


def _side(report: Report, claim: dict[str, Any], sentence: dict[str, Any], text: str) -> None:
    claim["side"] = text


def _flag(report: Report, claim: dict[str, Any], sentence: dict[str, Any], text: str) -> None:
    claim["flags"].append(text)


def _relation(report: Report, claim: dict[str, Any], sentence: dict[str, Any], text: str) -> None:
    kind, number = text.split()
    claim["relations_to"].append({"type": kind, "claim": f"{report.id}-{number}"})


READERS: dict[str, Any] = {
    "@": _places,
    "m": _modality,
    "ev": _event,
    "said": _statement,
    "q": _quantity,
    "act": _actors,
    "ctl": _control,
    "basis": _basis,
    "opt": _optional,
    "side": _side,
    "flag": _flag,
    "rel": _relation,
} | {key: _source(role) for key, role in ROLES.items()}


def build() -> dict[str, list[dict[str, Any]]]:
    """All rows by output file name."""
    lines = (HERE / "places.jsonl").read_text(encoding="utf-8").splitlines()
    places = {row["id"]: row for row in map(json.loads, lines)}
    actors = tomllib.loads((HERE / "source" / "actors.toml").read_text(encoding="utf-8"))
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in OUTPUTS}
    reports = [Report(p, places, actors) for p in sorted((HERE / "source").glob("*.txt"))]
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
    check = parser.parse_args().check
    stale = []
    for name, rows in build().items():
        path, content = HERE / f"{name}.jsonl", encode(rows)
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            stale.append(path.name)
            if not check:
                path.write_text(content, encoding="utf-8")
    print("\n".join(stale) or "up to date")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
