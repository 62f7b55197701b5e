"""CSV (RFC 4180, UTF-8): the fields, then ``lon`` and ``lat`` in degrees WGS 84, and ``wkt``.

GDAL takes a column named ``wkt`` for the geometry. With tags there is a row of HXL hashtags below
the header.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from geo.export.layer import Layer
from geo.precision import COORDINATE_DECIMALS


def stream(layer: Layer) -> Iterator[bytes]:
    """Yield a header and the layer batch by batch; a missing value is an empty field."""
    names = [*(field.name for field in layer.fields), "lon", "lat", "wkt"]
    yield _line(names) + (_line([*layer.tags, ""]) if layer.tags else b"")
    # After the header, which need not wait for a third of a second of imports.
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import compute  # noqa: PLC0415
    from pyarrow.csv import WriteOptions, write_csv  # noqa: PLC0415

    for batch in layer.counted():
        lon, lat = (compute.round(c, ndigits=COORDINATE_DECIMALS) for c in batch.columns[-2:])
        x, y = lon.cast(pa.string()), lat.cast(pa.string())
        wkt = compute.binary_join_element_wise("POINT (", x, " ", y, ")", "")
        sink = pa.BufferOutputStream()
        table = pa.record_batch([*batch.columns[:-2], lon, lat, wkt], names=names)
        write_csv(table, sink, WriteOptions(include_header=False))
        yield sink.getvalue().to_pybytes()


def _line(words: Sequence[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerow(words)
    return text.getvalue().encode()
