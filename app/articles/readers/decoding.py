"""Bytes of a file as text: byte order marks, encodings, and what is no text at all."""

from __future__ import annotations

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes

from app.errors import InputError

MAX_REPORT_BYTES = 10 * 1024 * 1024
"""Above this a file is no report: a book has 1 MB."""

_BOMS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What reports in Latin and Cyrillic script come in; a shorter list means fewer wrong guesses.
_LEGACY = ["cp1251", "koi8_r", "koi8_u", "cp866", "mac_cyrillic", "iso8859_5", "cp1252", "cp1250"]
_SAMPLE = 200_000
_MAX_CONTROL_SHARE = 0.01
_FEW_CONTROLS = 3  # a short text, padded with null characters
_MAX_GARBLED, _MAX_BOXES, _MIN_SWAPPED = 0.4, 0.01, 0.7  # of the letters
_MIN_PLAIN_SHARE = 0.9
_LAYOUT = frozenset("\t\n\r\f\v\x1c\x1d\x1e\x85")
_WORD = re.compile(r"[^\W\d_]+")
# PostgreSQL cannot hold a null character in text, UTF-8 no half of a surrogate pair.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
REPLACEMENT = "\ufffd"


def decode(data: bytes, name: str, declared: str | None = None) -> str:
    """Return the text of ``data``; ``name`` is for messages, ``declared`` an encoding it claims.

    Raises:
        InputError: there is nothing in it, or it is no text.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise InputError(f"{name} is empty")
    text = _decoded(data, declared)
    if text is None or _looks_binary(text):
        raise InputError(f"{name} is not text: it looks like a binary file")
    return text


def encoding_of(sample: bytes, name: str) -> str:
    """Return the encoding of a file from its beginning, for forms that are read in a stream.

    Raises:
        InputError: as ``decode``.
    """
    if marked := bom_encoding(sample):
        decode(sample, name)
        return marked
    whole = sample[: sample.rfind(b"\n") + 1] or sample  # no character cut in two
    text = decode(whole, name)
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", *_LEGACY):
        if _strict(whole, encoding) == text:
            return encoding
    return "utf-8"


def bom_encoding(data: bytes) -> str | None:
    """Return the encoding that a byte order mark names, if there is one."""
    return next((encoding for mark, encoding in _BOMS if data.startswith(mark)), None)


def storable(text: str) -> tuple[str, int]:
    """Return ``text`` with U+FFFD for each character no database can hold, and how many.

    One character stands for one, so that offsets stay what they are.
    """
    return _UNSTORABLE.subn(REPLACEMENT, text)


def _decoded(data: bytes, declared: str | None) -> str | None:
    marked = bom_encoding(data)
    for encoding in filter(None, (marked, "utf-8", declared)):
        text = _strict(data, encoding)
        if text is not None and not (encoding == declared and _garbled(text)):
            # UTF-8 accepts the null bytes of UTF-16 text in Latin script.
            if "\x00" in text and (wide := _unmarked_utf16(data)) is not None:
                return wide
            return text
    if b"\x00" in data[:_SAMPLE]:
        return _unmarked_utf16(data)
    best = from_bytes(data, cp_isolation=_LEGACY).best()
    return str(best) if best is not None else None


def _garbled(text: str) -> bool:
    """Whether Cyrillic was read in the wrong encoding: a page may declare what it is not.

    Read as Latin 1, nearly all letters have accents; KOI8 and cp1251, taken for one another, swap
    small letters and capitals; KOI8-U read as KOI8-R has lines of boxes for letters.
    """
    sample = text[:_SAMPLE]
    letters = [c for c in sample if c.isalpha()]
    accented = sum("\x80" <= c <= "\u024f" for c in letters)
    boxes = sum("\u2500" <= c <= "\u257f" for c in sample)
    capitals = sum(c >= "\u0400" and c.isupper() for c in letters)
    swapped = any(len(w) > 1 and w[0].islower() and w[1:].isupper() for w in _WORD.findall(sample))
    return (
        accented > _MAX_GARBLED * len(letters)
        or boxes > _MAX_BOXES * len(letters)
        or (swapped and capitals > _MIN_SWAPPED * len(letters))
    )


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _unmarked_utf16(data: bytes) -> str | None:
    """Text in UTF-16 without a mark, if either byte order gives plain Latin or Cyrillic."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _strict(data[: len(data) // 2 * 2], encoding)
        if text is not None and _plain_share(text[:_SAMPLE]) >= _MIN_PLAIN_SHARE:
            return text
    return None


def _plain_share(text: str) -> float:
    plain = sum(" " <= c < "\u0530" or "\u2000" <= c < "\u2070" or c in _LAYOUT for c in text)
    return plain / len(text)


def _looks_binary(text: str) -> bool:
    sample = text[:_SAMPLE]
    control = sum(unicodedata.category(c) == "Cc" and c not in _LAYOUT for c in sample)
    return control > max(_FEW_CONTROLS, len(sample) * _MAX_CONTROL_SHARE)
