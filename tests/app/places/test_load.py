"""The gazetteer in PostGIS: loaded, reloaded, never taken from under a claim."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import psycopg
from sqlalchemy import Engine, text

from app.claims.document_rows import document_rows
from app.claims.store import Provenance, store_document
from app.db.version import data_version
from app.places.load import LoadReport, load_places
from tests.app.handmade import NOVYI_BRID, VERBOVE, article, extraction


def _all(engine: Engine, query: str) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.execute(text(query)).scalars())


def _store_report(engine: Engine) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        store_document(driver, document_rows(article(), extraction()), Provenance("t", "t"))


def test_load_and_load_again(engine: Engine) -> None:
    first = load_places(engine, [VERBOVE, NOVYI_BRID])
    assert first == LoadReport(2, 4, 2, places_changed=2, places_retired=0, places_removed=0)
    assert _all(engine, "SELECT ST_AsEWKT(geom) FROM place ORDER BY id") == [
        "SRID=4326;POINT(37.25 48.5)",
        "SRID=4326;POINT(37.5 48.6)",
    ]
    ids = _all(engine, "SELECT id FROM place_name ORDER BY id")
    again = load_places(engine, [VERBOVE, NOVYI_BRID])
    assert (again.places_changed, again.places_removed) == (0, 0)
    assert _all(engine, "SELECT id FROM place_name ORDER BY id") == ids
    assert _all(engine, "SELECT names FROM gazetteer_source") == [4]
    with engine.connect() as connection:
        assert data_version(connection) == 1


def test_only_differences_are_written(engine: Engine) -> None:
    load_places(engine, [VERBOVE, NOVYI_BRID])
    changed = replace(VERBOVE, name="Verbove Nove", lon=37.26, names=VERBOVE.names[:1])
    report = load_places(engine, [changed, NOVYI_BRID])
    assert report.places_changed == 1
    assert _all(engine, "SELECT name FROM place ORDER BY id") == ["Verbove Nove", "Novyi Brid"]
    assert _all(engine, f"SELECT text FROM place_name WHERE place_id = '{VERBOVE.id}'") == [
        "Вербове"
    ]


def test_what_a_claim_refers_to_is_retired_not_removed(engine: Engine) -> None:
    load_places(engine, [VERBOVE, NOVYI_BRID])
    _store_report(engine)
    report = load_places(engine, [])
    assert (report.places_retired, report.places_removed) == (1, 1)
    assert _all(engine, "SELECT id FROM place WHERE retired_at IS NOT NULL") == [VERBOVE.id]
    assert load_places(engine, [VERBOVE]).places_changed == 1
    assert _all(engine, "SELECT id FROM place WHERE retired_at IS NOT NULL") == []


def test_a_place_without_a_coordinate_has_no_point(engine: Engine) -> None:
    load_places(engine, [replace(VERBOVE, lon=None, lat=None, coordinates=())])
    assert _all(engine, "SELECT geom FROM place") == [None]


def test_the_last_of_two_records_with_one_id_counts(engine: Engine) -> None:
    assert load_places(engine, [VERBOVE, replace(VERBOVE, name="Other")]).places == 1
    assert _all(engine, "SELECT name FROM place") == ["Other"]
