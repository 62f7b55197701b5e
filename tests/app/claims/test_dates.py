"""Date expressions and the days they stand for, against one publication date."""

from datetime import date

import pytest

from app.claims.extract.dates import find_dates
from app.claims.extract.horizons import horizon

PUBLISHED = date(2025, 8, 2)

DAYS = [
    ("On July 14 the mayor said", "July 14", (7, 14), (7, 14)),
    ("an update on April 18th", "April 18th", (4, 18), (4, 18)),
    ("As of 2 August, troops", "As of 2 August", (8, 2), (8, 2)),
    ("from July 5 to 11 they held", "from July 5 to 11", (7, 5), (7, 11)),
    ("over the past 24 hours", "over the past 24 hours", (8, 1), (8, 2)),
    ("last week", "last week", (7, 26), (8, 2)),
    ("on Monday he", "on Monday", (7, 28), (7, 28)),
    ("14.07.2025", "14.07.2025", (7, 14), (7, 14)),
    ("вчера вечером", "вчера", (8, 1), (8, 1)),
    ("за минувшие сутки сбито", "за минувшие сутки", (8, 1), (8, 2)),
    ("протягом минулої доби", "протягом минулої доби", (8, 1), (8, 2)),
    ("від 5 по 7 липня", "від 5 по 7 липня", (7, 5), (7, 7)),
    ("What changed over the weekend", "over the weekend", (8, 2), (8, 2)),
    ("footage from Thursday", "from Thursday", (7, 31), (7, 31)),
    ("since Thursday they", "since Thursday", (7, 31), (8, 2)),
    ("he said Friday", "Friday", (8, 1), (8, 1)),
    ("at the start of the week", "at the start of the week", (7, 28), (7, 29)),
    ("since late July", "since late July", (7, 21), (8, 2)),
    ("in mid-July they", "in mid-July", (7, 10), (7, 21)),
    ("в начале июля", "в начале июля", (7, 1), (7, 10)),
    ("наприкінці липня", "наприкінці липня", (7, 21), (7, 31)),
    ("в ночь на 6 июля", "в ночь на 6 июля", (7, 5), (7, 6)),
    ("у ніч на 6 липня", "у ніч на 6 липня", (7, 5), (7, 6)),
]


@pytest.mark.parametrize(("text", "words", "first", "last"), DAYS)
def test_expression_stands_for_its_days(text, words, first, last):
    (found,) = find_dates(text, 0, len(text), PUBLISHED)
    assert text[found.start : found.end] == words
    assert (found.first, found.last) == (date(2025, *first), date(2025, *last))


def test_year_is_the_one_before_publication_and_marked():
    (found,) = find_dates("On November 30 he came", 0, 22, PUBLISHED)
    assert found.first == date(2024, 11, 30)
    assert found.year_inferred


def test_stated_year_is_not_inferred():
    (found,) = find_dates("On November 30, 2023, he came", 0, 29, PUBLISHED)
    assert found.first == date(2023, 11, 30)
    assert not found.year_inferred


def test_days_before_count_from_the_day_that_the_sentence_names():
    text = "Speaking on July 30, he said it had been taken two days before."
    days = [found.first for found in find_dates(text, 0, len(text), PUBLISHED)]
    assert days == [date(2025, 7, 30), date(2025, 7, 28)]


@pytest.mark.parametrize(
    ("text", "day"), [("the following day he", (7, 21)), ("Того ж дня ворог", (7, 20))]
)
def test_day_after_and_same_day_count_from_the_day_named_last(text, day):
    (found,) = find_dates(text, 0, len(text), PUBLISHED, anchor=date(2025, 7, 20))
    assert found.first == date(2025, *day)


def test_day_before_an_event_counts_from_the_day_named_last():
    text = "Just a day before the strike they"
    (found,) = find_dates(text, 0, len(text), PUBLISHED, anchor=date(2025, 7, 20))
    assert found.first == date(2025, 7, 19)


@pytest.mark.parametrize(
    "text", ["we may go", "80% of them", "the 110th Brigade", "30 February 2025", "99.99.2025"]
)
def test_what_is_no_date_gives_none(text):
    assert find_dates(text, 0, len(text), PUBLISHED) == []


def test_month_does_not_reach_beyond_publication():
    (found,) = find_dates("in August", 0, 9, PUBLISHED)
    assert (found.first, found.last) == (date(2025, 8, 1), PUBLISHED)


HORIZONS = [
    ("The garrison will be cut off by the end of the month.", date(2025, 8, 31)),
    ("The town will fall by mid-September.", date(2025, 9, 15)),
    ("It will take no more than three days.", date(2025, 8, 5)),
    ("They will not hold out past summer.", date(2025, 8, 31)),
    ("Город возьмут до конца года.", date(2025, 12, 31)),
    ("The town will fall.", None),
]


@pytest.mark.parametrize(("text", "end"), HORIZONS)
def test_forecast_ends_where_its_words_say(text, end):
    assert horizon(text, 0, len(text), date(2025, 8, 2)) == end
