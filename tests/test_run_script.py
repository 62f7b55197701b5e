"""The script `run`, as far as it can be tried without changing the machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent
SHELLS = [shell for shell in ("dash", "sh", "bash") if shutil.which(shell)]


def run(*words: str, cwd: Path = TOP, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(TOP / "run"), *words],
        cwd=cwd,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("script", ["run", ".ci/run"])
def test_is_valid_shell(shell: str, script: str) -> None:
    if script == ".ci/run" and shell != "bash":
        pytest.skip("CI calls it with bash")
    done = subprocess.run([shell, "-n", TOP / script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("script", ["run", ".ci/run"])
def test_scripts_are_executable_and_clean(script: str) -> None:
    assert os.access(TOP / script, os.X_OK)
    if shellcheck := shutil.which("shellcheck"):
        done = subprocess.run(
            [shellcheck, TOP / script], capture_output=True, text=True, check=False
        )
        assert done.stdout == ""


def test_help_from_any_folder(tmp_path: Path) -> None:
    done = run("help", cwd=tmp_path)
    assert done.returncode == 0
    for command in ("up", "test", "check", "setup"):
        assert f"\n  {command} " in done.stdout


def test_refuses_an_unknown_command() -> None:
    done = run("upp")
    assert done.returncode == 2
    assert "no command named upp" in done.stderr


def test_says_what_is_missing_where_nothing_can_be_installed(tmp_path: Path) -> None:
    """A machine with neither PostgreSQL nor apt: macOS before Homebrew."""
    checkout = tmp_path / "check out"
    checkout.mkdir()
    shutil.copy(TOP / "run", checkout / "run")
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("sh", "dirname", "ls", "cat", "cksum", "grep", "date"):
        found = shutil.which(tool)
        assert found is not None
        (tools / tool).symlink_to(found)
    done = subprocess.run(
        [checkout / "run", "up"],
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "CLAIMATLAS_DATABASE_URL" in done.stderr
