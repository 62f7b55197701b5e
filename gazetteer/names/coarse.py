"""The coarsest form of a name: its consonants with the sibilants in one.

Writers who hear "Shch", "Tch" and "S" in a name exchange them, and a letter lost inside a digraph
("Psahenychne", "Pletechevka") turns one sound into two. What is left here survives that.
"""

from __future__ import annotations

from typing import Final

_SIBILANTS: Final = str.maketrans("čšžcz", "sssss")


def coarse(skeleton: str) -> str:
    """A skeleton (``NameKey.skeleton``) with one letter for all sibilants, doubled ones once.

    >>> coarse("plšvk") == coarse("plčvk")
    True
    """
    merged = skeleton.translate(_SIBILANTS)
    while "ss" in merged:
        merged = merged.replace("ss", "s")
    return merged
