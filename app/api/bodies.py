"""Bodies of requests: read with a limit, as JSON or as a form."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import parse_qsl

import orjson
from fastapi import Depends, Request

from app.errors import ParameterError

MAX_BODY_BYTES = 8_000_000


async def read_body(request: Request) -> bytes:
    """Return the body. Raises ParameterError as soon as it grows beyond the limit."""
    size, parts = 0, []
    async for part in request.stream():
        size += len(part)
        if size > MAX_BODY_BYTES:
            limit = f"{MAX_BODY_BYTES // 1_000_000} MB"
            raise ParameterError("body", "It is too large.", f"at most {limit} in one request")
        parts.append(part)
    return b"".join(parts)


Body = Annotated[bytes, Depends(read_body)]


def read_json(text: bytes | str, parameter: str, accepts: str) -> Any:
    """Parse JSON. Raises ParameterError naming ``parameter`` and what it ``accepts``."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise ParameterError(parameter, f"It is not JSON: {error}.", accepts) from None


def read_form(body: bytes) -> dict[str, str]:
    """Read an ``application/x-www-form-urlencoded`` body; of repeated names the first counts."""
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=100)
    except (UnicodeDecodeError, ValueError) as error:
        raise ParameterError("body", "It is no form.", "a form, URL-encoded") from error
    return dict(reversed(pairs))
