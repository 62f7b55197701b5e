"""What the routes ask of a layer, and what all layers share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.api.equality import equal
from app.api.params import FILTER, Values
from app.api.reading import Reads
from app.claims.cql2 import Queryable, condition
from app.claims.filters import Condition
from app.claims.queries import Statement
from app.errors import ParameterError
from app.parameters import Parameter
from geo.crs import Crs
from geo.export.layer import Field


@dataclass(frozen=True, slots=True)
class Asked:
    """A page as asked for: parameters read, the system of coordinates, the key before it."""

    values: Values
    crs: Crs
    limit: int
    after: str | None
    version: str


class Layer(Protocol):
    """What the routes ask of a layer."""

    id: str
    #: What its features are called in the API description.
    kind: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    fields: tuple[Field, ...]
    #: Fields that features have only where a parameter asks for them.
    on_request: tuple[Field, ...]
    #: Fields that always have a value.
    never_null: frozenset[str]
    queryables: Mapping[str, Queryable]
    spatial: bool

    async def page(self, reads: Reads, asked: Asked) -> Statement:
        """Return the query of a page, one feature more than it holds."""
        ...

    async def counts(self, reads: Reads, asked: Asked, whole: int | None) -> dict[str, int]:
        """Return the members that count; ``whole`` is the number where one page has all."""
        ...

    def one(self, feature_id: str, values: Values) -> Statement | None:
        """Return the query of one feature, None for an id that cannot be."""
        ...

    def extent(self) -> Statement:
        """Return the query of west, south, east, north, first and last day."""
        ...


def chosen(
    values: Values, queryables: Mapping[str, Queryable], parameters: Sequence[Parameter]
) -> Condition | None:
    """Return what ``filter`` and these parameters of equality ask together.

    Raises ParameterError.
    """
    parts = [
        part
        for part in (_filtered(values, queryables), equal(values, queryables, parameters))
        if part is not None
    ]
    if not parts:
        return None
    bound = {name: value for part in parts for name, value in part.values.items()}
    return Condition(" AND ".join(part.sql for part in parts), bound)


def _filtered(values: Values, queryables: Mapping[str, Queryable]) -> Condition | None:
    text = values.get("filter")
    if text is None:
        return None
    language = values.get(
        "filter-lang", "cql2-json" if text.lstrip().startswith("{") else "cql2-text"
    )
    try:
        return condition(text, language, queryables)
    except ValueError as error:
        raise ParameterError("filter", str(error), FILTER.accepts) from None
