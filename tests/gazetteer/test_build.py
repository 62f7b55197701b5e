"""The merged gazetteer: with all sources, and with what is installed alone."""

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from gazetteer.build import SourceFiles, source_files
from gazetteer.errors import SourceError
from gazetteer.join import distance_km
from gazetteer.model import NameKind, NameQuery, Place, PlaceKind
from gazetteer.outside import is_outside
from gazetteer.resolver import Gazetteer
from gazetteer.romanise import typographic_apostrophe
from gazetteer.sources.sites import SITES
from gazetteer.stats import gazetteer_stats

BAKHMUT, SIVERSK, TORETSK, POKROVSK = (
    "UA1402001001",
    "UA1402007001",
    "UA1402011001",
    "UA1416021001",
)


def former(places: Mapping[str, Place], pcode: str) -> dict[str, tuple[str | None, str | None]]:
    return {
        name.text: (name.valid_from, name.valid_to)
        for name in places[pcode].names
        if name.kind is NameKind.FORMER
    }


def test_all_sources_locate_the_country(gazetteer: Gazetteer) -> None:
    stats = gazetteer_stats(gazetteer.places.values())
    assert stats.located >= 29_700
    assert stats.name_pairs >= 100_000
    assert stats.unlocated == 0
    assert stats.lacking == {}


@pytest.mark.parametrize(
    ("pcode", "name", "until"),
    [
        (BAKHMUT, "Артемівськ", "2016-02"),
        (TORETSK, "Дзержинськ", "2016-02"),
        (POKROVSK, "Красноармійськ", "2016"),
    ],
)
def test_renamed_towns_keep_their_dated_former_names(
    installed_gazetteer: Gazetteer, pcode: str, name: str, until: str
) -> None:
    _, valid_to = former(installed_gazetteer.places, pcode)[name]
    assert valid_to is not None
    assert valid_to.startswith(until)


def test_a_town_does_not_bear_its_neighbours_name(gazetteer: Gazetteer) -> None:
    names = {name.text for name in gazetteer.places[SIVERSK].names}
    assert "Сіверськ" in names
    assert not names & {"Bakhmut", "Бахмут", "Artemivsk"}


def test_installed_packages_alone_place_every_settlement(installed_gazetteer: Gazetteer) -> None:
    stats = gazetteer_stats(installed_gazetteer.places.values())
    assert set(stats.lacking) == {"cod-ab", "renames", "whosonfirst"}
    assert stats.located > 4_000
    assert stats.unlocated == 0
    borrowed = [place for place in installed_gazetteer.places.values() if not place.coordinates]
    assert all(place.located_by or is_outside(place.id) for place in borrowed if place.lon)


def test_borrowed_places_lie_inside_their_radius(
    gazetteer: Gazetteer, installed_gazetteer: Gazetteer
) -> None:
    """The full sources are the trial of what the poor gazetteer says of itself."""
    inside = trials = 0
    for pcode, poor in installed_gazetteer.places.items():
        full = gazetteer.places.get(pcode)
        if full is None or poor.kind is not PlaceKind.SETTLEMENT or poor.coordinates:
            continue
        if None in (poor.lon, full.lon) or is_outside(pcode) or not full.coordinates:
            continue
        trials += 1
        away = distance_km(poor.lon or 0, poor.lat or 0, full.lon or 0, full.lat or 0)
        inside += away * 1000 <= (poor.radius_m or 0)
    assert trials > 20_000
    assert inside / trials >= 0.95


def test_places_abroad_are_marked_by_their_ids(installed_gazetteer: Gazetteer) -> None:
    places = installed_gazetteer.places
    assert places["iso:RU"].kind is PlaceKind.COUNTRY
    assert places["iso:RU-BEL"].kind is PlaceKind.REGION
    belgorod = places["gn:578072"]
    assert "Белгород" in {name.text for name in belgorod.names}
    assert belgorod.oblast is None
    assert not is_outside("UA")


def test_sites_lie_near_the_settlement_they_are_said_to_stand_by(gazetteer: Gazetteer) -> None:
    places = gazetteer.places
    with SITES.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) >= 80
    for row in rows:
        site, beside = places[row["id"]], places[row["pcode"]]
        away = distance_km(site.lon or 0, site.lat or 0, beside.lon or 0, beside.lat or 0)
        assert away < 25, row["id"]


def test_a_mirror_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    assert source_files(tmp_path) == SourceFiles()
    with pytest.raises(SourceError, match="not a directory"):
        source_files(tmp_path / "nowhere")


def test_every_official_renaming_is_known_with_its_date(gazetteer: Gazetteer, mirror: Path) -> None:
    found = source_files(mirror).renames
    assert found is not None
    with found.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) >= 1_500
    for row in rows:
        old = typographic_apostrophe(row["name_uk_old"].strip())
        names = [name for name in gazetteer.places[row["pcode"]].names if name.text == old]
        assert names, row
        # The year of a few changes is not known; a spelling may have been given up and taken again.
        if row["wave"] != "other" and old != gazetteer.places[row["pcode"]].name_uk:
            assert any(name.valid_to for name in names), row


@pytest.mark.parametrize(
    ("text", "day", "pcode"),
    [
        # Fedorivka was called so until 2016; a village of another oblast is since 2024.
        ("Чубарівка", date(2015, 6, 1), "UA2310029001"),
        ("Чубарівка", date(2025, 6, 1), "UA1204005046"),
        # A village of Sumy oblast until 2024; the city formerly Krasnodon since 2016.
        ("Сорокине", date(2015, 6, 1), "UA5910013024"),
        ("Сорокине", date(2025, 6, 1), "UA4404003001"),
    ],
)
def test_the_date_decides_between_bearers_of_a_name(
    gazetteer: Gazetteer, text: str, day: date, pcode: str
) -> None:
    best = gazetteer.resolve(NameQuery(text, date=day)).candidates[0]
    assert best.place.id == pcode
