"""Imports go one way: geo <- gazetteer <- app."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "geo": {"geo"},
    "gazetteer": {"geo", "gazetteer"},
    "app": {"geo", "gazetteer", "app"},
}
# What turns pure code into a program: a gazetteer user needs no database, server or settings.
NOT_IN_LIBRARIES = {"sqlalchemy", "psycopg", "fastapi", "uvicorn", "typer", "pydantic_settings"}


def imports_of(file: Path) -> set[str]:
    """Top packages that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add((node.module or "").partition(".")[0])
    return found


def sources(package: str) -> list[Path]:
    files = sorted((TOP / package).rglob("*.py"))
    assert files
    return files


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_nothing_imports_upward(package: str) -> None:
    forbidden = set(MAY_IMPORT) - MAY_IMPORT[package]
    if package != "app":
        forbidden |= NOT_IN_LIBRARIES
    wrong = {
        str(file.relative_to(TOP)): sorted(found)
        for file in sources(package)
        if (found := imports_of(file) & forbidden)
    }
    assert wrong == {}


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_files_and_functions_stay_small(package: str) -> None:
    too_long = []
    for file in sources(package):
        text = file.read_text(encoding="utf-8")
        if len(text.splitlines()) > 350:
            too_long.append(f"{file.relative_to(TOP)}: {len(text.splitlines())} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                body = node.end_lineno - node.lineno + 1
                if body > 60:
                    too_long.append(f"{file.relative_to(TOP)}: {node.name} has {body} lines")
    assert too_long == []


def test_nothing_reads_the_environment_at_import() -> None:
    program = (
        "import os\n"
        "class Watched(dict):\n"
        "    def _no(self, key, *rest):\n"
        "        assert not str(key).startswith(('CLAIMATLAS_', 'PORT')), key\n"
        "        return dict.get(self, key, *rest)\n"
        "    get = __getitem__ = __contains__ = _no\n"
        "watched = Watched(os.environ)\n"
        "watched.copy = lambda: dict(watched)\n"
        "os.environ = watched\n"
        "import app.settings, app.main, app.cli\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=TOP, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_locks_hold_every_dependency_and_no_address(lock: str) -> None:
    import tomllib

    text = (TOP / lock).read_text(encoding="utf-8")
    locked = set(re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE))
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = list(project["dependencies"])
    if "dev" in lock:
        wanted += project["optional-dependencies"]["dev"]
    names = {re.split(r"[\[<>=~! ]", line)[0].lower().replace("_", "-") for line in wanted}
    assert names <= locked
    assert "hatchling" in locked
    assert not re.search(r"://|file:|--find-links|--index", text)


def test_the_npm_lock_names_no_registry() -> None:
    lock = (TOP / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert '"integrity"' in lock
