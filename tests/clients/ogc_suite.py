"""Runs in the environment of `./run clients`: the tests of `ogctests`, counted.

usage: ogc_suite.py ADDRESS SUITE FOLDER. The suite is copied to FOLDER as published and with
the lines of ``ogc_patches``. Prints how many passed and which failed.
"""

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path


class Count:
    """Collects outcomes as a plugin of pytest."""

    def __init__(self):
        self.passed, self.failed = [], []

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.failed.append(report.nodeid.split("::")[-1])
        elif report.when == "call" and report.passed:
            self.passed.append(report.nodeid.split("::")[-1])


def outcome(folder):
    import pytest

    counted = Count()
    with contextlib.redirect_stdout(io.StringIO()) as said:
        # Without the folder named, pytest would not look for the fixtures above the suite.
        words = [f"--rootdir={folder.parents[1]}", "-q", "-p", "no:cacheprovider", str(folder)]
        pytest.main(words, plugins=[counted])
    print(said.getvalue(), file=sys.stderr)
    return {"passed": len(counted.passed), "failed": sorted(set(counted.failed))}


def patch(features, changes):
    for file, published, changed in changes:
        path = features / file
        text = path.read_text()
        if text.count(published) != 1:
            raise SystemExit(f"{file} is not the one that ogc_patches changes: {published!r}")
        path.write_text(text.replace(published, changed))


if len(sys.argv) == 3:  # one run; a second one in this process would find modules imported
    print(json.dumps(outcome(Path(sys.argv[2]))))
    sys.exit()
address, suite, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
import ogctests  # noqa: E402
from ogc_patches import PATCHES  # noqa: E402

found = {}
for name, changes in (("as_published", []), ("patched", PATCHES[suite])):
    copy = folder / name / "ogctests"
    shutil.copytree(
        Path(ogctests.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__")
    )
    patch(copy / "features", changes)
    done = subprocess.run(
        [sys.executable, __file__, address, str(copy / suite)],
        env={**os.environ, "INSTANCE_URL": address, "PYTHONPATH": str(copy.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    print(done.stderr, file=sys.stderr)
    found[name] = json.loads(done.stdout.splitlines()[-1]) if done.stdout else done.stderr
print(json.dumps(found))
