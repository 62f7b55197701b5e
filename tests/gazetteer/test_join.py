"""Records without codes find their settlement, and no other."""

import pytest

from gazetteer.join import Joinable, SettlementJoin, find_by_area, find_by_name, join_key
from gazetteer.sources.record import SourceRecord


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Слов’янськ", "Slovians'k"),
        ("Слов’янськ", "Sloviansk"),
        ("Гірське", "Hirske"),
        ("Харків", "Kharkiv"),
        ("Артёмовск", "Artyomovsk"),
        ("Щасливе", "Shchaslyve"),
        ("Жовтневе", "Zhovtneve"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert join_key(one) == join_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Іванівка", "Іванкове"), ("Лиман", "Лимани"), ("Ольгівка", "Олександрівка")]
)
def test_different_names_do_not(one: str, other: str) -> None:
    assert join_key(one) != join_key(other)


def at(pcode: str, name: str, lon: float | None, lat: float | None) -> Joinable:
    return Joinable(pcode, frozenset({join_key(name)}), lon, lat)


JOIN = SettlementJoin(
    [
        at("UA1402001001", "Березове", 37.00, 48.00),
        at("UA1402001002", "Березове", 37.50, 48.00),
        at("UA1402001003", "Дубове", 37.02, 48.00),
        at("UA2302001001", "Дубове", 37.15, 48.00),
        at("UA1402001004", "Тополеве", None, None),
    ]
)


@pytest.mark.parametrize(
    ("name", "lon", "oblast", "expected"),
    [
        ("Berezove", 37.03, "UA14", "UA1402001001"),  # the nearer namesake
        ("Berezove", 37.46, "UA14", "UA1402001002"),
        ("Berezove", 37.25, "UA14", None),  # 18 km from either
        ("Berezowe", 37.01, "UA14", "UA1402001001"),
        ("Verezove", 37.01, "UA14", "UA1402001001"),  # one letter off, close by
        ("Verezove", 37.09, "UA14", None),  # one letter off, too far
        ("Dubove", 37.10, "UA14", "UA1402001003"),  # the other one lies in another oblast
        ("Sosnove", 37.00, "UA14", None),
        ("", 37.00, "UA14", None),
    ],
)
def test_find(name: str, lon: float, oblast: str, expected: str | None) -> None:
    found = JOIN.find([join_key(name)], lon, 48.0, oblast)
    assert (found.pcode if found else None) == expected


def test_name_alone_serves_only_where_it_is_unique() -> None:
    assert find_by_name(JOIN, [join_key("Тополеве")], "UA14") is not None
    assert find_by_name(JOIN, [join_key("Березове")], "UA14") is None
    assert find_by_name(JOIN, [join_key("Тополеве")], "UA23") is None


@pytest.mark.parametrize(("lon", "expected"), [(36.0, "UA1402001001"), (36.5, None)])
def test_homonyms_are_chosen_by_their_hromada(lon: float, expected: str | None) -> None:
    unlocated = SettlementJoin(
        [at("UA1402001001", "Березове", None, None), at("UA1402009001", "Березове", None, None)]
    )
    centres = {"UA1402001": (36.05, 48.0), "UA1402009": (37.0, 48.0)}
    record = SourceRecord("geonames", "1", (), oblast="UA14", lon=lon, lat=48.0)
    found = find_by_area(unlocated, [join_key("Березове")], record, centres)
    assert (found.pcode if found else None) == expected
