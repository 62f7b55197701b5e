"""Explanations: everything that was read is shown, and nothing of a report is obeyed."""

from __future__ import annotations

import io
import re
from datetime import date
from html.parser import HTMLParser

import pytest
from rich.console import Console

from app.articles.model import Article
from app.claims.explain import ReportView, html_page, print_report, view_of
from app.claims.extract import extract
from gazetteer.resolver import Gazetteer

REPORT = (
    "The Russian Ministry of Defence said on July 19 that its troops had entered Bila Hora in the "
    "Donetsk region.\n\nThe General Staff denied it. Up to 40 soldiers were killed near "
    "Kramatorsk, the ministry claimed. The weather was fine."
)
HOSTILE = (
    'The ministry said <script>alert("x")</script> that troops entered Kramatorsk.'
    "</style></title><img src=x onerror=alert(1)> \x1b[31mred\x1b[0m \x1b]0;title\x07 "
    "[bold]b[/bold] "
    "\u202egnp.exe javascript:alert(1) &lt;b&gt; </p></section>"
)


def view(gazetteer: Gazetteer, text: str, **fields: str) -> ReportView:
    article = Article(id="one", text=text, published=date(2025, 7, 20), **fields)  # type: ignore[arg-type]
    return view_of(article, extract(article, gazetteer), gazetteer)


def printed(shown: ReportView, width: int = 100, **options: bool) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=True, highlight=False)
    print_report(shown, console, **options)
    return out.getvalue()


class Page(HTMLParser):
    """Elements, attributes and text of a page as a browser would see them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_every_claim_shows_who_what_where_when(installed_gazetteer: Gazetteer) -> None:
    shown = view(installed_gazetteer, REPORT, publisher="Example Agency")
    claims = [claim for sentence in shown.sentences for claim in sentence.claims]
    assert len(claims) == shown.claim_count > 0
    for claim in claims:
        names = [fact.name for fact in claim.facts]
        assert {"What", "Where", "When", "Said on", "Put as", "Sides"} <= set(names)
        assert "Publisher" in names
    for text in (printed(shown), Page(html_page([shown])).text):
        words = " ".join(re.sub(r"\x1b\[[0-9;]*m", "", text).split())
        for expected in ("Bila Hora", "2025-07-19", "rule:", "Example Agency", "Kramatorsk"):
            assert expected in words


@pytest.mark.parametrize(
    "text", [REPORT, HOSTILE, "x", "…", "a\n\n\nb", "Київ. Kyiv? “Київ”!" * 50]
)
def test_no_character_of_the_text_is_lost(installed_gazetteer: Gazetteer, text: str) -> None:
    shown = view(installed_gazetteer, text)
    whole = "".join(piece.text for sentence in shown.sentences for piece in sentence.pieces)
    assert len("".join(whole.split())) == len("".join(text.split()))


def test_marks_stand_on_their_words(installed_gazetteer: Gazetteer) -> None:
    shown = view(installed_gazetteer, REPORT)
    marked = {
        (mark.kind, REPORT[mark.start : mark.end])
        for sentence in shown.sentences
        for piece in sentence.pieces
        for mark in piece.marks
        if piece.text in REPORT[mark.start : mark.end]
    }
    assert ("place", "Bila Hora") in marked
    assert ("date", "July 19") in marked
    assert {kind for kind, _ in marked} >= {"act", "source", "place", "date", "cue"}


def test_a_hostile_report_is_inert_in_a_page(installed_gazetteer: Gazetteer) -> None:
    shown = view(
        installed_gazetteer,
        HOSTILE,
        title="</title><script>alert(2)</script>",
        publisher='"><script>alert(3)</script>',
        url="javascript:alert(4)",
    )
    page = html_page([shown])
    found = Page(page)
    assert not {"script", "img", "iframe", "object", "link", "base"} & {
        t for t, _ in found.elements
    }
    for _, attributes in found.elements:
        assert not any(name.startswith("on") or name in ("src", "style") for name in attributes)
        assert (attributes.get("href") or "#").startswith("#")
    assert sum(tag == "style" for tag, _ in found.elements) == 1
    assert '<script>alert("x")</script>' in found.text  # shown, as text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", page)


def test_a_page_asks_for_nothing(installed_gazetteer: Gazetteer) -> None:
    page = html_page([view(installed_gazetteer, REPORT, url="https://agency.example/1")])
    assert re.findall(r"https?://[^\"< ]+", page) == ["https://agency.example/1"] * 2
    assert "url(" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page


def test_a_hostile_report_is_inert_in_a_terminal(installed_gazetteer: Gazetteer) -> None:
    out = printed(view(installed_gazetteer, HOSTILE, title="\x1b]0;mine\x07"))
    assert not re.search(r"\x1b(?!\[[0-9;]*m)|\x07|\u202e", out)
    assert "[bold]b[/bold]" in " ".join(out.split())


def test_reports_share_a_page_without_sharing_ids(installed_gazetteer: Gazetteer) -> None:
    shown = view(installed_gazetteer, REPORT)
    ids = [a["id"] for _, a in Page(html_page([shown, shown])).elements if "id" in a]
    assert len(ids) == len(set(ids)) > 2


def test_candidates_come_with_reasons(installed_gazetteer: Gazetteer) -> None:
    shown = view(installed_gazetteer, "Troops entered Oleksandrivka, the ministry said.")
    assert len(shown.names[0].candidates) > 1
    short, full = printed(shown), printed(shown, candidates=True)
    assert len(full) > len(short)
    assert "(exact +1.00)" in full


def test_long_reports_take_linear_room(installed_gazetteer: Gazetteer) -> None:
    shown = view(installed_gazetteer, "The ministry said troops entered Kramatorsk. " * 300)
    assert shown.claim_count >= 300
    assert len(html_page([shown])) < 4_000 * 300
