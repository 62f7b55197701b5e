"""The pages that the benchmark of names writes: targets first, then a section for each part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bench.gazetteer_measure import Share

MARKS = ("<!-- names: made by python -m bench.gazetteer -->", "<!-- names: end -->")


@dataclass(frozen=True, slots=True)
class Target:
    """What was asked and what was reached."""

    what: str
    asked: str
    reached: str
    met: bool


@dataclass(slots=True)
class Section:
    """A part of the page; ``lines`` are Markdown."""

    title: str
    lines: list[str] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)

    def ask(self, what: str, value: float | Share, *, least: float | None = None,
            most: float | None = None, below: float | None = None, unit: str = "%",
            of: str = "") -> None:  # fmt: skip
        """Add a target: ``value`` must be at least ``least``, at most ``most`` or ``below``."""
        plain = value.value if isinstance(value, Share) else value
        met, sign, bound = True, "", 0.0
        if least is not None:
            met, sign, bound = plain >= least, "≥", least
        elif most is not None:
            met, sign, bound = plain <= most, "≤", most
        elif below is not None:
            met, sign, bound = plain < below, "<", below
        reached = str(value) if isinstance(value, Share) else _figure(value, unit)
        self.targets.append(
            Target(what, f"{sign} {_figure(bound, unit)}", f"{reached} {of}".strip(), met)
        )

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Add a table; all columns but the first are figures."""
        self.lines += ["| " + " | ".join(head) + " |", "|---" + "|---:" * (len(head) - 1) + "|"]
        self.lines += ["| " + " | ".join(row) + " |" for row in rows]
        self.lines.append("")

    def say(self, text: str) -> None:
        """Add a paragraph."""
        self.lines += [text, ""]


def _figure(value: float, unit: str) -> str:
    if unit == "%":
        return f"{value:.1%}"
    text = f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"
    return f"{text} {unit}".strip()


def target_lines(sections: Sequence[Section]) -> list[str]:
    """All targets as one table."""
    table = Section("")
    table.table(
        ("target", "asked", "reached", "met"),
        [(t.what, t.asked, t.reached, "yes" if t.met else "**no**")
         for section in sections for t in section.targets],
    )  # fmt: skip
    return table.lines


def page(head: str, sections: Sequence[Section], command: str) -> str:
    """The whole page of names."""
    lines = ["# How well names are resolved", "", f"Made by `{command}`. {head}", "",
             *target_lines(sections)]  # fmt: skip
    for section in sections:
        lines += [f"## {section.title}", "", *section.lines]
    return "\n".join(lines).rstrip() + "\n"


def with_summary(text: str, sections: Sequence[Section]) -> str:
    """``text`` of docs/quality.md with a new table of targets between its two marks.

    Raises ``ValueError`` where the marks are missing.
    """
    begin, end = MARKS
    before, after = text.index(begin) + len(begin), text.index(end)
    table = "\n".join(target_lines(sections)).rstrip()
    return f"{text[:before]}\n\n{table}\n\n{text[after:]}"
