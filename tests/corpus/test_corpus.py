"""The gold files of each set are what ``build.py`` makes of ``source/``, and all rows are sound."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from app.claims.model import ClaimType, Modality

HERE = Path(__file__).parent
# Set and its least number of reports in English, and in Russian and Ukrainian each.
SETS = {"corpus": (24, 8), "corpus_open": (45, 5), "corpus_blind": (11, 1)}


def _load_build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpus_build", HERE / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # As a program it finds its neighbours by itself.
    sys.path.insert(0, str(HERE))
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(HERE))
    return module


build = _load_build()


@pytest.fixture(scope="module", params=SETS)
def folder(request: pytest.FixtureRequest) -> Path:
    return HERE.parent / str(request.param)


@pytest.fixture(scope="module")
def built(folder: Path) -> dict[str, list[dict[str, Any]]]:
    return build.build(folder)


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("name", build.OUTPUTS)
def test_file_is_up_to_date(
    folder: Path, name: str, built: dict[str, list[dict[str, Any]]]
) -> None:
    assert (folder / f"{name}.jsonl").read_text(encoding="utf-8") == build.encode(built[name])


def test_every_span_lies_at_its_words(folder: Path) -> None:
    texts = {row["id"]: row["text"] for row in rows(folder, "articles")}
    for name, words in (("mentions", "text"), ("traps", "text"), ("claims", "quote")):
        for row in rows(folder, name):
            assert texts[row["article"]][row["start"] : row["end"]] == row[words]


def test_vocabulary_is_that_of_the_model(folder: Path) -> None:
    types = {member.value for member in ClaimType}
    modalities = {member.value for member in Modality}
    for claim in rows(folder, "claims"):
        assert {claim["type"], *claim["also"]} <= types, claim["id"]
        assert {claim["modality"], *claim["modality_accept"]} <= modalities, claim["id"]
        assert claim["side"] in {"RU", "UA", "other", "mixed", "unknown"}, claim["id"]


def test_event_dates_run_forward(folder: Path) -> None:
    for claim in rows(folder, "claims"):
        for date in filter(None, claim["date"].values()):
            if date["start"] and date["end"]:
                assert date["start"] <= date["end"], claim["id"]


def test_no_place_is_left_unused(folder: Path) -> None:
    used = {mention["place"] for mention in rows(folder, "mentions")}
    assert used == {place["id"] for place in rows(folder, "places")}


def test_set_is_large_and_in_three_languages(folder: Path) -> None:
    english, others = SETS[folder.name]
    languages = [article["lang"] for article in rows(folder, "articles")]
    assert languages.count("en") >= english
    assert min(languages.count("ru"), languages.count("uk")) >= others
