"""Tables of what relates reports: signatures that recognise copies, matters, relations.

Memberships and relations are append-only like claim versions (``app.claims.tables``).
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Double,
    ForeignKey,
    Index,
    LargeBinary,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import CURRENT, Base, Id, Json, Recorded, TextValue, one_of, refers_to


class RelationType(StrEnum):
    """How one claim bears on another."""

    SAME_AS = "same_as"
    RESTATES = "restates"
    CONTRADICTS = "contradicts"
    QUESTIONS = "questions"
    DENIES = "denies"
    SUPERSEDES = "supersedes"


class DocumentSignature(Base):
    """The MinHash of a document's text, and the document that it was found to resemble.

    ``signature`` is 128 little-endian 32-bit integers. ``like_document_id`` is the nearest
    document known when this one came, ``similarity`` the estimated Jaccard similarity (0 to 1).
    """

    __tablename__ = "document_signature"
    __table_args__ = (
        CheckConstraint("similarity BETWEEN 0 AND 1", name="similarity"),
        Index(None, "like_document_id"),
    )

    document_id: Mapped[int] = refers_to("document.id", primary_key=True)
    signature: Mapped[bytes] = mapped_column(LargeBinary)
    shingles: Mapped[int]
    like_document_id: Mapped[int | None] = refers_to("document.id")
    similarity: Mapped[float | None] = mapped_column(Double)


class DocumentBand(Base):
    """One band of a signature, hashed: documents that share one are compared.

    32 rows a document, derived from its signature: without foreign keys on the hot path.
    """

    __tablename__ = "document_band"

    band: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    document_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    day: Mapped[date | None]


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
    topic: Mapped[TextValue]
    anchor: Mapped[date]
    rule: Mapped[TextValue]
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
            postgresql_where=CURRENT,
        ),
        Index(None, "claim_id"),
        Index(None, "document_id"),
    )

    id: Mapped[Id]
    matter_id: Mapped[int] = refers_to("matter.id")
    claim_id: Mapped[int] = refers_to("claim.id")
    document_id: Mapped[int] = refers_to("document.id")
    claim_type: Mapped[TextValue]
    stance: Mapped[TextValue]
    claimant: Mapped[str | None] = mapped_column(Text)
    claimant_named: Mapped[bool] = mapped_column(server_default=text("false"))
    carrier: Mapped[str | None] = mapped_column(Text)
    wording: Mapped[str | None] = mapped_column(Text)
    day: Mapped[date]
    said: Mapped[date]
    rule: Mapped[TextValue]
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
            postgresql_where=CURRENT,
        ),
        Index(None, "to_claim_id"),
    )

    id: Mapped[Id]
    from_claim_id: Mapped[int] = refers_to("claim.id")
    to_claim_id: Mapped[int] = refers_to("claim.id")
    type: Mapped[TextValue]
    rule: Mapped[TextValue]
    evidence: Mapped[Json]
    recorded_from: Mapped[Recorded]
    recorded_to: Mapped[datetime | None]
