"""Counts of the flat layer by point and by day, kept up to date by triggers on ``claim_feature``.

``claim_site`` holds totals by side; ``claim_rollup`` counts by whatever the usual filters ask for.
Both count current features with a geometry, and nothing else. ``claim_day`` counts all current
features by day.
"""

from __future__ import annotations

from datetime import date

from geoalchemy2 import Geometry
from geoalchemy2.elements import WKBElement
from sqlalchemy import BigInteger, Computed, Double, Index, SmallInteger, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Id

_EMPTY = text("features = 0")
_SPAN = """
CASE WHEN event_end < DATE '2100-01-01' AND coalesce(event_start, event_end) >= DATE '2000-01-01'
    AND (coalesce(event_start, event_end) - DATE '2000-01-01') / 32
        = (event_end - DATE '2000-01-01') / 32
THEN (event_end - DATE '2000-01-01') / 32 ELSE -1 END
"""


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
        Index(None, "cell"),
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
    #: Tile of WebMercatorQuad at zoom 26 as the bits of its row and column in turn: the cells of a
    #: tile of any lower zoom are one range.
    cell: Mapped[int] = mapped_column(BigInteger)


class ClaimRollup(Base):
    """How many features of a site share outlet, side, type, modality and event days."""

    __tablename__ = "claim_rollup"
    __table_args__ = (
        Index(
            "uq_claim_rollup_cell",
            # A tile by days and sides is a few ranges.
            "span",
            "source_side",
            "cell",
            "site_id",
            "event_start",
            "event_end",
            "outlet",
            "claim_type",
            "modality",
            unique=True,
            postgresql_nulls_not_distinct=True,
            # Filtered tiles find all they need in the index.
            postgresql_include=["features"],
        ),
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
    #: That of the site.
    cell: Mapped[int] = mapped_column(BigInteger)
    #: The 32 days since 2000 that the event lies in, as a number; -1 where these are several, where
    #: the event goes on, and where it has no days or such as lie outside this century.
    span: Mapped[int] = mapped_column(SmallInteger, Computed(_SPAN, persisted=True))


class ClaimDay(Base):
    """How many features share their last day, outlet and side, and how many of these have a place.

    Without a day are those of which none is known. A row may have come to nothing.
    """

    __tablename__ = "claim_day"
    __table_args__ = (
        Index(
            "uq_claim_day_key",
            "day",
            "outlet",
            "source_side",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: Mapped[Id]
    day: Mapped[date | None]
    outlet: Mapped[str | None] = mapped_column(Text)
    source_side: Mapped[str] = mapped_column(Text)
    features: Mapped[int]
    located: Mapped[int]
