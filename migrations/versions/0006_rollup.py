"""Counts of the layer by point, kept by triggers: what tiles and summaries read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Adds the rows of `source` (columns of claim_feature, and `sign`: 1 came, -1 went) to the counts.
# Latitudes end where Web Mercator's square does, and a point on its east edge stays inside.
ROLL_UP = """
WITH delta AS (
    SELECT ST_X(geom) AS lon, ST_Y(geom) AS lat, place_id, location_precision, outlet, source_side,
        claim_type, modality, event_start, event_end, sum(sign)::int AS features,
        max(place_name) AS place_name, max(oblast) AS oblast, max(radius_m) AS radius_m
    FROM ({source}) AS changed WHERE geom IS NOT NULL AND recorded_to IS NULL
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 HAVING sum(sign) <> 0
), site AS (
    INSERT INTO claim_site AS s (lon, lat, place_id, location_precision, place_name, oblast,
        radius_m, geom, features, ru, ua, other, unknown)
    SELECT lon, lat, place_id, location_precision, max(place_name), max(oblast), max(radius_m),
        ST_Transform(ST_SetSRID(ST_MakePoint(least(lon, 179.9999999),
            greatest(-85.0511287, least(85.0511287, lat))), 4326), 3857),
        sum(features), coalesce(sum(features) FILTER (WHERE source_side = 'RU'), 0),
        coalesce(sum(features) FILTER (WHERE source_side = 'UA'), 0),
        coalesce(sum(features) FILTER (WHERE source_side = 'other'), 0),
        coalesce(sum(features) FILTER (WHERE source_side NOT IN ('RU', 'UA', 'other')), 0)
    FROM delta GROUP BY 1, 2, 3, 4
    ON CONFLICT (lon, lat, place_id, location_precision) DO UPDATE SET
        features = s.features + excluded.features, ru = s.ru + excluded.ru,
        ua = s.ua + excluded.ua, other = s.other + excluded.other,
        unknown = s.unknown + excluded.unknown,
        place_name = coalesce(excluded.place_name, s.place_name),
        oblast = coalesce(excluded.oblast, s.oblast),
        radius_m = greatest(s.radius_m, excluded.radius_m)
    RETURNING id, lon, lat, place_id, location_precision
)
INSERT INTO claim_rollup AS r (site_id, outlet, source_side, claim_type, modality, event_start,
    event_end, features)
SELECT site.id, outlet, source_side, claim_type, modality, event_start, event_end, features
FROM delta JOIN site ON delta.lon = site.lon AND delta.lat = site.lat
    AND delta.location_precision = site.location_precision
    AND delta.place_id IS NOT DISTINCT FROM site.place_id
ON CONFLICT (site_id, event_start, event_end, outlet, source_side, claim_type, modality)
DO UPDATE SET features = r.features + excluded.features
"""

_NEW = "SELECT 1 AS sign, n.* FROM new_rows n"
_OLD = "SELECT -1 AS sign, o.* FROM old_rows o"
_EVENTS = {
    "insert": ("REFERENCING NEW TABLE AS new_rows", _NEW),
    "update": (
        "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
        f"{_NEW} UNION ALL {_OLD}",
    ),
    "delete": ("REFERENCING OLD TABLE AS old_rows", _OLD),
}
_REMOVE_EMPTY = """
    DELETE FROM claim_rollup WHERE features = 0;
    DELETE FROM claim_site WHERE features = 0;
"""


def upgrade() -> None:
    op.create_table(
        "claim_site",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("place_id", sa.Text(), nullable=True),
        sa.Column("location_precision", sa.Text(), nullable=False),
        sa.Column("place_name", sa.Text(), nullable=True),
        sa.Column("oblast", sa.Text(), nullable=True),
        sa.Column("radius_m", sa.Integer(), nullable=True),
        sa.Column("geom", Geometry("POINT", srid=3857, spatial_index=False), nullable=False),
        sa.Column("features", sa.Integer(), nullable=False),
        sa.Column("ru", sa.Integer(), nullable=False),
        sa.Column("ua", sa.Integer(), nullable=False),
        sa.Column("other", sa.Integer(), nullable=False),
        sa.Column("unknown", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_claim_site"),
    )
    op.create_table(
        "claim_rollup",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("site_id", sa.BigInteger(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("source_side", sa.Text(), nullable=False),
        sa.Column("claim_type", sa.Text(), nullable=False),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("event_start", sa.Date(), nullable=True),
        sa.Column("event_end", sa.Date(), nullable=True),
        sa.Column("features", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_claim_rollup"),
    )
    op.create_index(
        "uq_claim_site_point",
        "claim_site",
        ["lon", "lat", "place_id", "location_precision"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_index(
        "uq_claim_rollup_cell",
        "claim_rollup",
        [
            "site_id",
            "event_start",
            "event_end",
            "outlet",
            "source_side",
            "claim_type",
            "modality",
        ],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_index("ix_claim_site_geom", "claim_site", ["geom"], postgresql_using="gist")
    op.create_index("ix_claim_rollup_event", "claim_rollup", ["event_start"])
    for table in ("claim_site", "claim_rollup"):
        op.create_index(
            f"ix_{table}_empty", table, ["id"], postgresql_where=sa.text("features = 0")
        )
        # Counts change all the time and are in no index: room on the page keeps updates cheap.
        op.execute(f"ALTER TABLE {table} SET (fillfactor = 70)")
    op.execute(ROLL_UP.format(source="SELECT 1 AS sign, f.* FROM claim_feature f"))
    for event, (tables, source) in _EVENTS.items():
        # The lock keeps two writers from waiting for each other's points.
        op.execute(
            f"CREATE FUNCTION claimatlas_roll_up_{event}() RETURNS trigger LANGUAGE plpgsql AS $$"
            " BEGIN PERFORM pg_advisory_xact_lock('claim_rollup'::regclass::bigint);"
            f" {ROLL_UP.format(source=source)};"
            f" {'' if event == 'insert' else _REMOVE_EMPTY} RETURN NULL; END $$"
        )
        op.execute(
            f"CREATE TRIGGER claim_feature_roll_up_{event} AFTER {event.upper()} ON claim_feature"
            f" {tables} FOR EACH STATEMENT EXECUTE FUNCTION claimatlas_roll_up_{event}()"
        )
    op.execute(
        "CREATE FUNCTION claimatlas_roll_up_truncate() RETURNS trigger LANGUAGE plpgsql AS $$"
        " BEGIN TRUNCATE claim_rollup, claim_site; RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER claim_feature_roll_up_truncate AFTER TRUNCATE ON claim_feature"
        " FOR EACH STATEMENT EXECUTE FUNCTION claimatlas_roll_up_truncate()"
    )


def downgrade() -> None:
    for event in (*_EVENTS, "truncate"):
        op.execute(f"DROP TRIGGER claim_feature_roll_up_{event} ON claim_feature")
        op.execute(f"DROP FUNCTION claimatlas_roll_up_{event}()")
    op.drop_table("claim_rollup")
    op.drop_table("claim_site")
