"""Filter expressions in CQL2 (OGC 21-065r2), text or JSON, as SQL with bound values.

The text is parsed by ``cql2``; what comes out is the JSON encoding, which this module walks by a
table of operators. Names are looked up among the queryables and never reach the SQL as text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import cql2
import orjson
import shapely
from shapely.geometry import box, shape

from app.claims.cql2_time import RELATIONS
from app.claims.filters import Condition

LONGEST = 4000
_DEEPEST = 32
_MOST_NODES = 400


@dataclass(frozen=True, slots=True)
class Queryable:
    """A property that filters may name: its SQL, its type, and what it means."""

    sql: str
    type: str
    description: str


def condition(
    text: str, language: str, queryables: Mapping[str, Queryable], prefix: str = "cql"
) -> Condition:
    """Return the condition that an expression makes.

    Raises ValueError with one sentence on what is wrong.
    """
    tree = _parse_json(text) if language == "cql2-json" else _parse_text(text)
    made = _Translation(queryables, prefix)
    sql = made.boolean(tree, 0)
    return Condition(sql, made.values)


def _parse_text(text: str) -> Any:
    depth = deepest = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
    # The parser is recursive and would run out of stack.
    if deepest > _DEEPEST or text.lower().count("not") > 4 * _DEEPEST:
        raise ValueError("It is nested too deeply.")
    try:
        return cql2.parse_text(text).to_json()
    except Exception:  # the parser has several kinds of error; each is the text's
        raise ValueError("It cannot be read as CQL2 text.") from None


def _parse_json(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise ValueError("It is not JSON.") from None


@dataclass
class _Translation:
    """Walks a tree; values are bound under names of ``prefix``."""

    queryables: Mapping[str, Queryable]
    prefix: str
    values: dict[str, Any] = field(default_factory=dict)
    nodes: int = 0

    def bind(self, value: Any, cast: str) -> str:
        name = f"{self.prefix}_{len(self.values)}"
        self.values[name] = value
        return f"%({name})s::{cast}"

    def count(self, depth: int) -> None:
        self.nodes += 1
        if depth > _DEEPEST or self.nodes > _MOST_NODES:
            raise ValueError("It is nested too deeply, or too long.")

    def boolean(self, node: Any, depth: int) -> str:
        self.count(depth)
        if isinstance(node, bool):
            return "true" if node else "false"
        if not isinstance(node, dict) or not isinstance(node.get("op"), str):
            raise ValueError("A condition is needed, such as outlet = 'TASS'.")
        arguments = node.get("args")
        if not isinstance(arguments, list):
            raise ValueError("An operator lacks its arguments.")
        operator = _OPERATORS.get(node["op"].lower())
        if operator is None:
            raise ValueError(f"The operator {node['op'][:40]!r} is not supported.")
        return operator(self, node["op"].lower(), arguments, depth + 1)

    def junction(self, operator: str, arguments: list[Any], depth: int) -> str:
        if len(arguments) < 2:
            raise ValueError(f"{operator} needs two conditions.")
        parts = (self.boolean(argument, depth) for argument in arguments)
        return "(" + f" {operator.upper()} ".join(parts) + ")"

    def negation(self, operator: str, arguments: list[Any], depth: int) -> str:
        (inner,) = _exactly(1, operator, arguments)
        return f"(NOT {self.boolean(inner, depth)})"

    def comparison(self, operator: str, arguments: list[Any], depth: int) -> str:
        left, right = _exactly(2, operator, arguments)
        kind = self.type_of(left, depth) or self.type_of(right, depth)
        if kind is None:
            raise ValueError(f"{operator} compares no property.")
        return f"({self.scalar(left, kind, depth)} {operator} {self.scalar(right, kind, depth)})"

    def between(self, operator: str, arguments: list[Any], depth: int) -> str:
        value, low, high = _exactly(3, operator, arguments)
        kind = self._property_type(operator, value, depth)
        parts = [self.scalar(part, kind, depth) for part in (value, low, high)]
        return f"({parts[0]} BETWEEN {parts[1]} AND {parts[2]})"

    def like(self, operator: str, arguments: list[Any], depth: int) -> str:
        value, pattern = _exactly(2, operator, arguments)
        if self._property_type(operator, value, depth) != "text":
            raise ValueError("LIKE is for text.")
        literal = pattern["args"][0] if _is_casei(pattern) else pattern
        if not isinstance(literal, str) or literal.endswith("\\"):
            raise ValueError("LIKE needs a pattern in quotes.")
        left, right = (self.scalar(part, "text", depth) for part in (value, pattern))
        return f"({left} LIKE {right})"

    def among(self, operator: str, arguments: list[Any], depth: int) -> str:
        value, choices = _exactly(2, operator, arguments)
        if not isinstance(choices, list) or not choices:
            raise ValueError("IN needs a list.")
        kind = self._property_type(operator, value, depth)
        parts = ", ".join(self.scalar(choice, kind, depth) for choice in choices)
        return f"({self.scalar(value, kind, depth)} IN ({parts}))"

    def is_null(self, operator: str, arguments: list[Any], depth: int) -> str:
        (value,) = _exactly(1, operator, arguments)
        self.count(depth)
        return f"({self.known(value).sql} IS NULL)"

    def intersects(self, operator: str, arguments: list[Any], depth: int) -> str:
        self.count(depth)
        left, right = _exactly(2, operator, arguments)
        if not _is_property(left):
            left, right = right, left
        if self.known(left).type != "geometry":
            raise ValueError(f"{operator} needs the property geometry.")
        bound = self.bind(_wkb(right), "bytea")
        return f"ST_Intersects({self.known(left).sql}, ST_GeomFromWKB({bound}, 4326))"

    def temporal(self, operator: str, arguments: list[Any], depth: int) -> str:
        first, second = _exactly(2, operator, arguments)
        if not any(map(_names_a_property, (first, second))):
            raise ValueError(f"{operator} compares no property.")
        a0, a1 = self.days(first, depth)
        b0, b1 = self.days(second, depth)
        return f"({RELATIONS[operator].format(a0=a0, a1=a1, b0=b0, b1=b1)})"

    def days(self, node: Any, depth: int) -> tuple[str, str]:
        """Return the SQL of the first and the last day of a day or an interval."""
        if not (isinstance(node, dict) and "interval" in node):
            one = self.scalar(node, "date", depth)
            return one, one
        ends = node["interval"]
        if not isinstance(ends, list) or len(ends) != 2:
            raise ValueError("An interval has two ends.")
        first, last = (
            self.bind(infinity, "date") if end == ".." else self.scalar(end, "date", depth)
            for end, infinity in zip(ends, ("-infinity", "infinity"), strict=True)
        )
        return first, last

    def type_of(self, node: Any, depth: int) -> str | None:
        self.count(depth)
        if _is_casei(node):
            return self.type_of(node["args"][0], depth + 1)
        return self.known(node).type if _is_property(node) else None

    def _property_type(self, operator: str, node: Any, depth: int) -> str:
        kind = self.type_of(node, depth)
        if kind is None:
            raise ValueError(f"{operator} needs a property first.")
        return kind

    def known(self, node: Any) -> Queryable:
        name = node["property"] if _is_property(node) else None
        if not isinstance(name, str):
            raise ValueError("A property is needed.")
        try:
            return self.queryables[name]
        except KeyError:
            raise ValueError(f"There is no property {name[:40]!r}; see queryables.") from None

    def scalar(self, node: Any, kind: str, depth: int) -> str:
        self.count(depth)
        if _is_casei(node):
            if kind != "text":
                raise ValueError("CASEI is for text.")
            return f"lower({self.scalar(node['args'][0], kind, depth + 1)})"
        if _is_property(node):
            queryable = self.known(node)
            if queryable.type != kind:
                raise ValueError("Values of different types are compared.")
            return queryable.sql
        read = _LITERALS.get(kind)
        if read is None:
            raise ValueError("A geometry is compared by S_INTERSECTS only.")
        value, cast = read(node)
        return self.bind(value, cast)


def _exactly(number: int, operator: str, arguments: list[Any]) -> list[Any]:
    if len(arguments) != number:
        raise ValueError(f"{operator} needs {number} arguments.")
    return arguments


def _is_property(node: Any) -> bool:
    return isinstance(node, dict) and "property" in node


def _names_a_property(node: Any) -> bool:
    ends = node.get("interval") if isinstance(node, dict) else None
    return _is_property(node) or (isinstance(ends, list) and any(map(_is_property, ends)))


def _is_casei(node: Any) -> bool:
    return (
        isinstance(node, dict)
        and str(node.get("op", "")).lower() == "casei"
        and isinstance(node.get("args"), list)
        and len(node["args"]) == 1
    )


def _text(node: Any) -> tuple[Any, str]:
    if not isinstance(node, str) or "\0" in node:
        raise ValueError("A text in quotes is needed.")
    return node, "text"


def _number(node: Any) -> tuple[Any, str]:
    if isinstance(node, bool) or not isinstance(node, int | float):
        raise ValueError("A number is needed.")
    return float(node), "float8"


def _day(node: Any) -> tuple[Any, str]:
    if isinstance(node, dict):
        # Both sides must be of one type, and cutting the time off would change the answer.
        if "timestamp" in node:
            raise ValueError("The property is a day and is compared with DATE('2026-07-14').")
        node = node.get("date")
    try:
        return date.fromisoformat(str(node)), "date"
    except ValueError:
        raise ValueError("A date is needed, such as DATE('2026-07-14').") from None


def _wkb(node: Any) -> bytes:
    try:
        made = box(*node["bbox"]) if set(node) == {"bbox"} else shape(node)
        made = shapely.force_2d(made)
        bounds = made.bounds
    except Exception:  # whatever shapely says of it, the geometry is what is wrong
        raise ValueError("A geometry in degrees is needed, such as BBOX(37,48,38,49).") from None
    if made.is_empty or not (-540 <= bounds[0] <= bounds[2] <= 540):
        raise ValueError("The geometry lies outside the world.")
    if not -90 <= bounds[1] <= bounds[3] <= 90:
        raise ValueError("The geometry lies outside the world.")
    found: bytes = shapely.to_wkb(made)
    return found


_LITERALS: dict[str, Callable[[Any], tuple[Any, str]]] = {
    "text": _text,
    "number": _number,
    "date": _day,
}
_Operator = Callable[[_Translation, str, list[Any], int], str]
_OPERATORS: dict[str, _Operator] = {
    **dict.fromkeys(("and", "or"), _Translation.junction),
    **dict.fromkeys(("=", "<>", "<", ">", "<=", ">="), _Translation.comparison),
    "not": _Translation.negation,
    "between": _Translation.between,
    "like": _Translation.like,
    "in": _Translation.among,
    "isnull": _Translation.is_null,
    "s_intersects": _Translation.intersects,
    **dict.fromkeys(RELATIONS, _Translation.temporal),
}
