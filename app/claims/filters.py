"""The filters of the claims layer: parameters as text, read into a ``ClaimFilter``.

The API and the command line share this table, so both accept the same words and refuse the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from typing import Any, TypeVar, get_args

from app.claims.model import ClaimType, Modality
from app.claims.tables import LocationPrecision
from app.claims.temporal import DATETIME_FORM, Interval, parse_datetime
from app.errors import ParameterError, UnknownParameterError
from gazetteer.model import Side
from geo.bbox import BBOX_FORM, Bbox, parse_bbox
from geo.errors import GeoError

T = TypeVar("T")
JsonSchema = dict[str, Any]
#: Reads all values that were given for one parameter; raises ValueError or GeoError.
Reader = Callable[[Sequence[str]], Any]

MAX_VALUE_LENGTH = 1000
# A value up to its comma: in double quotes, inside which two stand for one, or without.
_QUOTED_OR_NOT = re.compile(r'\s*"((?:[^"]|"")+)"\s*,|([^,]*),')
PLACE_CODE = re.compile(r"UA\d{2,20}", re.IGNORECASE)


class TimeAxis(StrEnum):
    """Which of a claim's times ``datetime`` filters."""

    EVENT = "event"
    STATEMENT = "statement"
    PUBLICATION = "publication"


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """What a client asks of the claims layer; empty fields do not restrict."""

    bbox: Bbox | None = None
    days: Interval | None = None
    time: TimeAxis = TimeAxis.EVENT
    outlet: tuple[str, ...] = ()
    claimant: tuple[str, ...] = ()
    side: tuple[str, ...] = ()
    claim_type: tuple[str, ...] = ()
    modality: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    q: str | None = None
    location_precision: tuple[str, ...] = ()
    #: Only claims that are recorded as contradicting or denying one another, or only the others.
    disputed: bool | None = None
    #: Values of further columns, any of which may hold.
    columns: tuple[tuple[str, tuple[str | int, ...]], ...] = ()
    #: A condition in SQL with its values, from a filter expression that was checked.
    condition: Condition | None = None
    located: bool | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL without any text of the client's, and the values bound in it."""

    sql: str
    values: Mapping[str, Any]


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


def read_days(values: Sequence[str]) -> Interval:
    """Read ``datetime``; GDAL repeats it for a lower and an upper bound, which restrict jointly."""
    return reduce(Interval.intersection, map(parse_datetime, values))


def _phrase(value: str) -> str:
    if len(value) > 200:
        raise ValueError("It is too long.")
    if not any(character.isalnum() for character in value):
        raise ValueError("It holds no word.")
    return text(value)


_TEXT: JsonSchema = {"type": "string", "minLength": 1}
_TEXTS: JsonSchema = {"type": "array", "items": _TEXT, "minItems": 1}
_SIDES: tuple[str, ...] = get_args(Side)

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

CLAIM_PARAMETERS: tuple[Parameter, ...] = (
    BBOX,
    Parameter(
        "datetime",
        "Claims whose time touches the days given; see `time` for which time. An event without a "
        "known beginning is found by its last possible day. Claims without any such time are left "
        "out, and counted in `numberUndated`. Repeated, all must hold.",
        DATETIME_FORM,
        _TEXT,
        read_days,
    ),
    Parameter(
        "time",
        "Which time `datetime` filters: when it is said to have happened (`event`), when it was "
        "said (`statement`), or when the report was published (`publication`).",
        f"one of {', '.join(TimeAxis)}",
        {"type": "string", "enum": list(TimeAxis), "default": TimeAxis.EVENT.value},
        single(lambda value: TimeAxis(one_of(TimeAxis)(value))),
    ),
    Parameter(
        "outlet",
        "Outlet that carries the claim, by name in any letter case; see `/outlets`.",
        "one or more outlet names, separated by commas or repeated",
        _TEXTS,
        several(text),
    ),
    Parameter(
        "claimant",
        "Who says it, by name in any letter case. Repeat the parameter for several.",
        "a claimant's name; repeat it for several",
        _TEXTS,
        several(text, commas=False),
        commas=False,
    ),
    vocabulary("side", _SIDES, "Side of the source: of whoever says it."),
    vocabulary("claim_type", tuple(ClaimType), "Kind of act that the claim asserts."),
    Parameter(
        "place",
        "Place of the claim: a KATOTTG code or p-code, where the code of an oblast, raion or "
        "hromada takes in all places inside it, or a name in any letter case and any of the "
        "spellings and former names that the gazetteer has.",
        "one or more codes (UA14160210) or names (Pokrovsk), separated by commas or repeated",
        _TEXTS,
        several(text),
    ),
    vocabulary("modality", tuple(Modality), "How the claim is put."),
    vocabulary(
        "location_precision",
        tuple(LocationPrecision),
        "How sharply the claim is located; `none` has no place on a map.",
    ),
    yes_or_no(
        "disputed",
        "Claims that are recorded as contradicting or denying one another (`true`), or all others.",
    ),
    yes_or_no("located", "Features with a place on a map (`true`), or those without."),
    Parameter(
        "q",
        "Words to find together in the sentence, in the claimant's or in the outlet's name, each "
        "also as the beginning of a word; or any whole name of the place. In any letter case.",
        "a word or phrase of up to 200 characters",
        {"type": "string", "minLength": 1, "maxLength": 200},
        single(_phrase),
    ),
)

#: Parameters whose field in ``ClaimFilter`` has another name.
_FIELD_OF = {"datetime": "days"}


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


def claim_filter(values: Mapping[str, Any]) -> ClaimFilter:
    """Return the filter that read parameters make; parameters of other tables are left alone."""
    names = [parameter.name for parameter in CLAIM_PARAMETERS]
    return ClaimFilter(**{_FIELD_OF.get(n, n): values[n] for n in names if n in values})


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
