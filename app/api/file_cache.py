"""Finished files of exports, kept for a while: GDAL reads a file over HTTP by many small ranges.

Each range is a request of its own, for which the whole file would be made again.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from threading import Lock
from weakref import WeakValueDictionary

#: Files that are kept; the one that was not asked for longest goes first.
MOST_FILES = 32
_PREFIX = "files-of-"


class FileCache:
    """Files by key, in a folder that lives as long as the cache.

    A file has one name here and one for each answer that sends it: the cache may let go of it at
    any time, and the system keeps it until the last answer is sent.
    """

    def __init__(self, folder: Path, *, most_bytes: int, most_files: int = MOST_FILES) -> None:
        """Make an empty cache below ``folder``, and remove what a killed process left there."""
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(f"{_PREFIX}*"):
            if not _runs(left.name.removeprefix(_PREFIX).partition("-")[0]):
                shutil.rmtree(left, ignore_errors=True)
        prefix = f"{_PREFIX}{os.getpid()}-"
        self._folder = tempfile.TemporaryDirectory(
            prefix=prefix, dir=folder, ignore_cleanup_errors=True
        )
        #: Where files are made: on the disk of the cache, so that they can be kept without a copy.
        self.folder = Path(self._folder.name)
        self._sizes: OrderedDict[str, int] = OrderedDict()
        self._names: dict[str, Path] = {}
        self._most_files, self._most_bytes = most_files, most_bytes
        self._lock, self._made = Lock(), 0
        self._making: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def making(self, key: str) -> asyncio.Lock:
        """Return the lock of a key: who asks for a file that is being made waits for it."""
        return self._making.setdefault(key, asyncio.Lock())

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
            self._names[key] = self.folder / str(self._made)
            os.link(path, self._names[key])
            self._sizes[key] = size
            while len(self._sizes) > self._most_files or self._bytes() > self._most_bytes:
                self._drop_oldest()

    def clear(self) -> bool:
        """Let go of all files, for the disk is full; tell whether there were any."""
        with self._lock:
            had = bool(self._sizes)
            while self._sizes:
                self._drop_oldest()
        return had

    def close(self) -> None:
        """Remove the folder with all that is in it."""
        self._folder.cleanup()

    def _drop_oldest(self) -> None:
        oldest, _ = self._sizes.popitem(last=False)
        self._names.pop(oldest).unlink()

    def _bytes(self) -> int:
        return sum(self._sizes.values())


def _runs(process: str) -> bool:
    """Tell whether a process runs; one of another user does."""
    if not process.isdigit():
        return False
    with suppress(ProcessLookupError):
        try:
            os.kill(int(process), 0)
        except PermissionError:
            return True
        return True
    return False
