"""JSON as programs really write it: half a surrogate pair spoils no file."""

from __future__ import annotations

import json

import orjson


def parse_json(content: bytes | str) -> object:
    """Return the value of ``content``.

    A post cut in the middle of an emoji leaves half of its pair (``\\ud83d``), which is no
    character, and which a strict parser refuses along with everything around it. It is kept for
    the reader of the fields, who puts U+FFFD in its place and says so.

    Raises:
        orjson.JSONDecodeError: it is not JSON.
    """
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError as error:
        if "surrogate" not in str(error):
            raise
        try:
            return json.loads(content)
        except (ValueError, RecursionError):
            raise error from None
