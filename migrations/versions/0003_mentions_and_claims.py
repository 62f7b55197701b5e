"""Mentions, and claims as append-only versions with their chain and places."""

# ruff: noqa: E501 (vocabularies stand in one line)

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "claim",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "recorded_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name="fk_claim_document_id_document"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_claim"),
    )
    op.create_index("ix_claim_document_id", "claim", ["document_id"])
    op.create_table(
        "mention",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("type_hint", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Text(), nullable=True),
        sa.Column("score", sa.Double(), server_default="0", nullable=False),
        sa.Column("geometry_kind", sa.Text(), server_default="none", nullable=False),
        sa.Column("radius_m", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("reasons", JSONB(), server_default=sa.text("'[]'::jsonb"), nullable=False),
        sa.Column("candidates", JSONB(), server_default=sa.text("'[]'::jsonb"), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column(
            "recorded_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("recorded_to", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "geometry_kind IN ('point', 'area', 'line', 'sector', 'none')",
            name=op.f("ck_mention_geometry_kind"),
        ),
        sa.CheckConstraint(
            "kind IN ('settlement', 'city_district', 'hromada', 'raion', 'oblast', 'country', 'region', 'river', 'site', 'direction')",
            name=op.f("ck_mention_kind"),
        ),
        sa.CheckConstraint(
            "status <> 'resolved' OR place_id IS NOT NULL",
            name=op.f("ck_mention_resolved_has_place"),
        ),
        sa.CheckConstraint(
            "status IN ('resolved', 'ambiguous', 'unknown', 'outside')",
            name=op.f("ck_mention_status"),
        ),
        sa.CheckConstraint("score BETWEEN 0 AND 1", name=op.f("ck_mention_score")),
        sa.CheckConstraint(
            "span_start >= 0 AND span_end > span_start", name=op.f("ck_mention_span")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name="fk_mention_document_id_document"
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_mention_place_id_place"),
        sa.PrimaryKeyConstraint("id", name="pk_mention"),
    )
    op.create_index("ix_mention_document_id_span_start", "mention", ["document_id", "span_start"])
    op.create_index(
        "ix_mention_open",
        "mention",
        ["status", "id"],
        postgresql_where=sa.text("recorded_to IS NULL"),
    )
    op.create_index("ix_mention_place_id", "mention", ["place_id"])
    op.create_table(
        "claim_version",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("claim_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("modality_cue", sa.Text(), nullable=True),
        sa.Column("modality_cue_start", sa.Integer(), nullable=True),
        sa.Column("modality_cue_end", sa.Integer(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("quote_start", sa.Integer(), nullable=False),
        sa.Column("quote_end", sa.Integer(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("head_start", sa.Integer(), nullable=False),
        sa.Column("head_end", sa.Integer(), nullable=False),
        sa.Column("source_side", sa.Text(), server_default="unknown", nullable=False),
        sa.Column("actor_side", sa.Text(), server_default="unknown", nullable=False),
        sa.Column("benefit_side", sa.Text(), server_default="unknown", nullable=False),
        sa.Column("event_start", sa.Date(), nullable=True),
        sa.Column("event_end", sa.Date(), nullable=True),
        sa.Column("event_precision", sa.Text(), nullable=False),
        sa.Column("event_basis", sa.Text(), nullable=False),
        sa.Column("event_text", sa.Text(), nullable=True),
        sa.Column("event_text_start", sa.Integer(), nullable=True),
        sa.Column("event_text_end", sa.Integer(), nullable=True),
        sa.Column(
            "event_year_inferred", sa.Boolean(), server_default=sa.text("false"), nullable=False
        ),
        sa.Column("statement_start", sa.Date(), nullable=True),
        sa.Column("statement_end", sa.Date(), nullable=True),
        sa.Column("statement_precision", sa.Text(), nullable=False),
        sa.Column("statement_basis", sa.Text(), nullable=False),
        sa.Column("statement_text", sa.Text(), nullable=True),
        sa.Column("statement_text_start", sa.Integer(), nullable=True),
        sa.Column("statement_text_end", sa.Integer(), nullable=True),
        sa.Column(
            "statement_year_inferred", sa.Boolean(), server_default=sa.text("false"), nullable=False
        ),
        sa.Column("quantities", JSONB(), server_default=sa.text("'[]'::jsonb"), nullable=False),
        sa.Column("rule", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "recorded_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("recorded_to", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "actor_side IN ('RU', 'UA', 'other', 'unknown')",
            name=op.f("ck_claim_version_actor_side"),
        ),
        sa.CheckConstraint(
            "benefit_side IN ('RU', 'UA', 'other', 'unknown')",
            name=op.f("ck_claim_version_benefit_side"),
        ),
        sa.CheckConstraint(
            "change IN ('added', 'corrected', 'reprocessed', 'retracted')",
            name=op.f("ck_claim_version_change"),
        ),
        sa.CheckConstraint(
            "event_precision IN ('day', 'week', 'month', 'year', 'unknown')",
            name=op.f("ck_claim_version_event_precision"),
        ),
        sa.CheckConstraint(
            "modality IN ('asserted', 'claimed', 'unattributed', 'alleged', 'questioned', 'denied', 'forecast', 'speculative', 'opinion', 'no_comment')",
            name=op.f("ck_claim_version_modality"),
        ),
        sa.CheckConstraint(
            "source_side IN ('RU', 'UA', 'other', 'unknown')",
            name=op.f("ck_claim_version_source_side"),
        ),
        sa.CheckConstraint(
            "statement_precision IN ('day', 'week', 'month', 'year', 'unknown')",
            name=op.f("ck_claim_version_statement_precision"),
        ),
        sa.CheckConstraint(
            "type IN ('advance', 'control_change', 'control_status', 'attack_repelled', 'clash', 'strike', 'destruction', 'withdrawal', 'surrender', 'positions', 'losses', 'forecast', 'statement', 'visit', 'other')",
            name=op.f("ck_claim_version_type"),
        ),
        sa.CheckConstraint("event_start <= event_end", name=op.f("ck_claim_version_event_order")),
        sa.CheckConstraint(
            "quote_start >= 0 AND quote_end > quote_start", name=op.f("ck_claim_version_quote_span")
        ),
        sa.CheckConstraint(
            "recorded_from <= recorded_to", name=op.f("ck_claim_version_recorded_order")
        ),
        sa.CheckConstraint(
            "statement_start <= statement_end", name=op.f("ck_claim_version_statement_order")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name="fk_claim_version_claim_id_claim"),
        sa.PrimaryKeyConstraint("id", name="pk_claim_version"),
        sa.UniqueConstraint("claim_id", "version", name="uq_claim_version_claim_id_version"),
    )
    op.create_index("ix_claim_version_recorded_from", "claim_version", ["recorded_from"])
    op.create_index("ix_claim_version_recorded_to", "claim_version", ["recorded_to"])
    op.create_index(
        "uq_claim_version_current",
        "claim_version",
        ["claim_id"],
        unique=True,
        postgresql_where=sa.text("recorded_to IS NULL"),
    )
    op.create_table(
        "attribution_link",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("claim_version_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("side", sa.Text(), server_default="unknown", nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("span_start", sa.Integer(), nullable=True),
        sa.Column("span_end", sa.Integer(), nullable=True),
        sa.Column("span_text", sa.Text(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("outlet_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "basis IN ('same_sentence', 'next_sentence', 'pronoun', 'carried_over', 'narrator', 'metadata')",
            name=op.f("ck_attribution_link_basis"),
        ),
        sa.CheckConstraint(
            "role IN ('claimant', 'channel', 'outlet', 'publisher')",
            name=op.f("ck_attribution_link_role"),
        ),
        sa.CheckConstraint(
            "side IN ('RU', 'UA', 'other', 'unknown')", name=op.f("ck_attribution_link_side")
        ),
        sa.CheckConstraint(
            "actor_id IS NULL OR outlet_id IS NULL", name=op.f("ck_attribution_link_one_identity")
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["actor.id"], name="fk_attribution_link_actor_id_actor"
        ),
        sa.ForeignKeyConstraint(
            ["claim_version_id"],
            ["claim_version.id"],
            name="fk_attribution_link_claim_version_id_claim_version",
        ),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlet.id"], name="fk_attribution_link_outlet_id_outlet"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attribution_link"),
        sa.UniqueConstraint(
            "claim_version_id", "position", name="uq_attribution_link_claim_version_id_position"
        ),
    )
    op.create_index("ix_attribution_link_actor_id", "attribution_link", ["actor_id"])
    op.create_index("ix_attribution_link_outlet_id", "attribution_link", ["outlet_id"])
    op.create_table(
        "claim_place",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("claim_version_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("mention_id", sa.BigInteger(), nullable=True),
        sa.Column("place_id", sa.Text(), nullable=True),
        sa.Column("place_status", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("distance_km", sa.Double(), nullable=True),
        sa.Column(
            "ground_mention_ids",
            sa.ARRAY(sa.BigInteger()),
            server_default=sa.text("'{}'::bigint[]"),
            nullable=False,
        ),
        sa.Column("geom", Geometry("GEOMETRY", srid=4326, spatial_index=False), nullable=True),
        sa.Column("precision", sa.Text(), nullable=False),
        sa.Column("radius_m", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "place_status IN ('resolved', 'ambiguous', 'unknown', 'outside', 'none')",
            name=op.f("ck_claim_place_place_status"),
        ),
        sa.CheckConstraint(
            "precision IN ('settlement', 'area', 'sector', 'line', 'none')",
            name=op.f("ck_claim_place_precision"),
        ),
        sa.CheckConstraint("distance_km >= 0", name=op.f("ck_claim_place_distance")),
        sa.CheckConstraint("radius_m >= 0", name=op.f("ck_claim_place_radius")),
        sa.ForeignKeyConstraint(
            ["claim_version_id"],
            ["claim_version.id"],
            name="fk_claim_place_claim_version_id_claim_version",
        ),
        sa.ForeignKeyConstraint(
            ["mention_id"], ["mention.id"], name="fk_claim_place_mention_id_mention"
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_claim_place_place_id_place"),
        sa.PrimaryKeyConstraint("id", name="pk_claim_place"),
        sa.UniqueConstraint(
            "claim_version_id", "position", name="uq_claim_place_claim_version_id_position"
        ),
    )
    op.create_index("ix_claim_place_geom", "claim_place", ["geom"], postgresql_using="gist")
    op.create_index("ix_claim_place_mention_id", "claim_place", ["mention_id"])
    op.create_index("ix_claim_place_place_id", "claim_place", ["place_id"])
    op.execute(
        """
        CREATE FUNCTION claimatlas_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            -- The one change that a version allows is to be closed, once.
            IF TG_OP = 'UPDATE' AND OLD.recorded_to IS NULL AND NEW.recorded_to IS NOT NULL
                AND to_jsonb(NEW) - 'recorded_to' = to_jsonb(OLD) - 'recorded_to'
            THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION '% is append-only: add a version and close the current one',
                TG_TABLE_NAME;
        END $$
        """
    )
    op.execute(
        """
        CREATE FUNCTION claimatlas_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% is append-only: it belongs to a version that stays', TG_TABLE_NAME;
        END $$
        """
    )
    for table in ("mention", "claim_version"):
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION claimatlas_append_only()"
        )
    for table in ("claim", "attribution_link", "claim_place"):
        op.execute(
            f"CREATE TRIGGER {table}_immutable BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION claimatlas_immutable()"
        )


def downgrade() -> None:
    op.drop_table("claim_place")
    op.drop_table("attribution_link")
    op.drop_table("claim_version")
    op.drop_table("mention")
    op.drop_table("claim")
    op.execute("DROP FUNCTION claimatlas_append_only")
    op.execute("DROP FUNCTION claimatlas_immutable")
