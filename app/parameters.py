"""Parameters as text: how each is documented, and how its values are read.

The tables of the API and of the command line are made of these, so that both accept the same words
and refuse the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from app.errors import ParameterError, UnknownParameterError
from geo.bbox import BBOX_FORM, parse_bbox
from geo.errors import GeoError

T = TypeVar("T")
JsonSchema = dict[str, Any]
#: Reads all values that were given for one parameter; raises ValueError or GeoError.
Reader = Callable[[Sequence[str]], Any]

MAX_VALUE_LENGTH = 1000
# A value up to its comma: in double quotes, inside which two stand for one, or without.
_QUOTED_OR_NOT = re.compile(r'\s*"((?:[^"]|"")+)"\s*,|([^,]*),')


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter: how it is documented, and how its values are read.

    ``component`` is its name among the components of the API description, where another parameter
    has the plain name.
    """

    name: str
    description: str
    accepts: str
    schema: JsonSchema
    read: Reader
    required: bool = False
    component: str | None = None
    longest: int = MAX_VALUE_LENGTH
    #: Whether several values may stand in one, separated by commas.
    commas: bool = True

    @property
    def key(self) -> str:
        """Name of the component that describes it."""
        return self.component or self.name


def single(read: Callable[[str], T]) -> Reader:
    """Read one value. Clients repeat whole query strings, so equal repeats are one value."""

    def reader(values: Sequence[str]) -> T:
        if len(set(values)) > 1:
            raise ValueError("It is given more than once, with different values.")
        return read(values[0])

    return reader


def several(read: Callable[[str], str], *, commas: bool = True) -> Reader:
    """Read a repeated and, where ``commas``, comma-separated parameter; any value may match.

    A value that holds a comma itself stands in double quotes, as in CSV (RFC 4180).
    """

    def reader(values: Sequence[str]) -> tuple[str, ...]:
        parts = [part for value in values for part in (_split(value) if commas else [value])]
        return tuple(dict.fromkeys(read(part) for part in parts))

    return reader


def _split(value: str) -> list[str]:
    parts = _QUOTED_OR_NOT.findall(value + ",")
    return [quoted.replace('""', '"') if quoted else plain for quoted, plain in parts]


def text(value: str) -> str:
    """Return the value without surrounding blanks; it must say something."""
    value = value.strip()
    if not value:
        raise ValueError("It is empty.")
    return value


def one_of(words: Iterable[str]) -> Callable[[str], str]:
    """Read a word of a vocabulary, in any letter case."""
    known = {word.lower(): word for word in words}

    def read(value: str) -> str:
        try:
            return known[value.strip().lower()]
        except KeyError:
            raise ValueError(f"{value[:40]!r} is not known.") from None

    return read


def vocabulary(name: str, words: Sequence[str], description: str) -> Parameter:
    """Make a parameter that takes one or more words of a vocabulary."""
    return Parameter(
        name,
        description,
        f"one or more of {', '.join(words)}, separated by commas or repeated",
        {"type": "array", "items": {"type": "string", "enum": list(words)}, "minItems": 1},
        several(one_of(words)),
    )


def yes_or_no(name: str, description: str) -> Parameter:
    """Make a parameter that is true or false."""
    return Parameter(
        name,
        description,
        "true or false",
        {"type": "boolean"},
        single(lambda value: one_of(("true", "false"))(value) == "true"),
    )


BBOX = Parameter(
    "bbox",
    "Features that touch the box. Features without geometry are left out, and counted in "
    "`numberUnlocated`.",
    BBOX_FORM,
    {
        "type": "array",
        "items": {"type": "number"},
        "minItems": 4,
        # The abstract tests of OGC want 6 here; boxes with heights are refused all the same.
        "maxItems": 6,
        "allOf": [{"maxItems": 4}],
    },
    single(parse_bbox),
)


def read_parameters(
    parameters: Sequence[Parameter], given: Iterable[tuple[str, str]]
) -> dict[str, Any]:
    """Read name-value pairs by a table of parameters.

    Raises UnknownParameterError for a name that the table lacks, and ParameterError for a value
    that cannot be read; both say what is accepted.
    """
    known = {parameter.name: parameter for parameter in parameters}
    values: dict[str, list[str]] = {}
    for name, value in given:
        if name not in known:
            raise UnknownParameterError(
                name[:40], "There is no such parameter.", ", ".join(known) or "no parameters"
            )
        _check(known[name], value)
        values.setdefault(name, []).append(value)
    return {name: _read(known[name], found) for name, found in values.items()}


def _check(parameter: Parameter, value: str) -> None:
    if "\0" in value:
        raise ParameterError(parameter.name, "It holds a null character.", parameter.accepts)
    if len(value) > parameter.longest:
        raise ParameterError(
            parameter.name, f"It is longer than {parameter.longest} characters.", parameter.accepts
        )


def _read(parameter: Parameter, values: Sequence[str]) -> Any:
    try:
        return parameter.read(values)
    except (ValueError, GeoError) as error:
        raise ParameterError(parameter.name, str(error), parameter.accepts) from None
