"""Reads vector tiles the way clients do, through GDAL's MVT driver."""

from __future__ import annotations

from pathlib import Path

import geopandas
import pyogrio


def read_tile(body: bytes, folder: Path, z: int, x: int, y: int) -> geopandas.GeoDataFrame | None:
    """Return the features of a tile with its one layer; None for an empty tile."""
    if not body:
        return None
    path = folder / f"{z}-{x}-{y}.mvt"
    path.write_bytes(body)
    found = pyogrio.read_dataframe(path, X=str(x), Y=str(y), Z=str(z))
    return found.to_crs(4326)
