"""Place names that one spot of a report proves, at its other spots."""

from __future__ import annotations

from dataclasses import replace

from app.claims.extract.areas import Draft
from app.claims.extract.document import Document, Marked


def accept_repeats(found: list[Draft], doubtful: list[Draft]) -> None:
    """A name that one place of the text proves is a place name in the others too."""
    proven = {d.text: d for d in found if d.canonical is None and d.evidence != "none"}
    for draft in doubtful:
        proof = proven.get(draft.text)
        if proof is not None:
            found.append(replace(draft, kind=proof.kind, evidence="repeat"))


def without_overlaps(drafts: list[Draft]) -> list[Draft]:
    """The drafts in text order, each without another that begins inside it."""
    kept: list[Draft] = []
    last = -1
    for draft in sorted(drafts, key=lambda d: (d.start, -d.end)):
        if draft.start >= last:
            kept.append(draft)
            last = draft.end
    return kept


def in_headline(doc: Document, marked: Marked, found: list[Draft], known: set[str]) -> list[Draft]:
    """Names of the body that the headline repeats; its own capitals prove nothing."""
    out = []
    by_text = {d.text: d for d in found}
    for name in known:
        start = doc.text.find(name, marked.sentence.start, marked.sentence.end)
        if start >= 0:
            end = start + len(name)
            same = replace(by_text[name], start=start, end=end, sentence=marked.sentence.index)
            out.append(replace(same, evidence="repeat"))
    return out
