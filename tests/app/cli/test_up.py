"""``claimatlas up`` as a process of its own: from an empty database to a clean end."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.db.postmaster import Postmaster
from gazetteer.resolver import Gazetteer

TOP = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def data_dir(
    installed_gazetteer: Gazetteer, session_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A data directory with the built gazetteer index and nothing else."""
    folder = tmp_path_factory.mktemp("up") / "data dir"
    shutil.copytree(session_dir / "gazetteer-installed", folder)
    return folder


def command(data_dir: Path, port: int) -> dict[str, Any]:
    return {
        "args": [sys.executable, "-m", "app.cli", "up"],
        "cwd": TOP,
        "env": {
            "PATH": os.environ["PATH"],
            "CLAIMATLAS_DATA_DIR": str(data_dir),
            "CLAIMATLAS_OFFLINE": "1",
            "CLAIMATLAS_MIRROR": "",
            "PORT": str(port),
        },
        "text": True,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
    }


@contextmanager
def running(data_dir: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and its base URL, once it answers."""
    with subprocess.Popen(**command(data_dir, 0)) as process:
        try:
            yield process, base_url(process)
        finally:
            if process.poll() is None:
                process.kill()


def base_url(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if line.split()[:1] == ["map"]:
            return line.split()[1]
    assert process.stderr is not None
    raise AssertionError(process.stderr.read())


def ask(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=20) as answer:
        return json.load(answer)


def test_serves_the_samples_keeps_them_and_ends_cleanly(data_dir: Path) -> None:
    matched = []
    for how in (signal.SIGTERM, signal.SIGINT):
        with running(data_dir) as (process, base):
            page = ask(f"{base}/collections/claims/items?limit=5")
            assert page["features"]
            matched.append(page["numberMatched"])
            postmaster = Postmaster.of(data_dir / "postgres")
            assert postmaster is not None
            assert postmaster.is_running()
            process.send_signal(how)
            assert process.wait(timeout=30) == 0
            assert not postmaster.is_running()
    assert matched[0] == matched[1] > 10


def test_refuses_a_second_server_on_one_data_directory(data_dir: Path) -> None:
    with running(data_dir) as (process, base):
        second = subprocess.run(**command(data_dir, 0), check=False, timeout=120)
        assert second.returncode == 2
        assert str(process.pid) in second.stderr
        assert ask(f"{base}/health")
        process.terminate()
        process.wait(timeout=30)


def test_recovers_after_the_server_was_killed(data_dir: Path) -> None:
    with running(data_dir) as (process, _):
        process.kill()
    left_over = Postmaster.of(data_dir / "postgres")
    assert left_over is not None
    assert left_over.is_running()
    with running(data_dir) as (process, base):
        assert ask(f"{base}/collections/claims/items?limit=1")["numberMatched"] > 10
        process.terminate()
        assert process.wait(timeout=30) == 0
    assert not left_over.is_running()


def test_says_which_variable_helps_when_the_port_is_taken(data_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(**command(data_dir, port), check=False, timeout=120)
    assert done.returncode == 2
    assert f"port {port}" in done.stderr
    assert "PORT=" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (data_dir / "postgres" / "postmaster.pid").exists()
