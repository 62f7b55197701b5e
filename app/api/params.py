"""Query parameters of the API: paging and format, and the dependency that reads a table of them."""

from __future__ import annotations

import base64
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from fastapi import Request

from app.claims.filters import CLAIM_PARAMETERS, Parameter, one_of, read_parameters, single
from app.errors import NotFoundError

LIMIT_DEFAULT = 100
#: Pages are streamed from a cursor, so a large page costs time, not memory.
LIMIT_MAXIMUM = 100_000
MAX_ID = 2**63 - 1


def _limit(value: str) -> int:
    if not re.fullmatch(r"\+?0*\d{1,12}", value.strip(), re.ASCII):
        raise ValueError(f"{value[:40]!r} is not a whole number.")
    number = int(value)
    if not 1 <= number <= LIMIT_MAXIMUM:
        raise ValueError(f"{number} is out of range.")
    return number


#: What a page is sorted by: the id of its features.
Key = int | str


def encode_cursor(after: Key) -> str:
    """Return the opaque text for "after the feature with this id"."""
    return base64.urlsafe_b64encode(str(after).encode()).decode().rstrip("=")


def _key(value: str) -> str:
    try:
        key = base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
        decoded = key.decode("ascii")
    except ValueError:
        decoded = ""
    if not re.fullmatch(r"[\w:.-]{1,64}", decoded, re.ASCII):
        raise ValueError("It is not a cursor of ours.")
    return decoded


def _number(value: str) -> int:
    key = _key(value)
    if not key.isdigit() or int(key) > MAX_ID:
        raise ValueError("It is not a cursor of ours.")
    return int(key)


def path_id(value: str, what: str) -> int:
    """Read a whole number from a path. Raises NotFoundError, for no such row can exist."""
    if not (value.isascii() and value.isdigit() and len(value) < 20 and int(value) <= MAX_ID):
        raise NotFoundError(f"There is no such {what}; ids are whole numbers.")
    return int(value)


LIMIT = Parameter(
    "limit",
    "The most features to return in one answer; follow the `next` link for more.",
    f"a whole number from 1 to {LIMIT_MAXIMUM}",
    {
        "type": "integer",
        "minimum": 1,
        "maximum": LIMIT_MAXIMUM,
        "default": LIMIT_DEFAULT,
    },
    single(_limit),
)
CURSOR = Parameter(
    "cursor",
    "Where the page begins; take it from a `next` link.",
    "the value of a next link",
    {"type": "string"},
    single(_number),
)
TEXT_CURSOR = replace(CURSOR, read=single(_key))


def format_parameter(*formats: str) -> Parameter:
    """Make the parameter ``f`` of a resource that has these formats; it wins over Accept."""
    return Parameter(
        "f",
        "Format of the answer; wins over the Accept header.",
        f"one of {', '.join(formats)}",
        {"type": "string", "enum": list(formats)},
        single(one_of(formats)),
    )


F_JSON = replace(format_parameter("json"), component="f-json")
F_GEOJSON = format_parameter("json", "geojson")
F_LANDING = replace(format_parameter("json", "html"), component="f-landing")

CLAIM_ITEMS = (*CLAIM_PARAMETERS, LIMIT, CURSOR, F_GEOJSON)

Values = dict[str, Any]


def own(resource: str, *parameters: Parameter) -> tuple[Parameter, ...]:
    """Return parameters under component names of their resource, where names are common."""
    return tuple(replace(p, component=f"{resource}-{p.name}") for p in parameters)


def reads(*parameters: Parameter) -> Callable[[Request], Awaitable[Values]]:
    """Make a dependency that reads exactly these parameters and refuses all others."""

    # Asynchronous, for a synchronous dependency costs a change of threads.
    async def read(request: Request) -> Values:
        return read_parameters(parameters, request.query_params.multi_items())

    return read


def reads_only(*parameters: Parameter) -> Callable[[Request], Awaitable[Values]]:
    """Make a dependency that reads these parameters and takes no notice of others."""
    names = {parameter.name for parameter in parameters}

    async def read(request: Request) -> Values:
        given = [(n, v) for n, v in request.query_params.multi_items() if n in names]
        return read_parameters(parameters, given)

    return read


def documented(parameters: Sequence[Parameter]) -> dict[str, Any]:
    """Return the OpenAPI part of a route that names these parameters as components."""
    return {"parameters": [{"$ref": f"#/components/parameters/{p.key}"} for p in parameters]}
