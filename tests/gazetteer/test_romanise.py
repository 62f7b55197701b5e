"""The official romanisation, by the examples of the resolution itself and its tricky letters."""

import pytest

from gazetteer.romanise import romanise, typographic_apostrophe


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Алушта", "Alushta"),
        ("Згорани", "Zghorany"),
        ("Розгон", "Rozghon"),
        ("Єнакієве", "Yenakiieve"),
        ("Їжакевич", "Yizhakevych"),
        ("Йосипівка", "Yosypivka"),
        ("Знам'янка", "Znamianka"),
        ("Гайсин", "Haisyn"),
        ("Ґалаґан", "Galagan"),
        ("Щербухи", "Shcherbukhy"),
        ("Івано-Франківськ", "Ivano-Frankivsk"),
        ("Станція Яри", "Stantsiia Yary"),
        ("Нью-Йорк", "Niu-York"),
        ("", ""),
        ("ДНР", "DNR"),
    ],
)
def test_romanise(name: str, expected: str) -> None:
    assert romanise(name) == expected


@pytest.mark.parametrize("mark", list("'`´ʼ‘’"))
def test_apostrophes_are_one(mark: str) -> None:
    assert typographic_apostrophe(f"Слов{mark}янськ") == "Слов’янськ"
