"""``claimatlas gazetteer`` as users run it."""

import json
from pathlib import Path

import pytest

from app.cli import main
from gazetteer.cache import index_directory
from gazetteer.resolver import Gazetteer


def run(monkeypatch: pytest.MonkeyPatch, data_dir: Path, *words: str) -> int:
    monkeypatch.setenv("CLAIMATLAS_DATA_DIR", str(data_dir))
    monkeypatch.setattr("sys.argv", ["claimatlas", "gazetteer", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_sync_from_a_mirror_directory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mirror = tmp_path / "mirror"
    (mirror / "renames").mkdir(parents=True)
    (mirror / "renames" / "renames.csv").write_text("pcode\n", encoding="utf-8")
    data = tmp_path / "data dir"
    assert run(monkeypatch, data, "sync", "--mirror", str(mirror)) == 0
    assert (data / "gazetteer" / "sources" / "renames" / "renames.csv").is_file()
    assert capsys.readouterr().out.startswith("1 fetched")
    assert run(monkeypatch, data, "sync", "--mirror", str(mirror)) == 0
    assert "0 fetched (0.0 MB), 1 unchanged" in capsys.readouterr().out


def test_sync_without_the_mirror_is_one_line_and_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, tmp_path / "data", "sync", "--mirror", str(tmp_path / "no")) == 2
    error = capsys.readouterr().err.strip()
    assert error == f"claimatlas: The mirror {tmp_path / 'no'} is not a directory."


def test_stats_say_what_is_lacking(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    session_dir: Path,
    installed_gazetteer: Gazetteer,
) -> None:
    ready = index_directory(session_dir / "gazetteer-installed")
    index_directory(tmp_path).parent.mkdir(parents=True)
    index_directory(tmp_path).symlink_to(ready)
    assert run(monkeypatch, tmp_path, "stats") == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "Without cod-ab:" in text
    assert "29,703 settlements" in text


def test_search_shows_a_table_or_json(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    session_dir: Path,
    installed_gazetteer: Gazetteer,
) -> None:
    index_directory(tmp_path).parent.mkdir(parents=True)
    index_directory(tmp_path).symlink_to(index_directory(session_dir / "gazetteer-installed"))
    assert run(monkeypatch, tmp_path, "search", "полтав", "--limit", "1") == 0
    assert "Poltava" in capsys.readouterr().out
    options = ("--json", "--kind", "oblast", "--limit", "1")
    assert run(monkeypatch, tmp_path, "search", "Poltav", *options) == 0
    row = json.loads(capsys.readouterr().out)
    assert row["place"]["id"] == "UA53"
    assert row["reason"]
    assert run(monkeypatch, tmp_path, "search", "🙂") == 1
    assert "🙂" in capsys.readouterr().err
