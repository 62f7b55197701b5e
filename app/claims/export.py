"""The claims layer of any filter as batches of columns, straight from the database's COPY."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import psycopg
from sqlalchemy import Connection

from app.attribution import ATTRIBUTION, LICENCE
from app.claims import conditions, layer
from app.claims.filters import ClaimFilter
from app.errors import QueryTimeoutError, UnavailableError
from geo.export.formats import Format
from geo.export.layer import BATCH, Layer, schema

if TYPE_CHECKING:
    import pyarrow as pa

_COLUMNS = ", ".join(field.name for field in layer.FIELDS)

#: Rows of the first batch, so that something goes out at once; each further one has more.
FIRST_BATCH = 500
#: Bytes of a batch as text, so that long sentences do not fill the memory.
MOST_BYTES = 16_000_000

#: Hashtags of the Humanitarian Exchange Language (hxlstandard.org), by field.
HXL = {
    "id": "#meta+id",
    "claim_id": "#meta+claim+id",
    "claim_type": "#event+type",
    "modality": "#event+modality",
    "place_name": "#loc+name",
    "place_as_written": "#loc+name+written",
    "place_id": "#loc+code+v_pcode",
    "katottg": "#loc+code+v_katottg",
    "oblast": "#adm1+name",
    "claimant": "#contact+name+claimant",
    "outlet": "#meta+source+outlet",
    "publisher": "#meta+source+publisher",
    "source_side": "#group+source",
    "actor_side": "#group+actor",
    "event_start": "#date+event+start",
    "event_end": "#date+event+end",
    "date_precision": "#date+event+precision",
    "statement_date": "#date+statement",
    "published": "#date+published",
    "place_status": "#loc+status",
    "location_precision": "#geo+precision",
    "radius_m": "#geo+radius+m",
    "origin_count": "#indicator+origins+num",
    "document_count": "#indicator+documents+num",
    "quote": "#description+quote",
    "document_url": "#meta+url",
    "document_id": "#meta+document+id",
    "lon": "#geo+lon",
    "lat": "#geo+lat",
}


def export_layer(connection: Connection, wanted: ClaimFilter, *, hxl: bool = False) -> Layer:
    """Return the current features of a filter as a layer that is read as it is written."""
    names = [*(field.name for field in layer.FIELDS), "lon", "lat"]
    return Layer(
        layer.LAYER_NAME,
        layer.LAYER_TITLE,
        layer.FIELDS,
        batches(connection, wanted),
        ATTRIBUTION,
        LICENCE,
        tuple(HXL[name] for name in names) if hxl else (),
        located=wanted.located is True or wanted.bbox is not None,
    )


def too_many(chosen: Format) -> str:
    """Return the sentence on a file that would have too many rows."""
    return (
        f"{chosen.title}: more than {chosen.most_rows:,} features match, and the format holds no"
        " more; take a narrower filter or another format."
    )


def batches(connection: Connection, wanted: ClaimFilter) -> Iterator[pa.RecordBatch]:
    """Yield the rows in the order of ids; memory holds one batch."""
    found = conditions.where(wanted)
    copy = (
        f"COPY (SELECT {_COLUMNS}, ST_X(geom), ST_Y(geom) FROM claim_feature"  # noqa: S608
        f" WHERE {found.sql} ORDER BY id) TO STDOUT (FORMAT csv)"
    )
    raw: Any = connection.connection.driver_connection
    try:
        with raw.cursor() as cursor, cursor.copy(copy, found.values) as rows:
            yield from map(_batch, _blocks(rows))
    except psycopg.errors.QueryCanceled as error:
        raise QueryTimeoutError("The query took too long, or was stopped.") from error
    except psycopg.OperationalError as error:
        raise UnavailableError("The database cannot be reached.") from error


def _blocks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield rows together; PostgreSQL sends one at a time."""
    block: list[Any] = []
    size, most_rows = 0, FIRST_BATCH
    for row in rows:
        block.append(row)
        size += len(row)
        if len(block) >= most_rows or size >= MOST_BYTES:
            yield block
            block = []
            size, most_rows = 0, min(4 * most_rows, BATCH)
    if block:
        yield block


def _batch(rows: list[Any]) -> pa.RecordBatch:
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import csv  # noqa: PLC0415

    wanted = schema(layer.FIELDS)
    data = b"".join(rows)
    table = csv.read_csv(
        pa.BufferReader(data),
        csv.ReadOptions(column_names=wanted.names, use_threads=False, block_size=len(data) + 1),
        csv.ParseOptions(newlines_in_values=True),
        csv.ConvertOptions(
            column_types=wanted,
            # PostgreSQL quotes an empty text, and leaves a null bare.
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
    return table.combine_chunks().to_batches()[0]
