"""Filter expressions in CQL2 (OGC 21-065r2), text or JSON, as SQL with bound values.

``cql2_parse`` gives the tree of the JSON encoding, which this module walks by a table of operators.
Names are looked up among the queryables and never reach the SQL as text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.claims.cql2_parse import DEEPEST, parse
from app.claims.cql2_time import RELATIONS
from app.claims.cql2_values import LITERALS, kind_of, wkb
from app.claims.filters import Condition

_MOST_NODES = 400


@dataclass(frozen=True, slots=True)
class Queryable:
    """A property that filters may name: its SQL, its type, and what it means.

    ``type`` is text, number (all of ours are whole), date, boolean or geometry; ``words`` are the
    values that it can have, where they are few.
    """

    sql: str
    type: str
    description: str
    words: tuple[str, ...] = ()


def condition(
    text: str, language: str, queryables: Mapping[str, Queryable], prefix: str = "cql"
) -> Condition:
    """Return the condition that an expression makes.

    Raises ValueError with one sentence on what is wrong.
    """
    made = _Translation(queryables, prefix)
    sql = made.boolean(parse(text, language), 0)
    return Condition(sql, made.values)


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
        if depth > DEEPEST or self.nodes > _MOST_NODES:
            raise ValueError("It is nested too deeply, or too long.")

    def boolean(self, node: Any, depth: int) -> str:
        self.count(depth)
        if isinstance(node, bool):
            return "true" if node else "false"
        if _is_property(node) and self.known(node).type == "boolean":
            return self.known(node).sql
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
        kind = self.kind(operator, (left, right))
        return f"({self.scalar(left, kind, depth)} {operator} {self.scalar(right, kind, depth)})"

    def between(self, operator: str, arguments: list[Any], depth: int) -> str:
        kind = self.kind(operator, _exactly(3, operator, arguments))
        value, low, high = (self.scalar(part, kind, depth) for part in arguments)
        return f"({value} BETWEEN {low} AND {high})"

    def like(self, operator: str, arguments: list[Any], depth: int) -> str:
        value, pattern = _exactly(2, operator, arguments)
        if self.kind(operator, (value,)) != "text":
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
        kind = self.kind(operator, (value, *choices))
        parts = ", ".join(self.scalar(choice, kind, depth) for choice in choices)
        return f"({self.scalar(value, kind, depth)} IN ({parts}))"

    def is_null(self, operator: str, arguments: list[Any], depth: int) -> str:
        (value,) = _exactly(1, operator, arguments)
        if _is_property(value):
            self.count(depth)
            return f"({self.known(value).sql} IS NULL)"
        return f"({self.scalar(value, self.kind(operator, (value,)), depth)} IS NULL)"

    def spatial(self, operator: str, arguments: list[Any], depth: int) -> str:
        left, right = (self.geometry(a, depth) for a in _exactly(2, operator, arguments))
        return f"{_SPATIAL[operator]}({left}, {right})"

    def geometry(self, node: Any, depth: int) -> str:
        self.count(depth)
        if not _is_property(node):
            return f"ST_GeomFromWKB({self.bind(wkb(node), 'bytea')}, 4326)"
        if self.known(node).type != "geometry":
            raise ValueError("Geometries are compared with the property geometry.")
        return self.known(node).sql

    def temporal(self, operator: str, arguments: list[Any], depth: int) -> str:
        ends = [self.ends(argument) for argument in _exactly(2, operator, arguments)]
        known = [end for pair in ends for end in pair if end != ".."]
        kind = self.kind(operator, known)
        if kind == "text":  # an interval writes its ends without DATE or TIMESTAMP
            kind = "instant" if any("T" in str(end) for end in known) else "date"
        if kind not in {"date", "instant"}:
            raise ValueError(f"{operator} is for days and intervals.")
        (a0, a1), (b0, b1) = (self.span(pair, kind, depth) for pair in ends)
        return f"({RELATIONS[operator].format(a0=a0, a1=a1, b0=b0, b1=b1)})"

    def ends(self, node: Any) -> list[Any]:
        """Return the ends of an interval; a day is both of its own."""
        if not (isinstance(node, dict) and "interval" in node):
            return [node, node]
        ends = node["interval"]
        if not isinstance(ends, list) or len(ends) != 2:
            raise ValueError("An interval has two ends.")
        return ends

    def span(self, ends: list[Any], kind: str, depth: int) -> tuple[str, str]:
        """Return the SQL of the first and the last moment."""
        cast = {"date": "date", "instant": "timestamptz"}[kind]
        first, last = (
            self.bind(infinity, cast) if end == ".." else self.scalar(end, kind, depth)
            for end, infinity in zip(ends, ("-infinity", "infinity"), strict=True)
        )
        return first, last

    def kind(self, operator: str, nodes: Sequence[Any]) -> str:
        """Return what kind of values these are: that of the first property, else of a literal."""
        within = [_within_casei(node) for node in nodes]
        if named := next(filter(_is_property, within), None):
            return self.known(named).type
        found = next(filter(None, map(kind_of, within)), None)
        if found is None:
            raise ValueError(f"{operator} needs a property or a value.")
        return found

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
        read = LITERALS.get(kind)
        if read is None:
            raise ValueError("Geometries are compared by functions such as S_INTERSECTS.")
        value, cast = read(node)
        return self.bind(value, cast)


def _exactly(number: int, operator: str, arguments: list[Any]) -> list[Any]:
    if len(arguments) != number:
        raise ValueError(f"{operator} needs {number} arguments.")
    return arguments


def _is_property(node: Any) -> bool:
    return isinstance(node, dict) and "property" in node


def _is_casei(node: Any) -> bool:
    return (
        isinstance(node, dict)
        and str(node.get("op", "")).lower() == "casei"
        and isinstance(node.get("args"), list)
        and len(node["args"]) == 1
    )


def _within_casei(node: Any) -> Any:
    while _is_casei(node):
        node = node["args"][0]
    return node


#: Functions of space, by their meaning in both standards (DE-9IM).
_SPATIAL = {
    f"s_{name}": f"ST_{name.capitalize()}"
    for name in (
        "intersects",
        "disjoint",
        "equals",
        "touches",
        "crosses",
        "within",
        "contains",
        "overlaps",
    )
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
    **dict.fromkeys(_SPATIAL, _Translation.spatial),
    **dict.fromkeys(RELATIONS, _Translation.temporal),
}
