"""The API over two invented reports in PostGIS."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.main import create_app
from app.settings import Settings
from gazetteer.resolver import Gazetteer
from tests.app.api.invented import (
    DONETSKA,
    FEATURES,
    SUMY,
    TORETSK,
    add_feature,
    add_place,
    add_source,
    bump,
)


@pytest.fixture(scope="module")
def layer(module_engine: Engine) -> Engine:
    """The flat layer with the six features of ``FEATURES``, ids 1 to 6."""
    with module_engine.begin() as connection:
        add_source(connection, "outlet", "Northern Wire", "RU", "NW Agency")
        add_source(connection, "outlet", "Southern Herald", "UA")
        add_source(connection, "actor", "General Staff", "UA")
        for place in (DONETSKA, TORETSK, SUMY):
            add_place(connection, place)
        for row in FEATURES:
            add_feature(connection, **row)
        bump(connection)
    return module_engine


@pytest.fixture(scope="session")
def small_gazetteer() -> Gazetteer:
    """A gazetteer of two towns."""
    return Gazetteer.from_places([TORETSK, SUMY])


@pytest.fixture(scope="module")
def client(
    layer: Engine,
    module_database_url: str,
    small_gazetteer: Gazetteer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[TestClient]:
    """A client of the API over ``layer``; errors of the server are answers, not exceptions."""
    settings = Settings(
        data_dir=Path(tmp_path_factory.mktemp("data")),
        database_url=module_database_url,
        offline=True,
    )
    app = create_app(settings, gazetteer=small_gazetteer)
    with TestClient(app, raise_server_exceptions=False) as made:
        yield made
