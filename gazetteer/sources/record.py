"""What a source reader yields: one record of the source, in the gazetteer's own terms."""

from __future__ import annotations

from dataclasses import dataclass

from gazetteer.model import PlaceName


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One object of the state register.

    ``category`` is the register's letter: O oblast, K city with special status, P raion,
    H hromada, M city, T urban settlement, X settlement, C village, B city district.
    ``parents`` are KATOTTG codes, broadest first, without the object itself.
    """

    katottg: str
    category: str
    name_uk: str
    parents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One place as one source describes it; what the source does not say is None or empty.

    ``ref`` is the source's own number. ``pcode`` is set only where the source itself carries it.
    ``main_names`` are the names the source vouches for most: only they tie a record to a
    settlement, since unchecked variants are often somebody else's. Coordinates are degrees WGS 84.
    """

    source: str
    ref: str
    names: tuple[PlaceName, ...]
    main_names: tuple[str, ...] = ()
    pcode: str | None = None
    oblast: str | None = None
    parent: str | None = None
    lon: float | None = None
    lat: float | None = None
    population: int | None = None
    settlement_type: str | None = None
    country: str | None = None
