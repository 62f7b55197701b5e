"""An explanation for the terminal: sentences with coloured marks, the claims below each."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from app.claims.explain.model import ClaimView, Fact, NameView, Piece, ReportView
from app.claims.explain.words import KINDS
from app.counted import counted

# A colour and a shape each: the shape is left where a terminal has no colours.
_STYLES: Mapping[str, str] = {
    "act": "bold reverse",
    "source": "magenta underline",
    "place": "green bold",
    "date": "cyan italic",
    "cue": "yellow",
    "number": "blue bold",
}
_PLACE_STATES: Mapping[str, str] = {
    "ambiguous": "bold dark_orange",
    "unknown": "bold red",
    "none": "dim",
    "outside": "bold dim green",
}


def print_report(view: ReportView, console: Console, *, candidates: bool = False) -> None:
    """Print a report; with ``candidates`` each name with all places it might mean."""
    console.print(Rule(Text(view.title, style="bold")))
    for fact in view.metadata:
        console.print(Text.assemble((f"{fact.name}: ", "dim"), fact.value))
    console.print(_legend())
    for sentence in view.sentences:
        console.print()
        number = Text(f"{sentence.number:>3}  ", style="dim")
        line = Table.grid(padding=0)
        line.add_row(number, _marked(sentence.pieces))
        console.print(line)
        for claim in sentence.claims:
            console.print(Padding(_claim(claim), (0, 0, 0, 5)))
    if view.names:
        console.print()
        console.print(Rule(Text("Place names", style="bold"), align="left"))
        for name in view.names:
            console.print(_name(name, candidates=candidates))
    console.print()
    names = ", ".join(f"{n} {state}" for state, n in sorted(view.name_counts.items())) or "none"
    console.print(Text(f"{counted(view.claim_count, 'claim')}; place names: {names}", style="bold"))


def _legend() -> Text:
    return Text("  ").join(Text(words, style=_STYLES[kind]) for kind, words in KINDS.items())


def _style(kind: str, state: str) -> str:
    return (
        _PLACE_STATES.get(state, _STYLES.get(kind, ""))
        if kind == "place"
        else _STYLES.get(kind, "")
    )


def _marked(pieces: tuple[Piece, ...]) -> Text:
    line = Text()
    for piece in pieces:
        text = " ".join(piece.text.split("\n"))
        line.append(text, _style(piece.marks[0].kind, piece.marks[0].state) if piece.marks else "")
    line.rstrip()
    return line


def _claim(claim: ClaimView) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(style="dim", no_wrap=True, justify="right")
    table.add_column(overflow="fold")
    table.add_row(
        Text(f"claim {claim.number}"),
        Text.assemble((claim.type, "bold"), "  ", (claim.modality, "yellow")),
    )
    for fact in claim.facts:
        table.add_row(Text(fact.name), _fact(fact))
    return table


def _fact(fact: Fact) -> Text:
    style = _style(fact.kind, fact.state) if fact.kind and fact.kind != "act" else ""
    line = Text(fact.value, style=style)
    if fact.cue:
        line.append(f" ← {fact.cue}", "not bold not dim")
    if fact.notes:
        line.append("  ").append(" · ".join(fact.notes), "not bold dim")
    return line


def _name(name: NameView, *, candidates: bool) -> Text:
    line = Text.assemble((name.text, _style("place", name.state)), f" → {name.answer}")
    if name.reason:
        line.append(f"  {name.reason}", "dim")
    for place, score, reasons in name.candidates if candidates else ():
        line.append(f"\n    {score:>9}  {place}")
        for reason in reasons:
            line.append(f"\n               {reason}", "dim")
    return line
