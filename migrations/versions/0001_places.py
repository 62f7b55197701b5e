"""The gazetteer: places, their names and coordinates, and the sources behind them."""

# ruff: noqa: E501 (vocabularies stand in one line)

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Managed databases often have the extension made by an administrator.
    op.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    op.create_table(
        "gazetteer_source",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("licence", sa.Text(), nullable=True),
        sa.Column("attribution", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("names", sa.Integer(), server_default="0", nullable=False),
        sa.Column("coordinates", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "loaded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("name", name="pk_gazetteer_source"),
    )
    op.create_table(
        "place",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_uk", sa.Text(), nullable=False),
        sa.Column("katottg", sa.Text(), nullable=True),
        sa.Column("settlement_type", sa.Text(), nullable=True),
        sa.Column("oblast", sa.Text(), nullable=True),
        sa.Column("raion", sa.Text(), nullable=True),
        sa.Column("hromada", sa.Text(), nullable=True),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("geom", Geometry("POINT", srid=4326, spatial_index=False), nullable=True),
        sa.Column("shape", Geometry("GEOMETRY", srid=4326, spatial_index=False), nullable=True),
        sa.Column("radius_m", sa.Integer(), nullable=True),
        sa.Column("geometry_kind", sa.Text(), server_default="none", nullable=False),
        sa.Column("located_by", sa.Text(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "recorded_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "geometry_kind IN ('point', 'area', 'line', 'sector', 'none')",
            name=op.f("ck_place_geometry_kind"),
        ),
        sa.CheckConstraint(
            "kind IN ('settlement', 'city_district', 'hromada', 'raion', 'oblast', 'country', 'region', 'river', 'site', 'direction')",
            name=op.f("ck_place_kind"),
        ),
        sa.CheckConstraint("radius_m >= 0", name=op.f("ck_place_radius")),
        sa.PrimaryKeyConstraint("id", name="pk_place"),
    )
    op.create_index("ix_place_geom", "place", ["geom"], postgresql_using="gist")
    op.create_index("ix_place_katottg", "place", ["katottg"])
    op.create_index("ix_place_kind", "place", ["kind"])
    op.create_index("ix_place_oblast", "place", ["oblast"])
    op.create_index("ix_place_shape", "place", ["shape"], postgresql_using="gist")
    op.create_table(
        "place_coordinate",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("place_id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.CheckConstraint(
            "lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90",
            name=op.f("ck_place_coordinate_wgs84"),
        ),
        sa.ForeignKeyConstraint(
            ["place_id"],
            ["place.id"],
            name="fk_place_coordinate_place_id_place",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["source"],
            ["gazetteer_source.name"],
            name="fk_place_coordinate_source_gazetteer_source",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_place_coordinate"),
    )
    op.create_index("ix_place_coordinate_place_id", "place_coordinate", ["place_id"])
    op.create_table(
        "place_name",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("place_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=True),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('official', 'former', 'alternate', 'generated')",
            name=op.f("ck_place_name_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name="fk_place_name_place_id_place", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["source"], ["gazetteer_source.name"], name="fk_place_name_source_gazetteer_source"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_place_name"),
    )
    op.create_index("ix_place_name_lower_text", "place_name", [sa.text("lower(left(text, 200))")])
    op.create_index("ix_place_name_place_id", "place_name", ["place_id"])


def downgrade() -> None:
    op.drop_table("place_name")
    op.drop_table("place_coordinate")
    op.drop_table("place")
    op.drop_table("gazetteer_source")
