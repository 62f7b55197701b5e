"""What the gazetteer knows and what it answers: places, names, queries, resolutions.

All coordinates are WGS 84 degrees. Place ids of settlements are p-codes, the first 12 characters
of the KATOTTG code; hromadas, raions and oblasts have 9, 6 and 4 characters.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, Literal


class PlaceKind(StrEnum):
    """What sort of place a gazetteer record is."""

    SETTLEMENT = "settlement"
    CITY_DISTRICT = "city_district"
    HROMADA = "hromada"
    RAION = "raion"
    OBLAST = "oblast"
    COUNTRY = "country"
    REGION = "region"  # informal or claimed: "Donbass", "DPR"
    RIVER = "river"
    SITE = "site"  # mine, plant, bridge, airfield
    DIRECTION = "direction"  # a front sector named after an anchor town


class NameKind(StrEnum):
    """How a name belongs to its place."""

    OFFICIAL = "official"
    FORMER = "former"
    ALTERNATE = "alternate"
    GENERATED = "generated"  # made by our own rule, never by a source


class Status(StrEnum):
    """The four answers to "which place is this?"."""

    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"
    OUTSIDE = "outside"  # a place outside Ukraine


class GeometryKind(StrEnum):
    """What the location of an answer is drawn as; ``NONE`` has no geometry at all."""

    POINT = "point"
    AREA = "area"  # centre and radius
    LINE = "line"
    SECTOR = "sector"  # a bearing range seen from an anchor
    NONE = "none"


Side = Literal["RU", "UA", "other", "unknown"]


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One name of a place, as one source gives it.

    ``language`` is an ISO 639-1 code, 639-3 where no two-letter code exists (``crh``), or ``und``.
    ``valid_from`` / ``valid_to`` are ISO 8601 dates, possibly reduced ("2016", "2016-02"), or None
    where the source does not say.
    """

    text: str
    language: str
    kind: NameKind
    source: str
    valid_from: str | None = None
    valid_to: str | None = None


@dataclass(frozen=True, slots=True)
class Coordinate:
    """A point of a place according to one source, degrees WGS 84."""

    lon: float
    lat: float
    source: str


@dataclass(frozen=True, slots=True)
class Place:
    """A gazetteer record.

    ``name`` is the KMU 2010 romanisation of ``name_uk``. ``lon``/``lat`` are the preferred
    coordinate or None where no source locates the place. ``radius_m`` is how far the named thing
    may lie from that point: the honest extent of a settlement, area or site.
    ``oblast``, ``raion`` and ``hromada`` are ids (p-codes) of the areas it lies in, or of itself;
    their names are those of the places with these ids.
    ``located_by`` says in words where a borrowed coordinate comes from ("centre of its hromada"),
    and is None when the place has a coordinate of its own.
    ``line`` is the course of a place of ``geometry_kind`` LINE: (lon, lat) points in order.
    """

    id: str
    kind: PlaceKind
    name: str
    name_uk: str
    katottg: str | None = None
    settlement_type: str | None = None  # city | urban_settlement | village | rural_settlement
    oblast: str | None = None
    raion: str | None = None
    hromada: str | None = None
    lon: float | None = None
    lat: float | None = None
    radius_m: int | None = None
    geometry_kind: GeometryKind = GeometryKind.POINT
    located_by: str | None = None
    population: int | None = None
    names: tuple[PlaceName, ...] = ()
    coordinates: tuple[Coordinate, ...] = ()
    line: tuple[tuple[float, float], ...] = ()


LISTED: Final = "listed_with"


@dataclass(frozen=True, slots=True)
class Relation:
    """A spatial relation that a text states between a mention and other mentions.

    ``ground`` holds indices of the mentions it is measured from. ``name`` is one of the relations
    in ``geo.relations`` (``north_of``, ``near``, ``within_distance``, ``between``, ``inside`` ...),
    or ``LISTED``: the two stand side by side in one list of names.
    """

    name: str
    ground: tuple[int, ...]
    distance_km: float | None = None


@dataclass(frozen=True, slots=True)
class NameQuery:
    """A name to resolve, with what its text says of it.

    ``kind`` restricts to one kind of place (None: any). ``type_hint`` is the word beside the name
    ("city", "village", "mine"). ``within`` names areas that the text puts the place in ("DPR",
    "Donetsk region"). ``near`` are further place names of the same text, used as context only.
    ``side`` is the side of whoever uses the name. ``date`` is the date of the claim or report.
    """

    text: str
    kind: PlaceKind | None = None
    type_hint: str | None = None
    within: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    date: date | None = None
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One signal's finding: its name, its value, and a sentence that says why."""

    signal: str
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean; ``score`` is a probability between 0 and 1."""

    place: Place
    score: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """The answer to a ``NameQuery``.

    ``place`` is set only when ``status`` is ``resolved`` (or ``outside`` with a known foreign
    place). ``candidates`` come best first and may be present with any status. ``reason`` is the
    answer to "why this place?" in one sentence.
    """

    query: NameQuery
    status: Status
    place: Place | None = None
    score: float = 0.0
    candidates: tuple[Candidate, ...] = field(default=())
    reason: str = ""
