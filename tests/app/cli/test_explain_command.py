"""``claimatlas explain`` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import build
from app.errors import InputError
from gazetteer.resolver import Gazetteer

TEXT = "The ministry said on July 19 that troops had entered Kramatorsk."


@pytest.fixture
def run(
    installed_gazetteer: Gazetteer, session_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> CliRunner:
    """A command line whose data directory holds the index that the tests share."""
    monkeypatch.setenv("CLAIMATLAS_DATA_DIR", str(session_dir / "gazetteer-installed"))
    return CliRunner()


def test_terminal_page_and_json(run: CliRunner, tmp_path: Path) -> None:
    file, page = tmp_path / "report.txt", tmp_path / "report.html"
    file.write_text(TEXT)
    shown = run.invoke(build(["explain"]), ["explain", str(file), "--set", "published=2025-07-20"])
    assert shown.exit_code == 0
    assert "Kramatorsk" in shown.output
    assert "2025-07-19" in shown.output
    assert (
        run.invoke(build(["explain"]), ["explain", str(file), "--html", str(page)]).exit_code == 0
    )
    assert page.read_text().startswith("<!doctype html>")
    [row] = json.loads(run.invoke(build(["explain"]), ["explain", str(file), "--json"]).stdout)
    assert row["text"] == TEXT
    assert row["claims"]


def test_standard_input(run: CliRunner) -> None:
    assert "Kramatorsk" in run.invoke(build(["explain"]), ["explain", "-"], input=TEXT).output


def test_files_of_many(run: CliRunner, tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    file.write_text("\n".join([json.dumps({"text": TEXT})] * 3 + ["{"]))
    done = run.invoke(build(["explain"]), ["explain", str(file), "--limit", "2"])
    assert done.output.count("1 claim;") == 2
    assert "more than 2 reports" in done.output
    done = run.invoke(build(["explain"]), ["explain", str(file)])
    assert done.exit_code == 1
    assert "line 4" in done.output


def test_bad_input(run: CliRunner, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    for arguments in (
        [str(tmp_path / "none.txt")],
        [str(empty)],
        [str(empty), "--html", str(tmp_path / "no" / "x.html")],
        [str(empty), "--html", "x.html", "--json"],
    ):
        assert isinstance(
            run.invoke(build(["explain"]), ["explain", *arguments]).exception, InputError
        )
