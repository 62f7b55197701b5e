"""What an exported file is called: the filter, in words that any disk takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from app.api.params import Values
from app.claims.temporal import Interval

_LONGEST = 80
#: Parameters whose values name a file; what else narrows it is told by one word.
_NAMING = ("outlet", "claimant", "side", "claim_type", "modality", "place", "q", "datetime")
_SILENT = {"hxl", "time", "filter-lang", "filter-crs"}
_NO_DECOMPOSITION = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ß": "ss"})


def file_name(values: Values, suffix: str) -> str:
    """Return a name such as ``claims-TASS-RU-2026-07-01--2026-07-31.csv``."""
    words = [word for name in _NAMING if name in values for word in _words(values[name])]
    if set(values) - {*_NAMING, *_SILENT}:
        words.append("selection")
    slugs = (re.sub(r"[^\w.-]+", "_", word).strip("_.-") for word in ["claims", *words])
    return "-".join(slug for slug in slugs if slug)[:_LONGEST].rstrip("_.-") + suffix


def disposition(name: str) -> str:
    """Return the header Content-Disposition (RFC 6266): the name, and how old clients read it."""
    plain = unicodedata.normalize("NFKD", name.translate(_NO_DECOMPOSITION))
    plain = re.sub(r"_*[^\w.-]+_*", "_", plain.encode("ascii", "replace").decode(), flags=re.ASCII)
    header = f'attachment; filename="{plain}"'
    return header if plain == name else f"{header}; filename*=UTF-8''{quote(name)}"


def _words(value: Any) -> Iterable[str]:
    if not isinstance(value, Interval):
        return value if isinstance(value, tuple) else (str(value),)
    first, last = value.start, value.end
    if first and last:
        return [f"{first}" if first == last else f"{first}--{last}"]
    return [f"from-{first}" if first else f"until-{last}"] if first or last else []
