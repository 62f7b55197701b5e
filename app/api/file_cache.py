"""Finished files of exports, kept for a while: GDAL reads a file over HTTP by many small ranges.

Each range is a request of its own, for which the whole file would be made again.
"""

from __future__ import annotations

import os
import tempfile
from collections import OrderedDict
from pathlib import Path
from threading import Lock

#: Files and bytes that are kept; the one that was not asked for longest goes first.
MOST_FILES = 8
MOST_BYTES = 1_000_000_000


class FileCache:
    """Files by key, in a folder that lives as long as the cache."""

    def __init__(self, *, most_files: int = MOST_FILES, most_bytes: int = MOST_BYTES) -> None:
        """Make an empty cache."""
        self._folder = tempfile.TemporaryDirectory(prefix="claimatlas-kept-")
        self._sizes: OrderedDict[str, int] = OrderedDict()
        self._names: dict[str, Path] = {}
        self._most_files, self._most_bytes = most_files, most_bytes
        self._lock, self._made = Lock(), 0

    def link(self, key: str, path: Path) -> bool:
        """Give the file of ``key`` the further name ``path``, which nobody takes away."""
        with self._lock:
            if key not in self._sizes:
                return False
            self._sizes.move_to_end(key)
            os.link(self._names[key], path)
            return True

    def put(self, key: str, path: Path) -> None:
        """Keep a file, which stays where it is too; a larger one than all may be is not kept."""
        size = path.stat().st_size
        with self._lock:
            if key in self._sizes or size > self._most_bytes:
                return
            self._made += 1
            self._names[key] = Path(self._folder.name) / str(self._made)
            os.link(path, self._names[key])
            self._sizes[key] = size
            while len(self._sizes) > self._most_files or self._bytes() > self._most_bytes:
                oldest, _ = self._sizes.popitem(last=False)
                self._names.pop(oldest).unlink()

    def _bytes(self) -> int:
        return sum(self._sizes.values())
