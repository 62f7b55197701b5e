"""Former official names of towns with the years they were in force: ``data/former_names.csv``.

The other sources date renamings from 2016 on; reports, archives and older maps use the names of
before. A row gives one name; ``name_uk`` is there for people and for the test that compares it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gazetteer.errors import SourceError
from gazetteer.model import NameKind, PlaceName
from gazetteer.romanise import typographic_apostrophe

SOURCE = "curated"
FORMER_NAMES = Path(__file__).parent.parent / "data" / "former_names.csv"


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that the settlement ``pcode`` bore officially."""

    pcode: str
    name: PlaceName


def read_former_names(path: Path = FORMER_NAMES) -> Iterator[FormerName]:
    """Rows of the file; raises ``SourceError`` that names the row at fault."""
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            try:
                name = PlaceName(
                    typographic_apostrophe(row["former"].strip()),
                    row["language"],
                    NameKind.FORMER,
                    SOURCE,
                    row["valid_from"] or None,
                    row["valid_to"] or None,
                )
                yield FormerName(row["pcode"], name)
            except (KeyError, AttributeError) as error:
                raise SourceError(
                    f"{path.name}, row {row.get('pcode') or '?'}: {error!r}."
                ) from error
