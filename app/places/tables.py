"""Tables of the gazetteer: places, names, coordinates and the sources behind them."""

from __future__ import annotations

from datetime import datetime

from geoalchemy2.elements import WKBElement
from sqlalchemy import CheckConstraint, Double, ForeignKey, Index, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Id, Recorded, one_of, wgs84
from gazetteer.model import GeometryKind, NameKind, PlaceKind


class GazetteerSource(Base):
    """A source that names or coordinates come from, with its licence and what it gave."""

    __tablename__ = "gazetteer_source"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    title: Mapped[str | None] = mapped_column(Text)
    version: Mapped[str | None] = mapped_column(Text)
    licence: Mapped[str | None] = mapped_column(Text)
    attribution: Mapped[str | None] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    names: Mapped[int] = mapped_column(server_default="0")
    coordinates: Mapped[int] = mapped_column(server_default="0")
    loaded_at: Mapped[Recorded]


class Place(Base):
    """A gazetteer record (see ``gazetteer.model.Place``).

    ``geom`` is the preferred point, ``shape`` the extent or course where one is known, both
    WGS 84; ``radius_m`` is in metres. ``retired_at`` is set when no source has the place any more
    but claims still refer to it.
    """

    __tablename__ = "place"
    __table_args__ = (
        one_of("kind", PlaceKind),
        one_of("geometry_kind", GeometryKind),
        CheckConstraint("radius_m >= 0", name="radius"),
        Index(None, "geom", postgresql_using="gist"),
        Index(None, "shape", postgresql_using="gist"),
        Index(None, "kind"),
        Index(None, "katottg"),
        Index(None, "oblast"),
    )

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    name_uk: Mapped[str] = mapped_column(Text)
    katottg: Mapped[str | None] = mapped_column(Text)
    settlement_type: Mapped[str | None] = mapped_column(Text)
    oblast: Mapped[str | None] = mapped_column(Text)
    raion: Mapped[str | None] = mapped_column(Text)
    hromada: Mapped[str | None] = mapped_column(Text)
    population: Mapped[int | None]
    geom: Mapped[WKBElement | None] = mapped_column(wgs84("POINT"))
    shape: Mapped[WKBElement | None] = mapped_column(wgs84())
    radius_m: Mapped[int | None]
    geometry_kind: Mapped[str] = mapped_column(Text, server_default=GeometryKind.NONE.value)
    located_by: Mapped[str | None] = mapped_column(Text)
    retired_at: Mapped[datetime | None]
    recorded_from: Mapped[Recorded]


class PlaceName(Base):
    """One name of a place as one source gives it; validity dates are ISO 8601, maybe reduced."""

    __tablename__ = "place_name"
    __table_args__ = (
        one_of("kind", NameKind),
        Index(None, "place_id"),
        # Names of sources are short; the prefix only guards the B-tree against a stray paragraph.
        Index("ix_place_name_lower_text", sql("lower(left(text, 200))")),
    )

    id: Mapped[Id]
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(ForeignKey("gazetteer_source.name"))
    valid_from: Mapped[str | None] = mapped_column(Text)
    valid_to: Mapped[str | None] = mapped_column(Text)


class PlaceCoordinate(Base):
    """A point of a place according to one source, WGS 84."""

    __tablename__ = "place_coordinate"
    __table_args__ = (
        CheckConstraint("lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90", name="wgs84"),
        Index(None, "place_id"),
    )

    id: Mapped[Id]
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"))
    source: Mapped[str] = mapped_column(ForeignKey("gazetteer_source.name"))
    lon: Mapped[float] = mapped_column(Double)
    lat: Mapped[float] = mapped_column(Double)
