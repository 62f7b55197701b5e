"""The filters of the places layer, in the manner of ``app.claims.filters``."""

from __future__ import annotations

from dataclasses import replace

from app.claims.filters import PLACE_CODE
from app.parameters import BBOX, Parameter, single, text, vocabulary
from gazetteer.model import PlaceKind


def _code(value: str) -> str:
    if not PLACE_CODE.fullmatch(value.strip()):
        raise ValueError(f"{value[:40]!r} is not a code.")
    return value.strip().upper()


PLACE_PARAMETERS: tuple[Parameter, ...] = (
    BBOX,
    replace(vocabulary("kind", tuple(PlaceKind), "Kind of place."), component="places-kind"),
    Parameter(
        "q",
        "Beginning of any name or former name of the place, in any letter case.",
        "the beginning of a name",
        {"type": "string", "minLength": 1},
        single(text),
        component="places-q",
    ),
    Parameter(
        "within",
        "Code of the oblast, raion or hromada whose places are meant.",
        "a KATOTTG code or p-code, such as UA14 or UA1416",
        {"type": "string"},
        single(_code),
        component="places-within",
    ),
)
