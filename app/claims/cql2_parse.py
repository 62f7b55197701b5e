"""Reads CQL2, text or JSON, into the tree of its JSON encoding.

The text is parsed by ``cql2``, which is recursive: what is nested too deeply is refused before it.
"""

from __future__ import annotations

from typing import Any

import cql2
import orjson

#: Characters of an expression.
LONGEST = 4000
DEEPEST = 32


def parse(text: str, language: str) -> Any:
    """Return the tree of an expression; raises ValueError with one sentence on what is wrong."""
    return _json(text) if language == "cql2-json" else _text(text)


def _text(text: str) -> Any:
    depth = deepest = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
    if deepest > DEEPEST or text.lower().count("not") > 4 * DEEPEST:
        raise ValueError("It is nested too deeply.")
    try:
        return cql2.parse_text(text).to_json()
    except Exception:  # the parser has several kinds of error; each is the text's
        raise ValueError("It cannot be read as CQL2 text.") from None


def _json(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise ValueError("It is not JSON.") from None
