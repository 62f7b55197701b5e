"""How the sources' names of one settlement come together."""

import pytest

from gazetteer.model import NameKind, Place, PlaceName
from gazetteer.settlements import Settlements
from gazetteer.sources.record import RegisterEntry, SourceRecord
from gazetteer.sources.renames import Renaming

GROVE, BRIDGE, OAK = "UA1402001001", "UA1402001002", "UA4402001001"


def entry(pcode: str, name: str, category: str = "C") -> RegisterEntry:
    return RegisterEntry(f"{pcode}0001234", category, name, ())


def listed(pcode: str, name: str, english: str, lon: float) -> SourceRecord:
    names = (
        PlaceName(name, "uk", NameKind.OFFICIAL, "cod-ab"),
        PlaceName(english, "en", NameKind.ALTERNATE, "cod-ab"),
    )
    return SourceRecord("cod-ab", pcode, names, (name,), pcode=pcode, lon=lon, lat=48.0)


def found_at(lon: float, *names: tuple[str, str], **more: object) -> SourceRecord:
    given = tuple(PlaceName(text, lang, NameKind.ALTERNATE, "whosonfirst") for text, lang in names)
    return SourceRecord(
        "whosonfirst", "7", given, (names[0][0],), lon=lon, lat=48.0, oblast="UA14", **more
    )  # type: ignore[arg-type]


def merged(*located: SourceRecord) -> dict[str, Place]:
    """Grove was Zhovtneve to 2016, Bridge never changed, Oak was Zhovtneve too, far away."""
    state = Settlements()
    state.add_register([entry(GROVE, "Гайове"), entry(BRIDGE, "Мостове"), entry(OAK, "Дубове")])
    state.add_pcode_records(
        [
            listed(GROVE, "Гайове", "Zhovtneve", 37.0),
            listed(BRIDGE, "Мостове", "Mostove", 37.2),
            listed(OAK, "Дубове", "Dubove", 39.0),
        ]
    )
    state.add_renames(
        [
            Renaming(GROVE, "Жовтневе", "Гайове", "2016-02", "2016-02"),
            Renaming(OAK, "Жовтневе", "Дубове", "2016", "2016"),
        ]
    )
    state.add_official()
    state.add_located(located)
    return {pcode: draft.finish() for pcode, draft in state.drafts.items()}


def name_of(place: Place, text: str) -> PlaceName:
    return next(name for name in place.names if name.text == text)


def test_a_stale_english_name_is_a_former_name_with_its_date() -> None:
    name = name_of(merged()[GROVE], "Zhovtneve")
    assert (name.kind, name.language, name.valid_to) == (NameKind.FORMER, "en", "2016-02")


def test_the_official_names_hold_from_the_renaming() -> None:
    grove = merged()[GROVE]
    assert (grove.name_uk, grove.name) == ("Гайове", "Haiove")
    assert name_of(grove, "Гайове").valid_from == "2016-02"
    assert name_of(grove, "Haiove").kind is NameKind.GENERATED
    assert name_of(merged()[BRIDGE], "Mostove").kind is NameKind.OFFICIAL


def test_a_russian_form_of_a_former_name_is_former_too() -> None:
    grove = merged(found_at(37.01, ("Жовтневе", "uk"), ("Жовтневое", "ru")))[GROVE]
    name = name_of(grove, "Жовтневое")
    assert (name.kind, name.valid_to) == (NameKind.FORMER, "2016-02")


def test_a_variant_of_the_present_name_is_alternate() -> None:
    bridge = merged(found_at(37.2, ("Мостове", "uk"), ("Мостовое", "ru")))[BRIDGE]
    assert name_of(bridge, "Мостовое").kind is NameKind.ALTERNATE


def test_the_name_of_a_neighbour_is_left_out() -> None:
    bridge = merged(found_at(37.2, ("Мостове", "uk"), ("Гайове", "uk")))[BRIDGE]
    assert "Гайове" not in {name.text for name in bridge.names}


def test_the_new_name_of_a_former_namesake_is_left_out() -> None:
    """The source followed the other Zhovtneve through its renaming; it lies 150 km away."""
    grove = merged(found_at(37.0, ("Жовтневе", "uk"), ("Дубове", "uk")))[GROVE]
    assert "Дубове" not in {name.text for name in grove.names}


def test_a_newer_name_makes_the_registers_former() -> None:
    state = Settlements()
    state.add_register([entry(GROVE, "Жовтневе")])
    state.add_pcode_records([listed(GROVE, "Гайове", "Haiove", 37.0)])
    state.add_official()
    place = state.drafts[GROVE].finish()
    assert place.name_uk == "Гайове"
    assert name_of(place, "Жовтневе").kind is NameKind.FORMER


def test_every_coordinate_keeps_its_source_and_the_list_is_preferred_for_a_village() -> None:
    place = merged(found_at(37.03, ("Гайове", "uk"), population=900))[GROVE]
    assert {point.source: point.lon for point in place.coordinates} == {
        "cod-ab": 37.0,
        "whosonfirst": 37.03,
    }
    assert (place.lon, place.population) == (37.0, 900)
    assert place.radius_m is not None
    assert place.radius_m >= 2_230  # as far as the sources disagree


@pytest.mark.parametrize(("category", "expected"), [("M", 37.03), ("C", 37.0)])
def test_a_towns_curated_centre_is_preferred(category: str, expected: float) -> None:
    state = Settlements()
    state.add_register([entry(GROVE, "Гайове", category)])
    state.add_pcode_records([listed(GROVE, "Гайове", "Haiove", 37.0)])
    names = (
        PlaceName("Гайове", "uk", NameKind.OFFICIAL, "curated"),
        PlaceName("Жовтневе", "uk", NameKind.FORMER, "curated", "1930", "2016-05-12"),
    )
    state.add_curated([SourceRecord("curated", GROVE, names, pcode=GROVE, lon=37.03, lat=48.0)])
    state.add_official()
    place = state.drafts[GROVE].finish()
    assert place.lon == expected
    assert name_of(place, "Жовтневе").valid_to == "2016-05-12"
