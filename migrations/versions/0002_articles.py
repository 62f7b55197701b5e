"""Outlets, actors, documents with their copies and origins, and the data version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "actor",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), server_default="unknown", nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column(
            "aliases", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'::text[]"), nullable=False
        ),
        sa.Column(
            "recorded_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("side IN ('RU', 'UA', 'other', 'unknown')", name=op.f("ck_actor_side")),
        sa.CheckConstraint("char_length(name) <= 200", name=op.f("ck_actor_name_length")),
        sa.PrimaryKeyConstraint("id", name="pk_actor"),
        sa.UniqueConstraint("slug", name="uq_actor_slug"),
    )
    op.create_table(
        "data_version",
        sa.Column("id", sa.Integer(), server_default="1", autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("id = 1", name=op.f("ck_data_version_one_row")),
        sa.PrimaryKeyConstraint("id", name="pk_data_version"),
    )
    op.create_table(
        "origin",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("method", sa.Text(), server_default="single", nullable=False),
        sa.Column("evidence", JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column(
            "recorded_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "method IN ('single', 'near_duplicate', 'curated')", name=op.f("ck_origin_method")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_origin"),
    )
    op.create_table(
        "outlet",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), server_default="unknown", nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column(
            "aliases", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'::text[]"), nullable=False
        ),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column(
            "recorded_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("side IN ('RU', 'UA', 'other', 'unknown')", name=op.f("ck_outlet_side")),
        sa.CheckConstraint("char_length(name) <= 200", name=op.f("ck_outlet_name_length")),
        sa.PrimaryKeyConstraint("id", name="pk_outlet"),
        sa.UniqueConstraint("slug", name="uq_outlet_slug"),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("publisher_id", sa.BigInteger(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.Column("metadata", JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("origin_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "recorded_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_document_sha256_hex")),
        sa.ForeignKeyConstraint(["origin_id"], ["origin.id"], name="fk_document_origin_id_origin"),
        sa.ForeignKeyConstraint(
            ["publisher_id"], ["outlet.id"], name="fk_document_publisher_id_outlet"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
        sa.UniqueConstraint("sha256", name="uq_document_sha256"),
    )
    op.create_index("ix_document_origin_id", "document", ["origin_id"])
    op.create_index("ix_document_published", "document", ["published"])
    op.create_index("ix_document_publisher_id_published", "document", ["publisher_id", "published"])
    op.create_table(
        "document_copy",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("publisher_id", sa.BigInteger(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.Column("metadata", JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column(
            "recorded_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name="fk_document_copy_document_id_document"
        ),
        sa.ForeignKeyConstraint(
            ["publisher_id"], ["outlet.id"], name="fk_document_copy_publisher_id_outlet"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_document_copy"),
    )
    op.create_index(
        "uq_document_copy_appearance",
        "document_copy",
        ["document_id", "publisher_id", sa.text("md5(url)")],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.execute("INSERT INTO data_version (id) VALUES (1)")
    op.execute(
        """
        CREATE FUNCTION claimatlas_keep_text() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.text IS DISTINCT FROM OLD.text OR NEW.sha256 IS DISTINCT FROM OLD.sha256 THEN
                RAISE EXCEPTION 'the text of a document never changes';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        """
        CREATE TRIGGER document_keep_text BEFORE UPDATE ON document
        FOR EACH ROW EXECUTE FUNCTION claimatlas_keep_text()
        """
    )


def downgrade() -> None:
    op.drop_table("document_copy")
    op.drop_table("document")
    op.drop_table("outlet")
    op.drop_table("origin")
    op.drop_table("data_version")
    op.drop_table("actor")
    op.execute("DROP FUNCTION claimatlas_keep_text")
