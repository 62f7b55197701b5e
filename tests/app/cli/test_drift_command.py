"""``claimatlas drift`` as a user runs it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from app.cli import build
from app.errors import NotFoundError
from app.pipeline import ingest
from gazetteer.resolver import Gazetteer
from tests.app.handmade import article

TOLD = (
    "The Russian Ministry of Defence said that its troops had captured Pokrovsk on 2 May. "
    "Up to 120 Ukrainian servicemen were killed in the fighting near Pokrovsk, the ministry said. "
    "The bulletin lists the weapons that were seized and thanks the units that took part in it."
)


@pytest.fixture
def stored(
    engine: Engine,
    installed_gazetteer: Gazetteer,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> CliRunner:
    """A runner on a database with a report and its retelling."""
    first = article(TOLD, id="one", publisher="One", published=date(2025, 5, 3))
    retold = TOLD.replace("120", "1200").replace("captured", "entered")
    second = replace(first, id="two", publisher="Two", text=retold, url="https://two.example/")
    ingest(engine, installed_gazetteer, [first, second])
    monkeypatch.setenv("CLAIMATLAS_DATABASE_URL", database_url)
    monkeypatch.setenv("CLAIMATLAS_DATA_DIR", str(tmp_path))
    return CliRunner()


def test_what_changed_is_told_by_claim_with_both_stretches(stored: CliRunner) -> None:
    cli = build(["drift"])
    listed = stored.invoke(cli, ["drift"]).output
    assert "origin 1: 2 reports, the first of them 1" in listed
    shown = stored.invoke(cli, ["drift", "2"]).output
    lines = [line.strip() for line in shown.splitlines()]
    assert any(line.startswith("losses: Up to 120 Ukrainian servicemen") for line in lines)
    [number] = {line for line in lines if line.startswith("number: ")}
    before, after = number.split("  ->  ")
    assert "maximum=120 " in before
    assert "maximum=1200 " in after
    assert any(line.startswith("verb: captured") and "entered" in line for line in lines)


def test_json_has_spans_that_fit_the_texts(stored: CliRunner) -> None:
    found = json.loads(stored.invoke(build(["drift"]), ["drift", "1", "--json"]).output)
    [retelling] = found["drift"]
    changes = [change for claim in retelling["claims"] for change in claim["changes"]]
    spans = [change["from"]["span"] for change in changes if change["from"]["span"]]
    assert spans
    assert all(TOLD[span["start"] : span["end"]] == span["text"] for span in spans)


def test_an_unknown_report_is_told(stored: CliRunner) -> None:
    found = stored.invoke(build(["drift"]), ["drift", "999"])
    assert isinstance(found.exception, NotFoundError)
