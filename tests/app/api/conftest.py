"""Two short invented reports in PostGIS, and the API over them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection, Engine, text

from app.main import create_app
from app.settings import Settings
from gazetteer.model import NameKind, Place, PlaceKind, PlaceName
from gazetteer.resolver import Gazetteer

TORETSK = Place(
    id="UA1402019001",
    kind=PlaceKind.SETTLEMENT,
    name="Toretsk",
    name_uk="Торецьк",
    katottg="UA14020190010047852",
    settlement_type="city",
    oblast="Donetska",
    lon=37.8479,
    lat=48.3979,
    radius_m=5000,
    names=(
        PlaceName("Торецьк", "uk", NameKind.OFFICIAL, "katottg"),
        PlaceName("Toretsk", "en", NameKind.OFFICIAL, "katottg"),
        PlaceName("Dzerzhinsk", "en", NameKind.FORMER, "curated"),
    ),
)
SUMY = Place(
    id="UA5908027001",
    kind=PlaceKind.SETTLEMENT,
    name="Sumy",
    name_uk="Суми",
    katottg="UA59080270010036634",
    settlement_type="city",
    oblast="Sumska",
    lon=34.7981,
    lat=50.9077,
    radius_m=8000,
    names=(PlaceName("Суми", "uk", NameKind.OFFICIAL, "katottg"),),
)

_DEFAULTS: dict[str, Any] = {
    "claim_type": "clash",
    "modality": "claimed",
    "place_name": None,
    "place_as_written": None,
    "place_id": None,
    "katottg": None,
    "oblast": None,
    "claimant": "Ministry of Imagination",
    "outlet": "Northern Wire",
    "publisher": "Northern Wire",
    "source_side": "RU",
    "actor_side": "unknown",
    "event_start": date(2026, 7, 14),
    "event_end": date(2026, 7, 14),
    "date_precision": "day",
    "statement_date": date(2026, 7, 15),
    "published": date(2026, 7, 16),
    "place_status": "none",
    "location_precision": "none",
    "radius_m": None,
    "quote": "A sentence.",
    "document_url": None,
    "document_id": 1,
    "lon": None,
    "lat": None,
}


def located(place: Place, written: str | None = None) -> dict[str, Any]:
    """Columns of a feature at a place."""
    return {
        "place_name": place.name,
        "place_as_written": written or place.name,
        "place_id": place.id,
        "katottg": place.katottg,
        "oblast": place.oblast,
        "place_status": "resolved",
        "location_precision": "settlement",
        "radius_m": place.radius_m,
        "lon": place.lon,
        "lat": place.lat,
    }


def add_feature(connection: Connection, claim_id: int, **columns: Any) -> int:
    """Write one row of the flat layer; returns its id."""
    row = {**_DEFAULTS, "claim_id": claim_id, **columns}
    plain = [name for name in row if name not in {"lon", "lat"}]
    result = connection.execute(
        text(
            f"INSERT INTO claim_feature ({', '.join(plain)}, geom)"
            f" VALUES ({', '.join(f':{name}' for name in plain)},"
            " ST_SetSRID(ST_MakePoint(:lon, :lat), 4326)) RETURNING id"
        ),
        row,
    )
    return int(result.scalar_one())


def add_outlet(connection: Connection, name: str, side: str, *aliases: str) -> int:
    """Register an outlet; returns its id."""
    return int(
        connection.execute(
            text(
                "INSERT INTO outlet (slug, name, side, kind, aliases)"
                " VALUES (:slug, :name, :side, 'agency', :aliases) RETURNING id"
            ),
            {
                "slug": name.lower().replace(" ", "_"),
                "name": name,
                "side": side,
                "aliases": list(aliases),
            },
        ).scalar_one()
    )


def bump(connection: Connection) -> None:
    """Count a change of the data, as every writer does."""
    connection.execute(text("UPDATE data_version SET version = version + 1"))


FEATURES: tuple[dict[str, Any], ...] = (
    # 1, 2: one claim at two places
    {**located(TORETSK, "Dzerzhinsk"), "claim_id": 1, "quote": "Villages near Dzerzhinsk burn."},
    {**located(SUMY), "claim_id": 1, "quote": "Villages near Dzerzhinsk burn."},
    # 3: the other side, later, open end
    {
        **located(TORETSK),
        "claim_id": 2,
        "outlet": "Southern Herald",
        "source_side": "UA",
        "claim_type": "attack_repelled",
        "modality": "asserted",
        "claimant": "General Staff",
        "event_start": date(2026, 8, 1),
        "event_end": None,
        "quote": "The defence held 100% of the town.",
    },
    # 4: a place nobody knows
    {"claim_id": 3, "place_as_written": "Vneshenka", "place_status": "unknown"},
    # 5: no event date
    {
        **located(SUMY),
        "claim_id": 4,
        "event_start": None,
        "event_end": None,
        "date_precision": "unknown",
        "modality": "forecast",
        "claim_type": "forecast",
    },
    # 6: only the end is known
    {**located(SUMY), "claim_id": 5, "event_start": None, "event_end": date(2026, 6, 30)},
)


@pytest.fixture(scope="module")
def layer(module_engine: Engine) -> Engine:
    """The flat layer with the six features of ``FEATURES``, ids 1 to 6."""
    with module_engine.begin() as connection:
        add_outlet(connection, "Northern Wire", "RU", "NW Agency")
        add_outlet(connection, "Southern Herald", "UA")
        for place in (TORETSK, SUMY):
            connection.execute(
                text(
                    "INSERT INTO place (id, kind, name, name_uk, katottg, oblast, geom, radius_m,"
                    " geometry_kind) VALUES (:id, :kind, :name, :name_uk, :katottg, :oblast,"
                    " ST_SetSRID(ST_MakePoint(:lon, :lat), 4326), :radius_m, 'point')"
                ),
                {name: getattr(place, name) for name in _PLACE_FIELDS},
            )
            for name in place.names:
                connection.execute(
                    text("INSERT INTO gazetteer_source (name) VALUES (:n) ON CONFLICT DO NOTHING"),
                    {"n": name.source},
                )
                connection.execute(
                    text(
                        "INSERT INTO place_name (place_id, text, language, kind, source)"
                        " VALUES (:p, :t, :l, :k, :s)"
                    ),
                    {
                        "p": place.id,
                        "t": name.text,
                        "l": name.language,
                        "k": name.kind.value,
                        "s": name.source,
                    },
                )
        for row in FEATURES:
            add_feature(connection, **row)
        bump(connection)
    return module_engine


_PLACE_FIELDS = ("id", "kind", "name", "name_uk", "katottg", "oblast", "lon", "lat", "radius_m")


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
