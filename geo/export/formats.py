"""The table of export formats."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from geo.export import csv, geojson, geojsonseq, geopackage
from geo.export.layer import Layer


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name for users, its file suffix, and what writes it.

    ``stream`` writes to any open binary file; ``file`` needs a path of its own.
    """

    name: str
    title: str
    suffix: str
    stream: Callable[[Layer, BinaryIO], None] | None = None
    file: Callable[[Layer, Path], None] | None = None

    def write(self, layer: Layer, path: Path) -> None:
        """Write ``layer`` to a new file at ``path``."""
        if self.stream:
            with path.open("wb") as opened:
                self.stream(layer, opened)
        else:
            assert self.file is not None
            self.file(layer, path)


FORMATS: dict[str, Format] = {
    made.name: made
    for made in (
        Format("geojson", "GeoJSON", ".geojson", stream=geojson.write),
        Format("geojsonseq", "GeoJSON Text Sequence", ".geojsonl", stream=geojsonseq.write),
        Format("csv", "CSV with lon and lat", ".csv", stream=csv.write),
        Format("gpkg", "GeoPackage", ".gpkg", file=geopackage.write),
    )
}
