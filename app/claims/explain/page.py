"""An explanation as one HTML file: no script, no request, nothing of a report taken as markup.

The tree is built of elements and texts, and the serialiser escapes every text: there is no place
where a string of ours and one of a report meet as markup. The page's policy allows its one style
sheet, by its hash, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, tostring

from app.claims.explain.model import (
    ClaimView,
    Fact,
    Mark,
    NameView,
    Piece,
    ReportView,
    SentenceView,
)
from app.claims.explain.words import KINDS
from app.counted import counted

_MAX_POINTERS = 400
_CLOSING = (
    "Claims, not facts: this page shows what the report says and who says it there, as rules read "
    "it. It may be misread; the words it was read from are marked."
)


def html_page(views: Sequence[ReportView], *, generator: str = "claimatlas") -> str:
    """The whole page for one report or several, as HTML 5."""
    prefixes = [f"r{n}-" if len(views) > 1 else "" for n in range(1, len(views) + 1)]
    style = _css() + _pointers(prefixes, views)
    head = _el(
        "head",
        _el("meta", charset="utf-8"),
        _el("meta", {"http-equiv": "Content-Security-Policy", "content": _policy(style)}),
        _el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        _el("meta", name="referrer", content="no-referrer"),
        _el("meta", name="generator", content=generator),
        _el("title", f"{views[0].title if len(views) == 1 else f'{len(views)} reports'}: claims"),
        _el("style", style),
    )
    reports = [_report(view, prefix) for prefix, view in zip(prefixes, views, strict=True)]
    switch = _el(
        "label",
        _el("input", type="checkbox", id="reasons"),
        " Show reasons and rules",
        class_="switch",
    )
    body = _el("body", switch, _el("main", *reports), _el("footer", _CLOSING))
    page = _el("html", head, body, lang="en")
    return "<!doctype html>\n" + tostring(page, encoding="unicode", method="html") + "\n"


def _report(view: ReportView, prefix: str) -> Element:
    names = ", ".join(f"{n} {state}" for state, n in sorted(view.name_counts.items())) or "none"
    article = _el(
        "article",
        _el("h1", view.title, dir="auto"),
        _el("dl", *(_metadata(fact, view.url) for fact in view.metadata), class_="meta"),
        _el("p", f"{counted(view.claim_count, 'claim')}. Place names: {names}.", class_="sum"),
        _el(
            "ul",
            *(_el("li", words, class_=kind) for kind, words in KINDS.items()),
            class_="legend",
            aria_label="Colours",
        ),
        *(_sentence(one, prefix) for one in view.sentences),
        class_="report",
    )
    if view.names:
        article.append(_el("h2", "Place names and what they may mean"))
        article.append(_el("ul", *(_name(one) for one in view.names), class_="names"))
    return article


def _metadata(fact: Fact, url: str | None) -> Element:
    value: Element | str = fact.value
    if fact.value == url and urlsplit(fact.value).scheme in ("http", "https"):
        value = _el("a", fact.value, href=fact.value, rel="noreferrer noopener nofollow")
    return _el("div", _el("dt", fact.name), _el("dd", value))


def _sentence(sentence: SentenceView, prefix: str) -> Element:
    row = _el(
        "section",
        _el("span", str(sentence.number), class_="n", aria_hidden="true"),
        _el(
            "p", *(_piece(one, prefix) for one in _trimmed(sentence.pieces)), class_="t", dir="auto"
        ),
        class_="s" if sentence.claims else "s quiet",
    )
    if sentence.claims:
        claims = (_claim(one, prefix) for one in sentence.claims)
        row.append(_el("div", *claims, class_="claims"))
    return row


def _trimmed(pieces: Sequence[Piece]) -> Iterable[Piece]:
    return (one for one in pieces if one.marks or one.text.strip() or one is not pieces[-1])


def _piece(piece: Piece, prefix: str) -> Element | str:
    if not piece.marks:
        return piece.text
    first = piece.marks[0]
    kinds = [first.kind, first.state, "more" if len(piece.marks) > 1 else ""]
    kinds += sorted({f"{prefix}c{number}" for one in piece.marks for number in one.claims})
    tip = _el(
        "span", *(part for one in piece.marks for part in _tip(one)), class_="tip", role="note"
    )
    return _el("span", piece.text, tip, class_=" ".join(["m", *filter(None, kinds)]), tabindex="0")


def _tip(mark: Mark) -> Iterable[Element]:
    yield _el("b", mark.label)
    notes = list(mark.notes)
    if mark.claims:
        word = "claim" if len(mark.claims) == 1 else "claims"
        notes.append(f"{word} {', '.join(map(str, mark.claims))}")
    for note in notes:
        yield _el("i", note)


def _claim(claim: ClaimView, prefix: str) -> Element:
    return _el(
        "article",
        _el(
            "h3",
            _el("a", f"Claim {claim.number}", class_="no", href=f"#{prefix}claim-{claim.number}"),
            claim.type,
            _el("span", claim.modality, class_="chip"),
        ),
        _el("dl", *(_fact(one) for one in claim.facts), class_="facts"),
        class_="claim",
        id=f"{prefix}claim-{claim.number}",
    )


def _fact(fact: Fact) -> Element:
    described = _el("dd", _el("span", fact.value, class_=f"{fact.kind} {fact.state}".strip()))
    if fact.cue:
        described.append(_el("span", f" ← {fact.cue}", class_="from"))
    if fact.notes:
        described.append(_el("span", " · ".join(fact.notes), class_="why"))
    return _el("div", _el("dt", fact.name), described)


def _name(name: NameView) -> Element:
    shown = _el("span", name.text, class_=f"m place {name.state}")
    if not name.candidates:
        return _el("li", shown, f" → {name.answer} ", _el("span", name.reason, class_="why"))
    candidates = (
        _el("li", f"{score} · {place}", _el("ul", *(_el("li", reason) for reason in reasons)))
        for place, score, reasons in name.candidates
    )
    details = _el(
        "details",
        _el("summary", shown, f" → {name.answer}"),
        _el("span", name.reason, class_="why"),
        _el("ol", *candidates),
    )
    return _el("li", details)


# --- the parts of a page


def _el(
    tag: str,
    *content: Element | str | dict[str, str],
    **attributes: str,
) -> Element:
    """An element; ``class_`` and ``aria_label`` are the attributes class and aria-label."""
    element = Element(tag)
    for name, value in attributes.items():
        element.set(name.rstrip("_").replace("_", "-"), value)
    for part in content:
        if isinstance(part, dict):
            element.attrib.update(part)
        elif isinstance(part, Element):
            element.append(part)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + part
        else:
            element.text = (element.text or "") + part
    return element


@cache
def _css() -> str:
    return Path(__file__).with_name("page.css").read_text(encoding="utf-8")


def _pointers(prefixes: Sequence[str], views: Sequence[ReportView]) -> str:
    """Rules by which a claim under the pointer, or chosen, shows the words it was read from."""
    names = [
        (f"{prefix}claim-{number}", f"{prefix}c{number}")
        for prefix, view in zip(prefixes, views, strict=True)
        for number in range(1, view.claim_count + 1)
    ]
    return "".join(
        f"body:has(#{claim}:is(:hover, :target)) .{words} {{ outline: 2px solid var(--ink); }}\n"
        for claim, words in names[:_MAX_POINTERS]  # each costs the browser time
    )


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
