"""The rule files of ``gazetteer/data``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read_rules(name: str) -> dict[str, Any]:
    """A rule file, parsed; the answer is shared and must not be changed."""
    return tomllib.loads((files("gazetteer") / "data" / name).read_text(encoding="utf-8"))
