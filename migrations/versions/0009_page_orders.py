"""Indexes in the orders in which pages of claims come, and for the filters that had none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_CURRENT = "recorded_to IS NULL"
_LAST = "coalesce(event_end, 'infinity'::date)"
_FIRST = "coalesce(event_start, event_end, 'infinity'::date)"

INDEXES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("outlet_time", ("outlet", _LAST, _FIRST, "id"), _CURRENT),
    ("time", (_LAST, _FIRST, "id"), _CURRENT),
    ("place_time", ("place_id", _LAST, _FIRST, "id"), _CURRENT),
    ("cell", ("st_geohash(geom, 8)", "id"), _CURRENT),
    ("published", ("published", "id"), _CURRENT),
    ("statement", ("statement_date", "id"), _CURRENT),
    ("claimant", ("claimant", "id"), _CURRENT),
    ("name", ("lower(left(place_name, 200))",), _CURRENT),
    ("written", ("lower(left(place_as_written, 200))",), _CURRENT),
    ("unlocated", ("outlet", "id"), f"{_CURRENT} AND geom IS NULL"),
)
#: Those that the new ones replace.
REPLACED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("outlet_event", ("outlet", "event_start", "id")),
    ("event", ("event_start", "id")),
    ("place_event", ("place_id", "event_start", "id")),
)


def upgrade() -> None:
    for name, _ in REPLACED:
        op.drop_index(f"ix_claim_feature_{name}", "claim_feature")
    for name, columns, condition in INDEXES:
        op.create_index(
            f"ix_claim_feature_{name}",
            "claim_feature",
            [sa.text(column) for column in columns],
            postgresql_where=sa.text(condition),
        )


def downgrade() -> None:
    for name, _, _ in INDEXES:
        op.drop_index(f"ix_claim_feature_{name}", "claim_feature")
    for name, columns in REPLACED:
        op.create_index(
            f"ix_claim_feature_{name}",
            "claim_feature",
            list(columns),
            postgresql_where=sa.text(_CURRENT),
        )
