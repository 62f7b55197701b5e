"""The migrations make exactly what the models say, and can be taken back."""

from __future__ import annotations

import json

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from app.db.engine import database_url as with_driver
from app.db.engine import make_engine
from app.db.migrate import downgrade, status, upgrade
from app.db.schema import metadata
from app.errors import InputError

CATALOGUE = {
    "columns": """
        SELECT table_name, column_name, format_type(a.atttypid, a.atttypmod), is_nullable,
            column_default, identity_generation
        FROM information_schema.columns
        JOIN pg_attribute a ON a.attrelid = table_name::regclass AND a.attname = column_name
        WHERE table_schema = 'public'""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
}


def _catalogue(connection: Connection, kind: str) -> set[tuple[object, ...]]:
    rows = connection.execute(text(CATALOGUE[kind]))
    return {tuple(row) for row in rows if row[0] in metadata.tables}


def test_alembic_finds_no_difference(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda n, kind, _: kind != "table" or n in metadata.tables},
        )
        assert compare_metadata(context, metadata) == []


@pytest.mark.parametrize("kind", CATALOGUE)
def test_catalogue_equals_the_models(engine: Engine, empty_database_url: str, kind: str) -> None:
    """Alembic does not compare checks, defaults of identities or conditions of indexes."""
    models = make_engine(empty_database_url)
    with models.begin() as connection:
        connection.execute(text("CREATE EXTENSION postgis"))
        metadata.create_all(connection)
    with models.connect() as made, engine.connect() as migrated:
        assert _catalogue(made, kind) == _catalogue(migrated, kind)
        assert len(_catalogue(migrated, kind)) >= len(metadata.tables)
    models.dispose()


def test_down_and_up_again(database_url: str) -> None:
    assert status(database_url).up_to_date
    gone = downgrade(database_url, "base")
    assert gone.current is None
    assert not gone.up_to_date
    engine = make_engine(database_url)
    with engine.connect() as connection:
        left = connection.execute(
            text(
                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                " AND relkind IN ('r', 'S') AND relname NOT IN ('alembic_version',"
                " 'spatial_ref_sys') UNION ALL SELECT proname FROM pg_proc"
                " WHERE proname LIKE 'claimatlas%'"
            )
        ).all()
    engine.dispose()
    assert left == []
    assert upgrade(database_url).up_to_date


def test_features_that_were_there_get_their_text(database_url: str) -> None:
    downgrade(database_url, "0009")
    engine = make_engine(database_url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO claim_feature (claim_id, claim_type, modality, place_status,"
                " location_precision, quote, document_id, published, geom) VALUES (1, 'clash',"
                " 'claimed', 'none', 'none', 'It was said.', 2, '2026-07-14',"
                " ST_SetSRID(ST_MakePoint(37.5, 48.25), 4326))"
            )
        )
    assert upgrade(database_url).up_to_date
    with engine.connect() as connection:
        found = json.loads(
            connection.execute(text("SELECT geojson FROM claim_feature")).scalar_one()
        )
    engine.dispose()
    assert found["geometry"] == {"type": "Point", "coordinates": [37.5, 48.25]}
    assert found["properties"]["quote"] == "It was said."
    assert found["properties"]["publication_time"] == "2026-07-14/2026-07-14"


def test_status_of_an_empty_database(empty_database_url: str) -> None:
    found = status(empty_database_url)
    assert found.current is None
    assert not found.up_to_date


def test_every_name_follows_the_convention(engine: Engine) -> None:
    with engine.connect() as connection:
        names = [str(row[1]) for row in _catalogue(connection, "constraints")]
    assert names
    assert [n for n in names if n.split("_")[0] not in {"pk", "fk", "ck", "uq"}] == []


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("postgresql://u@h/d", "postgresql+psycopg"),
        ("postgres://u@h/d", "postgresql+psycopg"),
        ("postgresql+psycopg://u@/d?host=/tmp/a%20b", "postgresql+psycopg"),
    ],
)
def test_common_urls_are_accepted(url: str, driver: str) -> None:
    assert with_driver(url).drivername == driver


@pytest.mark.parametrize("url", ["", "nothing", "mysql://u@h/d", "postgresql+asyncpg://h/d"])
def test_other_urls_are_refused(url: str) -> None:
    with pytest.raises(InputError, match="database URL"):
        with_driver(url)


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        ("document", "UPDATE document SET text = 'x'"),
        ("claim_version", "UPDATE claim_version SET quote = 'x'"),
        ("claim_version", "UPDATE claim_version SET recorded_to = now(), type = 'clash'"),
        ("claim_version", "DELETE FROM claim_version"),
        ("mention", "UPDATE mention SET status = 'unknown'"),
        ("claim_place", "DELETE FROM claim_place"),
        ("attribution_link", "UPDATE attribution_link SET name = 'x'"),
        ("claim", "DELETE FROM claim"),
    ],
)
def test_what_is_recorded_stays(stored_engine: Engine, table: str, statement: str) -> None:
    with stored_engine.connect() as connection:
        with pytest.raises(DBAPIError, match=r"append-only|never changes"):
            connection.execute(text(statement))
        connection.rollback()
        assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() > 0


def test_a_version_can_be_closed_once(stored_engine: Engine) -> None:
    close = text("UPDATE claim_version SET recorded_to = now() WHERE claim_id = :id")
    with stored_engine.connect() as connection:
        id_ = connection.execute(text("SELECT min(claim_id) FROM claim_version")).scalar_one()
        assert connection.execute(close, {"id": id_}).rowcount == 1
        with pytest.raises(DBAPIError, match="append-only"):
            connection.execute(close, {"id": id_})
        connection.rollback()


@pytest.fixture(scope="module")
def stored_engine(module_engine: Engine, module_database_url: str) -> Engine:
    """A database that holds one report."""
    from app.claims.document_rows import document_rows
    from app.claims.store import Provenance, store_document
    from tests.app.handmade import article, extraction

    plain = make_url(module_database_url).set(drivername="postgresql")
    with psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True) as raw:
        store_document(raw, document_rows(article(), extraction()), Provenance("test", "test"))
    return module_engine
