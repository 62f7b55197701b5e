"""Russian and Ukrainian names in their cases: of persons and of places."""

import pytest

from app.claims.extract.cases import nominatives
from app.claims.extract.document import detect_language
from app.claims.extract.naming import cases, first_name, is_patronymic, nominative_person

PERSONS = [
    ("Марком Селивановым", "Марк Селиванов"),
    ("Ивана Приходько", "Иван Приходько"),
    ("Антона Геращенка", "Антон Геращенко"),
    ("Льва Гончарука", "Лев Гончарук"),
    ("Ольгой Волковой", "Ольга Волкова"),
    ("Андреем Никольским", "Андрей Никольский"),
    ("Дмитра Кулеби", "Дмитро Кулеби"),  # feminine stems of men are left as they stand
    ("Наталії Гуменюк", "Наталія Гуменюк"),
    ("Иван Петренко", "Иван Петренко"),
    ("Марк Юрьевич", "Марк Юрьевич"),
    ("John Smith", "John Smith"),
]
PLACES = [
    ("Спорного", "ru", "Спорное"),
    ("Красного Лимана", "ru", "Красный Лиман"),
    ("Казачьей Лопани", "ru", "Казачья Лопань"),
    ("Малых Щербаков", "ru", "Малые Щербаки"),
    ("Роботиним", "uk", "Роботине"),
    ("Новомайорського", "uk", "Новомайорське"),
    ("Козачих Лагерів", "uk", "Козачі Лагері"),
    ("Валуйках", "uk", "Валуйки"),
]
LANGUAGES = [
    ("Пехота закрепилась у Комара.", "ru"),
    ("Боевики бросили опорники у Тихого.", "ru"),
    ("У Слов'янську потрощено церкву.", "uk"),
    ("Мапу оновлено: Комар позначено як окупований.", "uk"),
    ("The enemy advanced.", "en"),
]


@pytest.mark.parametrize(("written", "nominative"), PERSONS)
def test_person_is_called_in_the_nominative(written, nominative):
    assert nominative_person(written) == nominative


@pytest.mark.parametrize(("written", "language", "nominative"), PLACES)
def test_nominative_of_a_place_is_among_the_forms_made(written, language, nominative):
    assert nominative in nominatives(written, language)


@pytest.mark.parametrize("surname", ["Буданова", "Залужний", "Пушилиным", "Литовкина"])
def test_surnames_of_nouns_get_no_form_that_a_village_might_bear(surname):
    assert all(form == form.title() for form in nominatives(surname, "ru"))
    assert surname[:-1] not in nominatives(surname, "ru")


@pytest.mark.parametrize(("text", "language"), LANGUAGES)
def test_language_of_a_sentence_without_letters_of_its_own(text, language):
    assert detect_language(text) == language


def test_cases_and_patronymics():
    assert {"бойца", "бойцом"} <= set(cases("боец"))
    assert {"речниці", "речницею"} <= set(cases("речниця"))
    assert (first_name("Сергієм"), first_name("Торецка")) == ("сергій", None)
    assert is_patronymic("Юрьевичем")
    assert is_patronymic("Сергіївна")
    assert not is_patronymic("Никитович"[:6])
