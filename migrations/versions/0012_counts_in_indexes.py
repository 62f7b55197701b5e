"""Days within the indexes of the pages, so that counting a filter by days need not read rows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_CURRENT = "recorded_to IS NULL"
_UNLOCATED = f"{_CURRENT} AND geom IS NULL"
_DAYS = (
    "coalesce(event_end, 'infinity'::date)",
    "coalesce(event_start, event_end, 'infinity'::date)",
)
_INCLUDED = ["event_start", "event_end"]

INDEXES: dict[str, tuple[tuple[str, ...], str]] = {
    "outlet_time": (("outlet", *_DAYS, "id"), _CURRENT),
    "time": ((*_DAYS, "id"), _CURRENT),
    "place_time": (("place_id", *_DAYS, "id"), _CURRENT),
    "unlocated": (("outlet", *_DAYS, "id"), _UNLOCATED),
}


def _replace(indexes: dict[str, tuple[tuple[str, ...], str]], include: list[str]) -> None:
    for name, (columns, condition) in indexes.items():
        op.drop_index(f"ix_claim_feature_{name}", "claim_feature")
        op.create_index(
            f"ix_claim_feature_{name}",
            "claim_feature",
            [sa.text(column) for column in columns],
            postgresql_where=sa.text(condition),
            postgresql_include=include,
        )


def upgrade() -> None:
    _replace(INDEXES, _INCLUDED)


def downgrade() -> None:
    _replace({**INDEXES, "unlocated": (("outlet", "id"), _UNLOCATED)}, [])
