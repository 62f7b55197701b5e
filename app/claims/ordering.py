"""The orders in which pages come: each is that of an index, so no page counts, sorts or skips.

A page begins after the key of the last feature before it. Which order serves a request depends on
its filter alone, so all pages of one request have the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.claims.filters import ClaimFilter, TimeAxis

#: Last and first day of an event. An open end goes on; without any day both are infinite. An
#: unknown beginning does not reach back for ever: nearly every report that gives no day would then
#: match every day before it, so its last possible day stands for both.
LAST_DAY = "coalesce(event_end, 'infinity'::date)"
FIRST_DAY = "coalesce(event_start, event_end, 'infinity'::date)"
#: All of one length in digits and small letters, so every collation sorts them as bytes.
CELL = "st_geohash(geom, 8)"

_DAY = re.compile(r"-?\d{4,6}-\d\d-\d\d|infinity", re.ASCII)
_NUMBER = re.compile(r"\d{1,18}", re.ASCII)
_HASH = re.compile(r"[0-9b-hjkmnp-z]{8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Order:
    """One order: the SQL of its key columns, their types, and how a value of each looks."""

    name: str
    columns: tuple[tuple[str, str, re.Pattern[str]], ...]

    @property
    def by(self) -> str:
        """SQL after ORDER BY."""
        return ", ".join(column for column, _, _ in self.columns)

    @property
    def key(self) -> str:
        """SQL of a feature's key as text, which becomes the cursor."""
        return " || ':' || ".join((f"'{self.name}'", *(f"{c}::text" for c, _, _ in self.columns)))

    @property
    def after(self) -> str:
        """SQL of "comes after the values ``after_0``, ``after_1`` and so on"."""
        values = (f"%(after_{n})s::{type_}" for n, (_, type_, _) in enumerate(self.columns))
        return f"({self.by}) > ({', '.join(values)})"

    def values(self, key: str) -> dict[str, str]:
        """Return the values of a key. Raises ValueError for a key of another order."""
        name, *parts = key.split(":")
        if name != self.name or len(parts) != len(self.columns):
            raise ValueError("It belongs to another request.")
        for part, (_, _, form) in zip(parts, self.columns, strict=True):
            if not form.fullmatch(part):
                raise ValueError("It is not a cursor of ours.")
        return {f"after_{n}": part for n, part in enumerate(parts)}


_ID = ("id", "bigint", _NUMBER)
BY_ID = Order("i", (_ID,))
BY_CELL = Order("c", ((CELL, "text", _HASH), _ID))
BY_EVENT = Order("e", ((LAST_DAY, "date", _DAY), (FIRST_DAY, "date", _DAY), _ID))
BY_STATEMENT = Order("s", (("statement_date", "date", _DAY), _ID))
BY_PUBLICATION = Order("p", (("published", "date", _DAY), _ID))

_OF_AXIS = {
    TimeAxis.EVENT: BY_EVENT,
    TimeAxis.STATEMENT: BY_STATEMENT,
    TimeAxis.PUBLICATION: BY_PUBLICATION,
}


def order_of(wanted: ClaimFilter) -> Order:
    """Return the order in which the features of a filter come."""
    if wanted.bbox is not None:
        return BY_CELL
    if wanted.q is not None:
        return BY_ID
    bounded = wanted.days is not None and (wanted.days.start or wanted.days.end)
    return _OF_AXIS[wanted.time] if bounded else BY_EVENT
