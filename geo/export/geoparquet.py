"""GeoParquet 1.1: WKB points, real dates, terms among the file's metadata."""

from __future__ import annotations

import json
from pathlib import Path

from geo.export.arrow import GEOMETRY, with_geometry
from geo.export.layer import Layer

#: The specification's default reference system is OGC:CRS84, so none is named.
_GEO = {
    "version": "1.1.0",
    "primary_column": GEOMETRY,
    "columns": {GEOMETRY: {"encoding": "WKB", "geometry_types": ["Point"]}},
}


def write(layer: Layer, path: Path) -> None:
    """Write the layer into a new file, a row group a batch."""
    from pyarrow import parquet  # noqa: PLC0415

    made, batches = with_geometry(layer)
    metadata = {
        "geo": json.dumps(_GEO),
        "title": layer.title,
        "attribution": layer.attribution,
        "license": layer.licence,
    }
    with parquet.ParquetWriter(path, made.with_metadata(metadata), compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)
        counts = {"rows": layer.tally.rows, "rows_without_place": layer.tally.unlocated}
        writer.add_key_value_metadata({name: str(number) for name, number in counts.items()})
