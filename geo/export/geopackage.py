"""GeoPackage (OGC 12-128) through GDAL, with real date columns; terms go into its metadata."""

from __future__ import annotations

from pathlib import Path

from geo.export.arrow import write_gdal
from geo.export.layer import Layer


def write(layer: Layer, path: Path) -> None:
    """Write the layer into a new file. Raises ExportError when GDAL cannot."""
    write_gdal(
        layer,
        path,
        "GPKG",
        dataset_metadata={"ATTRIBUTION": layer.attribution, "LICENSE": layer.licence},
        layer_options={
            "IDENTIFIER": layer.title,
            "DESCRIPTION": f"{layer.attribution} {layer.licence}",
            "GEOMETRY_NAME": "geom",
        },
    )
