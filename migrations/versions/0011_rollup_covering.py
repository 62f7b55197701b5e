"""Counts by point within their index, so that filtered tiles need not look at the table."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_COLUMNS = [
    "site_id",
    "event_start",
    "event_end",
    "outlet",
    "source_side",
    "claim_type",
    "modality",
]


def _replace(include: list[str]) -> None:
    op.drop_index("uq_claim_rollup_cell", "claim_rollup")
    op.create_index(
        "uq_claim_rollup_cell",
        "claim_rollup",
        _COLUMNS,
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_include=include,
    )


def upgrade() -> None:
    _replace(["features"])


def downgrade() -> None:
    _replace([])
