"""A wrong call is one line on stderr and exit code 2, whatever is wrong with it."""

from __future__ import annotations

import pytest

from app.cli import main


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["settle"], "No such command 'settle'"),
        (["gazetteer", "settle"], "see 'claimatlas gazetteer --help'"),
        (["serve", "--port", "many"], "'--port'"),
        (["serve", "--portt", "1"], "--portt"),
        (["resolve"], "'--input'"),
        (["extract", "--input", "none.jsonl", "--output", "out.jsonl"], "none.jsonl"),
    ],
)
def test_one_line_and_exit_2(
    words: list[str],
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.argv", ["claimatlas", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    written = capsys.readouterr()
    assert ended.value.code == 2
    assert not written.out
    assert written.err.startswith("claimatlas: ")
    assert written.err.count("\n") == 1
    assert told in written.err


@pytest.mark.parametrize("words", [["--help"], ["export", "--help"], ["--version"]])
def test_help_is_no_error(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["claimatlas", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    assert "laimatlas" in capsys.readouterr().out
