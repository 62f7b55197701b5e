"""Date expressions and the days they stand for, against one publication date."""

from datetime import date

import pytest

from app.claims.extract.dates import find_dates
from app.claims.extract.horizons import horizon, not_before

PUBLISHED = date(2025, 8, 2)

DAYS = [
    ("On July 14 the mayor said", "July 14", (7, 14), (7, 14)),
    ("an update on April 18th", "April 18th", (4, 18), (4, 18)),
    ("As of 2 August, troops", "As of 2 August", (8, 2), (8, 2)),
    ("from July 5 to 11 they held", "from July 5 to 11", (7, 5), (7, 11)),
    ("over the past 24 hours", "over the past 24 hours", (8, 1), (8, 2)),
    ("last week", "last week", (7, 21), (7, 27)),
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
    ("in mid-July they", "in mid-July", (7, 10), (7, 20)),
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


STRETCHES = [
    ("from 28 July to 2 August they", "from 28 July to 2 August", (7, 28), (8, 2)),
    ("с 28 июля по 2 августа", "с 28 июля по 2 августа", (7, 28), (8, 2)),
    ("з 28 липня до 1 серпня", "з 28 липня до 1 серпня", (7, 28), (8, 1)),
    ("between July 28 and August 1", "between July 28 and August 1", (7, 28), (8, 1)),
    ("on July 18 and 19 they", "on July 18 and 19", (7, 18), (7, 19)),
    ("18 и 19 июля", "18 и 19 июля", (7, 18), (7, 19)),
    ("this week", "this week", (7, 28), (8, 2)),
    ("earlier this week", "earlier this week", (7, 28), (8, 2)),
    ("на этой неделе", "на этой неделе", (7, 28), (8, 2)),
    ("цього тижня", "цього тижня", (7, 28), (8, 2)),
    ("на прошлой неделе", "на прошлой неделе", (7, 21), (7, 27)),
    ("минулого тижня", "минулого тижня", (7, 21), (7, 27)),
    ("late last month", "late last month", (7, 21), (7, 31)),
    ("last month", "last month", (7, 1), (7, 31)),
    ("earlier this month", "earlier this month", (8, 1), (8, 2)),
    ("в прошлом месяце", "в прошлом месяце", (7, 1), (7, 31)),
    ("over the past week", "over the past week", (7, 27), (8, 2)),
    ("over the past month", "over the past month", (7, 2), (8, 2)),
    ("за неделю", "за неделю", (7, 27), (8, 2)),
    ("за тиждень", "за тиждень", (7, 27), (8, 2)),
    ("during the week", "during the week", (7, 27), (8, 2)),
    ("over the past three days", "over the past three days", (7, 30), (8, 2)),
    ("за три дні", "за три дні", (7, 30), (8, 2)),
    ("за трое суток", "за трое суток", (7, 30), (8, 2)),
    ("since last Friday", "since last Friday", (8, 1), (8, 2)),
    ("since the turn of the month", "since the turn of the month", (8, 1), (8, 2)),
    ("over twenty-four hours", "over twenty-four hours", (8, 1), (8, 2)),
    ("weeks ago", "weeks ago", (6, 21), (7, 23)),
    ("since the offensive opened on July 10", "July 10", (7, 10), (8, 2)),
    ("over three days", "over three days", (7, 30), (8, 2)),
    ("in the past day", "in the past day", (8, 1), (8, 2)),
    ("in a day", "in a day", (8, 1), (8, 2)),
    ("за ночь девять", "за ночь", (8, 1), (8, 2)),
    ("throughout the night,", "throughout the night", (8, 1), (8, 2)),
    ("близько опівночі", "близько опівночі", (8, 1), (8, 2)),
    ("до рассвета", "до рассвета", (8, 1), (8, 2)),
    ("since dawn", "since dawn", (8, 2), (8, 2)),
    ("Удосвіта", "Удосвіта", (8, 2), (8, 2)),
    ("on the night of July 25", "on the night of July 25", (7, 24), (7, 26)),
    ("on Wednesday night", "on Wednesday night", (7, 30), (7, 31)),
    ("Overnight into Monday", "Overnight into Monday", (7, 27), (7, 28)),
    ("в ночь на среду", "в ночь на среду", (7, 29), (7, 30)),
    ("у ніч на вівторок", "у ніч на вівторок", (7, 28), (7, 29)),
    ("since the weekend", "since the weekend", (8, 2), (8, 2)),
    ("since the start of the day", "since the start of the day", (8, 2), (8, 2)),
    ("Від початку доби", "Від початку доби", (8, 2), (8, 2)),
    ("for the third day running", "for the third day running", (7, 31), (8, 2)),
    ("третий день подряд", "третий день подряд", (7, 31), (8, 2)),
    ("третю добу поспіль", "третю добу поспіль", (7, 31), (8, 2)),
    ("вторую неделю", "вторую неделю", (7, 20), (8, 2)),
    ("back in the spring", "back in the spring", (3, 1), (5, 31)),
    ("навесні", "навесні", (3, 1), (5, 31)),
    ("этим летом", "этим летом", (6, 1), (8, 2)),
    ("этой весной", "этой весной", (3, 1), (5, 31)),
    ("this summer", "this summer", (6, 1), (8, 2)),
    ("by Thursday", "by Thursday", None, (7, 31)),
    ("since Monday", "since Monday", (7, 28), (8, 2)),
    ("з понеділка", "з понеділка", (7, 28), (8, 2)),
    ("у минулу п'ятницю", "у минулу п'ятницю", (8, 1), (8, 1)),
    ("в минувший вторник", "в минувший вторник", (7, 29), (7, 29)),
    ("минулої п'ятниці", "минулої п'ятниці", (8, 1), (8, 1)),
    ("as of Friday", "as of Friday", (8, 1), (8, 1)),
    ("in the small hours of Wednesday", "Wednesday", (7, 30), (7, 30)),
    ("early on Thursday", "early on Thursday", (7, 31), (7, 31)),
    ("a week ago", "a week ago", (7, 25), (7, 27)),
    ("two weeks ago", "two weeks ago", (7, 16), (7, 22)),
    ("hours earlier", "hours earlier", (8, 1), (8, 2)),
    ("earlier today", "earlier today", (8, 2), (8, 2)),
    ("two days ago", "two days ago", (7, 31), (7, 31)),
    ("три дня назад", "три дня назад", (7, 30), (7, 30)),
    ("вже тиждень", "вже тиждень", (7, 27), (8, 2)),
    ("the previous evening", "the previous evening", (8, 1), (8, 1)),
    ("вранці 14 липня", "14 липня", (7, 14), (7, 14)),
    ("14 июля утром", "14 июля", (7, 14), (7, 14)),
    ("уранці 1 серпня", "1 серпня", (8, 1), (8, 1)),
    ("in recent weeks", "in recent weeks", (7, 12), (8, 2)),
    ("in recent days", "in recent days", (7, 30), (8, 2)),
    ("в последние дни", "в последние дни", (7, 30), (8, 2)),
    ("останніми днями", "останніми днями", (7, 30), (8, 2)),
    ("на початку липня", "на початку липня", (7, 1), (7, 10)),
    ("until 20 July", "until 20 July", None, (7, 20)),
    ("за липень", "за липень", (7, 1), (7, 31)),
    ("в июле", "в июле", (7, 1), (7, 31)),
    ("by mid-July", "by mid-July", None, (7, 15)),
    ("since the spring", "since the spring", (3, 1), (8, 2)),
    ("с весны", "с весны", (3, 1), (8, 2)),
    ("after three days of battle", "after three days", (7, 30), (8, 2)),
    ("in the space of a single week", "in the space of a single week", (7, 27), (8, 2)),
    ("за сутки", "за сутки", (8, 1), (8, 2)),
    ("минулої ночі", "минулої ночі", (8, 1), (8, 2)),
    ("с утра", "с утра", (8, 2), (8, 2)),
    ("since early July", "since early July", (7, 1), (8, 2)),
]


@pytest.mark.parametrize(("text", "words", "first", "last"), STRETCHES)
def test_stretch_counted_from_publication(text, words, first, last):
    (found,) = find_dates(text, 0, len(text), PUBLISHED)
    assert text[found.start : found.end] == words
    assert found.first == (first and date(2025, *first))
    assert found.last == date(2025, *last)


YEARS = [
    ("since the start of the operation", "2022-02-24", "2025-08-02"),
    ("від початку повномасштабного вторгнення", "2022-02-24", "2025-08-02"),
    ("in 2022", "2022-01-01", "2022-12-31"),
    ("since 2022", "2022-01-01", "2025-08-02"),
    ("2023 року", "2023-01-01", "2023-12-31"),
    ("в 2022 году", "2022-01-01", "2022-12-31"),
    ("у 2022-му", "2022-01-01", "2022-12-31"),
    ("in the summer of 2023", "2023-06-01", "2023-08-31"),
    ("восени 2024 року", "2024-09-01", "2024-11-30"),
    ("last autumn", "2024-09-01", "2024-11-30"),
    ("в начале 2025 года", "2025-01-01", "2025-03-31"),
    ("in late 2024", "2024-10-01", "2024-12-31"),
    ("last year", "2024-01-01", "2024-12-31"),
    ("в прошлом году", "2024-01-01", "2024-12-31"),
    ("торік", "2024-01-01", "2024-12-31"),
    ("цього року", "2025-01-01", "2025-08-02"),
    ("earlier this year", "2025-01-01", "2025-08-02"),
    ("Торік цього дня", "2024-08-02", "2024-08-02"),
    ("last September", "2024-09-01", "2024-09-30"),
    ("in March 2024", "2024-03-01", "2024-03-31"),
    ("с марта 2024 года", "2024-03-01", "2025-08-02"),
    ("a month ago", "2025-06-22", "2025-07-12"),
    ("two years ago", "2023-05-04", "2023-10-31"),
    ("from November 30, 2024 to January 2, 2025", "2024-11-30", "2025-01-02"),
    ("минулого літа", "2024-06-01", "2024-08-31"),
    ("in the dead of the previous winter", "2024-12-01", "2025-02-28"),
]


@pytest.mark.parametrize(("text", "first", "last"), YEARS)
def test_years_and_seasons(text, first, last):
    (found,) = find_dates(text, 0, len(text), PUBLISHED)
    assert (str(found.first), str(found.last)) == (first, last)


def test_day_of_that_year_takes_the_year_named_before():
    text = "They came in the summer of 2023, retaking it on July 27 of that year."
    days = [found.first for found in find_dates(text, 0, len(text), PUBLISHED)]
    assert days == [date(2023, 6, 1), date(2023, 7, 27)]


def test_clause_after_which_something_came_is_counted_back():
    text = "The announcement of July 20 came two days after troops entered the town."
    days = [found.first for found in find_dates(text, 0, len(text), PUBLISHED)]
    assert days == [date(2025, 7, 20), date(2025, 7, 18)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("two weeks before the offensive", (7, 6)),
        ("three days later", (7, 23)),
        ("через два дня после удара", (7, 22)),
        ("за добу до штурму", (7, 19)),
    ],
)
def test_days_counted_from_an_event(text, day):
    (found,) = find_dates(text, 0, len(text), PUBLISHED, anchor=date(2025, 7, 20))
    assert found.first == date(2025, *day)


@pytest.mark.parametrize(
    "text", ["twice in 24 hours' time", "the second day", "in 2000 houses", "hit 2022 targets"]
)
def test_what_only_looks_like_a_stretch_gives_none(text):
    assert find_dates(text, 0, len(text), PUBLISHED) == []


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
    ("They may come under pressure before summer.", date(2026, 5, 31)),
    ("До зимы город возьмут.", date(2025, 11, 30)),
    ("It will not fall before October.", None),
    ("It could be lost by New Year.", date(2025, 12, 31)),
    ("Думаю, до октября они ударят.", date(2025, 9, 30)),
    ("It will fall by October.", date(2025, 10, 31)),
    ("The assault is expected next week.", date(2025, 8, 10)),
]

EARLIEST = [
    ("It will not fall before November.", date(2025, 11, 1)),
    ("Це станеться не раніше листопада.", date(2025, 11, 1)),
    ("Город возьмут не в этом году.", date(2026, 1, 1)),
    ("It will not fall before winter.", date(2025, 12, 1)),
    ("Город не возьмут до ноября.", date(2025, 11, 1)),
    ("It will fall soon.", None),
]


@pytest.mark.parametrize(("text", "first"), EARLIEST)
def test_forecast_begins_where_its_words_say(text, first):
    assert not_before(text, 0, len(text), date(2025, 8, 2)) == first


@pytest.mark.parametrize(("text", "end"), HORIZONS)
def test_forecast_ends_where_its_words_say(text, end):
    assert horizon(text, 0, len(text), date(2025, 8, 2)) == end
