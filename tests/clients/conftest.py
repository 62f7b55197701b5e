"""The whole service over the sample reports, for programs that are not part of the project.

`./run clients` installs those programs and sets CLAIMATLAS_CLIENTS; without it nothing here runs.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import make_url

from app.db.embedded import EmbeddedCluster

HERE = Path(__file__).resolve().parent
TOP = HERE.parent.parent
DATA = TOP / "var" / "clients-data"
#: Python of the virtual environment that `./run clients` makes.
CLIENTS = TOP / "var" / "clients" / "bin" / "python"
WANTED = bool(os.environ.get("CLAIMATLAS_CLIENTS"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip this folder unless it was asked for."""
    if not WANTED:
        for item in items:
            if HERE in item.path.parents:
                item.add_marker(pytest.mark.skip("`./run clients` runs it"))


@pytest.fixture(scope="session")
def base() -> Iterator[str]:
    """Address of `claimatlas up` over the sample reports and the installed gazetteer."""
    outside = {name: value for name, value in os.environ.items() if "CLAIMATLAS" not in name}
    ours = {"CLAIMATLAS_DATA_DIR": str(DATA), "CLAIMATLAS_OFFLINE": "true", "PORT": "0"}
    DATA.mkdir(parents=True, exist_ok=True)
    log = DATA / "up.log"
    with log.open("wb") as said:
        server = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "up"],
            env={**outside, **ours},
            cwd=TOP,
            stdout=said,
            stderr=said,
        )
    try:
        for _ in range(1200):
            if found := re.search(r"http://127\.0\.0\.1:\d+", log.read_text()):
                break
            if server.poll() is not None:
                raise RuntimeError(log.read_text())
            time.sleep(0.25)
        else:
            raise RuntimeError(log.read_text())
        yield found[0]
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture(scope="session")
def sql(base: str) -> Iterator[Callable[[str], Any]]:
    """Ask the database behind the server; the answer is one value, or a list of rows."""
    with EmbeddedCluster(DATA) as cluster:
        url = make_url(cluster.url).set(drivername="postgresql")
        with psycopg.connect(url.render_as_string(hide_password=False)) as connection:

            def ask(query: str) -> Any:
                rows = connection.execute(query.encode()).fetchall()
                return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else rows

            yield ask


def run(python: Path | str, script: str, *arguments: str, timeout: float = 300) -> Any:
    """Run a script of this folder with another Python; it prints JSON as its last line."""
    done = subprocess.run(
        [str(python), str(HERE / script), *arguments],
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
        env={"PATH": os.environ["PATH"], "HOME": str(DATA), "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])
