"""Queryables as query parameters (OGC 19-079r2, 7): ``?name=value`` for all that ``filter`` names.

A layer's own parameters of the same name come first: they take the same values, and lists.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from app.claims.cql2 import Queryable
from app.claims.cql2_parse import LONGEST
from app.claims.filters import Condition
from app.parameters import JsonSchema, Parameter, one_of, text

#: Eighteen digits, which any database and client can hold.
_MOST = 10**18 - 1


def _whole_number(value: str) -> int:
    if not re.fullmatch(r"\d{1,18}", value.strip(), re.ASCII):
        raise ValueError(f"{value[:40]!r} is not a whole number from 0 to {_MOST}.")
    return int(value)


def _day(value: str) -> date:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", value.strip(), re.ASCII):
        raise ValueError(f"{value[:40]!r} is not a day.")
    return date.fromisoformat(value.strip())


def _truth(value: str) -> bool:
    return one_of(("true", "false"))(value) == "true"


#: By type: what is accepted, the schema of one value, its reader, and its type in PostgreSQL.
_TYPES: Mapping[str, tuple[str, JsonSchema, Callable[[str], Any], str]] = {
    "text": ("a text, exactly as features have it", {"type": "string"}, text, "text"),
    "number": (
        f"a whole number from 0 to {_MOST}",
        {"type": "integer", "minimum": 0, "maximum": _MOST},
        _whole_number,
        "bigint",
    ),
    "date": (
        "a day such as 2026-07-14",
        {"type": "string", "format": "date"},
        _day,
        "date",
    ),
    "boolean": ("true or false", {"type": "boolean"}, _truth, "boolean"),
}


def schema_of(queryable: Queryable) -> JsonSchema:
    """Return the JSON Schema of one value of a property."""
    if queryable.type == "geometry":
        return {"format": "geometry-point"}
    schema = dict(_TYPES[queryable.type][1])
    return {**schema, "enum": list(queryable.words)} if queryable.words else schema


def equalities(
    layer: str, queryables: Mapping[str, Queryable], own: Sequence[Parameter]
) -> tuple[Parameter, ...]:
    """Return a parameter for each property with simple values that has none of its name."""
    taken = {parameter.name for parameter in own}
    return tuple(
        _parameter(layer, name, queryable)
        for name, queryable in queryables.items()
        if name not in taken and queryable.type in _TYPES
    )


def _parameter(layer: str, name: str, queryable: Queryable) -> Parameter:
    accepts, _, read, _ = _TYPES[queryable.type]
    schema = schema_of(queryable)
    if schema == {"type": "string"}:
        schema["minLength"] = 1
    if queryable.words:
        accepts, read = f"one of {', '.join(queryable.words)}", one_of(queryable.words)
    return Parameter(
        name,
        f"{queryable.description}. Several may be given by repeating the parameter.",
        accepts,
        {"type": "array", "items": schema, "minItems": 1},
        lambda values: tuple(read(value) for value in values),
        component=f"{layer}-{name}",
        longest=LONGEST,
        commas=False,
    )


def equal(
    values: Mapping[str, Any],
    queryables: Mapping[str, Queryable],
    parameters: Sequence[Parameter],
) -> Condition | None:
    """Return the condition that each of these parameters, where given, has one of its values."""
    given = [p.name for p in parameters if p.name in values]
    if not given:
        return None
    parts = [
        f"{queryables[name].sql} = ANY(%(is_{name})s::{_TYPES[queryables[name].type][3]}[])"
        for name in given
    ]
    return Condition(" AND ".join(parts), {f"is_{name}": list(values[name]) for name in given})
