"""Two invented reports as rows of the flat layer, and the places they name."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from gazetteer.model import NameKind, Place, PlaceKind, PlaceName

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
DONETSKA = Place(
    id="UA14",
    kind=PlaceKind.OBLAST,
    name="Donetska oblast",
    name_uk="Донецька область",
    names=(
        PlaceName("Donetska oblast", "en", NameKind.OFFICIAL, "katottg"),
        PlaceName("Донецкая область", "ru", NameKind.OFFICIAL, "katottg"),
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
    "document_id": 1001,  # no such report
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


def add_source(connection: Connection, table: str, name: str, side: str, *aliases: str) -> None:
    """Register an outlet or actor."""
    connection.execute(
        text(
            f"INSERT INTO {table} (slug, name, side, kind, aliases)"
            " VALUES (:slug, :name, :side, 'agency', :aliases)"
        ),
        {
            "slug": name.lower().replace(" ", "_"),
            "name": name,
            "side": side,
            "aliases": list(aliases),
        },
    )


def contradict(connection: Connection, one: int, other: int) -> None:
    """Record that two claims contradict one another, whether or not they have rows of their own."""
    connection.execute(text("SET session_replication_role = replica"))  # no foreign keys meanwhile
    connection.execute(
        text(
            "INSERT INTO claim_relation (from_claim_id, to_claim_id, type, rule)"
            " VALUES (:one, :other, 'contradicts', 'test')"
        ),
        {"one": one, "other": other},
    )
    connection.execute(text("SET session_replication_role = origin"))


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
    {"claim_id": 3, "place_as_written": "Nevidomivka", "place_status": "unknown"},
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
    # 6: only the end is known; a place whose id is no code
    {
        **located(SUMY),
        "place_id": "river:imagined",
        "claim_id": 5,
        "event_start": None,
        "event_end": date(2026, 6, 30),
    },
)


def add_place(connection: Connection, place: Place) -> None:
    """Put a gazetteer record with its names into the database."""
    columns = ("id", "kind", "name", "name_uk", "katottg", "oblast", "lon", "lat", "radius_m")
    connection.execute(
        text(
            "INSERT INTO place (id, kind, name, name_uk, katottg, oblast, geom, radius_m,"
            " geometry_kind) VALUES (:id, :kind, :name, :name_uk, :katottg, :oblast,"
            " ST_SetSRID(ST_MakePoint(:lon, :lat), 4326), :radius_m, 'point')"
        ),
        {name: getattr(place, name) for name in columns},
    )
    for name in place.names:
        row = {"p": place.id, "t": name.text, "l": name.language, "k": name.kind, "s": name.source}
        connection.execute(
            text("INSERT INTO gazetteer_source (name) VALUES (:s) ON CONFLICT DO NOTHING"), row
        )
        connection.execute(
            text(
                "INSERT INTO place_name (place_id, text, language, kind, source)"
                " VALUES (:p, :t, :l, :k, :s)"
            ),
            row,
        )
