"""Whether scores are probabilities: three series that share nothing with fitting but the rules."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from app.claims.extract import extract
from app.claims.model import Mention
from app.cli.batch import read_article
from bench.gazetteer_corpus import HELD_OUT, Corpus, Sample, document, neighbourhoods
from bench.gazetteer_measure import SURE, Judged, Tally, calibration_error, is_hit, reliability
from bench.gazetteer_page import Section
from gazetteer.model import NameQuery, Place, PlaceKind, Status
from gazetteer.resolver import Gazetteer

NAMELESS = 0.12
"""The share of generated names that mean no place, as in fitting: reports name persons, too."""
GAP = 0.03


def calibration(gazetteer: Gazetteer, corpus: Corpus, count: int,
                reports: Path) -> tuple[Section, dict[str, Judged]]:  # fmt: skip
    """The section, and the answers of each series for the picture."""
    section = Section("Calibration")
    series = {
        "held-out names alone": names_alone(gazetteer, corpus, count),
        "names in held-out documents": names_in_documents(gazetteer, corpus, count // 5),
    }
    if (reports / "articles.jsonl").is_file():
        series["reports of tests/corpus"] = names_in_reports(gazetteer, reports)
    section.say(
        "Scores of resolved answers against the share that was right. Samples have a seed of their "
        "own. Generated names are drawn as often as reports mention places; one in eight means "
        "no place at all. Reports are read from raw text."
    )
    for label, judged in series.items():
        wrong = sum(score >= SURE and not right for score, right in judged)
        section.table(
            (f"{label}, score", "n", "mean score", "right"),
            [(f"{min(int(said * 10), 9) / 10:.1f}–{min(int(said * 10), 9) / 10 + 0.1:.1f}",
              str(n), f"{said:.3f}", f"{came:.3f}") for n, said, came in reliability(judged)],
        )  # fmt: skip
        section.say(f"Wrong with a score of 0.9 or more: {wrong} of {len(judged)}.")
        section.ask(f"calibration error, {label}", calibration_error(judged), most=GAP, unit="")
    section.say("![Reliability diagram: score against share right](reliability.svg)")
    return section, series


def _spelling(corpus: Corpus, place: Place, pool: Sequence[Place]) -> tuple[Sample, Place | None]:
    if corpus.rng.random() < NAMELESS:
        while (sample := corpus.nameless(pool)).hidden_key is not None:
            pass
        return sample, None
    return corpus.spell(place), place


def names_alone(gazetteer: Gazetteer, corpus: Corpus, count: int) -> Judged:
    """Spellings without context."""
    pool = corpus.settlements(HELD_OUT, inside=True)
    tally = Tally()
    for place in corpus.draw(pool, count):
        sample, truth = _spelling(corpus, place, pool)
        tally.add(gazetteer.resolve(NameQuery(sample.text)), truth)
    return tally.judged


def names_in_documents(gazetteer: Gazetteer, corpus: Corpus, count: int) -> Judged:
    """Spellings of places that one report names together."""
    pool = corpus.settlements(HELD_OUT, inside=True)
    cells = neighbourhoods(pool)
    tally = Tally()
    for _ in range(count):
        places = document(corpus, pool, cells, corpus.rng.randrange(2, 12))
        told = [_spelling(corpus, place, pool) for place in places]
        queries = [NameQuery(sample.text, kind=PlaceKind.SETTLEMENT) for sample, _ in told]
        for answer, (_, truth) in zip(gazetteer.resolve_document(queries), told, strict=True):
            tally.add(answer, truth)
    return tally.judged


def names_in_reports(gazetteer: Gazetteer, folder: Path) -> Judged:
    """Settlements of annotated reports, each written form of a report once, from raw text."""
    truths = {row["id"]: row for row in _rows(folder / "places.jsonl")}
    annotated: dict[str, dict[str, list[Mapping[str, Any]]]] = {}
    for row in _rows(folder / "mentions.jsonl"):
        if row["kind"] == "settlement":
            forms = annotated.setdefault(row["article"], {})
            forms.setdefault(row["text"].casefold(), []).append(row)
    judged: Judged = []
    for row in _rows(folder / "articles.jsonl"):
        article = read_article(row)
        mentions = extract(article, gazetteer).mentions
        for spots in annotated.get(article.id, {}).values():
            answer = _answer(mentions, spots)
            truth = truths[spots[0]["place"]]
            if answer is not None and answer.resolution.place is not None:
                right = _is_right(answer.resolution.place, truth)
                judged.append((answer.resolution.score, right))
    return judged


def _answer(mentions: Sequence[Mention], spots: Sequence[Mapping[str, Any]]) -> Mention | None:
    """The first resolved settlement that lies over one of ``spots``."""
    for spot in spots:
        for mention in mentions:
            over = mention.span.start < spot["end"] and spot["start"] < mention.span.end
            resolved = mention.resolution.status is Status.RESOLVED
            if over and resolved and mention.kind is PlaceKind.SETTLEMENT:
                return mention
    return None


def _is_right(place: Place, truth: Mapping[str, Any]) -> bool:
    code = truth.get("pcode") or ""
    return is_hit(place, Place(code, PlaceKind.SETTLEMENT, "", "", lon=truth.get("lon"),
                               lat=truth.get("lat")))  # fmt: skip


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
