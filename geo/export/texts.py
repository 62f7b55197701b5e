"""Rows of text, made a column at a time by Arrow: Python's values would take many times as long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from geo.precision import COORDINATE_DECIMALS

if TYPE_CHECKING:
    import pyarrow as pa

#: What XML 1.0 cannot hold at all.
_FORBIDDEN_IN_XML = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{fffe}\x{ffff}]"
_XML = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))


def joined(pieces: Sequence[Any]) -> pa.Array:
    """Return rows put together of columns and constant texts; null where any column is null."""
    from pyarrow import compute  # noqa: PLC0415

    return compute.binary_join_element_wise(*pieces, "")


def lines(pieces: Sequence[Any]) -> bytes:
    """Return the rows of columns and constant texts one after the other; a null is nothing."""
    from pyarrow import compute  # noqa: PLC0415

    made = compute.binary_join_element_wise(
        *pieces, "", null_handling="replace", null_replacement=""
    )
    length = compute.sum(compute.binary_length(made)).as_py() or 0
    data: bytes = made.buffers()[2].slice(0, length).to_pybytes() if length else b""
    return data


def degrees(column: pa.Array) -> pa.Array:
    """Return coordinates as text, rounded as everywhere."""
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import compute  # noqa: PLC0415

    return compute.round(column, ndigits=COORDINATE_DECIMALS).cast(pa.string())


def plain(column: pa.Array) -> pa.Array:
    """Return numbers and days as text."""
    import pyarrow as pa  # noqa: PLC0415

    return column.cast(pa.string())


def xml(column: pa.Array) -> pa.Array:
    """Return a column as XML character data; what XML cannot hold becomes U+FFFD."""
    from pyarrow import compute  # noqa: PLC0415

    return compute.replace_substring_regex(_replaced(column, _XML), _FORBIDDEN_IN_XML, "\ufffd")


def _replaced(column: pa.Array, table: Sequence[tuple[str, str]]) -> pa.Array:
    from pyarrow import compute  # noqa: PLC0415

    column = plain(column)
    for old, new in table:
        column = compute.replace_substring(column, old, new)
    return column
