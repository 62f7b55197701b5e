"""The flat layer that maps and exports read: one table, derived from those of the claims."""

from __future__ import annotations

from datetime import date, datetime

from geoalchemy2.elements import WKBElement
from sqlalchemy import BigInteger, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.claims.model import DatePrecision
from app.claims.tables import LocationPrecision, PlaceStatus
from app.db.base import CURRENT, Base, Id, Recorded, SideValue, TextValue, one_of, wgs84

_UNLOCATED = text("recorded_to IS NULL AND geom IS NULL")
# As in app/claims/ordering.py; an index serves the very expression only.
_LAST_DAY = "coalesce(event_end, 'infinity'::date)"
_FIRST_DAY = "coalesce(event_start, event_end, 'infinity'::date)"
_CELL = "st_geohash(geom, 8)"
# What both are made of: with it in an index, a count by days does not read the rows.
_DAYS = ["event_start", "event_end"]

# What full-text search looks at. A tsvector holds at most 1 MB, so a sentence without end is
# indexed by its beginning; a query must use the same expression.
SEARCH_VECTOR = "to_tsvector('simple', left(quote, 20000))"


class ClaimFeature(Base):
    """The flat layer: one row per (claim, place); see ADR-0003.

    Derived from the nested tables, so without foreign keys on the hot path. ``geom`` is WGS 84 or
    null; ``radius_m`` is in metres; ``id`` is the feature's, ``claim_id`` the claim's.
    """

    __tablename__ = "claim_feature"
    __table_args__ = (
        one_of("place_status", PlaceStatus),
        one_of("location_precision", LocationPrecision),
        Index("ix_claim_feature_geom", "geom", postgresql_using="gist", postgresql_where=CURRENT),
        # In the orders of the pages, so that no page sorts (see app/claims/ordering.py).
        Index(
            "ix_claim_feature_outlet_time",
            "outlet",
            text(_LAST_DAY),
            text(_FIRST_DAY),
            "id",
            postgresql_where=CURRENT,
            postgresql_include=_DAYS,
        ),
        Index(
            "ix_claim_feature_time",
            text(_LAST_DAY),
            text(_FIRST_DAY),
            "id",
            postgresql_where=CURRENT,
            postgresql_include=_DAYS,
        ),
        Index(
            "ix_claim_feature_place_time",
            "place_id",
            text(_LAST_DAY),
            text(_FIRST_DAY),
            "id",
            postgresql_where=CURRENT,
            postgresql_include=_DAYS,
        ),
        Index("ix_claim_feature_cell", text(_CELL), "id", postgresql_where=CURRENT),
        Index("ix_claim_feature_published", "published", "id", postgresql_where=CURRENT),
        Index("ix_claim_feature_statement", "statement_date", "id", postgresql_where=CURRENT),
        Index("ix_claim_feature_claimant", "claimant", "id", postgresql_where=CURRENT),
        Index(
            "ix_claim_feature_name", text("lower(left(place_name, 200))"), postgresql_where=CURRENT
        ),
        Index(
            "ix_claim_feature_written",
            text("lower(left(place_as_written, 200))"),
            postgresql_where=CURRENT,
        ),
        Index(
            "ix_claim_feature_unlocated",
            "outlet",
            text(_LAST_DAY),
            text(_FIRST_DAY),
            "id",
            postgresql_where=_UNLOCATED,
            postgresql_include=_DAYS,
        ),
        Index("ix_claim_feature_current", "id", postgresql_where=CURRENT),
        Index(None, "claim_id"),
        Index(None, "document_id"),
        Index("ix_claim_feature_search", text(SEARCH_VECTOR), postgresql_using="gin"),
    )

    id: Mapped[Id]
    claim_id: Mapped[int] = mapped_column(BigInteger)
    geom: Mapped[WKBElement | None] = mapped_column(wgs84("POINT"))
    claim_type: Mapped[TextValue]
    modality: Mapped[TextValue]
    place_name: Mapped[str | None] = mapped_column(Text)
    place_as_written: Mapped[str | None] = mapped_column(Text)
    place_id: Mapped[str | None] = mapped_column(Text)
    katottg: Mapped[str | None] = mapped_column(Text)
    oblast: Mapped[str | None] = mapped_column(Text)
    claimant: Mapped[str | None] = mapped_column(Text)
    outlet: Mapped[str | None] = mapped_column(Text)
    publisher: Mapped[str | None] = mapped_column(Text)
    source_side: Mapped[SideValue]
    actor_side: Mapped[SideValue]
    event_start: Mapped[date | None]
    event_end: Mapped[date | None]
    date_precision: Mapped[str] = mapped_column(Text, server_default=DatePrecision.UNKNOWN.value)
    statement_date: Mapped[date | None]
    published: Mapped[date | None]
    place_status: Mapped[TextValue]
    location_precision: Mapped[TextValue]
    radius_m: Mapped[int | None]
    origin_count: Mapped[int] = mapped_column(server_default="1")
    document_count: Mapped[int] = mapped_column(server_default="1")
    quote: Mapped[TextValue]
    document_url: Mapped[str | None] = mapped_column(Text)
    document_id: Mapped[int] = mapped_column(BigInteger)
    #: The feature as the API serves it; a trigger writes it.
    geojson: Mapped[TextValue]
    recorded_from: Mapped[Recorded]
    recorded_to: Mapped[datetime | None]
