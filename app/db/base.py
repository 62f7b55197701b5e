"""What every table of ours shares: metadata, constraint names, column shorthands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, get_args

from geoalchemy2 import Geometry
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Identity,
    MetaData,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column

from gazetteer.model import Side

# Names that PostgreSQL would choose differ from those that Alembic compares with.
NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Id = Annotated[int, mapped_column(BigInteger, Identity(), primary_key=True)]
Json = Annotated[dict[str, Any], mapped_column(JSONB, server_default=text("'{}'::jsonb"))]
JsonList = Annotated[list[Any], mapped_column(JSONB, server_default=text("'[]'::jsonb"))]
# Transaction time: set once when the row is written.
Recorded = Annotated[datetime, mapped_column(DateTime(timezone=True), server_default=text("now()"))]
TextValue = Annotated[str, mapped_column(Text)]
SideValue = Annotated[str, mapped_column(Text, server_default="unknown")]
# Of the rows of something versioned, those that hold today.
CURRENT = text("recorded_to IS NULL")

SIDES: tuple[str, ...] = get_args(Side)


class Base(DeclarativeBase):
    """Declarative base of all tables; text is unlimited, times carry their zone."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map = {datetime: DateTime(timezone=True)}  # noqa: RUF012 (SQLAlchemy's API)


def one_of(column: str, values: type[StrEnum] | Iterable[str]) -> CheckConstraint:
    """Constrain a text column to a vocabulary.

    A check rather than a PostgreSQL enum: a vocabulary that grows is then one reversible migration.
    """
    listed = ", ".join(f"'{value!s}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def wgs84(kind: str = "GEOMETRY") -> Geometry:
    """Return a WGS 84 (EPSG:4326, lon/lat) column type; its index is declared with its table."""
    return Geometry(kind, srid=4326, spatial_index=False)


def refers_to(column: str, *, primary_key: bool = False) -> MappedColumn[Any]:
    """Return a foreign key column to one of our numbered tables."""
    if primary_key:
        return mapped_column(BigInteger, ForeignKey(column), primary_key=True, autoincrement=False)
    return mapped_column(BigInteger, ForeignKey(column))
