"""Text without what readers do not see: soft hyphens, zero-width marks, taken-apart letters.

Web pages hyphenate with U+00AD, editors leave U+200B and byte order marks, PDFs and some systems
write "й" as two code points (NFD), dictionaries put a stress mark on Cyrillic vowels. Any of these
within a word hides it from every rule, so that extraction reads the text without them and its spans
are then put back to where they stand in the text as stored.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from app.claims.model import Extraction, Span
from gazetteer.model import Resolution

# Default ignorable code points that occur in running text (Unicode Standard 5.21), and the
# combining marks that Latin and Cyrillic letters bear.
_IGNORED = (
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
)
_MARKS = "\u0300-\u036f"
_HIDDEN = re.compile(f"[{_IGNORED}{_MARKS}]")
_PIECE = re.compile(f"[{_IGNORED}]|[^{_MARKS}][{_MARKS}]+")
_AFTER = re.compile(f"[{_MARKS}]+")
_STRESS = re.compile("(?<=[\u0400-\u04ff])[\u0300\u0301]")


@dataclass(frozen=True, slots=True)
class Visible:
    """A text as readers see it; ``offsets`` has where each code point, and the end, stood."""

    text: str
    offsets: tuple[int, ...]

    def put_back(self, extraction: Extraction, original: str) -> Extraction:
        """Return the extraction with its spans in ``original``, and with its words."""
        moved: Extraction = _moved(extraction, self.offsets, original)
        return moved


def visible(text: str) -> Visible | None:
    """Return the text that readers see, or None where that is the text itself."""
    if not _HIDDEN.search(text):
        return None
    parts, offsets, end = [], list[int](), 0
    for match in _PIECE.finditer(text):
        letters = unicodedata.normalize("NFC", _STRESS.sub("", match[0]))
        seen = "" if len(match[0]) == 1 else letters
        parts += [text[end : match.start()], seen]
        offsets += range(end, match.start())
        offsets += (min(match.start() + i, match.end() - 1) for i in range(len(seen)))
        end = match.end()
    parts.append(text[end:])
    offsets += range(end, len(text) + 1)
    return Visible("".join(parts), tuple(offsets))


def _moved(value: Any, offsets: tuple[int, ...], original: str) -> Any:
    if isinstance(value, Span):
        start = offsets[value.start]
        # The end is that of the last letter with all its marks, where the next one begins; what
        # is not seen between the two belongs to neither.
        end = offsets[value.end - 1] + 1 if value.end > value.start else start
        after = _AFTER.match(original, end)
        end = after.end() if after else end
        return Span(start, end, original[start:end])
    if isinstance(value, tuple):
        return tuple(_moved(part, offsets, original) for part in value)
    if is_dataclass(value) and not isinstance(value, (type, Resolution)):
        return replace(
            value,
            **{f.name: _moved(getattr(value, f.name), offsets, original) for f in fields(value)},
        )
    return value
