"""The processes that extract beside the one that writes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

_WAITING = """
import multiprocessing, time
from app.workers import extractor
from gazetteer.resolver import Gazetteer

with extractor(Gazetteer.from_places([]), 2):
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)
    time.sleep(60)
"""


def _is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_the_process_that_they_work_for(how: signal.Signals) -> None:
    """They wait for tasks at a pipe that each of them holds open."""
    writer = subprocess.Popen(
        [sys.executable, "-c", _WAITING], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    assert writer.stdout
    workers = [int(word) for word in writer.stdout.readline().split()]
    try:
        assert len(workers) == 2
        assert all(map(_is_alive, workers))
        writer.send_signal(how)
        writer.wait()
        deadline = time.monotonic() + 20
        while any(map(_is_alive, workers)) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not [worker for worker in workers if _is_alive(worker)]
    finally:
        writer.stdout.close()
        for left in filter(_is_alive, workers):
            os.kill(left, signal.SIGKILL)
