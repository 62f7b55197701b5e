"""Of which state the public servants of a place are: "police said", "the governor said".

A place of Ukraine makes them Ukrainian, one of Russia Russian. Where both sides have officials of
their own for the same town the place tells nothing, and neither does a report without a place.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources

from app.claims.extract.document import Document
from app.claims.extract.places import PlaceMention
from gazetteer.model import PlaceKind, Side
from gazetteer.outside import is_outside

_REGION_OF_RUSSIA = "iso:RU-"
_COUNTED = (PlaceKind.SETTLEMENT, PlaceKind.SITE)


@lru_cache(maxsize=1)
def _tables() -> tuple[frozenset[str], re.Pattern[str]]:
    """Codes of areas with officials of both sides, and what names a region of Russia."""
    path = resources.files("app.claims").joinpath("data/ground.toml")
    rows = tomllib.loads(path.read_text("utf-8"))
    regions = "|".join(rows["russian"]["words"].split())
    return frozenset(rows["both"]["codes"].split()), re.compile(
        rf"(?<!\w)(?:{regions})(?!\w)", re.IGNORECASE
    )


class Ground:
    """The places of a report by sentence, as far as they tell whose officials speak."""

    def __init__(self, doc: Document, mentions: list[PlaceMention]) -> None:
        """Look at every place that was found."""
        self._doc = doc
        self._sides: dict[int, set[Side]] = {}
        self._russian: set[int] = set()
        both = _tables()[0]
        for one in mentions:
            place = one.mention.resolution.place
            if place is None:
                continue
            side: Side | None = None
            if place.id.startswith(_REGION_OF_RUSSIA):
                side = "RU"
                self._russian.add(one.draft.sentence)
            elif one.draft.kind in _COUNTED:
                shared = place.oblast in both or place.raion in both or is_outside(place.id)
                side = "unknown" if shared else "UA"
            if side is not None:
                self._sides.setdefault(one.draft.sentence, set()).add(side)
        self._all = {side for sides in self._sides.values() for side in sides}

    def in_russia(self, sentence: int) -> bool:
        """Whether a sentence names a region of Russia, and no place of Ukraine."""
        return sentence in self._russian and self._sides[sentence] == {"RU"}

    def side(self, sentence: int) -> Side:
        """Whose the public servants of a sentence's places are, else of all places."""
        span = self._doc.sentences[sentence].sentence
        if _tables()[1].search(self._doc.text, span.start, span.end) is not None:
            return "RU"
        here = self._sides.get(sentence) or self._all
        return next(iter(here)) if len(here) == 1 else "unknown"
