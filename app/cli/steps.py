"""Tells what each step of a long command took: seconds, and megabytes added to a folder."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class Steps:
    """Prints one line a step to stderr; ``folder`` is where the steps write."""

    def __init__(self, folder: Path) -> None:
        """Name the folder whose growth is told."""
        self._folder = folder

    @contextmanager
    def step(self, name: str) -> Iterator[list[str]]:
        """Time a step; what the caller appends to the list is said at the end of its line."""
        remarks: list[str] = []
        began, before = time.monotonic(), _megabytes(self._folder)
        if sys.stderr.isatty():
            print(f"  {name} ...", end="\r", file=sys.stderr, flush=True)
        yield remarks
        seconds = time.monotonic() - began
        added = max(0.0, _megabytes(self._folder) - before)
        line = f"  {name:22} {seconds:6.1f} s {added:6.0f} MB  {'; '.join(remarks)}"
        print(line.rstrip(), file=sys.stderr, flush=True)


def _megabytes(folder: Path) -> float:
    """Disk space of all files below a folder; files that vanish while we look count nothing."""
    blocks = 0
    for root, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                blocks += Path(root, name).lstat().st_blocks
    return blocks * 512 / 2**20
