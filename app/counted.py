"""Numbers with their noun, as sentences have them."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """Return ``1 claim`` or ``2 claims``; for nouns whose plural takes an s."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
