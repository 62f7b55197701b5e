"""What extraction yields: mentions, claims, attribution chains, dates, modality.

Plain immutable values without storage or HTTP. All spans are Unicode code point offsets into the
article text, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from gazetteer.model import PlaceKind, Resolution, Side


class ClaimType(StrEnum):
    """The act a claim asserts; only the two ``control_`` types touch control."""

    ADVANCE = "advance"
    CONTROL_CHANGE = "control_change"
    CONTROL_STATUS = "control_status"
    ATTACK_REPELLED = "attack_repelled"
    CLASH = "clash"
    STRIKE = "strike"
    DESTRUCTION = "destruction"
    WITHDRAWAL = "withdrawal"
    SURRENDER = "surrender"
    POSITIONS = "positions"
    LOSSES = "losses"
    FORECAST = "forecast"
    STATEMENT = "statement"
    VISIT = "visit"
    OTHER = "other"


class Modality(StrEnum):
    """How a claim is put; independent of what it says."""

    ASSERTED = "asserted"
    CLAIMED = "claimed"
    UNATTRIBUTED = "unattributed"
    ALLEGED = "alleged"
    QUESTIONED = "questioned"
    DENIED = "denied"
    FORECAST = "forecast"
    SPECULATIVE = "speculative"
    OPINION = "opinion"
    NO_COMMENT = "no_comment"


class AttributionRole(StrEnum):
    """A link's place in the chain from who says it to who prints it."""

    CLAIMANT = "claimant"
    CHANNEL = "channel"
    OUTLET = "outlet"
    PUBLISHER = "publisher"


class AttributionBasis(StrEnum):
    """How we know who said it."""

    SAME_SENTENCE = "same_sentence"
    NEXT_SENTENCE = "next_sentence"
    PRONOUN = "pronoun"
    CARRIED_OVER = "carried_over"
    NARRATOR = "narrator"
    METADATA = "metadata"  # the publisher, known from the report's metadata


class DatePrecision(StrEnum):
    """How sharply a date is known."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the article text; ``text`` repeats it for readers."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name in a text and what it resolves to.

    ``type_hint`` is the settlement word beside it ("village"); ``kind`` is the kind of place the
    words call for, before resolution.
    """

    span: Span
    kind: PlaceKind
    resolution: Resolution
    type_hint: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """One link of an attribution chain. ``span`` is the cue that proves it (None: metadata).

    ``name`` is the identity (titles stripped), ``title`` what stood before or after it
    ("military expert"), ``kind`` the sort of source (ministry, agency, military_expert ...).
    """

    role: AttributionRole
    name: str
    side: Side = "unknown"
    kind: str | None = None
    title: str | None = None
    span: Span | None = None
    basis: AttributionBasis = AttributionBasis.SAME_SENTENCE


@dataclass(frozen=True, slots=True)
class TimeRange:
    """A closed range of days; a None end is open and never padded.

    ``text`` is the expression it was read from (None: derived), ``basis`` says how, in words.
    """

    start: date | None
    end: date | None
    precision: DatePrecision
    basis: str
    text: Span | None = None
    year_inferred: bool = False


@dataclass(frozen=True, slots=True)
class ClaimPlace:
    """A place of a claim: index into the extraction's mentions, its role and stated relation.

    ``role``: location, goal, source, ground, landmark, container. ``relation``: in, near,
    toward, from, north_of, within_distance, between, along ...
    """

    mention: int
    role: str
    relation: str
    distance_km: float | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as claimed ("up to 310" killed); never summed."""

    what: str
    minimum: float | None
    maximum: float | None
    unit: str | None
    bound: str | None
    whose: Side
    span: Span


@dataclass(frozen=True, slots=True)
class Claim:
    """One assertion, exactly as attributed.

    ``quote`` is the sentence it stands in. ``source_side`` (who says it), ``actor_side`` (who is
    said to act) and ``benefit_side`` (who gains if it holds) are three different fields.
    """

    type: ClaimType
    quote: Span
    head: Span
    places: tuple[ClaimPlace, ...]
    attribution: tuple[Link, ...]
    modality: Modality
    modality_cue: Span | None
    event: TimeRange
    statement: TimeRange
    source_side: Side = "unknown"
    actor_side: Side = "unknown"
    benefit_side: Side = "unknown"
    quantities: tuple[Quantity, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything read out of one article."""

    mentions: tuple[Mention, ...] = field(default=())
    claims: tuple[Claim, ...] = field(default=())
    language: str | None = None
