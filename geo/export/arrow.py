"""Layers with a geometry column (WKB) as Arrow streams: what GDAL and GeoParquet take."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.errors import ExportError
from geo.export.layer import Layer, schema
from geo.precision import COORDINATE_DECIMALS

if TYPE_CHECKING:
    import pyarrow as pa

GEOMETRY = "geometry"


def with_geometry(layer: Layer) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    """Return the schema and the batches of a layer with points in WKB instead of lon and lat."""
    import pyarrow as pa  # noqa: PLC0415

    fields = list(schema(layer.fields))[:-2]
    made = pa.schema([*fields, pa.field(GEOMETRY, pa.binary())])
    batches = (
        pa.record_batch([*batch.columns[:-2], wkb(*batch.columns[-2:])], schema=made)
        for batch in layer.counted()
    )
    return made, batches


def wkb(lon: pa.Array, lat: pa.Array) -> pa.Array:
    """Return points as little-endian WKB (OGC 06-103r4, 8.2); null where there is no point."""
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import compute  # noqa: PLC0415

    point = np.dtype([("order", "u1"), ("kind", "<u4"), ("x", "<f8"), ("y", "<f8")])
    points = np.zeros(len(lon), dtype=point)
    points["order"], points["kind"] = 1, 1
    for name, values in (("x", lon), ("y", lat)):
        points[name] = np.round(values.to_numpy(zero_copy_only=False), COORDINATE_DECIMALS)
    buffers = [None, pa.py_buffer(points.tobytes())]
    whole = pa.FixedSizeBinaryArray.from_buffers(pa.binary(point.itemsize), len(lon), buffers)
    return compute.if_else(lon.is_null(), None, whole.cast(pa.binary()))


def write_gdal(layer: Layer, path: Path, driver: str, **options: Any) -> None:
    """Write a layer through GDAL in one pass; memory holds a batch, whatever the size."""
    import pyarrow as pa  # noqa: PLC0415
    from pyogrio import write_arrow  # noqa: PLC0415
    from pyogrio.errors import DataSourceError  # noqa: PLC0415

    made, batches = with_geometry(layer)
    failed: list[BaseException] = []

    def watched() -> Iterator[pa.RecordBatch]:
        try:
            yield from batches
        except BaseException as error:  # what the database says would be lost inside GDAL
            failed.append(error)
            raise

    try:
        write_arrow(
            pa.RecordBatchReader.from_batches(made, watched()),
            path,
            layer=layer.name,
            driver=driver,
            geometry_name=GEOMETRY,
            geometry_type="Point",
            crs="EPSG:4326",
            **options,
        )
    except (DataSourceError, RuntimeError) as error:
        if failed:
            raise failed[0] from error
        raise ExportError(f"The {driver} file cannot be written: {error}") from error
