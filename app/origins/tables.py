"""Tables that recognise near-duplicate reports: one signature and some band hashes a document."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, Double, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, refers_to


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
