"""The filters of the claims layer: what each takes, and the ``ClaimFilter`` that they make."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from typing import Any, get_args

from app.claims.model import ClaimType, Modality
from app.claims.tables import LocationPrecision
from app.claims.temporal import DATETIME_FORM, Interval, parse_datetime
from app.parameters import (
    BBOX,
    JsonSchema,
    Parameter,
    one_of,
    several,
    single,
    text,
    vocabulary,
    yes_or_no,
)
from gazetteer.model import Side
from geo.bbox import Bbox

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
    #: A condition in SQL with its values: of properties, and of a filter expression.
    condition: Condition | None = None
    located: bool | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL without any text of the client's, and the values bound in it."""

    sql: str
    values: Mapping[str, Any]


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


def claim_filter(values: Mapping[str, Any]) -> ClaimFilter:
    """Return the filter that read parameters make; parameters of other tables are left alone."""
    names = [parameter.name for parameter in CLAIM_PARAMETERS]
    return ClaimFilter(**{_FIELD_OF.get(n, n): values[n] for n in names if n in values})
