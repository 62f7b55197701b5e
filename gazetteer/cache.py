"""The cached index on disk: built once from the sources, then opened in an instant."""

from __future__ import annotations

import gc
import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

from gazetteer.build import build_places
from gazetteer.resolver import Gazetteer

INDEX_VERSION: Final = 7
"""Changes whenever the columns of the index do."""

_PACKAGE: Final = Path(__file__).parent
# What scores and answers does not shape the index: changing it keeps the cache.
_NOT_IN_INDEX: Final = frozenset(
    {
        "batch.py", "cache.py", "candidates.py", "containers.py", "cores.py", "errors.py",
        "crowd.py", "explain.py", "fallback.py", "geocoder.py", "joint.py", "nearby.py", "node.py",
        "reconciliation.py", "resolver.py", "search.py", "signals.py", "text_signals.py",
        "weights.py", "weights.toml", "generic.py", "generic_words.toml", "translated.py",
        "slips.py", "key_readings.toml", "translations.toml", "slips.toml",
    }
)  # fmt: skip


def index_directory(data_dir: Path) -> Path:
    """Where the cached index of a data directory lies."""
    return data_dir / "gazetteer" / "index"


def open_gazetteer(data_dir: Path, mirror: Path | None = None) -> Gazetteer:
    """The gazetteer of ``data_dir``: the cached index, built first when missing or outdated.

    Outdated means that our own rules or curated data changed, or that ``mirror`` holds other
    files than those the index was made of. Raises ``SourceError`` when a source cannot be read.
    """
    directory = index_directory(data_dir)
    stamp = source_stamp(mirror)
    if _stamp_of(directory) != stamp:
        build_index(data_dir, mirror)
    gazetteer = Gazetteer.load(directory)
    # The index lives as long as the process: without this every full collection walks its lists.
    gc.freeze()
    return gazetteer


def build_index(data_dir: Path, mirror: Path | None = None) -> Path:
    """Build the index afresh and put it in place at once; returns its directory."""
    directory = index_directory(data_dir)
    directory.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix="index-", dir=directory.parent))
    try:
        Gazetteer.from_places(build_places(mirror)).save(scratch)
        (scratch / "stamp.json").write_text(json.dumps({"stamp": source_stamp(mirror)}))
        _replace(scratch, directory)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return directory


def _replace(made: Path, directory: Path) -> None:
    # A directory cannot be swapped atomically; readers hold the old files mapped meanwhile.
    old = directory.with_name(f"{directory.name}.old-{os.getpid()}")
    if directory.exists():
        directory.rename(old)
    made.rename(directory)
    shutil.rmtree(old, ignore_errors=True)


def source_stamp(mirror: Path | None) -> str:
    """A digest of what the index depends on: our code and data, and the mirror's files."""
    digest = hashlib.sha256(str(INDEX_VERSION).encode())
    for path in sorted(_PACKAGE.rglob("*")):
        if path.suffix in {".py", ".toml", ".csv"} and path.name not in _NOT_IN_INDEX:
            digest.update(path.name.encode() + path.read_bytes())
    if mirror is not None and mirror.is_dir():
        for path in sorted(mirror.rglob("*")):
            if path.is_file():
                status = path.stat()
                name = path.relative_to(mirror).as_posix()
                digest.update(f"{name}:{status.st_size}:{status.st_mtime_ns}".encode())
    return digest.hexdigest()


def index_stamp(data_dir: Path) -> str:
    """Return a text that is another for another index; empty where there is none."""
    return _stamp_of(index_directory(data_dir)) or ""


def _stamp_of(directory: Path) -> str | None:
    try:
        stamp: str = json.loads((directory / "stamp.json").read_text())["stamp"]
    except (OSError, ValueError, KeyError):
        return None
    return stamp
