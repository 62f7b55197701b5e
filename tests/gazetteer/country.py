"""A country of a few places, each there because its name is hard in its own way."""

from __future__ import annotations

from gazetteer.model import NameKind, Place, PlaceKind, PlaceName
from gazetteer.romanise import romanise


def settlement(
    pcode: str,
    name_uk: str,
    lon: float,
    lat: float,
    population: int | None = None,
    *,
    former: tuple[tuple[str, str], ...] = (),
    kind: str = "village",
) -> Place:
    """A settlement whose ``former`` names carry the year or month they ended."""
    names = (
        PlaceName(name_uk, "uk", NameKind.OFFICIAL, "test"),
        PlaceName(romanise(name_uk), "en", NameKind.OFFICIAL, "test"),
        *(PlaceName(text, "uk", NameKind.FORMER, "test", None, end) for text, end in former),
    )
    return Place(
        id=pcode,
        kind=PlaceKind.SETTLEMENT,
        name=romanise(name_uk),
        name_uk=name_uk,
        settlement_type=kind,
        oblast=pcode[:4],
        raion=pcode[:6],
        hromada=pcode[:9],
        lon=lon,
        lat=lat,
        radius_m=2000,
        population=population,
        names=names,
    )


def area(code: str, kind: PlaceKind, name_uk: str, *further: str) -> Place:
    """An oblast, raion or region without geometry."""
    names = tuple(PlaceName(text, "en", NameKind.ALTERNATE, "test") for text in further)
    return Place(
        id=code,
        kind=kind,
        name=further[0],
        name_uk=name_uk,
        oblast=code[:4] if code.startswith("UA") else "UA14",
        names=(PlaceName(name_uk, "uk", NameKind.OFFICIAL, "test"), *names),
    )


PLACES = (
    settlement("UA1416021001", "Покровськ", 37.176, 48.282, 60_000, kind="city",
               former=(("Красноармійськ", "2016-05"),)),
    settlement("UA1416021002", "Родинське", 37.209, 48.354, 9_000, kind="city"),
    settlement("UA1412007001", "Костянтинівка", 37.706, 48.528, 67_000, kind="city"),
    settlement("UA1402009001", "Часів Яр", 37.835, 48.587, 12_000, kind="city"),
    settlement("UA1402011001", "Торецьк", 37.853, 48.397, 30_000, kind="city",
               former=(("Дзержинськ", "2016-02"),)),
    settlement("UA1416021036", "Котлярівка", 36.896, 48.182, 400),
    settlement("UA6308013006", "Котлярівка", 37.75, 49.55, 300),
    settlement("UA1416015010", "Іванівка", 37.30, 48.20, 200),
    settlement("UA6504003001", "Іванівка", 34.55, 46.72, 4_000, kind="urban_settlement"),
    settlement("UA0508001010", "Іванівка", 28.35, 49.20, 1_500),
    settlement("UA5908001010", "Іванівка", 34.10, 51.20, 100),
    settlement("UA6312019001", "Південне", 36.05, 49.88, 7_000, kind="city"),
    settlement("UA2306001001", "Вільнянськ", 35.43, 47.94, 15_000, kind="city",
               former=(("Красноармійське", "1966"),)),
    area("UA14", PlaceKind.OBLAST, "Донецька область", "Donetsk oblast", "Donetsk region"),
    area("UA63", PlaceKind.OBLAST, "Харківська область", "Kharkiv oblast"),
    area("region:dpr", PlaceKind.REGION, "Донецька народна республіка", "DPR"),
    Place("gn:578072", PlaceKind.SETTLEMENT, "Belgorod", "Бєлгород", lon=36.58, lat=50.61,
          population=345_000, names=(
              PlaceName("Belgorod", "en", NameKind.OFFICIAL, "test"),
              PlaceName("Белгород", "ru", NameKind.OFFICIAL, "test"))),
)  # fmt: skip
