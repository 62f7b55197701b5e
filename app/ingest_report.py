"""What became of the reports of one ingest, for the user."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

Outcome = Literal["added", "copy", "known", "failed"]


@dataclass(frozen=True, slots=True)
class Failure:
    """One report that could not be stored, or one row that could not be read, and why."""

    source: str
    error: str


@dataclass(slots=True)
class IngestReport:
    """What became of the reports, in counts; ``failures`` and ``notes`` name them.

    ``added``: stored. ``copies``: the exact text was stored already, this appearance is new.
    ``known``: text, publisher and URL were there already. ``counts`` adds up mentions by status,
    claims, claims without a location, features and review items of what was added.
    """

    added: int = 0
    copies: int = 0
    known: int = 0
    failures: list[Failure] = field(default_factory=list)
    notes: list[Failure] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether nothing failed."""
        return not self.failures

    def fail(self, source: str, error: str) -> None:
        """Record a failure."""
        self.failures.append(Failure(source, error))

    def as_dict(self) -> dict[str, object]:
        """Return the report for JSON."""
        return {
            "documents": {
                "added": self.added,
                "copies": self.copies,
                "known": self.known,
                "failed": len(self.failures),
            },
            "counts": dict(sorted(self.counts.items())),
            "failures": [{"source": f.source, "error": f.error} for f in self.failures],
            "notes": [{"source": n.source, "note": n.error} for n in self.notes],
            "seconds": round(self.seconds, 3),
        }
