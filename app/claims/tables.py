"""Tables of mentions and claims: what one document says, and who says it.

Versions are append-only: a correction closes the current row (``recorded_to``) and adds another;
triggers refuse every other change.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

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
from app.db.base import (
    CURRENT,
    SIDES,
    Base,
    Id,
    JsonList,
    Recorded,
    SideValue,
    TextValue,
    one_of,
    refers_to,
    wgs84,
)
from gazetteer.model import GeometryKind, PlaceKind, Status


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


class Actor(Base):
    """Who says something: a person, ministry, staff, unit (see ``Outlet`` for slug and name)."""

    __tablename__ = "actor"
    __table_args__ = (
        UniqueConstraint("slug"),
        one_of("side", SIDES),
        CheckConstraint("char_length(name) <= 200", name="name_length"),
    )

    id: Mapped[Id]
    slug: Mapped[TextValue]
    name: Mapped[TextValue]
    side: Mapped[SideValue]
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
        Index("ix_mention_open", "status", "id", postgresql_where=CURRENT),
    )

    id: Mapped[Id]
    document_id: Mapped[int] = refers_to("document.id")
    span_start: Mapped[int]
    span_end: Mapped[int]
    text: Mapped[TextValue]
    kind: Mapped[TextValue]
    type_hint: Mapped[str | None] = mapped_column(Text)
    status: Mapped[TextValue]
    place_id: Mapped[str | None] = mapped_column(ForeignKey("place.id"))
    score: Mapped[float] = mapped_column(Double, server_default="0")
    geometry_kind: Mapped[str] = mapped_column(Text, server_default=GeometryKind.NONE.value)
    radius_m: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, server_default="")
    reasons: Mapped[JsonList]
    candidates: Mapped[JsonList]
    author: Mapped[TextValue]
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
        Index("uq_claim_version_current", "claim_id", unique=True, postgresql_where=CURRENT),
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
    change: Mapped[TextValue]
    reason: Mapped[TextValue]
    author: Mapped[TextValue]
    type: Mapped[TextValue]
    modality: Mapped[TextValue]
    modality_cue: Mapped[str | None] = mapped_column(Text)
    modality_cue_start: Mapped[int | None]
    modality_cue_end: Mapped[int | None]
    quote: Mapped[TextValue]
    quote_start: Mapped[int]
    quote_end: Mapped[int]
    head: Mapped[TextValue]
    head_start: Mapped[int]
    head_end: Mapped[int]
    source_side: Mapped[SideValue]
    actor_side: Mapped[SideValue]
    benefit_side: Mapped[SideValue]
    event_start: Mapped[date | None]
    event_end: Mapped[date | None]
    event_precision: Mapped[TextValue]
    event_basis: Mapped[TextValue]
    event_text: Mapped[str | None] = mapped_column(Text)
    event_text_start: Mapped[int | None]
    event_text_end: Mapped[int | None]
    event_year_inferred: Mapped[bool] = mapped_column(server_default=text("false"))
    statement_start: Mapped[date | None]
    statement_end: Mapped[date | None]
    statement_precision: Mapped[TextValue]
    statement_basis: Mapped[TextValue]
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
    role: Mapped[TextValue]
    name: Mapped[TextValue]
    title: Mapped[str | None] = mapped_column(Text)
    side: Mapped[SideValue]
    kind: Mapped[str | None] = mapped_column(Text)
    span_start: Mapped[int | None]
    span_end: Mapped[int | None]
    span_text: Mapped[str | None] = mapped_column(Text)
    basis: Mapped[TextValue]
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
    place_status: Mapped[TextValue]
    role: Mapped[TextValue]
    relation: Mapped[TextValue]
    distance_km: Mapped[float | None] = mapped_column(Double)
    ground_mention_ids: Mapped[list[int]] = mapped_column(
        ARRAY(BigInteger), server_default=text("'{}'::bigint[]")
    )
    geom: Mapped[WKBElement | None] = mapped_column(wgs84())
    precision: Mapped[TextValue]
    radius_m: Mapped[int | None]
