"""Areas are drawn over their settlements, and settlements without a point borrow from them."""

from gazetteer.areas import area_places, borrow_locations
from gazetteer.city_districts import locate_districts
from gazetteer.draft import Draft
from gazetteer.model import GeometryKind, NameKind, Place, PlaceKind, PlaceName
from gazetteer.sources.record import RegisterEntry, SourceRecord

OBLAST, RAION = "UA14000000000091971", "UA14160000000024107"
HROMADA, TOWN = "UA14160210000034567", "UA14160210010099876"
REGISTER = [
    RegisterEntry(OBLAST, "O", "Донецька", ()),
    RegisterEntry(RAION, "P", "Покровський", (OBLAST,)),
    RegisterEntry(HROMADA, "H", "Покровська", (OBLAST, RAION)),
    RegisterEntry("UA14160210010112233", "B", "Київський", (OBLAST, RAION, HROMADA, TOWN)),
]


def settlement(pcode: str, lon: float | None, katottg: str | None = None) -> Place:
    draft = Draft(pcode, "Гайове", "katottg", katottg=katottg)
    draft.locate("cod-ab", lon, 48.0)
    return draft.finish()


def areas(*settlements: Place) -> dict[str, Place]:
    return {place.id: place for place in area_places(REGISTER, settlements)}


TWO = (settlement("UA1416021001", 37.0, TOWN), settlement("UA1416021002", 37.2))
THREE = (*TWO, settlement("UA1416021003", None))


def test_the_radius_reaches_over_the_farthest_settlement() -> None:
    raion = areas(*TWO)["UA1416"]
    assert (raion.lon, raion.lat, raion.geometry_kind) == (37.1, 48.0, GeometryKind.AREA)
    assert raion.radius_m is not None
    assert 7_400 + 2_000 < raion.radius_m < 7_500 + 2_000
    assert raion.located_by is not None
    assert "farthest" in raion.located_by


def test_oblast_names_in_three_languages() -> None:
    names = {name.text for name in areas(*TWO)["UA14"].names}
    assert {"Донецька область", "Донецкая область", "Донеччина", "Donetsk region"} <= names


def test_claimed_names_map_to_the_oblast_and_say_so() -> None:
    found = areas(*TWO)
    claimed, oblast = found["region:dpr"], found["UA14"]
    assert (claimed.kind, claimed.oblast) == (PlaceKind.REGION, "UA14")
    assert (claimed.lon, claimed.lat) == (oblast.lon, oblast.lat)
    assert claimed.located_by is not None
    assert "wording of the source is kept" in claimed.located_by


def test_a_newer_name_of_an_area_makes_the_old_one_former() -> None:
    units = area_places(REGISTER, TWO, {"UA1416": "Гришинський"})
    raion = next(unit for unit in units if unit.id == "UA1416")
    kinds = {name.text: name.kind for name in raion.names}
    assert raion.name_uk == "Гришинський район"
    assert kinds["Покровський район"] is NameKind.FORMER


def test_a_settlement_without_a_point_borrows_from_its_hromada() -> None:
    *_, lost = borrow_locations(THREE, areas(*THREE).values())
    assert (lost.lon, lost.geometry_kind, lost.coordinates) == (37.1, GeometryKind.AREA, ())
    assert lost.radius_m == 35_000
    assert lost.located_by is not None
    assert lost.located_by.startswith("No source at hand locates this settlement")


def test_a_settlement_in_a_wholly_unknown_area_has_no_geometry() -> None:
    alone = settlement("UA1416021003", None)
    (left,) = borrow_locations([alone], areas(alone).values())
    assert (left.lon, left.geometry_kind) == (None, GeometryKind.NONE)


def test_a_city_district_is_its_city_until_a_source_locates_it() -> None:
    found = areas(*TWO)["UA14160210010112233"]
    assert (found.kind, found.lon) == (PlaceKind.CITY_DISTRICT, 37.0)
    names = (PlaceName("Київський район", "uk", NameKind.ALTERNATE, "geonames"),)
    part = SourceRecord("geonames", "1", names, ("Київський район",), lon=37.05, lat=48.0)
    far = SourceRecord("geonames", "2", names, ("Київський район",), lon=39.0, lat=48.0)
    (moved,) = locate_districts([found], [far, part])
    assert (moved.lon, moved.located_by) == (37.05, None)
