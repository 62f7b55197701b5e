"""Columns of strings and records that load in an instant: one block of bytes and offsets."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Arrays = dict[str, npt.NDArray[Any]]


def pack(texts: Iterable[bytes]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """Join byte strings into one block; ``block[offsets[i]:offsets[i + 1]]`` is the i-th."""
    # One after the other: encoders leave far more memory with a text than it needs.
    block = bytearray()
    offsets = array("q", [0])
    for text in texts:
        block += text
        offsets.append(len(block))
    return np.frombuffer(memoryview(block).toreadonly(), dtype=np.uint8), np.array(offsets)


def lines(block: npt.NDArray[Any]) -> list[str]:
    """The strings of a block that was joined by newlines."""
    text = block.tobytes().decode()
    return text.split("\n") if text else []


def join_lines(texts: Iterable[str]) -> npt.NDArray[np.uint8]:
    """Strings without newlines as one block for :func:`lines`."""
    return np.frombuffer("\n".join(texts).encode(), dtype=np.uint8)


def save_arrays(arrays: Arrays, directory: Path) -> None:
    """Write each array to its own file, so that each can be mapped into memory."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, values in arrays.items():
        np.save(directory / f"{name}.npy", values, allow_pickle=False)


def load_arrays(directory: Path) -> Arrays:
    """Map the arrays that :func:`save_arrays` wrote; pages are read when touched."""
    return {
        # A plain view: the memmap class makes every small slice several times dearer.
        path.stem: np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)
        for path in sorted(directory.glob("*.npy"))
    }
