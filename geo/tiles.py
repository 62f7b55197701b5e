"""The tile grid of web maps: OGC WebMercatorQuad (OGC 17-083r4, annex D.1), through morecantile."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from geo.errors import TileError

if TYPE_CHECKING:
    import morecantile

TILE_MATRIX_SET = "WebMercatorQuad"
MVT = "application/vnd.mapbox-vector-tile"
MAX_ZOOM = 22


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile of WebMercatorQuad: zoom level, column from the west, row from the north."""

    z: int
    x: int
    y: int

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in metres of EPSG:3857."""
        bounds = _matrix_set().xy_bounds(self._named)
        return bounds.left, bounds.bottom, bounds.right, bounds.top

    @property
    def degrees(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees WGS 84."""
        bounds = _matrix_set().bounds(self._named)
        return bounds.left, bounds.bottom, bounds.right, bounds.top

    @property
    def _named(self) -> morecantile.Tile:
        import morecantile  # noqa: PLC0415

        return morecantile.Tile(self.x, self.y, self.z)


def parse_tile(z: str, x: str, y: str, *, minzoom: int = 0, maxzoom: int = MAX_ZOOM) -> Tile:
    """Read a tile's address. Raises TileError, which names the part that is out of range."""
    zoom = _whole("z", z, minzoom, maxzoom)
    last = 2**zoom - 1
    return Tile(zoom, _whole("x", x, 0, last), _whole("y", y, 0, last))


def definition() -> dict[str, Any]:
    """Return the tile matrix set as OGC describes it (JSON encoding of 17-083r4)."""
    made: dict[str, Any] = _matrix_set().model_dump(mode="json", by_alias=True, exclude_none=True)
    return made


def _whole(name: str, value: str, lowest: int, highest: int) -> int:
    accepts = f"a whole number from {lowest} to {highest}"
    if not (value.isascii() and value.isdigit() and len(value) <= 9):
        raise TileError(name, f"{value[:40]!r} is not a whole number.", accepts)
    if not lowest <= int(value) <= highest:
        raise TileError(name, f"{int(value)} is out of range.", accepts)
    return int(value)


@cache
def _matrix_set() -> morecantile.TileMatrixSet:
    # Its import takes half a second, which no command without tiles should pay.
    import morecantile  # noqa: PLC0415

    return morecantile.tms.get(TILE_MATRIX_SET)
