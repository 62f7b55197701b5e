"""Somebody a sentence may be attributed to."""

from __future__ import annotations

from dataclasses import dataclass

from gazetteer.model import Side


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody a sentence may be attributed to.

    ``form``: actor, person, group, or role (a word that stands for somebody named before; then
    ``label`` says whom it can stand for).
    """

    start: int
    end: int
    name: str
    side: Side
    kind: str | None
    form: str
    label: str = ""
    title: str | None = None
    carries: bool = False
    surname_only: bool = False
