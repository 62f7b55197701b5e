"""``claimatlas ingest`` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from app.cli import build
from app.cli.schema import _upgrade
from app.errors import InputError, UnavailableError
from gazetteer.resolver import Gazetteer

GOOD = "The ministry said on 3 May that troops captured Pokrovsk."


@pytest.fixture
def runner(
    monkeypatch: pytest.MonkeyPatch,
    session_dir: Path,
    installed_gazetteer: Gazetteer,
    database_url: str,
) -> CliRunner:
    """A runner on a fresh database and the index that the session built."""
    monkeypatch.setenv("CLAIMATLAS_DATA_DIR", str(session_dir / "gazetteer-installed"))
    monkeypatch.setenv("CLAIMATLAS_DATABASE_URL", database_url)
    monkeypatch.setenv("CLAIMATLAS_OFFLINE", "true")
    return CliRunner()


def test_good_and_bad_files(runner: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD)
    (tmp_path / "bad.txt").write_bytes(b"")
    told = tmp_path / "told.json"
    cli = build(["ingest"])
    found = runner.invoke(
        cli,
        [
            "ingest",
            str(tmp_path / "good.txt"),
            str(tmp_path / "bad.txt"),
            "--workers",
            "0",
            "--report",
            str(told),
        ],
    )
    assert found.exit_code == 1, found.output
    assert "1 added, 0 further copies, 0 known already, 1 failed" in found.output
    assert "bad.txt: the file is empty" in found.output
    report = json.loads(told.read_text())
    assert report["documents"]["added"] == 1
    assert [failure["error"] for failure in report["failures"]] == ["the file is empty"]

    again = runner.invoke(cli, ["ingest", str(tmp_path / "good.txt"), "--workers", "0"])
    assert again.exit_code == 0, again.output
    assert "0 added, 0 further copies, 1 known already, 0 failed" in again.output


def test_nothing_to_read(runner: CliRunner, tmp_path: Path) -> None:
    found = runner.invoke(build(["ingest"]), ["ingest", str(tmp_path)])
    assert isinstance(found.exception, InputError)
    assert str(tmp_path) in str(found.exception)


def test_a_database_without_schema_is_told_before_an_index_is_built(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch, empty_database_url: str, tmp_path: Path
) -> None:
    monkeypatch.setenv("CLAIMATLAS_DATABASE_URL", empty_database_url)
    monkeypatch.setenv("CLAIMATLAS_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "good.txt").write_text(GOOD)
    found = runner.invoke(build(["ingest"]), ["ingest", str(tmp_path)])
    assert isinstance(found.exception, UnavailableError)
    assert "claimatlas db upgrade" in str(found.exception)
    assert not (tmp_path / "data" / "gazetteer").exists()


def test_the_private_database_is_brought_up_to_date_without_asking(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch, session_dir: Path, tmp_path: Path
) -> None:
    monkeypatch.delenv("CLAIMATLAS_DATABASE_URL")
    data = tmp_path / "data"
    data.mkdir()
    (data / "gazetteer").symlink_to(session_dir / "gazetteer-installed" / "gazetteer")
    monkeypatch.setenv("CLAIMATLAS_DATA_DIR", str(data))
    (tmp_path / "good.txt").write_text(GOOD)
    found = runner.invoke(
        build(["ingest"]), ["ingest", str(tmp_path / "good.txt"), "--workers", "0"]
    )
    assert found.exit_code == 0, found.output
    assert "1 added" in found.output


def test_a_database_of_a_newer_version_is_told(
    database_url: str,
) -> None:
    with psycopg.connect(database_url.replace("+psycopg", "")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(UnavailableError, match="newer version"):
        _upgrade(database_url)


def test_help_has_an_example() -> None:
    assert (
        "claimatlas ingest reports/"
        in CliRunner().invoke(build(["ingest"]), ["ingest", "--help"]).output
    )
