"""What is asked of every server: the same boxes, outlets, days, ids and tiles, in its own words."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import morecantile

from geo.tiles import Tile

#: Requests of a kind before they repeat.
DIFFERENT = 200


@dataclass(frozen=True, slots=True)
class Dialect:
    """Where a server keeps the layer and its tiles, and what it wants with every request."""

    items: str
    tile: str
    more: str = ""
    #: What it wants behind a day.
    time: str = ""


OURS = Dialect("/collections/claims/items", "/tiles/settlements/{z}/{x}/{y}")
DIALECTS = {
    "ours": OURS,
    "tipg": Dialect(
        "/collections/peers.claims/items",
        "/collections/peers.claims/tiles/WebMercatorQuad/{z}/{x}/{y}",
        time="T00:00:00Z",
    ),
    "pygeoapi": Dialect(
        "/collections/claims/items",
        "/collections/claims/tiles/WebMercatorQuad/{z}/{y}/{x}?f=mvt",
        "f=json",
    ),
}


def _boxes(chance: random.Random, _claims: int) -> str:
    west, south = 23 + chance.random() * 15, 45 + chance.random() * 6
    return f"?limit=100&bbox={west:.3f},{south:.3f},{west + 1:.3f},{south + 1:.3f}"


def _outlets(chance: random.Random, _claims: int) -> str:
    month = 1 + chance.randrange(9)
    days = f"2025-{month:02d}-01@/2025-{month + 3:02d}-01@"
    return f"?outlet=Outlet%20{1 + chance.randrange(8)}&datetime={days}&limit=1000"


def _one(chance: random.Random, claims: int) -> str:
    return f"/{1 + chance.randrange(claims)}?"


ITEMS: dict[str, Callable[[random.Random, int], str]] = {
    "bbox of one degree, 100 rows": _boxes,
    "outlet and 90 days, 1,000 rows": _outlets,
    "1,000 rows": lambda _chance, _claims: "?limit=1000",
    "one feature": _one,
}


def items(kind: str, claims: int, dialect: Dialect) -> list[str]:
    """Return the paths of one kind, the same questions for every server."""
    chance = random.Random(7)
    asked = [ITEMS[kind](chance, claims) for _ in range(DIFFERENT)]
    more = f"&{dialect.more}" if dialect.more else ""
    parts = [part.replace("@", dialect.time) + more for part in asked]
    return [(dialect.items + part).removesuffix("?") for part in parts]


def tiles_of_ukraine(z: int) -> list[Tile]:
    """Return the tiles of a zoom level that the generated places lie in."""
    grid = morecantile.tms.get("WebMercatorQuad")
    return [Tile(t.z, t.x, t.y) for t in grid.tiles(22.2, 44.4, 40.2, 52.3, z)]


def tile_path(dialect: Dialect, tile: Tile, query: str = "") -> str:
    """Return the address of a tile."""
    path = dialect.tile.format(z=tile.z, x=tile.x, y=tile.y)
    return f"{path}{'&' if '?' in path else '?'}{query}" if query else path


def tile_paths(zooms: tuple[int, ...], *, filtered: bool) -> list[str]:
    """Return our tiles of these levels; filtered, each by other days and sides."""
    chance = random.Random(7)
    tiles = [tile for z in zooms for tile in tiles_of_ukraine(z)]
    if not filtered:
        return [tile_path(OURS, tile) for tile in tiles]
    asked = []
    for _ in range(DIFFERENT):
        month = 1 + chance.randrange(9)
        query = (
            f"datetime=2025-{month:02d}-{1 + chance.randrange(28):02d}/2025-{month + 3:02d}-01"
            f"&side={chance.choice(('RU', 'UA', 'RU,UA'))}"
        )
        asked.append(tile_path(OURS, chance.choice(tiles), query))
    return asked
