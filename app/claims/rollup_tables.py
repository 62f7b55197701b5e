"""Counts of the flat layer by point, kept up to date by triggers on ``claim_feature``.

Two levels: ``claim_site`` holds totals, which need no filter; ``claim_rollup`` counts by whatever
the usual filters ask for. Both count current features with a geometry, and nothing else.
"""

from __future__ import annotations

from datetime import date

from geoalchemy2 import Geometry
from geoalchemy2.elements import WKBElement
from sqlalchemy import BigInteger, Double, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Id

_EMPTY = text("features = 0")


class ClaimSite(Base):
    """A point of the layer: one place at one precision, with its features by side of the source.

    ``lon``/``lat`` in degrees WGS 84; ``geom`` the same in EPSG:3857, as tiles need it;
    ``radius_m`` in metres, the largest of its features.
    """

    __tablename__ = "claim_site"
    __table_args__ = (
        Index(
            "uq_claim_site_point",
            "lon",
            "lat",
            "place_id",
            "location_precision",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        Index(None, "geom", postgresql_using="gist"),
        Index("ix_claim_site_empty", "id", postgresql_where=_EMPTY),
    )

    id: Mapped[Id]
    lon: Mapped[float] = mapped_column(Double)
    lat: Mapped[float] = mapped_column(Double)
    place_id: Mapped[str | None] = mapped_column(Text)
    location_precision: Mapped[str] = mapped_column(Text)
    place_name: Mapped[str | None] = mapped_column(Text)
    oblast: Mapped[str | None] = mapped_column(Text)
    radius_m: Mapped[int | None]
    geom: Mapped[WKBElement] = mapped_column(Geometry("POINT", srid=3857, spatial_index=False))
    features: Mapped[int]
    ru: Mapped[int]
    ua: Mapped[int]
    other: Mapped[int]
    unknown: Mapped[int]


class ClaimRollup(Base):
    """How many features of a site share outlet, side, type, modality and event days."""

    __tablename__ = "claim_rollup"
    __table_args__ = (
        Index(
            "uq_claim_rollup_cell",
            "site_id",
            "event_start",
            "event_end",
            "outlet",
            "source_side",
            "claim_type",
            "modality",
            unique=True,
            postgresql_nulls_not_distinct=True,
            # Filtered tiles find all they need in the index.
            postgresql_include=["features"],
        ),
        Index("ix_claim_rollup_event", "event_start"),
        Index("ix_claim_rollup_empty", "id", postgresql_where=_EMPTY),
    )

    id: Mapped[Id]
    site_id: Mapped[int] = mapped_column(BigInteger)
    outlet: Mapped[str | None] = mapped_column(Text)
    source_side: Mapped[str] = mapped_column(Text)
    claim_type: Mapped[str] = mapped_column(Text)
    modality: Mapped[str] = mapped_column(Text)
    event_start: Mapped[date | None]
    event_end: Mapped[date | None]
    features: Mapped[int]
