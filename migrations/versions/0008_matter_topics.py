"""What a matter is about, and on which side of it each of its claims stands."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_MEMBER_COLUMNS = (
    "document_id",
    "claim_type",
    "stance",
    "claimant",
    "claimant_named",
    "carrier",
    "wording",
    "day",
    "said",
)


def upgrade() -> None:
    # Nothing wrote matters before this revision, so there are no rows to fill.
    op.add_column("matter", sa.Column("place_id", sa.Text(), nullable=False))
    op.add_column("matter", sa.Column("topic", sa.Text(), nullable=False))
    op.add_column("matter", sa.Column("anchor", sa.Date(), nullable=False))
    op.create_foreign_key("fk_matter_place_id_place", "matter", "place", ["place_id"], ["id"])
    op.create_index("ix_matter_place_id_topic_anchor", "matter", ["place_id", "topic", "anchor"])
    op.add_column("matter_claim", sa.Column("document_id", sa.BigInteger(), nullable=False))
    op.add_column("matter_claim", sa.Column("claim_type", sa.Text(), nullable=False))
    op.add_column("matter_claim", sa.Column("stance", sa.Text(), nullable=False))
    op.add_column("matter_claim", sa.Column("claimant", sa.Text(), nullable=True))
    op.add_column(
        "matter_claim",
        sa.Column("claimant_named", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.add_column("matter_claim", sa.Column("carrier", sa.Text(), nullable=True))
    op.add_column("matter_claim", sa.Column("wording", sa.Text(), nullable=True))
    op.add_column("matter_claim", sa.Column("day", sa.Date(), nullable=False))
    op.add_column("matter_claim", sa.Column("said", sa.Date(), nullable=False))
    op.create_foreign_key(
        "fk_matter_claim_document_id_document", "matter_claim", "document", ["document_id"], ["id"]
    )
    op.create_index("ix_matter_claim_document_id", "matter_claim", ["document_id"])


def downgrade() -> None:
    # Derived rows: they are made again from the claims, and could not be brought back up as such.
    op.execute("TRUNCATE matter, matter_claim")
    for column in _MEMBER_COLUMNS:
        op.drop_column("matter_claim", column)
    for column in ("place_id", "topic", "anchor"):
        op.drop_column("matter", column)
