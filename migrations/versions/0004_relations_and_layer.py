"""Matters, relations between claims, and the flat layer that maps read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "claim_feature",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("claim_id", sa.BigInteger(), nullable=False),
        sa.Column("geom", Geometry("POINT", srid=4326, spatial_index=False), nullable=True),
        sa.Column("claim_type", sa.Text(), nullable=False),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("place_name", sa.Text(), nullable=True),
        sa.Column("place_as_written", sa.Text(), nullable=True),
        sa.Column("place_id", sa.Text(), nullable=True),
        sa.Column("katottg", sa.Text(), nullable=True),
        sa.Column("oblast", sa.Text(), nullable=True),
        sa.Column("claimant", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("source_side", sa.Text(), server_default="unknown", nullable=False),
        sa.Column("actor_side", sa.Text(), server_default="unknown", nullable=False),
        sa.Column("event_start", sa.Date(), nullable=True),
        sa.Column("event_end", sa.Date(), nullable=True),
        sa.Column("date_precision", sa.Text(), server_default="unknown", nullable=False),
        sa.Column("statement_date", sa.Date(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("place_status", sa.Text(), nullable=False),
        sa.Column("location_precision", sa.Text(), nullable=False),
        sa.Column("radius_m", sa.Integer(), nullable=True),
        sa.Column("origin_count", sa.Integer(), server_default="1", nullable=False),
        sa.Column("document_count", sa.Integer(), server_default="1", nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("document_url", sa.Text(), nullable=True),
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "recorded_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("recorded_to", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "location_precision IN ('settlement', 'area', 'sector', 'line', 'none')",
            name=op.f("ck_claim_feature_location_precision"),
        ),
        sa.CheckConstraint(
            "place_status IN ('resolved', 'ambiguous', 'unknown', 'outside', 'none')",
            name=op.f("ck_claim_feature_place_status"),
        ),
        sa.PrimaryKeyConstraint("id", name="pk_claim_feature"),
    )
    op.create_index("ix_claim_feature_claim_id", "claim_feature", ["claim_id"])
    op.create_index(
        "ix_claim_feature_current",
        "claim_feature",
        ["id"],
        postgresql_where=sa.text("recorded_to IS NULL"),
    )
    op.create_index("ix_claim_feature_document_id", "claim_feature", ["document_id"])
    op.create_index(
        "ix_claim_feature_event",
        "claim_feature",
        ["event_start", "id"],
        postgresql_where=sa.text("recorded_to IS NULL"),
    )
    op.create_index(
        "ix_claim_feature_geom",
        "claim_feature",
        ["geom"],
        postgresql_using="gist",
        postgresql_where=sa.text("recorded_to IS NULL"),
    )
    op.create_index(
        "ix_claim_feature_outlet_event",
        "claim_feature",
        ["outlet", "event_start", "id"],
        postgresql_where=sa.text("recorded_to IS NULL"),
    )
    op.create_index(
        "ix_claim_feature_place_event",
        "claim_feature",
        ["place_id", "event_start", "id"],
        postgresql_where=sa.text("recorded_to IS NULL"),
    )
    op.create_index(
        "ix_claim_feature_search",
        "claim_feature",
        [sa.text("to_tsvector('simple', left(quote, 20000))")],
        postgresql_using="gin",
    )
    op.create_table(
        "matter",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("evidence", JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column(
            "recorded_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("recorded_to", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_matter"),
    )
    op.create_table(
        "claim_relation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("from_claim_id", sa.BigInteger(), nullable=False),
        sa.Column("to_claim_id", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("evidence", JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column(
            "recorded_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("recorded_to", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "type IN ('same_as', 'restates', 'contradicts', 'questions', 'denies', 'supersedes')",
            name=op.f("ck_claim_relation_type"),
        ),
        sa.CheckConstraint(
            "from_claim_id <> to_claim_id", name=op.f("ck_claim_relation_two_claims")
        ),
        sa.ForeignKeyConstraint(
            ["from_claim_id"], ["claim.id"], name="fk_claim_relation_from_claim_id_claim"
        ),
        sa.ForeignKeyConstraint(
            ["to_claim_id"], ["claim.id"], name="fk_claim_relation_to_claim_id_claim"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_claim_relation"),
    )
    op.create_index("ix_claim_relation_to_claim_id", "claim_relation", ["to_claim_id"])
    op.create_index(
        "uq_claim_relation_current",
        "claim_relation",
        ["from_claim_id", "to_claim_id", "type"],
        unique=True,
        postgresql_where=sa.text("recorded_to IS NULL"),
    )
    op.create_table(
        "matter_claim",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("matter_id", sa.BigInteger(), nullable=False),
        sa.Column("claim_id", sa.BigInteger(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column(
            "recorded_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("recorded_to", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name="fk_matter_claim_claim_id_claim"),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name="fk_matter_claim_matter_id_matter"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_matter_claim"),
    )
    op.create_index("ix_matter_claim_claim_id", "matter_claim", ["claim_id"])
    op.create_index(
        "uq_matter_claim_current",
        "matter_claim",
        ["matter_id", "claim_id"],
        unique=True,
        postgresql_where=sa.text("recorded_to IS NULL"),
    )
    for table in ("matter_claim", "claim_relation"):
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION claimatlas_append_only()"
        )


def downgrade() -> None:
    op.drop_table("matter_claim")
    op.drop_table("claim_relation")
    op.drop_table("matter")
    op.drop_table("claim_feature")
