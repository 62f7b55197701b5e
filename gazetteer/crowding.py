"""How densely settled the land around each place is, so that company in a crowd counts for less."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[Any]

_CELL_DEG: Final = 0.2  # of latitude, some 22 km; of longitude half as much again
_REACH: Final = 2  # cells on each side: some 50 km
_LEAST, _MOST = 0.2, 3.0


def crowding(lon: Numbers, lat: Numbers, counted: npt.NDArray[np.bool_]) -> Numbers:
    """Settlements around each point, in multiples of the median over all ``counted`` ones.

    ``lon``, ``lat`` in degrees, NaN where unknown; ``counted`` says which rows are settlements of
    the country. Rows that are not get 1. Between 0.2 and 3; linear in the number of rows.
    """
    values = np.ones(len(lon), dtype=np.float32)
    held = counted & ~np.isnan(lon) & ~np.isnan(lat)
    if not held.any():
        return values
    x = np.floor(lon[held] / (1.5 * _CELL_DEG)).astype(np.int64)
    y = np.floor(lat[held] / _CELL_DEG).astype(np.int64)
    x, y = x - x.min(), y - y.min()
    cells = np.zeros((x.max() + 1 + 2 * _REACH, y.max() + 1 + 2 * _REACH))
    np.add.at(cells, (x + _REACH, y + _REACH), 1.0)
    around = np.zeros(len(x))
    for east in range(2 * _REACH + 1):
        for north in range(2 * _REACH + 1):
            around += cells[x + east, y + north]
    # Meridians converge: the same cell holds less land in the north.
    around /= np.cos(np.radians(lat[held], dtype=np.float64)) / math.cos(math.radians(48.5))
    values[held] = np.clip(around / np.median(around), _LEAST, _MOST)
    return values
