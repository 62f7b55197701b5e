"""Rivers, directions, raions of before 2020 and town districts, asked for in many ways."""

from datetime import date

import pytest

from gazetteer.cores import CoreNames
from gazetteer.model import GeometryKind, NameQuery, PlaceKind, Status
from gazetteer.names.root import name_root
from gazetteer.resolver import Gazetteer

K = PlaceKind


def answer(gazetteer: Gazetteer, text: str, **said: object) -> str | None:
    found = gazetteer.resolve(NameQuery(text, **said))  # type: ignore[arg-type]
    return found.place.id if found.place else found.status.value


@pytest.mark.parametrize(
    ("adjective", "noun"),
    [
        ("Краснолиманское", "Krasny Liman"),
        ("Волноваський", "Volnovakha"),
        ("Запорожское", "Zaporizhzhia"),
        ("Марьинский", "Мар’їнка"),
        ("Сумской", "Суми"),
        ("Мангушський", "Mangush"),
    ],
)
def test_an_adjective_and_its_noun_have_one_root(adjective: str, noun: str) -> None:
    assert name_root(adjective) == name_root(noun)


@pytest.mark.parametrize(("one", "other"), [("Покровськ", "Петровське"), ("Oskil", "Oleskil")])
def test_other_names_have_other_roots(one: str, other: str) -> None:
    assert name_root(one) != name_root(other)


@pytest.mark.parametrize(
    ("text", "kind", "hint", "water"),
    [
        ("the Oskol river", None, None, "water:oskil"),
        ("Oskil River", K.RIVER, None, "water:oskil"),
        ("река Оскол", None, None, "water:oskil"),
        ("річкою Оскіл", K.SETTLEMENT, None, "water:oskil"),
        ("Оскол", K.SETTLEMENT, "реку", "water:oskil"),
        ("Oskil reservoir", None, None, "water:oskil-reservoir"),
        ("Kakhovka", K.SITE, "reservoir", "water:kakhovka-reservoir"),
        ("Каховское водохранилище", None, None, "water:kakhovka-reservoir"),
        ("Siverskyi Donets", None, None, "water:siverskyi-donets"),
        ("Mokrye Yaly", K.SETTLEMENT, None, "water:mokri-yaly"),
    ],
)
def test_waters_are_found_by_the_words_beside_them(
    gazetteer: Gazetteer, text: str, kind: PlaceKind | None, hint: str | None, water: str
) -> None:
    assert answer(gazetteer, text, kind=kind, type_hint=hint) == water


@pytest.mark.parametrize(
    ("text", "settlement"),
    [("Oskil", "UA6304013001"), ("Dnipro", "UA1202001001"), ("Kharkiv", "UA6312027001")],
)
def test_a_bare_name_is_the_settlement_and_not_the_river(
    gazetteer: Gazetteer, text: str, settlement: str
) -> None:
    assert answer(gazetteer, text) == settlement


def test_an_unknown_river_is_no_village(gazetteer: Gazetteer) -> None:
    assert answer(gazetteer, "the Pokrovka river") == Status.UNKNOWN


def test_a_river_has_a_line_inside_its_radius(gazetteer: Gazetteer) -> None:
    river = gazetteer.places["water:oskil"]
    assert (river.kind, river.geometry_kind, river.oblast) == (K.RIVER, GeometryKind.LINE, "UA63")
    assert len(river.line) == 4
    assert (river.lon, river.lat) in river.line
    drained = gazetteer.places["water:kakhovka-reservoir"]
    assert {name.valid_to for name in drained.names} == {"2023-06"}


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Pokrovsk direction", "direction:UA1416021001"),
        ("Krasnoarmeyskoye direction", "direction:UA1416021001"),
        ("Красноармейском направлении", "direction:UA1416021001"),
        ("Краснолиманское направление", "direction:UA1412011001"),
        ("Новопавлівський напрямок", "direction:UA1214019001"),
        ("South Donetsk direction", "direction:south-donetsk"),
        ("Kupyansk sector", "direction:UA6308009001"),
        # No record of its own: the direction of the town that the words are made of.
        ("Yunakivka direction", "direction:UA5908031001"),
        ("Рубежанское направление", "direction:UA4412009001"),
    ],
)
def test_directions_are_areas_around_their_anchor(
    gazetteer: Gazetteer, text: str, direction: str
) -> None:
    found = gazetteer.resolve(NameQuery(text, kind=K.DIRECTION)).place
    assert found is not None
    assert (found.id, found.kind, found.geometry_kind) == (direction, K.DIRECTION, "area")
    assert (found.radius_m or 0) >= 25_000
    assert found.located_by is not None


def test_a_direction_across_the_border_is_outside(gazetteer: Gazetteer) -> None:
    found = gazetteer.resolve(NameQuery("Belgorod direction", kind=K.DIRECTION))
    assert found.status is Status.OUTSIDE


def test_a_point_of_the_compass_is_no_anchor(gazetteer: Gazetteer) -> None:
    assert answer(gazetteer, "Southern direction", kind=K.DIRECTION) == Status.UNKNOWN


@pytest.mark.parametrize(
    ("text", "day", "raion"),
    [
        ("Pokrovsk district", None, "UA1416"),
        ("Покровский район", date(2024, 1, 1), "UA1416"),
        ("Pokrovsk district", date(2018, 1, 1), "raion-2019:UA14-pokrovskyi"),
        ("Volnovakha district", None, "UA1404"),
        ("Maryinka district", None, "raion-2019:UA14-marinskyi"),
        ("Марьинский район", None, "raion-2019:UA14-marinskyi"),
        ("Velyka Novosilka raion", None, "raion-2019:UA14-velykonovosilkivskyi"),
        ("Krasnolymansky district", None, "raion-2019:UA14-lymanskyi"),
    ],
)
def test_raions_of_today_and_of_before_2020(
    gazetteer: Gazetteer, text: str, day: date | None, raion: str
) -> None:
    assert answer(gazetteer, text, kind=K.RAION, date=day) == raion


def test_former_raions_know_what_they_were(gazetteer: Gazetteer) -> None:
    former = [p for p in gazetteer.places.values() if p.id.startswith("raion-2019:")]
    assert len(former) >= 460
    by_oblast = {oblast: sum(p.oblast == oblast for p in former) for oblast in ("UA14", "UA63")}
    assert by_oblast == {"UA14": 18, "UA63": 27}
    assert all(name.valid_to for place in former for name in place.names)
    assert sum(place.lon is None for place in former) <= 5


@pytest.mark.parametrize("text", ["Kalininsky district of Donetsk", "Калининский район Донецка"])
def test_a_district_of_a_town(gazetteer: Gazetteer, text: str) -> None:
    found = gazetteer.resolve(NameQuery(text)).place
    assert found is not None
    assert (found.kind, found.hromada) == (K.CITY_DISTRICT, "UA1408003")


def test_two_towns_have_a_kalininsky_district(gazetteer: Gazetteer) -> None:
    alone = gazetteer.resolve(NameQuery("Kalininsky district", kind=K.RAION))
    assert alone.status is Status.AMBIGUOUS
    assert len({candidate.place.hromada for candidate in alone.candidates}) >= 2


@pytest.mark.parametrize("text", ["", "🙂", "river", "direction of", "район", "x" * 10_000])
def test_any_text_has_a_clear_reading(gazetteer: Gazetteer, text: str) -> None:
    cores = CoreNames(gazetteer.index)
    for kind in (None, K.RIVER, K.DIRECTION, K.RAION):
        cores.match(cores.read(NameQuery(text, kind=kind)))
        assert gazetteer.resolve(NameQuery(text, kind=kind)).status is not None


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("Ukraine", K.COUNTRY, "UA"),
        ("Finland", K.COUNTRY, "iso:FI"),
        ("Польши", K.COUNTRY, "iso:PL"),
        ("Britain", K.COUNTRY, "iso:GB"),
        ("Kursk region", K.REGION, "iso:RU-KRS"),
        ("Белгородской области", K.REGION, "iso:RU-BEL"),
        ("Krasnodar Krai", K.REGION, "iso:RU-KDA"),
    ],
)
def test_what_is_said_to_be_a_country_or_region_is_that_of_the_name_whatever_else_is_named(
    gazetteer: Gazetteer, text: str, kind: PlaceKind, place: str
) -> None:
    names = [NameQuery("Avdiivka"), NameQuery("Sudzha"), NameQuery(text, kind=kind)]
    found = gazetteer.resolve_document(names)[-1].place
    assert found is not None
    assert found.id == place
