"""Values of parameters that take several."""

import pytest

from app.parameters import several, text


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (["TASS,Suspilne"], ("TASS", "Suspilne")),
        (["TASS, Suspilne", "TASS"], ("TASS", "Suspilne")),
        (['"Day, the paper",TASS'], ("Day, the paper", "TASS")),
        (['Телеканал "Звезда"'], ('Телеканал "Звезда"',)),
        (['"Channel ""One"""'], ('Channel "One"',)),
        (['"unclosed, quote'], ('"unclosed', "quote")),
        (["two\r\nlines"], ("two\r\nlines",)),
    ],
)
def test_values_stand_between_commas_and_quotes_keep_a_comma(
    given: list[str], read: tuple[str, ...]
) -> None:
    assert several(text)(given) == read


@pytest.mark.parametrize("given", ["", ",", "TASS,"])
def test_an_empty_value_is_refused(given: str) -> None:
    with pytest.raises(ValueError, match="empty"):
        several(text)([given])


def test_where_names_hold_commas_only_repeating_divides() -> None:
    assert several(text, commas=False)(["a, b", "c"]) == ("a, b", "c")
