"""Each feature's GeoJSON text beside its columns, kept by a trigger: pages only copy it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _interval(first: str, last: str) -> str:
    return (
        f"CASE WHEN coalesce({first}, {last}) IS NOT NULL THEN"
        f" coalesce({first}::text, '..') || '/' || coalesce({last}::text, '..') END"
    )


# What the API serves by default (app/claims/layer.py); a test compares both. Another set of
# properties needs a migration that replaces the function and writes the texts anew.
_FEATURE = f"""
CREATE FUNCTION claimatlas_feature_text(feature claim_feature) RETURNS text
LANGUAGE sql STABLE AS $$
SELECT '{{"type":"Feature","id":' || id
    || ',"geometry":' || coalesce(ST_AsGeoJSON(geom, 5), 'null')
    || ',"properties":' || row_to_json((SELECT p FROM (SELECT id, claim_id, claim_type, modality,
        place_name, place_as_written, place_id, katottg, oblast, claimant, outlet, publisher,
        source_side, actor_side, coalesce(event_end, event_start) AS date,
        {_interval("event_start", "event_end")} AS event_time,
        {_interval("statement_date", "statement_date")} AS statement_time,
        {_interval("published", "published")} AS publication_time,
        date_precision, place_status, location_precision, radius_m, origin_count, document_count,
        quote, document_url, document_id) p)) || '}}'
FROM (SELECT (feature).*) AS row
$$
"""  # noqa: S608 (constants)

_WRITE = """
CREATE FUNCTION claimatlas_write_feature_text() RETURNS trigger LANGUAGE plpgsql
SET datestyle = 'ISO' AS $$
BEGIN NEW.geojson := claimatlas_feature_text(NEW); RETURN NEW; END $$
"""

# Whatever an update touches, except that it closes a row.
_SHOWN = (
    "id, claim_id, geom, claim_type, modality, place_name, place_as_written, place_id, katottg,"
    " oblast, claimant, outlet, publisher, source_side, actor_side, event_start, event_end,"
    " date_precision, statement_date, published, place_status, location_precision, radius_m,"
    " origin_count, document_count, quote, document_url, document_id, geojson"
)


def upgrade() -> None:
    op.add_column("claim_feature", sa.Column("geojson", sa.Text(), nullable=True))
    op.execute(_FEATURE)
    op.execute("SET LOCAL datestyle = 'ISO'")
    # Writes the table and its indexes once, where an update would leave every row twice.
    op.execute(
        "ALTER TABLE claim_feature ALTER COLUMN geojson TYPE text"
        " USING claimatlas_feature_text(claim_feature)"
    )
    op.alter_column("claim_feature", "geojson", nullable=False)
    op.execute(_WRITE)
    op.execute(
        f"CREATE TRIGGER claim_feature_text BEFORE INSERT OR UPDATE OF {_SHOWN} ON claim_feature"
        " FOR EACH ROW EXECUTE FUNCTION claimatlas_write_feature_text()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER claim_feature_text ON claim_feature")
    op.execute("DROP FUNCTION claimatlas_write_feature_text()")
    op.execute("DROP FUNCTION claimatlas_feature_text(claim_feature)")
    op.drop_column("claim_feature", "geojson")
