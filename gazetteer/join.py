"""Ties records that carry no p-code to settlements, by name and distance.

The key used here only has to bring two spellings of one village together when they already lie
side by side; it is far coarser than what resolution may use.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from gazetteer.sources.record import SourceRecord

_TO_LATIN = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "h", "д": "d", "е": "e", "є": "e", "ё": "e",
        "э": "e", "ж": "z", "з": "z", "и": "i", "і": "i", "ы": "i", "й": "i", "к": "k", "л": "l",
        "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ў": "v",
        "ф": "f", "х": "h", "ц": "c", "ч": "c", "ш": "s", "щ": "s", "ю": "u", "я": "a",
        "g": "h", "y": "i", "j": "i", "w": "v", "x": "h", "ł": "l", "đ": "d", "ı": "i",
    }
)  # fmt: skip
_DIGRAPHS = {
    "shch": "s", "szcz": "s", "sch": "s", "sh": "s", "zh": "z", "kh": "h", "tch": "c", "ch": "c",
    "ts": "c", "tz": "c", "io": "e",  # "io": Russian ё
}  # fmt: skip
_DIGRAPH = re.compile("|".join(sorted(_DIGRAPHS, key=len, reverse=True)))
_NOT_LETTERS = re.compile("[^a-z]+")
# Iotation, doubled letters, and the two vowels of the Russian ending -oye.
_IOTATED, _DOUBLED, _OYE = re.compile("i+([aeu])"), re.compile(r"(.)\1+"), re.compile("oe$")


@lru_cache(maxsize=262144)
def join_key(text: str) -> str:
    """A coarse Latin skeleton of a name in either script; empty where no letters are left."""
    key = text.lower().translate(_TO_LATIN)
    if not key.isascii():
        key = unicodedata.normalize("NFKD", key)
    key = _NOT_LETTERS.sub("", key)
    key = _DIGRAPH.sub(lambda found: _DIGRAPHS[found.group()], key)
    return _OYE.sub("e", _DOUBLED.sub(r"\1", _IOTATED.sub(r"\1", key)))


@lru_cache(maxsize=262144)
def likeness(one: str, other: str) -> float:
    """How alike two join keys are, 0 to 1 (normalised edit distance)."""
    return Levenshtein.normalized_similarity(one, other)


def distance_km(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Great-circle distance in kilometres between two WGS 84 points (haversine, mean radius)."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = (
        math.sin((phi2 - phi1) / 2) ** 2
        + math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    )
    return 2 * 6371.0088 * math.asin(math.sqrt(half))


@dataclass(frozen=True, slots=True)
class Joinable:
    """A settlement as the join sees it: its keys and, where known, its point and areas."""

    pcode: str
    keys: frozenset[str]
    lon: float | None
    lat: float | None

    @property
    def oblast(self) -> str:
        """P-code of the oblast."""
        return self.pcode[:4]


# An equal key may lie this far away: sources disagree by kilometres on large places.
_EQUAL_KEY_KM = 10.0
# A merely similar key must lie the nearer the less similar it is: (likeness, kilometres).
_SIMILAR = ((0.85, 4.0), (0.75, 2.0), (0.65, 1.0))
# Across an oblast border only places this close are taken for one: borders moved a little.
_ACROSS_BORDER_KM = 3.0
# A homonym without any coordinate is chosen by the centre of its hromada or raion: it must lie
# within the first distance of it, and every rival the given factor further away.
_BY_AREA_KM = {9: 20.0, 6: 40.0}
_RIVAL_FACTOR = 2.0
# Least lengths of a degree in Ukraine (44-53 degrees north), kilometres.
_KM_PER_DEGREE_EAST, _KM_PER_DEGREE_NORTH = 66.0, 111.0
_CELL = 0.15  # degrees: at 44-53 degrees north at least the 10 km of an equal key


@dataclass(slots=True)
class SettlementJoin:
    """Finds the settlement that a located record means."""

    settlements: Sequence[Joinable]
    _by_key: dict[str, list[Joinable]] = field(init=False)
    _cells: dict[tuple[int, int], list[Joinable]] = field(init=False)

    def __post_init__(self) -> None:
        """Index by key and by cell of the map."""
        self._by_key = defaultdict(list)
        self._cells = defaultdict(list)
        for settlement in self.settlements:
            for key in settlement.keys:
                self._by_key[key].append(settlement)
            if settlement.lon is not None and settlement.lat is not None:
                self._cells[_cell(settlement.lon, settlement.lat)].append(settlement)

    def near(self, lon: float, lat: float, within_km: float) -> list[tuple[float, Joinable]]:
        """Located settlements within ``within_km`` with their distances, nearest first."""
        reach = max(1, math.ceil(within_km / (_CELL * _KM_PER_DEGREE_EAST)))
        most_east, most_north = within_km / _KM_PER_DEGREE_EAST, within_km / _KM_PER_DEGREE_NORTH
        column, row = _cell(lon, lat)
        found = []
        for x in range(column - reach, column + reach + 1):
            for y in range(row - reach, row + reach + 1):
                for settlement in self._cells.get((x, y), ()):
                    east, north = settlement.lon or 0.0, settlement.lat or 0.0
                    if abs(north - lat) > most_north or abs(east - lon) > most_east:
                        continue
                    away = distance_km(lon, lat, east, north)
                    if away <= within_km:
                        found.append((away, settlement))
        found.sort(key=lambda pair: (pair[0], pair[1].pcode))
        return found

    def find(
        self, keys: Iterable[str], lon: float, lat: float, oblast: str | None = None
    ) -> Joinable | None:
        """The settlement at about this point whose name is one of ``keys``, or like one."""
        wanted = [key for key in dict.fromkeys(keys) if key]
        equal = self._equal(wanted, lon, lat, oblast)
        if equal is not None:
            return equal
        best: tuple[float, Joinable] | None = None
        for away, settlement in self.near(lon, lat, _SIMILAR[0][1]):
            alike = max(
                (likeness(key, own) for key in wanted for own in settlement.keys), default=0.0
            )
            if _similar_enough(alike, away) and (best is None or alike > best[0]):
                best = (alike, settlement)
        return best[1] if best else None

    def _equal(
        self, keys: Iterable[str], lon: float, lat: float, oblast: str | None
    ) -> Joinable | None:
        best: tuple[float, Joinable] | None = None
        most_north = _EQUAL_KEY_KM / _KM_PER_DEGREE_NORTH
        for key in keys:
            for settlement in self._by_key.get(key, ()):
                if settlement.lon is None or settlement.lat is None:
                    continue
                if abs(settlement.lat - lat) > most_north:
                    continue
                away = distance_km(lon, lat, settlement.lon, settlement.lat)
                foreign = oblast is not None and oblast != settlement.oblast
                if away > (_ACROSS_BORDER_KM if foreign else _EQUAL_KEY_KM):
                    continue
                if best is None or away < best[0]:
                    best = (away, settlement)
        return best[1] if best else None

    def bearers(self, key: str) -> Sequence[Joinable]:
        """All settlements with this key."""
        return self._by_key.get(key, ())


def _similar_enough(alike: float, away: float) -> bool:
    return any(alike >= likeness_ and away <= km for likeness_, km in _SIMILAR)


def _cell(lon: float, lat: float) -> tuple[int, int]:
    return math.floor(lon / _CELL), math.floor(lat / _CELL)


def find_by_name(join: SettlementJoin, keys: Iterable[str], oblast: str) -> Joinable | None:
    """The only settlement of ``oblast`` that bears one of ``keys``, whatever its coordinates."""
    found = {
        settlement.pcode: settlement
        for key in keys
        for settlement in join.bearers(key)
        if settlement.oblast == oblast
    }
    return next(iter(found.values())) if len(found) == 1 else None


def find_by_area(
    join: SettlementJoin,
    keys: Iterable[str],
    record: SourceRecord,
    centres: Mapping[str, tuple[float, float]],
) -> Joinable | None:
    """The bearer of one of ``keys`` whose hromada or raion centre lies clearly nearest.

    ``centres`` maps p-codes of hromadas and raions to (lon, lat).
    """
    bearers = {
        item.pcode: item
        for key in keys
        for item in join.bearers(key)
        if item.oblast == record.oblast
    }
    assert record.lon is not None
    assert record.lat is not None
    for length, within_km in _BY_AREA_KM.items():
        away = sorted(
            (distance_km(record.lon, record.lat, *centres[code[:length]]), code)
            for code in bearers
            if code[:length] in centres
        )
        if len(away) < len(bearers) or not away or away[0][0] > within_km:
            continue
        if len(away) == 1 or away[1][0] > _RIVAL_FACTOR * max(away[0][0], 1.0):
            return bearers[away[0][1]]
    return None
