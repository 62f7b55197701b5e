"""The wheel, built and installed in an environment of its own, works without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent
PIP = (sys.executable, "-m", "pip")
OFFLINE = ("--quiet", "--no-deps", "--no-index")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [*PIP, "wheel", *OFFLINE, "--no-build-isolation", "--wheel-dir", folder, TOP],
        check=True,
        capture_output=True,
    )
    (made,) = folder.glob("claimatlas-*.whl")
    return made


@pytest.fixture(scope="module")
def script(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The console script in a fresh environment; the dependencies are those of this one."""
    environment = tmp_path_factory.mktemp("installed") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    python = environment / "bin" / "python"
    site = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    subprocess.run(
        [*PIP, "--python", python, "install", *OFFLINE, wheel], check=True, capture_output=True
    )
    # A path entry alone: an editable install in that folder is not followed.
    (Path(site) / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return environment / "bin" / "claimatlas"


def run(script: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [script, *words],
        cwd="/",
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_holds_code_data_migrations_licences_and_page(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    tops = {name.split("/")[0] for name in names if ".dist-info" not in name}
    assert tops == {"app", "geo", "gazetteer"}
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith("licenses/NOTICE") for name in names)
    for migration in (TOP / "migrations" / "versions").glob("*.py"):
        assert f"app/db/migrations/versions/{migration.name}" in names
    for package in ("app", "geo", "gazetteer"):
        for file in (TOP / package).rglob("*"):
            # The types of the map library only serve to check the page.
            if file.is_file() and "__pycache__" not in file.parts and file.suffix != ".mts":
                assert file.relative_to(TOP).as_posix() in names


def test_runs_from_the_root_folder(script: Path, tmp_path: Path) -> None:
    done = run(script, "--version", CLAIMATLAS_DATA_DIR=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("claimatlas 0.")


def test_migrates_with_the_migrations_it_brought(script: Path, empty_database_url: str) -> None:
    behind = run(script, "db", "status", CLAIMATLAS_DATABASE_URL=empty_database_url)
    assert behind.returncode == 1, behind.stderr
    done = run(script, "db", "upgrade", CLAIMATLAS_DATABASE_URL=empty_database_url)
    assert done.returncode == 0, done.stderr
    assert "up to date" in done.stdout
