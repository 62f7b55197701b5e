"""FlatGeobuf through GDAL; it knows no day, so GDAL writes date-times."""

from __future__ import annotations

from pathlib import Path

from geo.export.arrow import write_gdal
from geo.export.layer import Layer


def write(layer: Layer, path: Path) -> None:
    """Write the layer into a new file. Raises ExportError when GDAL cannot."""
    terms = {"TITLE": layer.title, "DESCRIPTION": f"{layer.attribution} {layer.licence}"}
    # The index leaves out features without geometry, and with them their rows would be lost.
    index = "YES" if layer.located else "NO"
    write_gdal(layer, path, "FlatGeobuf", layer_options={**terms, "SPATIAL_INDEX": index})
