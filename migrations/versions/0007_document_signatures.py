"""Signatures of document texts, so that near-duplicates are found by one indexed query."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document_signature",
        sa.Column("document_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("shingles", sa.Integer(), nullable=False),
        sa.Column("like_document_id", sa.BigInteger(), nullable=True),
        sa.Column("similarity", sa.Double(), nullable=True),
        sa.CheckConstraint(
            "similarity BETWEEN 0 AND 1", name=op.f("ck_document_signature_similarity")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name="fk_document_signature_document_id_document"
        ),
        sa.ForeignKeyConstraint(
            ["like_document_id"],
            ["document.id"],
            name="fk_document_signature_like_document_id_document",
        ),
        sa.PrimaryKeyConstraint("document_id", name="pk_document_signature"),
    )
    op.create_index(
        "ix_document_signature_like_document_id", "document_signature", ["like_document_id"]
    )
    op.create_table(
        "document_band",
        sa.Column("band", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("document_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("band", "document_id", name="pk_document_band"),
    )


def downgrade() -> None:
    op.drop_table("document_band")
    op.drop_table("document_signature")
