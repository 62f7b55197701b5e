"""The claims layer of any filter in blocks of rows, straight from the database's COPY."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg
from sqlalchemy import Connection

from app.attribution import ATTRIBUTION, LICENCE
from app.claims import conditions, layer
from app.claims.filters import ClaimFilter
from app.claims.queries import feature_sql
from app.errors import QueryTimeoutError, UnavailableError
from geo.export.formats import Format
from geo.export.layer import BATCH, Layer, schema

if TYPE_CHECKING:
    import pyarrow as pa

#: Rows of the first block, so that something goes out at once; each further one has more.
FIRST_BLOCK = 500

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


@dataclass(frozen=True, slots=True)
class _Form:
    """What is copied of a row, how, how much is a block, and what a format takes it as."""

    columns: str
    options: str
    most_rows: int
    #: So that long sentences do not fill the memory.
    most_bytes: int
    made: Callable[[list[Any]], Any]


class Blocks(Iterator[Any]):
    """The rows of a filter in the order of ids as a format takes them; memory holds one block.

    Raises QueryTimeoutError and UnavailableError.
    """

    def __init__(
        self,
        connection: Connection,
        wanted: ClaimFilter,
        chosen: Format,
        seen: Callable[[int], Any] = lambda _: None,
    ) -> None:
        """Prepare to read; ``seen`` is told the number of rows of each block that is taken."""
        self._form, self._seen = _form(chosen), seen
        self._rows = _copied(connection, wanted, self._form)
        self._begun: list[list[Any]] = []

    def begin(self) -> None:
        """Wait for the first rows: what fails before them need not break off a file."""
        self._begun += [block for block in (next(self._rows, None),) if block]

    def __next__(self) -> Any:
        """Return the next block."""
        block = self._begun.pop() if self._begun else next(self._rows)
        self._seen(len(block))
        return self._form.made(block)

    def close(self) -> None:
        """End the query; a connection that still sends rows is of no use to others."""
        self._rows.close()


def export_layer(
    blocks: Iterator[Any], wanted: ClaimFilter, chosen: Format, *, hxl: bool = False
) -> Layer:
    """Return the current features of a filter as a layer that is read as it is written."""
    names = [*(field.name for field in layer.FIELDS), "lon", "lat"]
    return Layer(
        layer.LAYER_NAME,
        layer.LAYER_TITLE,
        layer.FIELDS,
        () if chosen.of_features else blocks,
        ATTRIBUTION,
        LICENCE,
        tuple(HXL[name] for name in names) if hxl else (),
        features=blocks if chosen.of_features else (),
        located=wanted.located is True or wanted.bbox is not None,
    )


def too_many(chosen: Format) -> str:
    """Return the sentence on a file that would have too many rows."""
    return (
        f"{chosen.title}: more than {chosen.most_rows:,} features match, and the format holds no"
        " more; take a narrower filter or another format."
    )


def _copied(
    connection: Connection, wanted: ClaimFilter, form: _Form
) -> Generator[list[Any], None, None]:
    """Yield rows together; PostgreSQL sends one at a time."""
    found = conditions.where(wanted)
    copy = (
        f"COPY (SELECT {form.columns} {conditions.from_features(found)} ORDER BY id)"
        f" TO STDOUT (FORMAT csv{form.options})"
    )
    raw: Any = connection.connection.driver_connection
    block: list[Any] = []
    size, most_rows = 0, FIRST_BLOCK
    try:
        with raw.cursor() as cursor, cursor.copy(copy, found.values) as rows:
            for row in rows:
                block.append(row)
                size += len(row)
                if len(block) >= most_rows or size >= form.most_bytes:
                    yield block
                    block = []
                    size, most_rows = 0, min(4 * most_rows, form.most_rows)
        if block:
            yield block
    except psycopg.errors.QueryCanceled as error:
        raise QueryTimeoutError("The query took too long, or was stopped.") from error
    except psycopg.OperationalError as error:
        raise UnavailableError("The database cannot be reached.") from error


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


_COLUMNS = ", ".join((*(field.name for field in layer.FIELDS), "ST_X(geom)", "ST_Y(geom)"))
_FEATURES = _Form(
    feature_sql([layer.Property(field, field.name) for field in layer.FIELDS]),
    # JSON holds no control character, so nothing is quoted, and a line is a feature as it is.
    ", DELIMITER E'\\x02', QUOTE E'\\x01'",
    2000,
    1_000_000,
    b"".join,
)
_STREAMED = _Form(_COLUMNS, "", 4000, 4_000_000, _batch)
_WHOLE = _Form(_COLUMNS, "", BATCH, 16_000_000, _batch)


def _form(chosen: Format) -> _Form:
    if chosen.of_features:
        return _FEATURES
    return _STREAMED if chosen.stream else _WHOLE
