"""Tables of mentions and claims, their relations, and the flat layer that maps read.

Versions are append-only: a correction closes the current row (``recorded_to``) and adds another;
triggers refuse every other change.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from geoalchemy2.elements import WKBElement
from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Double,
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.claims.model import (
    AttributionBasis,
    AttributionRole,
    ClaimType,
    DatePrecision,
    Modality,
)
from app.db.base import SIDES, Base, Id, Json, JsonList, Recorded, one_of, refers_to, wgs84
from gazetteer.model import GeometryKind, PlaceKind, Status

_CURRENT = text("recorded_to IS NULL")
_UNLOCATED = text("recorded_to IS NULL AND geom IS NULL")
# As in app/claims/ordering.py; an index serves the very expression only.
_LAST_DAY = "coalesce(event_end, 'infinity'::date)"
_FIRST_DAY = "coalesce(event_start, event_end, 'infinity'::date)"
_CELL = "st_geohash(geom, 8)"
_Side = Annotated[str, mapped_column(Text, server_default="unknown")]
_Text = Annotated[str, mapped_column(Text)]

# What full-text search looks at. A tsvector holds at most 1 MB, so a sentence without end is
# indexed by its beginning; a query must use the same expression.
SEARCH_VECTOR = "to_tsvector('simple', left(quote, 20000))"


class Change(StrEnum):
    """What a claim version is to the one before it."""

    ADDED = "added"
    CORRECTED = "corrected"
    REPROCESSED = "reprocessed"
    RETRACTED = "retracted"


class PlaceStatus(StrEnum):
    """``gazetteer.model.Status``, and ``none`` for a claim that names no place."""

    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"
    OUTSIDE = "outside"
    NONE = "none"


class LocationPrecision(StrEnum):
    """How sharply a feature is located; its ``radius_m`` says it in metres."""

    SETTLEMENT = "settlement"
    AREA = "area"
    SECTOR = "sector"
    LINE = "line"
    NONE = "none"


class RelationType(StrEnum):
    """How one claim bears on another."""

    SAME_AS = "same_as"
    RESTATES = "restates"
    CONTRADICTS = "contradicts"
    QUESTIONS = "questions"
    DENIES = "denies"
    SUPERSEDES = "supersedes"


class Actor(Base):
    """Who says something: a person, ministry, staff, unit (see ``Outlet`` for slug and name)."""

    __tablename__ = "actor"
    __table_args__ = (
        UniqueConstraint("slug"),
        one_of("side", SIDES),
        CheckConstraint("char_length(name) <= 200", name="name_length"),
    )

    id: Mapped[Id]
    slug: Mapped[_Text]
    name: Mapped[_Text]
    side: Mapped[_Side]
    kind: Mapped[str | None] = mapped_column(Text)
    aliases: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'::text[]"))
    recorded_from: Mapped[Recorded]


class Mention(Base):
    """A place name in a document and what it was resolved to; code point span, end exclusive.

    ``kind`` is the kind of place the words call for. ``reason`` answers "why this place?";
    ``reasons`` are the signals behind the choice and ``candidates`` the runners-up, best first:
    ``[{"place_id", "name", "name_uk", "oblast", "lon", "lat", "score", "reasons": [...]}]``.
    """

    __tablename__ = "mention"
    __table_args__ = (
        one_of("kind", PlaceKind),
        one_of("status", Status),
        one_of("geometry_kind", GeometryKind),
        CheckConstraint("span_start >= 0 AND span_end > span_start", name="span"),
        CheckConstraint("score BETWEEN 0 AND 1", name="score"),
        CheckConstraint("status <> 'resolved' OR place_id IS NOT NULL", name="resolved_has_place"),
        Index(None, "document_id", "span_start"),
        Index(None, "place_id"),
        Index("ix_mention_open", "status", "id", postgresql_where=_CURRENT),
    )

    id: Mapped[Id]
    document_id: Mapped[int] = refers_to("document.id")
    span_start: Mapped[int]
    span_end: Mapped[int]
    text: Mapped[_Text]
    kind: Mapped[_Text]
    type_hint: Mapped[str | None] = mapped_column(Text)
    status: Mapped[_Text]
    place_id: Mapped[str | None] = mapped_column(ForeignKey("place.id"))
    score: Mapped[float] = mapped_column(Double, server_default="0")
    geometry_kind: Mapped[str] = mapped_column(Text, server_default=GeometryKind.NONE.value)
    radius_m: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, server_default="")
    reasons: Mapped[JsonList]
    candidates: Mapped[JsonList]
    author: Mapped[_Text]
    recorded_from: Mapped[Recorded]
    recorded_to: Mapped[datetime | None]


class ClaimIdentity(Base):
    """The stable id of a claim, whatever its versions say."""

    __tablename__ = "claim"
    __table_args__ = (Index(None, "document_id"),)

    id: Mapped[Id]
    document_id: Mapped[int] = refers_to("document.id")
    recorded_from: Mapped[Recorded]


class ClaimVersion(Base):
    """What one claim says, as recorded at one time; the row without ``recorded_to`` is current.

    Spans are code points of the document, end exclusive. Dates are days; a null end is open. A
    ``*_text`` is the expression a date was read from, ``*_basis`` how. ``quantities`` is a list of
    ``{"what", "minimum", "maximum", "unit", "bound", "whose", "span_start", "span_end", "text"}``.
    ``change``, ``reason`` and ``author`` say why there is this version and who made it.
    """

    __tablename__ = "claim_version"
    __table_args__ = (
        UniqueConstraint("claim_id", "version"),
        Index("uq_claim_version_current", "claim_id", unique=True, postgresql_where=_CURRENT),
        one_of("type", ClaimType),
        one_of("modality", Modality),
        one_of("change", Change),
        one_of("source_side", SIDES),
        one_of("actor_side", SIDES),
        one_of("benefit_side", SIDES),
        one_of("event_precision", DatePrecision),
        one_of("statement_precision", DatePrecision),
        CheckConstraint("quote_start >= 0 AND quote_end > quote_start", name="quote_span"),
        CheckConstraint("event_start <= event_end", name="event_order"),
        CheckConstraint("statement_start <= statement_end", name="statement_order"),
        CheckConstraint("recorded_from <= recorded_to", name="recorded_order"),
        Index(None, "recorded_from"),
        Index(None, "recorded_to"),
    )

    id: Mapped[Id]
    claim_id: Mapped[int] = refers_to("claim.id")
    version: Mapped[int]
    change: Mapped[_Text]
    reason: Mapped[_Text]
    author: Mapped[_Text]
    type: Mapped[_Text]
    modality: Mapped[_Text]
    modality_cue: Mapped[str | None] = mapped_column(Text)
    modality_cue_start: Mapped[int | None]
    modality_cue_end: Mapped[int | None]
    quote: Mapped[_Text]
    quote_start: Mapped[int]
    quote_end: Mapped[int]
    head: Mapped[_Text]
    head_start: Mapped[int]
    head_end: Mapped[int]
    source_side: Mapped[_Side]
    actor_side: Mapped[_Side]
    benefit_side: Mapped[_Side]
    event_start: Mapped[date | None]
    event_end: Mapped[date | None]
    event_precision: Mapped[_Text]
    event_basis: Mapped[_Text]
    event_text: Mapped[str | None] = mapped_column(Text)
    event_text_start: Mapped[int | None]
    event_text_end: Mapped[int | None]
    event_year_inferred: Mapped[bool] = mapped_column(server_default=text("false"))
    statement_start: Mapped[date | None]
    statement_end: Mapped[date | None]
    statement_precision: Mapped[_Text]
    statement_basis: Mapped[_Text]
    statement_text: Mapped[str | None] = mapped_column(Text)
    statement_text_start: Mapped[int | None]
    statement_text_end: Mapped[int | None]
    statement_year_inferred: Mapped[bool] = mapped_column(server_default=text("false"))
    quantities: Mapped[JsonList]
    rule: Mapped[str] = mapped_column(Text, server_default="")
    recorded_from: Mapped[Recorded]
    recorded_to: Mapped[datetime | None]


class AttributionLink(Base):
    """One link of a claim version's chain, in order from who says it to who prints it.

    ``name`` is as the text identifies it; the claimant's identity is ``actor_id``, that of a
    channel, outlet or publisher ``outlet_id``. A null span means: known from metadata.
    """

    __tablename__ = "attribution_link"
    __table_args__ = (
        UniqueConstraint("claim_version_id", "position"),
        one_of("role", AttributionRole),
        one_of("side", SIDES),
        one_of("basis", AttributionBasis),
        CheckConstraint("actor_id IS NULL OR outlet_id IS NULL", name="one_identity"),
        Index(None, "actor_id"),
        Index(None, "outlet_id"),
    )

    id: Mapped[Id]
    claim_version_id: Mapped[int] = refers_to("claim_version.id")
    position: Mapped[int]
    role: Mapped[_Text]
    name: Mapped[_Text]
    title: Mapped[str | None] = mapped_column(Text)
    side: Mapped[_Side]
    kind: Mapped[str | None] = mapped_column(Text)
    span_start: Mapped[int | None]
    span_end: Mapped[int | None]
    span_text: Mapped[str | None] = mapped_column(Text)
    basis: Mapped[_Text]
    actor_id: Mapped[int | None] = refers_to("actor.id")
    outlet_id: Mapped[int | None] = refers_to("outlet.id")


class ClaimPlace(Base):
    """A place of a claim version: its mention, role and stated relation.

    ``geom`` is the geometry of the relation as stated (WGS 84; any type), ``radius_m`` how far in
    metres the place meant may lie from it, ``ground_mention_ids`` what the relation is measured
    from where that is not the mention itself.
    """

    __tablename__ = "claim_place"
    __table_args__ = (
        UniqueConstraint("claim_version_id", "position"),
        one_of("place_status", PlaceStatus),
        one_of("precision", LocationPrecision),
        CheckConstraint("distance_km >= 0", name="distance"),
        CheckConstraint("radius_m >= 0", name="radius"),
        Index(None, "mention_id"),
        Index(None, "place_id"),
        Index(None, "geom", postgresql_using="gist"),
    )

    id: Mapped[Id]
    claim_version_id: Mapped[int] = refers_to("claim_version.id")
    position: Mapped[int]
    mention_id: Mapped[int | None] = refers_to("mention.id")
    place_id: Mapped[str | None] = mapped_column(ForeignKey("place.id"))
    place_status: Mapped[_Text]
    role: Mapped[_Text]
    relation: Mapped[_Text]
    distance_km: Mapped[float | None] = mapped_column(Double)
    ground_mention_ids: Mapped[list[int]] = mapped_column(
        ARRAY(BigInteger), server_default=text("'{}'::bigint[]")
    )
    geom: Mapped[WKBElement | None] = mapped_column(wgs84())
    precision: Mapped[_Text]
    radius_m: Mapped[int | None]


class Matter(Base):
    """A group of claims about one thing at one place and time; members keep their own values.

    ``topic`` is what the claims are about (``control``, or the claim type), ``anchor`` the day of
    the first member: later members lie within the topic's window around it.
    """

    __tablename__ = "matter"
    __table_args__ = (Index(None, "place_id", "topic", "anchor"),)

    id: Mapped[Id]
    title: Mapped[str | None] = mapped_column(Text)
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id"))
    topic: Mapped[_Text]
    anchor: Mapped[date]
    rule: Mapped[_Text]
    evidence: Mapped[Json]
    recorded_from: Mapped[Recorded]
    recorded_to: Mapped[datetime | None]


class MatterClaim(Base):
    """Membership of a claim in a matter, for as long as it was held to belong there.

    ``stance`` is what the claim says on the matter's question: the side said to hold or to act,
    ``not:`` or ``questioned:`` before it. ``claimant`` and ``carrier`` are slugs of its chain
    (``claimant_named``: a name and not a description such as "local residents"), ``wording`` the
    beginning of its sentence where nobody is named. ``day`` is when it is said to have been so,
    ``said`` when it was said.
    """

    __tablename__ = "matter_claim"
    __table_args__ = (
        Index(
            "uq_matter_claim_current",
            "matter_id",
            "claim_id",
            unique=True,
            postgresql_where=_CURRENT,
        ),
        Index(None, "claim_id"),
        Index(None, "document_id"),
    )

    id: Mapped[Id]
    matter_id: Mapped[int] = refers_to("matter.id")
    claim_id: Mapped[int] = refers_to("claim.id")
    document_id: Mapped[int] = refers_to("document.id")
    claim_type: Mapped[_Text]
    stance: Mapped[_Text]
    claimant: Mapped[str | None] = mapped_column(Text)
    claimant_named: Mapped[bool] = mapped_column(server_default=text("false"))
    carrier: Mapped[str | None] = mapped_column(Text)
    wording: Mapped[str | None] = mapped_column(Text)
    day: Mapped[date]
    said: Mapped[date]
    rule: Mapped[_Text]
    recorded_from: Mapped[Recorded]
    recorded_to: Mapped[datetime | None]


class ClaimRelation(Base):
    """How one claim bears on another, with the rule and the evidence that made it."""

    __tablename__ = "claim_relation"
    __table_args__ = (
        one_of("type", RelationType),
        CheckConstraint("from_claim_id <> to_claim_id", name="two_claims"),
        Index(
            "uq_claim_relation_current",
            "from_claim_id",
            "to_claim_id",
            "type",
            unique=True,
            postgresql_where=_CURRENT,
        ),
        Index(None, "to_claim_id"),
    )

    id: Mapped[Id]
    from_claim_id: Mapped[int] = refers_to("claim.id")
    to_claim_id: Mapped[int] = refers_to("claim.id")
    type: Mapped[_Text]
    rule: Mapped[_Text]
    evidence: Mapped[Json]
    recorded_from: Mapped[Recorded]
    recorded_to: Mapped[datetime | None]


class ClaimFeature(Base):
    """The flat layer: one row per (claim, place); see ADR-0003.

    Derived from the nested tables, so without foreign keys on the hot path. ``geom`` is WGS 84 or
    null; ``radius_m`` is in metres; ``id`` is the feature's, ``claim_id`` the claim's.
    """

    __tablename__ = "claim_feature"
    __table_args__ = (
        one_of("place_status", PlaceStatus),
        one_of("location_precision", LocationPrecision),
        Index("ix_claim_feature_geom", "geom", postgresql_using="gist", postgresql_where=_CURRENT),
        # In the orders of the pages, so that no page sorts (see app/claims/ordering.py).
        Index(
            "ix_claim_feature_outlet_time",
            "outlet",
            text(_LAST_DAY),
            text(_FIRST_DAY),
            "id",
            postgresql_where=_CURRENT,
        ),
        Index(
            "ix_claim_feature_time",
            text(_LAST_DAY),
            text(_FIRST_DAY),
            "id",
            postgresql_where=_CURRENT,
        ),
        Index(
            "ix_claim_feature_place_time",
            "place_id",
            text(_LAST_DAY),
            text(_FIRST_DAY),
            "id",
            postgresql_where=_CURRENT,
        ),
        Index("ix_claim_feature_cell", text(_CELL), "id", postgresql_where=_CURRENT),
        Index("ix_claim_feature_published", "published", "id", postgresql_where=_CURRENT),
        Index("ix_claim_feature_statement", "statement_date", "id", postgresql_where=_CURRENT),
        Index("ix_claim_feature_claimant", "claimant", "id", postgresql_where=_CURRENT),
        Index(
            "ix_claim_feature_name", text("lower(left(place_name, 200))"), postgresql_where=_CURRENT
        ),
        Index(
            "ix_claim_feature_written",
            text("lower(left(place_as_written, 200))"),
            postgresql_where=_CURRENT,
        ),
        Index("ix_claim_feature_unlocated", "outlet", "id", postgresql_where=_UNLOCATED),
        Index("ix_claim_feature_current", "id", postgresql_where=_CURRENT),
        Index(None, "claim_id"),
        Index(None, "document_id"),
        Index("ix_claim_feature_search", text(SEARCH_VECTOR), postgresql_using="gin"),
    )

    id: Mapped[Id]
    claim_id: Mapped[int] = mapped_column(BigInteger)
    geom: Mapped[WKBElement | None] = mapped_column(wgs84("POINT"))
    claim_type: Mapped[_Text]
    modality: Mapped[_Text]
    place_name: Mapped[str | None] = mapped_column(Text)
    place_as_written: Mapped[str | None] = mapped_column(Text)
    place_id: Mapped[str | None] = mapped_column(Text)
    katottg: Mapped[str | None] = mapped_column(Text)
    oblast: Mapped[str | None] = mapped_column(Text)
    claimant: Mapped[str | None] = mapped_column(Text)
    outlet: Mapped[str | None] = mapped_column(Text)
    publisher: Mapped[str | None] = mapped_column(Text)
    source_side: Mapped[_Side]
    actor_side: Mapped[_Side]
    event_start: Mapped[date | None]
    event_end: Mapped[date | None]
    date_precision: Mapped[str] = mapped_column(Text, server_default=DatePrecision.UNKNOWN.value)
    statement_date: Mapped[date | None]
    published: Mapped[date | None]
    place_status: Mapped[_Text]
    location_precision: Mapped[_Text]
    radius_m: Mapped[int | None]
    origin_count: Mapped[int] = mapped_column(server_default="1")
    document_count: Mapped[int] = mapped_column(server_default="1")
    quote: Mapped[_Text]
    document_url: Mapped[str | None] = mapped_column(Text)
    document_id: Mapped[int] = mapped_column(BigInteger)
    recorded_from: Mapped[Recorded]
    recorded_to: Mapped[datetime | None]
