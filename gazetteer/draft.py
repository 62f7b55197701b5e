"""A settlement while the sources are being merged into it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from gazetteer.join import distance_km, join_key, likeness
from gazetteer.model import Coordinate, NameKind, Place, PlaceKind, PlaceName
from gazetteer.romanise import romanise

# Whose coordinate is preferred. A town's curated point is its centre, where reports put it; the
# p-code list gives the centroid of the town's land. For villages the two hardly differ.
_TOWN_ORDER = ("curated", "cod-ab", "geonames", "whosonfirst")
_VILLAGE_ORDER = ("cod-ab", "curated", "geonames", "whosonfirst")

# How far the built-up land of a settlement reaches from its point, metres, by inhabitants.
_RADIUS_BY_POPULATION = ((500_000, 12_000), (100_000, 8_000), (20_000, 5_000), (5_000, 3_000))
_RADIUS_BY_TYPE = {"city": 4_000, "urban_settlement": 2_500}
_VILLAGE_RADIUS = 2_000
_MOST_SPREAD = 10_000

# A name this much closer to a former name than to the present one is a form of the former name.
_FORMER_LIKENESS, _FORMER_LEAD = 0.8, 0.15
_SAME_NAME_LIKENESS = 0.6


@dataclass(slots=True)
class Draft:
    """One settlement: what the sources have said so far."""

    pcode: str
    name_uk: str
    official_source: str
    katottg: str | None = None
    settlement_type: str | None = None
    population: int | None = None
    names: dict[tuple[str, str], PlaceName] = field(default_factory=dict)
    coordinates: dict[str, Coordinate] = field(default_factory=dict)

    @property
    def areas(self) -> tuple[str, str | None, str | None]:
        """P-codes of oblast, raion and hromada; a city with special status has no lower ones."""
        if self.pcode.endswith("00000000"):
            return self.pcode[:4], None, None
        return self.pcode[:4], self.pcode[:6], self.pcode[:9]

    def add(self, name: PlaceName) -> None:
        """Keep ``name``; of two equal ones the first stays and gains missing validity dates."""
        if not name.text:
            return
        key = (name.text, name.language)
        known = self.names.get(key)
        if known is not None:
            if known.kind is name.kind and (name.valid_from or name.valid_to):
                self.names[key] = replace(
                    known,
                    valid_from=known.valid_from or name.valid_from,
                    valid_to=known.valid_to or name.valid_to,
                )
        elif name.language != "und" or all(name.text != text for text, _ in self.names):
            self.names[key] = name

    def add_alternate(self, name: PlaceName) -> None:
        """Keep a name of a source that does not know which name was official when."""
        if name.kind is NameKind.FORMER and name.text == self.name_uk:
            return
        self.add(self._with_validity(name))

    def _with_validity(self, name: PlaceName) -> PlaceName:
        """``name`` marked as former, with the dates, where it is a form of a former name."""
        key = join_key(name.text)
        present = likeness(key, join_key(self.name_uk))
        best: tuple[float, PlaceName] | None = None
        for former in self.former_names():
            alike = likeness(key, join_key(former.text))
            if best is None or alike > best[0]:
                best = (alike, former)
        if best and best[0] >= _FORMER_LIKENESS and best[0] >= present + _FORMER_LEAD:
            former = best[1]
            return replace(
                name,
                kind=NameKind.FORMER,
                valid_from=name.valid_from or former.valid_from,
                valid_to=name.valid_to or former.valid_to,
            )
        return name

    def add_english(self, name: PlaceName) -> None:
        """Keep the p-code list's English name: the romanisation, a variant, or a stale name."""
        if name.text == romanise(self.name_uk):
            self.add(replace(name, kind=NameKind.OFFICIAL))
            return
        dated = self._with_validity(name)
        present = likeness(join_key(name.text), join_key(self.name_uk))
        if dated.kind is NameKind.ALTERNATE and present < _SAME_NAME_LIKENESS:
            dated = replace(dated, kind=NameKind.FORMER)
        self.add(dated)

    def former_names(self) -> Iterator[PlaceName]:
        """Former Ukrainian names."""
        return (
            name
            for name in self.names.values()
            if name.kind is NameKind.FORMER and name.language == "uk"
        )

    def locate(self, source: str, lon: float | None, lat: float | None) -> None:
        """Keep the first coordinate of each source."""
        if lon is not None and lat is not None:
            self.coordinates.setdefault(source, Coordinate(lon, lat, source))

    def point(self) -> Coordinate | None:
        """The preferred coordinate."""
        order = _TOWN_ORDER if self.settlement_type == "city" else _VILLAGE_ORDER
        return next((self.coordinates[one] for one in order if one in self.coordinates), None)

    def join_keys(self) -> frozenset[str]:
        """Keys under which records of other sources may meet this settlement."""
        texts = (name.text for name in self.names.values())
        return frozenset(filter(None, map(join_key, texts)))

    def radius_m(self) -> int:
        """The settlement's reach, or the spread of its sources where that is larger, metres."""
        reach = next(
            (metres for least, metres in _RADIUS_BY_POPULATION if (self.population or 0) >= least),
            0,
        )
        reach = max(reach, _RADIUS_BY_TYPE.get(self.settlement_type or "", _VILLAGE_RADIUS))
        return max(reach, min(_MOST_SPREAD, round(self.spread_km() * 1000)))

    def spread_km(self) -> float:
        """How far the sources' points lie from the preferred one at most, kilometres."""
        point = self.point()
        if point is None:
            return 0.0
        others = self.coordinates.values()
        return max(distance_km(point.lon, point.lat, one.lon, one.lat) for one in others)

    def finish(self) -> Place:
        """The finished record; without any coordinate its location stays empty."""
        point = self.point()
        oblast, raion, hromada = self.areas
        return Place(
            id=self.pcode,
            kind=PlaceKind.SETTLEMENT,
            name=romanise(self.name_uk),
            name_uk=self.name_uk,
            katottg=self.katottg,
            settlement_type=self.settlement_type,
            oblast=oblast,
            raion=raion,
            hromada=hromada,
            lon=point.lon if point else None,
            lat=point.lat if point else None,
            radius_m=self.radius_m() if point else None,
            population=self.population,
            # Official names first: that is how people read a list of names.
            names=tuple(
                sorted(self.names.values(), key=lambda name: name.kind is not NameKind.OFFICIAL)
            ),
            coordinates=tuple(self.coordinates.values()),
        )


def add_all(draft: Draft, names: Iterable[PlaceName]) -> None:
    """Keep every name of a source without knowledge of dates."""
    for name in names:
        draft.add_alternate(name)
