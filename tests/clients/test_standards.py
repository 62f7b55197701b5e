"""OGC's abstract tests (ogctests) and a fuzzer that reads the API description (schemathesis)."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.clients.conftest import CLIENTS, HERE, run


def test_features_core(base: str, tmp_path: Path) -> None:
    found = run(CLIENTS, "ogc_suite.py", base, "features/core", str(tmp_path))
    assert found["patched"] == {"passed": 29, "failed": []}
    # Claims without a known place have no geometry, for which its schema of GeoJSON has no word.
    assert found["as_published"] == {"passed": 27, "failed": ["test_ast22", "test_ast28"]}


def test_features_filtering(base: str, tmp_path: Path) -> None:
    found = run(CLIENTS, "ogc_suite.py", base, "features/filtering", str(tmp_path))
    assert found["patched"] == {"passed": 10, "failed": []}
    # Its parser of links hides their address, on which all later tests stand; see ogc_patches.
    assert found["as_published"]["passed"] == 3


def test_answers_are_as_described(base: str, tmp_path: Path) -> None:
    command = [
        str(CLIENTS.parent / "st"),
        f"--config-file={HERE / 'schemathesis.toml'}",
        "run",
        f"{base}/openapi.json",
        "--max-examples=20",
        "--no-shrink",
        "--continue-on-failure",
        "--phases=coverage,fuzzing,stateful",
        "--seed=7",
        "--no-color",
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=tmp_path, timeout=900, check=False
    )
    assert done.returncode == 0, done.stdout[-6000:]
