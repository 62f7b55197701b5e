"""Query parameters of the API: paging and format, and the dependency that reads a table of them."""

from __future__ import annotations

import base64
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from fastapi import Request

from app.api.equality import equalities
from app.claims.cql2_parse import LONGEST
from app.claims.filters import CLAIM_PARAMETERS
from app.claims.queryables import CLAIM_QUERYABLES
from app.errors import NotFoundError
from app.parameters import Parameter, one_of, read_parameters, single, text
from geo.crs import CRS84, SYSTEMS, Crs, crs_of

LIMIT_DEFAULT = 100
#: Pages are streamed from a cursor, so a large page costs time, not memory.
LIMIT_MAXIMUM = 1_000_000
MAX_ID = 2**63 - 1


def _limit(value: str) -> int:
    if not re.fullmatch(r"[+-]?0*\d{1,12}", value.strip(), re.ASCII):
        raise ValueError(f"{value[:40]!r} is not a whole number.")
    number = int(value)
    if not 1 <= number <= LIMIT_MAXIMUM:
        raise ValueError(f"{number} is out of range.")
    return number


def encode_cursor(after: str) -> str:
    """Return the opaque text for "after the feature with this key"."""
    return base64.urlsafe_b64encode(after.encode()).decode().rstrip("=")


def _key(value: str) -> str:
    try:
        key = base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
        decoded = key.decode("ascii")
    except ValueError:
        decoded = ""
    if not re.fullmatch(r"[\w:.-]{1,64}", decoded, re.ASCII):
        raise ValueError("It is not a cursor of ours.")
    return decoded


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
    {"type": "string", "minLength": 1, "pattern": "^[A-Za-z0-9_-]+$"},
    single(_key),
)


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
F_LANDING = replace(format_parameter("json", "html"), component="f-landing")

F_ITEMS = replace(format_parameter("json", "geojson", "html"), component="f-items")
F_PAGE = replace(format_parameter("json", "html"), component="f-page")

_SYSTEMS = [crs.uri for crs in SYSTEMS]
CRS = Parameter(
    "crs",
    "System of the coordinates in the answer; without it longitude and latitude.",
    f"one of {', '.join(_SYSTEMS)}",
    {"type": "string", "format": "uri", "enum": _SYSTEMS, "default": CRS84.uri},
    single(crs_of),
)
BBOX_CRS = replace(CRS, name="bbox-crs", description="System of the coordinates of `bbox`.")


def _degrees(value: str) -> Crs:
    if (crs := crs_of(value)) is not CRS84:
        raise ValueError("Geometries in a filter are read in longitude and latitude.")
    return crs


FILTER_CRS = Parameter(
    "filter-crs",
    "System of the coordinates in `filter`.",
    CRS84.uri,
    {"type": "string", "format": "uri", "enum": [CRS84.uri], "default": CRS84.uri},
    single(_degrees),
)
FILTER = Parameter(
    "filter",
    "Filter expression in CQL2; its properties are those of `queryables`.",
    "an expression such as outlet = 'TASS' AND event_start >= DATE('2026-07-01')",
    {"type": "string", "minLength": 1, "maxLength": LONGEST},
    single(lambda value: value if value.strip() else text(value)),
    longest=LONGEST,
)
_LANGUAGES = ("cql2-text", "cql2-json")
FILTER_LANG = Parameter(
    "filter-lang",
    "Language of `filter`.",
    f"one of {', '.join(_LANGUAGES)}",
    {"type": "string", "enum": list(_LANGUAGES), "default": "cql2-text"},
    single(one_of(_LANGUAGES)),
)
DATES = Parameter(
    "dates",
    "With `all`, features have `event_start`, `event_end`, `statement_date` and `published` as "
    "days. Without, `date` is the only day: desktop programs push a filter on any day they see as "
    "`datetime`.",
    "one of one, all",
    {"type": "string", "enum": ["one", "all"], "default": "one"},
    single(one_of(("one", "all"))),
)
COUNT = Parameter(
    "count",
    "How far matches are counted: up to 10,000, or all of them, which takes longer.",
    "one of capped, exact",
    {"type": "string", "enum": ["capped", "exact"], "default": "capped"},
    single(one_of(("capped", "exact"))),
)


#: Properties that are parameters of their own name, for clients that know no other filter.
EQUALITIES = equalities("claims", CLAIM_QUERYABLES, CLAIM_PARAMETERS)

#: All that chooses claims, for the layer, its files and its projects alike.
CLAIM_FILTERS = (*CLAIM_PARAMETERS, *EQUALITIES, FILTER, FILTER_LANG, FILTER_CRS)
CLAIM_ITEMS = (
    *CLAIM_FILTERS,
    CRS,
    BBOX_CRS,
    DATES,
    COUNT,
    LIMIT,
    CURSOR,
    F_ITEMS,
)

Values = dict[str, Any]


def own(resource: str, *parameters: Parameter) -> tuple[Parameter, ...]:
    """Return parameters under component names of their resource, where names are common."""
    return tuple(replace(p, component=f"{resource}-{p.name}") for p in parameters)


def read_in_its_system(parameters: Sequence[Parameter], given: Sequence[tuple[str, str]]) -> Values:
    """Read parameters, where ``bbox-crs`` says what the numbers of ``bbox`` mean."""
    named = dict(given).get("bbox-crs")
    if named is None or not any(p.name == "bbox-crs" for p in parameters):
        return read_parameters(parameters, given)
    crs: Crs = read_parameters((BBOX_CRS,), [("bbox-crs", named)])["bbox-crs"]
    table = [replace(p, read=single(crs.read_bbox)) if p.name == "bbox" else p for p in parameters]
    return read_parameters(table, given)


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
