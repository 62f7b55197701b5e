"""Review: what waits for a person, and what persons judged."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "review_item",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("mention_id", sa.BigInteger(), nullable=True),
        sa.Column("claim_id", sa.BigInteger(), nullable=True),
        sa.Column("detail", JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column(
            "recorded_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "kind IN ('ambiguous_name', 'unknown_name', 'disputed_claim', 'disputed_place')",
            name=op.f("ck_review_item_kind"),
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name="fk_review_item_claim_id_claim"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name="fk_review_item_document_id_document"
        ),
        sa.ForeignKeyConstraint(
            ["mention_id"], ["mention.id"], name="fk_review_item_mention_id_mention"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_review_item"),
    )
    op.create_index("ix_review_item_claim_id", "review_item", ["claim_id"])
    op.create_index("ix_review_item_kind_id", "review_item", ["kind", "id"])
    op.create_index("ix_review_item_mention_id", "review_item", ["mention_id"])
    op.create_index(
        "uq_review_item_question",
        "review_item",
        ["document_id", "kind", sa.text("md5(subject)"), "claim_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "judgement",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("review_item_id", sa.BigInteger(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Text(), nullable=True),
        sa.Column("detail", JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("supersedes_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "recorded_from",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("recorded_to", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "decision IN ('place', 'not_a_place', 'unknown', 'correct', 'retract', 'keep')",
            name=op.f("ck_judgement_decision"),
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name="fk_judgement_place_id_place"),
        sa.ForeignKeyConstraint(
            ["review_item_id"], ["review_item.id"], name="fk_judgement_review_item_id_review_item"
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["judgement.id"], name="fk_judgement_supersedes_id_judgement"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_judgement"),
    )
    op.create_index("ix_judgement_place_id", "judgement", ["place_id"])
    op.create_index(
        "uq_judgement_current",
        "judgement",
        ["review_item_id"],
        unique=True,
        postgresql_where=sa.text("recorded_to IS NULL"),
    )
    op.execute(
        "CREATE TRIGGER judgement_append_only BEFORE UPDATE OR DELETE ON judgement "
        "FOR EACH ROW EXECUTE FUNCTION claimatlas_append_only()"
    )


def downgrade() -> None:
    op.drop_table("judgement")
    op.drop_table("review_item")
