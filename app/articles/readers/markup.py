"""Fragments of HTML, as feeds carry them, as plain text with a line for each block."""

from __future__ import annotations

import re
from html.parser import HTMLParser

# Elements that end a line; everything else is part of a running sentence.
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption",
     "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol",
     "p", "pre", "section", "table", "td", "th", "tr", "ul"}
)  # fmt: skip
# Their content is not what a reader of the page reads.
_UNREAD = frozenset({"script", "style", "template", "noscript", "svg", "iframe", "object"})
_TAG = re.compile(r"<[a-zA-Z!/][^>]*>")
_BLANKS = re.compile(r"[^\S\n]+")
_GAPS = re.compile(r"\s*\n\s*\n\s*")


def fragment_text(markup: str) -> str:
    """Return the text of an HTML fragment; paragraphs are parted by an empty line.

    Text without any tag is returned as it is, but for character references.
    """
    reader = _TextOf()
    reader.feed(markup)
    reader.close()
    text = "".join(reader.pieces)
    if not _TAG.search(markup):
        return text.strip()
    lines = (_BLANKS.sub(" ", line).strip() for line in text.splitlines())
    return _GAPS.sub("\n\n", "\n".join(lines)).strip()


class _TextOf(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _UNREAD:
            self._unread += 1
        elif tag in _BLOCKS:
            self._end_line(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _BLOCKS:
            self._end_line(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNREAD:
            self._unread = max(0, self._unread - 1)
        elif tag in _BLOCKS:
            self._end_line(tag)

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.pieces.append(data)

    def _end_line(self, tag: str) -> None:
        self.pieces.append("\n" if tag == "br" else "\n\n")
