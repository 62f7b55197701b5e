"""Tables of review: what waits for a person, and what persons judged."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text, func, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Id, Json, Recorded, one_of, refers_to


class ReviewKind(StrEnum):
    """Why something waits for review."""

    AMBIGUOUS_NAME = "ambiguous_name"
    UNKNOWN_NAME = "unknown_name"
    DISPUTED_CLAIM = "disputed_claim"
    DISPUTED_PLACE = "disputed_place"


class Decision(StrEnum):
    """What a person may decide."""

    PLACE = "place"  # the name means this place
    NOT_A_PLACE = "not_a_place"
    UNKNOWN = "unknown"  # looked at, and still nobody knows
    CORRECT = "correct"  # the claim, with the values in ``detail``
    RETRACT = "retract"
    KEEP = "keep"


class ReviewItem(Base):
    """Something that waits: one row per document, kind and name (or claim).

    It is open while no current judgement refers to it. ``subject`` is the name as written.
    """

    __tablename__ = "review_item"
    __table_args__ = (
        one_of("kind", ReviewKind),
        Index(None, "claim_id"),
        Index(None, "mention_id"),
        Index(None, "kind", "id"),
    )

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    document_id: Mapped[int] = refers_to("document.id")
    mention_id: Mapped[int | None] = refers_to("mention.id")
    claim_id: Mapped[int | None] = refers_to("claim.id")
    detail: Mapped[Json]
    recorded_from: Mapped[Recorded]


# What is asked once is not asked again when the document is processed anew.
Index(
    "uq_review_item_question",
    ReviewItem.document_id,
    ReviewItem.kind,
    func.md5(ReviewItem.subject),
    ReviewItem.claim_id,
    unique=True,
    postgresql_nulls_not_distinct=True,
)


class Judgement(Base):
    """A decision by a person. A later one supersedes it and closes it; nothing is overwritten."""

    __tablename__ = "judgement"
    __table_args__ = (
        one_of("decision", Decision),
        Index(
            "uq_judgement_current",
            "review_item_id",
            unique=True,
            postgresql_where=text("recorded_to IS NULL"),
        ),
        Index(None, "place_id"),
    )

    id: Mapped[Id]
    review_item_id: Mapped[int] = refers_to("review_item.id")
    decision: Mapped[str] = mapped_column(Text)
    place_id: Mapped[str | None] = mapped_column(ForeignKey("place.id"))
    detail: Mapped[Json]
    reason: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(Text)
    supersedes_id: Mapped[int | None] = refers_to("judgement.id")
    recorded_from: Mapped[Recorded]
    recorded_to: Mapped[datetime | None]
