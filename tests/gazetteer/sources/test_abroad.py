"""Places abroad: which are kept, under which names, and the hand-made rows behind them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gazetteer import outside
from gazetteer.errors import SourceError
from gazetteer.join import distance_km, join_key
from gazetteer.model import Place
from gazetteer.outside import is_town_abroad, is_wanted_abroad, outside_places, read_border_villages
from gazetteer.sources.geonames import read_installed
from gazetteer.sources.katottg import SETTLEMENT_TYPES, read_katottg
from gazetteer.sources.script import plain_name
from tests.gazetteer.country import settlement

VILLAGES = list(read_border_villages())


def rows(name: str) -> list[dict[str, str]]:
    path = Path(outside.__file__).parent / "data" / name
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def abroad() -> dict[str, Place]:
    """Settlements abroad, beside a Ukraine of every name in the register."""
    names = {e.name_uk for e in read_katottg() if e.category in SETTLEMENT_TYPES}
    ours = [settlement(f"UA{n:010}", name, 30.0, 50.0) for n, name in enumerate(sorted(names))]
    records = filter(is_town_abroad, read_installed(is_wanted_abroad))
    return {place.id: place for place in outside_places(records, ours)}


def test_every_known_city_is_kept_under_its_names(abroad: dict[str, Place]) -> None:
    for row in rows("cities_abroad.csv"):
        place = abroad[f"gn:{row['geonames']}"]
        assert place.name == plain_name(row["name"])
        names = {name.text for name in place.names}
        wanted = [text for column in ("uk", "ru") for text in row[column].split("|")]
        assert {text.replace("'", "’") for text in wanted} <= names


@pytest.mark.parametrize(
    ("ref", "has", "lacks"),
    [
        (578072, {"Белгород", "Бєлгород"}, {"Bilhorod-Dnistrovskyi"}),
        (2553604, {"Casablanca", "Касабланка"}, {"White House", "Anfa"}),
        (2761369, {"Vienna", "Відень", "Вена"}, {"Dunaj", "Беч"}),
        (524901, {"Moscow", "Москва"}, {"Мæскуы"}),
    ],
)
def test_only_names_that_reports_use_are_kept(
    abroad: dict[str, Place], ref: int, has: set[str], lacks: set[str]
) -> None:
    names = {name.text for name in abroad[f"gn:{ref}"].names}
    assert has <= names
    assert not names & lacks


def test_no_unknown_far_city_bears_a_ukrainian_name(abroad: dict[str, Place]) -> None:
    assert "gn:2317765" not in abroad  # Zaria in Nigeria; nineteen villages are called Зоря
    assert sum(place.id.startswith("gn:") for place in abroad.values()) < 3_000


@pytest.mark.parametrize("name", ["Sudzha", "Korenevo", "Shebekino", "Sevsk", "L’gov", "Ponyri"])
def test_towns_at_the_border_are_kept_whatever_their_population(
    abroad: dict[str, Place], name: str
) -> None:
    assert name in {place.name for place in abroad.values()}


def test_border_villages_have_names_in_three_languages_and_distinct_ids() -> None:
    assert len({place.id for place in VILLAGES}) == len(VILLAGES) >= 100
    for place in VILLAGES:
        assert {name.language for name in place.names} == {"en", "uk", "ru"}
        assert place.id.split(":")[1] in {
            row["id"].removeprefix("iso:") for row in rows("foreign_regions.csv")
        }
        english = next(name.text for name in place.names if name.language == "en")
        assert place.id.endswith(english.lower().replace(" ", "-"))


def test_border_villages_lie_near_the_town_that_they_are_said_to(abroad: dict[str, Place]) -> None:
    towns: dict[str, list[Place]] = {}
    for place in abroad.values():
        towns.setdefault(join_key(place.name), []).append(place)
    for row in rows("border_villages.csv"):
        if row["lon"]:
            near = towns[join_key(row["why"].removeprefix("village near "))]
            at = (float(row["lon"]), float(row["lat"]))
            assert min(distance_km(*at, one.lon or 0, one.lat or 0) for one in near) < 50, row["id"]


def test_a_damaged_row_is_named(tmp_path: Path) -> None:
    path = tmp_path / "villages.csv"
    path.write_text("id,lat,lon,en,uk,ru,why\niso:RU-KRS:x,north,35,X,Х,Х,test\n", encoding="utf-8")
    with pytest.raises(SourceError, match="iso:RU-KRS:x"):
        list(read_border_villages(path))
