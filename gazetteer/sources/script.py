"""What can be told of a name from its letters alone."""

from __future__ import annotations

import re
import unicodedata

from gazetteer.romanise import typographic_apostrophe

_CYRILLIC = re.compile("[Ѐ-ӿ]")
# Letters that only one of the two languages has.
_UKRAINIAN_ONLY = re.compile("(?i)[іїєґ]|[бвгджзклмнпрстфхцчшщ]['’]")
_RUSSIAN_ONLY = re.compile("(?i)[ыэъё]")
_PARENTHESIS = re.compile(r"\s*[(\[].*$")
_UNTIDY = re.compile(r"['`(\[,;]|\s\s|^\s|\s$")
_SPACES = re.compile(r"\s+")
# A letter that is neither Latin (with any diacritics) nor Russian, Ukrainian or Belarusian.
_FOREIGN_LETTER = re.compile("[^\\W\\d_A-Za-zÀ-ɏʰ-˿Ḁ-ỿА-яЁёЄєІіЇїҐґЎў]")
_STRESS = "\N{COMBINING ACUTE ACCENT}"


def is_cyrillic(text: str) -> bool:
    """Whether any letter is Cyrillic."""
    return _CYRILLIC.search(text) is not None


def is_latin_or_cyrillic(text: str) -> bool:
    """Whether every letter is Latin, or Cyrillic of the East Slavic alphabets."""
    return _FOREIGN_LETTER.search(text) is None


def plain_name(text: str) -> str:
    """``text`` without stress marks, parentheses and surplus spaces, apostrophes as U+2019."""
    if text.isascii() and not _UNTIDY.search(text):
        return text
    decomposed = text.replace(_STRESS, "") if is_cyrillic(text) else text
    bare = _PARENTHESIS.sub("", unicodedata.normalize("NFC", decomposed))
    return typographic_apostrophe(_SPACES.sub(" ", bare).strip(" ,;"))


def guess_language(text: str) -> str:
    """``uk`` or ``ru`` where the letters prove it, else ``und``."""
    if not is_cyrillic(text):
        return "und"
    ukrainian = _UKRAINIAN_ONLY.search(text) is not None
    russian = _RUSSIAN_ONLY.search(text) is not None
    if ukrainian == russian:
        return "und"
    return "uk" if ukrainian else "ru"
