"""The gold files are what ``build.py`` makes of ``source/``, and every row is sound."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from app.claims.model import ClaimType, Modality

HERE = Path(__file__).parent


def _load_build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpus_build", HERE / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


build = _load_build()


def rows(name: str) -> list[dict[str, Any]]:
    lines = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def built() -> dict[str, list[dict[str, Any]]]:
    return build.build()


@pytest.mark.parametrize("name", build.OUTPUTS)
def test_file_is_up_to_date(name: str, built: dict[str, list[dict[str, Any]]]) -> None:
    assert (HERE / f"{name}.jsonl").read_text(encoding="utf-8") == build.encode(built[name])


def test_every_span_lies_at_its_words() -> None:
    texts = {row["id"]: row["text"] for row in rows("articles")}
    for name, words in (("mentions", "text"), ("traps", "text"), ("claims", "quote")):
        for row in rows(name):
            assert texts[row["article"]][row["start"] : row["end"]] == row[words]


def test_vocabulary_is_that_of_the_model() -> None:
    types = {member.value for member in ClaimType}
    modalities = {member.value for member in Modality}
    for claim in rows("claims"):
        assert {claim["type"], *claim["also"]} <= types, claim["id"]
        assert {claim["modality"], *claim["modality_accept"]} <= modalities, claim["id"]
        assert claim["side"] in {"RU", "UA", "other", "mixed", "unknown"}, claim["id"]


def test_event_dates_run_forward() -> None:
    for claim in rows("claims"):
        for date in filter(None, claim["date"].values()):
            if date["start"] and date["end"]:
                assert date["start"] <= date["end"], claim["id"]


def test_no_place_is_left_unused() -> None:
    used = {mention["place"] for mention in rows("mentions")}
    assert used == {place["id"] for place in rows("places")}


def test_set_is_large_and_in_three_languages() -> None:
    languages = [article["lang"] for article in rows("articles")]
    assert len(languages) >= 40
    assert min(languages.count("ru"), languages.count("uk")) >= 8
    assert languages.count("en") >= 24
