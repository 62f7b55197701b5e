"""The parts of an explanation: sentences in marked pieces, claims and names as facts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text that something was read from. ``claims`` are numbers, from 1."""

    start: int
    end: int
    kind: str
    label: str
    notes: tuple[str, ...] = ()
    claims: tuple[int, ...] = ()
    state: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text under the same marks, the foremost first."""

    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line about a claim: what it is about, what was read, from which words, and why."""

    name: str
    value: str
    notes: tuple[str, ...] = ()
    kind: str = ""
    state: str = ""
    cue: str = ""


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim as facts."""

    number: int
    type: str
    modality: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class NameView:
    """A place name, its answer, and each place it might mean with the reasons."""

    text: str
    state: str
    answer: str
    reason: str
    candidates: tuple[tuple[str, str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence and the claims that stand in it."""

    number: int
    pieces: tuple[Piece, ...]
    claims: tuple[ClaimView, ...]


@dataclass(frozen=True, slots=True)
class ReportView:
    """A whole report."""

    title: str
    metadata: tuple[Fact, ...]
    url: str | None
    sentences: tuple[SentenceView, ...]
    names: tuple[NameView, ...]
    claim_count: int
    name_counts: dict[str, int]
