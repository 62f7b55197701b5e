"""Regions of Russia: named in every case and language, and whose officials run them."""

from __future__ import annotations

from datetime import date

import pytest

from app.articles.model import Article
from app.claims.extract import extract
from app.claims.model import Extraction
from gazetteer.resolver import Gazetteer


def _read(text: str, gazetteer: Gazetteer) -> Extraction:
    return extract(Article("test", text, published=date(2025, 8, 2)), gazetteer)


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("Drones struck a refinery in Saratov Oblast.", ["iso:RU-SAR"]),
        ("Debris fell in the Penza and Tambov regions.", ["iso:RU-PNZ", "iso:RU-TAM"]),
        ("Drones struck a plant in Tatarstan.", ["iso:RU-TA"]),
        ("Обломки упали в Пензенской области.", ["iso:RU-PNZ"]),
        ("Взрывы прогремели в Чечне и Северной Осетии.", ["iso:RU-CE", "iso:RU-SE"]),
        ("Дрони вдарили по заводу у Пермському краї.", ["iso:RU-PER"]),
        ("На Курщині збили дрон.", ["iso:RU-KRS"]),
    ],
)
def test_regions_abroad_are_found(
    text: str, regions: list[str], installed_gazetteer: Gazetteer
) -> None:
    places = [m.resolution.place for m in _read(text, installed_gazetteer).mentions]
    assert [place.id for place in places if place is not None] == regions


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Saratov Oblast Governor Ruslan Zaitsev said debris damaged several houses.", "RU"),
        ("The governor of Penza region, Ihor Zaitsev, said debris damaged several houses.", "RU"),
        ("Обломки упали в Пензенской области, сообщил губернатор Олег Зайцев.", "RU"),
        ("The head of Sumy Oblast, Ihor Zaichenko, said debris damaged several houses.", "UA"),
    ],
)
def test_who_runs_a_region_is_of_its_side(
    text: str, side: str, installed_gazetteer: Gazetteer
) -> None:
    assert {claim.source_side for claim in _read(text, installed_gazetteer).claims} == {side}
