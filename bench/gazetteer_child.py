"""A measurement in a fresh process, so that neither memory nor caches of this one count."""

from __future__ import annotations

import gc
import json
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from gazetteer.resolver import Gazetteer

ROOT = Path(__file__).resolve().parent.parent


class ChildError(Exception):
    """A measurement that ended before its end; the message says how."""


def run_child(module: str, *words: str, memory: int | None = None) -> dict[str, Any]:
    """What ``python -m bench.MODULE WORDS`` prints as JSON; ``memory`` in bytes bounds it.

    Raises :class:`ChildError` when the process fails.
    """
    bound = partial(_bound, memory) if memory else None
    done = subprocess.run(
        [sys.executable, "-m", f"bench.{module}", *words], cwd=ROOT, check=False,
        capture_output=True, text=True, preexec_fn=bound,
    )  # fmt: skip
    if done.returncode:
        last = done.stderr.strip().rsplit("\n", 1)[-1]
        raise ChildError(last or f"ended with code {done.returncode}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _bound(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def open_index(directory: Path) -> Gazetteer:
    """A saved index, opened as the service does it."""
    gazetteer = Gazetteer.load(directory)
    gc.freeze()
    return gazetteer


def pin() -> None:
    """Keep this process on one core."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def resident_mb() -> float:
    """Resident memory of this process now, mapped files among it."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def peak_mb() -> float:
    """The most that was resident of this process.

    ``getrusage`` would tell that of the parent where it was more, as it outlives the fork.
    """
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` of ``values`` lie."""
    return sorted(values)[int(share * (len(values) - 1))]
