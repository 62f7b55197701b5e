"""Counts in the order of tiles: by spans of days and cells of a Z-order curve; and by day alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# A cell is a tile of WebMercatorQuad at zoom 26 (0.6 m wide), its number the bits of row and column
# in turn: the cells of a tile of any lower zoom are one range of numbers. The masks are 0x0000FFFF,
# 0x00FF00FF and so on; they move each bit apart from the next.
_CELL = """
CREATE FUNCTION claimatlas_cell(x double precision, y double precision) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    half CONSTANT double precision := 20037508.342789244;
    axes bigint[] := ARRAY[floor((x + half) / (2 * half) * 67108864),
        floor((half - y) / (2 * half) * 67108864)];
    axis bigint;
    cell bigint := 0;
BEGIN
    FOR n IN 1..2 LOOP
        axis := greatest(0, least(67108863, axes[n]));
        axis := (axis | (axis << 16)) & 281470681808895;
        axis := (axis | (axis << 8)) & 71777214294589695;
        axis := (axis | (axis << 4)) & 1085102592571150095;
        axis := (axis | (axis << 2)) & 3689348814741910323;
        axis := (axis | (axis << 1)) & 6148914691236517205;
        cell := cell | (axis << (n - 1));
    END LOOP;
    RETURN cell;
END $$
"""
# The 32 days since 2000 that an event lies in; -1 where it lies in several, goes on, or is undated.
_SPAN = """
CASE WHEN event_end < DATE '2100-01-01' AND coalesce(event_start, event_end) >= DATE '2000-01-01'
    AND (coalesce(event_start, event_end) - DATE '2000-01-01') / 32
        = (event_end - DATE '2000-01-01') / 32
THEN (event_end - DATE '2000-01-01') / 32 ELSE -1 END
"""
_MADE = "claimatlas_cell(ST_X(geom), ST_Y(geom))"
# Without them, conditions on these pass for a third of the rows each.
_STATISTICS = {
    "claim_rollup_last_day": "coalesce(event_end, 'infinity'::date)",
    "claim_rollup_first_day": "coalesce(event_start, event_end, 'infinity'::date)",
}
_OLD_KEY = "site_id, event_start, event_end, outlet, source_side, claim_type, modality"
_KEY = "span, source_side, cell, site_id, event_start, event_end, outlet, claim_type, modality"

# Adds the rows of `source` (columns of claim_feature, and `sign`: 1 came, -1 went) to the counts.
# Latitudes end where Web Mercator's square does, and a point on its east edge stays inside.
_ROLL_UP = """
WITH delta AS (
    SELECT ST_X(geom) AS lon, ST_Y(geom) AS lat, place_id, location_precision, outlet, source_side,
        claim_type, modality, event_start, event_end, sum(sign)::int AS features,
        max(place_name) AS place_name, max(oblast) AS oblast, max(radius_m) AS radius_m
    FROM ({source}) AS changed WHERE geom IS NOT NULL AND recorded_to IS NULL
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 HAVING sum(sign) <> 0
), site AS (
    INSERT INTO claim_site AS s (lon, lat, place_id, location_precision, place_name, oblast,
        radius_m, geom, features, ru, ua, other, unknown{cell})
    SELECT point.*{made} FROM (
        SELECT lon, lat, place_id, location_precision, max(place_name), max(oblast), max(radius_m),
            ST_Transform(ST_SetSRID(ST_MakePoint(least(lon, 179.9999999),
                greatest(-85.0511287, least(85.0511287, lat))), 4326), 3857) AS geom,
            sum(features), coalesce(sum(features) FILTER (WHERE source_side = 'RU'), 0),
            coalesce(sum(features) FILTER (WHERE source_side = 'UA'), 0),
            coalesce(sum(features) FILTER (WHERE source_side = 'other'), 0),
            coalesce(sum(features) FILTER (WHERE source_side NOT IN ('RU', 'UA', 'other')), 0)
        FROM delta GROUP BY 1, 2, 3, 4) AS point
    ON CONFLICT (lon, lat, place_id, location_precision) DO UPDATE SET
        features = s.features + excluded.features, ru = s.ru + excluded.ru,
        ua = s.ua + excluded.ua, other = s.other + excluded.other,
        unknown = s.unknown + excluded.unknown,
        place_name = coalesce(excluded.place_name, s.place_name),
        oblast = coalesce(excluded.oblast, s.oblast),
        radius_m = greatest(s.radius_m, excluded.radius_m)
    RETURNING id, lon, lat, place_id, location_precision{cell}
)
INSERT INTO claim_rollup AS r (site_id, outlet, source_side, claim_type, modality, event_start,
    event_end, features{cell})
SELECT site.id, outlet, source_side, claim_type, modality, event_start, event_end, features{cell}
FROM delta JOIN site ON delta.lon = site.lon AND delta.lat = site.lat
    AND delta.location_precision = site.location_precision
    AND delta.place_id IS NOT DISTINCT FROM site.place_id
ON CONFLICT ({key}) DO UPDATE SET features = r.features + excluded.features;
"""
# The same of days, with the features that have no place. Rows that come to nothing stay, for a
# column that decides what is in an index makes every change of it dear.
_BY_DAY = """
INSERT INTO claim_day AS d (day, outlet, source_side, features, located)
SELECT coalesce(event_end, event_start), outlet, source_side, sum(sign),
    coalesce(sum(sign) FILTER (WHERE geom IS NOT NULL), 0)
FROM ({source}) AS changed WHERE recorded_to IS NULL GROUP BY 1, 2, 3
    HAVING sum(sign) <> 0 OR sum(sign) FILTER (WHERE geom IS NOT NULL) <> 0
ON CONFLICT (day, outlet, source_side) DO UPDATE SET
    features = d.features + excluded.features, located = d.located + excluded.located;
"""
_NEW = "SELECT 1 AS sign, n.* FROM new_rows n"
_OLD = "SELECT -1 AS sign, o.* FROM old_rows o"
_EVENTS = {"insert": _NEW, "update": f"{_NEW} UNION ALL {_OLD}", "delete": _OLD}
_REMOVE_EMPTY = """
    DELETE FROM claim_rollup WHERE features = 0;
    DELETE FROM claim_site WHERE features = 0;
"""


def _roll_up(cell: str, made: str, key: str) -> str:
    return _ROLL_UP.replace("{cell}", cell).replace("{made}", made).replace("{key}", key)


def _write_functions(roll_up: str, remove: str, tables: str) -> None:
    """Write the functions that the triggers call."""
    for event, source in _EVENTS.items():
        # The lock keeps two writers from waiting for each other's points.
        op.execute(
            f"CREATE OR REPLACE FUNCTION claimatlas_roll_up_{event}() RETURNS trigger"
            " LANGUAGE plpgsql AS $$ BEGIN"
            " PERFORM pg_advisory_xact_lock('claim_rollup'::regclass::bigint);"
            f" {roll_up.replace('{source}', source)}"
            f" {'' if event == 'insert' else remove} RETURN NULL; END $$"
        )
    op.execute(
        "CREATE OR REPLACE FUNCTION claimatlas_roll_up_truncate() RETURNS trigger"
        f" LANGUAGE plpgsql AS $$ BEGIN TRUNCATE {tables}; RETURN NULL; END $$"
    )


def _replace_key(columns: str) -> None:
    op.create_index(
        "uq_claim_rollup_cell",
        "claim_rollup",
        columns.split(", "),
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_include=["features"],
    )


def upgrade() -> None:
    op.execute(_CELL)
    op.drop_index("ix_claim_site_geom", "claim_site")
    op.add_column("claim_site", sa.Column("cell", sa.BigInteger(), nullable=True))
    op.execute(f"UPDATE claim_site SET cell = {_MADE}")  # noqa: S608 (constant)
    op.alter_column("claim_site", "cell", nullable=False)
    op.create_index("ix_claim_site_cell", "claim_site", ["cell"])
    op.drop_index("uq_claim_rollup_cell", "claim_rollup")
    op.drop_index("ix_claim_rollup_event", "claim_rollup")
    op.execute(
        "ALTER TABLE claim_rollup ADD COLUMN cell bigint, ADD COLUMN span smallint NOT NULL"
        f" GENERATED ALWAYS AS ({_SPAN}) STORED"
    )
    op.execute("UPDATE claim_rollup SET cell = s.cell FROM claim_site s WHERE s.id = site_id")
    op.alter_column("claim_rollup", "cell", nullable=False)
    _replace_key(_KEY)
    for name, day in _STATISTICS.items():
        op.execute(f"CREATE STATISTICS {name} ON ({day}) FROM claim_rollup")
    op.create_table(
        "claim_day",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("source_side", sa.Text(), nullable=False),
        sa.Column("features", sa.Integer(), nullable=False),
        sa.Column("located", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_claim_day"),
    )
    op.create_index(
        "uq_claim_day_key",
        "claim_day",
        ["day", "outlet", "source_side"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.execute("ALTER TABLE claim_day SET (fillfactor = 70)")
    op.execute(_BY_DAY.format(source="SELECT 1 AS sign, f.* FROM claim_feature f"))
    _write_functions(
        _roll_up(", cell", f", {_MADE}", _KEY) + _BY_DAY,
        _REMOVE_EMPTY,
        "claim_rollup, claim_site, claim_day",
    )


def downgrade() -> None:
    _write_functions(
        _roll_up("", "", _OLD_KEY),
        _REMOVE_EMPTY,
        "claim_rollup, claim_site",
    )
    op.drop_table("claim_day")
    for name in _STATISTICS:
        op.execute(f"DROP STATISTICS IF EXISTS {name}")
    op.drop_index("uq_claim_rollup_cell", "claim_rollup")
    op.drop_column("claim_rollup", "span")
    op.drop_column("claim_rollup", "cell")
    _replace_key(_OLD_KEY)
    op.create_index("ix_claim_rollup_event", "claim_rollup", ["event_start"])
    op.drop_index("ix_claim_site_cell", "claim_site")
    op.drop_column("claim_site", "cell")
    op.create_index("ix_claim_site_geom", "claim_site", ["geom"], postgresql_using="gist")
    op.execute("DROP FUNCTION claimatlas_cell(double precision, double precision)")
