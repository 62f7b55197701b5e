"""A report as it came in, before anything is read out of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Article:
    """One report as received; ``text`` is never changed after reading.

    ``id`` is the reader's own id of the row (file name, feed guid), for reports to the user.
    ``publisher`` is the outlet that published this copy, as the metadata name it.
    Offsets into ``text`` are Unicode code points.
    """

    id: str
    text: str
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    title: str | None = None
    language: str | None = None
    fetched_at: datetime | None = None
    metadata: dict[str, str] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """Hex SHA-256 of the UTF-8 text: the identity of a document."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()
