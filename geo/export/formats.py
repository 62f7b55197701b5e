"""The table of export formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from geo.errors import ExportError
from geo.export import csv, flatgeobuf, geojson, geojsonseq, geopackage, geoparquet, kml, xlsx
from geo.export.layer import Layer


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name for users, file suffix, media type, and what writes it.

    ``stream`` yields the file in parts as rows come; ``file`` needs a path of its own.
    """

    name: str
    title: str
    suffix: str
    media_type: str
    stream: Callable[[Layer], Iterator[bytes]] | None = None
    file: Callable[[Layer, Path], None] | None = None
    #: Whether it is written of ``Layer.features`` rather than of ``Layer.batches``.
    of_features: bool = False
    #: Features that a file can hold; None is any number.
    most_rows: int | None = None

    def write(self, layer: Layer, path: Path) -> None:
        """Write ``layer`` to a new file at ``path``. Raises ExportError when it cannot be."""
        try:
            if self.stream:
                with path.open("wb") as opened:
                    opened.writelines(self.stream(layer))
            else:
                assert self.file is not None
                self.file(layer, path)
        except OSError as error:
            raise ExportError(f"{path.name} cannot be written: {error.strerror}.") from error


_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: dict[str, Format] = {
    made.name: made
    for made in (
        Format(
            "geojson",
            "GeoJSON",
            ".geojson",
            "application/geo+json",
            stream=geojson.stream,
            of_features=True,
        ),
        Format(
            "geojsonseq",
            "GeoJSON Text Sequence",
            ".geojsonl",
            "application/geo+json-seq",
            stream=geojsonseq.stream,
            of_features=True,
        ),
        Format("csv", "CSV with lon, lat and WKT", ".csv", "text/csv", stream=csv.stream),
        Format("kml", "KML", ".kml", "application/vnd.google-earth.kml+xml", stream=kml.stream),
        Format(
            "gpkg", "GeoPackage", ".gpkg", "application/geopackage+sqlite3", file=geopackage.write
        ),
        Format("fgb", "FlatGeobuf", ".fgb", "application/flatgeobuf", file=flatgeobuf.write),
        Format(
            "parquet",
            "GeoParquet",
            ".parquet",
            "application/vnd.apache.parquet",
            file=geoparquet.write,
        ),
        Format(
            "xlsx",
            "Excel workbook",
            ".xlsx",
            _OFFICE,
            file=xlsx.write,
            most_rows=xlsx.MOST_ROWS - 2,  # the header, and the row of hashtags
        ),
    )
}
