"""Official renamings, one row per change of a settlement's Ukrainian name (CSV)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gazetteer.errors import SourceError
from gazetteer.romanise import typographic_apostrophe

SOURCE = "renames"

# When the old name ended and the new one began, as far as the interval between the compared
# editions says (reduced ISO 8601 dates).
_WAVES: dict[str, str | None] = {
    "2016-02": "2016-02",
    "2016-2017": "2016",
    "2023-2024": "2024",
    "other": None,
}

# Names there were adopted by laws of May 2016 that the register took over only in 2023-2024:
# both names were in use meanwhile.
_ADOPTED_EARLIER = {"UA01": "2016-05", "UA85": "2016-05"}


@dataclass(frozen=True, slots=True)
class Renaming:
    """One change of name: ``old`` ended at ``old_to``, ``new`` began at ``new_from``."""

    pcode: str
    old: str
    new: str
    old_to: str | None
    new_from: str | None


def read_renames(path: Path) -> Iterator[Renaming]:
    """Changes in the order of the file; raises ``SourceError`` for a file of another kind."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                ended = _WAVES.get(row["wave"])
                began = ended
                if row["wave"] == "2023-2024":
                    began = _ADOPTED_EARLIER.get(row["pcode"][:4], ended)
                yield Renaming(
                    row["pcode"],
                    typographic_apostrophe(row["name_uk_old"].strip()),
                    typographic_apostrophe(row["name_uk_new"].strip()),
                    ended,
                    began,
                )
    except (KeyError, OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"{path.name} is not a list of renamings: {error}.") from error
