"""Tables of reports: outlets, documents, their copies and origins."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Index,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import SIDES, Base, Id, Json, Recorded, one_of, refers_to


class OriginMethod(StrEnum):
    """How an origin cluster came about."""

    SINGLE = "single"  # one document, nothing like it known
    NEAR_DUPLICATE = "near_duplicate"
    CURATED = "curated"


class Outlet(Base):
    """Who prints or broadcasts: an agency, portal, channel or ministry's press service.

    ``slug`` is its identity: lower case letters, digits and underscores, fit for a URL or a layer
    name. ``name`` is at most 200 characters; what a text really said stays with the link.
    """

    __tablename__ = "outlet"
    __table_args__ = (
        UniqueConstraint("slug"),
        one_of("side", SIDES),
        CheckConstraint("char_length(name) <= 200", name="name_length"),
    )

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    side: Mapped[str] = mapped_column(Text, server_default="unknown")
    kind: Mapped[str | None] = mapped_column(Text)
    aliases: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'::text[]"))
    url: Mapped[str | None] = mapped_column(Text)
    recorded_from: Mapped[Recorded]


class Origin(Base):
    """A cluster of documents that retell one item; corroboration counts these, not copies.

    ``evidence`` holds what joined the members (similarity, shared chain).
    """

    __tablename__ = "origin"
    __table_args__ = (one_of("method", OriginMethod),)

    id: Mapped[Id]
    method: Mapped[str] = mapped_column(Text, server_default=OriginMethod.SINGLE.value)
    evidence: Mapped[Json]
    recorded_from: Mapped[Recorded]


class Document(Base):
    """One report as received; ``text`` and ``sha256`` (hex, of the UTF-8 text) never change.

    A trigger refuses to change them. All spans are Unicode code point offsets into ``text``.
    ``source_id`` is the reader's id of the row: file name, feed guid.
    """

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("sha256"),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256_hex"),
        Index(None, "publisher_id", "published"),
        Index(None, "published"),
        Index(None, "origin_id"),
    )

    id: Mapped[Id]
    sha256: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    publisher_id: Mapped[int | None] = refers_to("outlet.id")
    language: Mapped[str | None] = mapped_column(Text)
    published: Mapped[date | None]
    fetched_at: Mapped[datetime | None]
    source_id: Mapped[str | None] = mapped_column(Text)
    metadata_: Mapped[Json] = mapped_column("metadata")
    origin_id: Mapped[int] = refers_to("origin.id")
    recorded_from: Mapped[Recorded]


class DocumentCopy(Base):
    """One appearance of a document's exact text: the first, and every further publisher or URL.

    The same text from the same publisher and URL is the same appearance.
    """

    __tablename__ = "document_copy"

    id: Mapped[Id]
    document_id: Mapped[int] = refers_to("document.id")
    publisher_id: Mapped[int | None] = refers_to("outlet.id")
    url: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)
    published: Mapped[date | None]
    fetched_at: Mapped[datetime | None]
    source_id: Mapped[str | None] = mapped_column(Text)
    metadata_: Mapped[Json] = mapped_column("metadata")
    recorded_from: Mapped[Recorded]


# A URL may be longer than a B-tree entry, so its digest is indexed.
Index(
    "uq_document_copy_appearance",
    DocumentCopy.document_id,
    DocumentCopy.publisher_id,
    func.md5(DocumentCopy.url),
    unique=True,
    postgresql_nulls_not_distinct=True,
)


class DataVersion(Base):
    """One row: a counter that grows with every committed change, for ETags."""

    __tablename__ = "data_version"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, server_default="1")
    version: Mapped[int] = mapped_column(BigInteger, server_default="0")
    changed_at: Mapped[Recorded]
