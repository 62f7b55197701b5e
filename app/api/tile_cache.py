"""Finished tiles, compressed, for as long as the data they were made from are current."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

#: A country's tiles at the usual zoom levels take some 10 MB.
CAPACITY_BYTES = 64 * 2**20


class TileCache:
    """The most recently used tiles of one data version, by address; safe between threads."""

    def __init__(self, capacity: int = CAPACITY_BYTES) -> None:
        """Keep ``capacity`` bytes of compressed tiles."""
        self._capacity = capacity
        self._tiles: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._version = ""
        self._lock = Lock()

    def get(self, version: str, address: str) -> bytes | None:
        """Return a tile as it was put, or None."""
        with self._lock:
            if version != self._version or address not in self._tiles:
                return None
            self._tiles.move_to_end(address)
            return self._tiles[address]

    def put(self, version: str, address: str, tile: bytes) -> None:
        """Keep a tile; those of another version go, and the least used where there is no room."""
        with self._lock:
            self._turn_to(version)
            self._size += len(tile) - len(self._tiles.get(address, b""))
            self._tiles[address] = tile
            self._tiles.move_to_end(address)
            while self._size > self._capacity:
                self._size -= len(self._tiles.popitem(last=False)[1])

    def _turn_to(self, version: str) -> None:
        if version != self._version:
            self._tiles.clear()
            self._size, self._version = 0, version
