"""Whose side a speaker of unknown side is on, by what the sentence says of the two armies.

"Ukrainian troops have fallen back, the commander admitted": who owns up to a loss, or tells of a
success as his own, is on that side. "The occupiers were thrown back": only one side calls them so.
"""

from __future__ import annotations

import re

from app.claims.extract.document import Document, Marked
from app.claims.extract.sides import side_of_words, voice_of_words
from app.claims.model import Link
from gazetteer.model import Side

_TOLD, _REACH = 6, 200  # acts looked at, characters before each: keeps a huge sentence linear
# Officials and soldiers speak for a side; residents, analysts and the press need not.
_LOYAL = re.compile(
    r"spokesperson|press service|serviceman|unit|official|military|commander|governor|mayor|"
    r"minister",
    re.IGNORECASE,
)


def side_by_speech(doc: Document, marked: Marked, link: Link) -> Side:
    """The side of an official or soldier by the words of the sentence, or unknown."""
    if _LOYAL.search(f"{link.kind or ''} {link.title or ''} {link.name}") is None:
        return "unknown"
    sentence = marked.sentence
    words = doc.text[sentence.start : sentence.end]
    if link.span is not None:
        # Not the speaker's own name, which says nothing of whom he speaks about.
        words = words.replace(link.span.text, " ")
    voice = voice_of_words(words)
    if voice != "unknown":
        return voice
    for hit in marked.of("own")[:_TOLD]:
        before = doc.text[max(sentence.start, hit.start - _REACH) : hit.start]
        side = side_of_words(before)
        if side in ("RU", "UA"):
            return side
    return "unknown"
