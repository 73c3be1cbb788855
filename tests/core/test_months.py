"""Months as tables: edges of the year, leap days, weeks by language."""

from datetime import date

import pytest
from django.utils import translation

from portal.core.months import DayLink, Month, month_table, weekday_words


@pytest.mark.parametrize(
    ("month", "first", "after", "previous", "following"),
    [
        (Month(2019, 12), date(2019, 12, 1), date(2020, 1, 1), Month(2019, 11), Month(2020, 1)),
        (Month(2020, 1), date(2020, 1, 1), date(2020, 2, 1), Month(2019, 12), Month(2020, 2)),
        (Month(2020, 2), date(2020, 2, 1), date(2020, 3, 1), Month(2020, 1), Month(2020, 3)),
        (Month(2019, 2), date(2019, 2, 1), date(2019, 3, 1), Month(2019, 1), Month(2019, 3)),
    ],
)
def test_a_month_knows_its_neighbours(month, first, after, previous, following):
    assert (month.first, month.after) == (first, after)
    assert (month.previous, month.next) == (previous, following)


@pytest.mark.parametrize(("year", "number"), [(2019, 0), (2019, 13), (0, 1), (1, 6), (9999, 12)])
def test_what_is_no_month_is_refused(year, number):
    with pytest.raises(ValueError, match="no month"):
        Month(year, number)


@pytest.mark.parametrize(("language", "first"), [("uk", "пн"), ("en", "Mon")])
def test_weeks_begin_on_monday_in_both_languages(language, first):
    with translation.override(language):
        table = month_table(Month(2019, 6), today=date(2019, 6, 6), days={})
    assert table.weekdays[0].short == first
    assert [cell and cell.day.day for cell in table.weeks[0]] == [None] * 5 + [1, 2]
    assert [cell and cell.day.day for cell in table.weeks[-1]] == [24, 25, 26, 27, 28, 29, 30]
    assert all(len(week) == 7 for week in table.weeks)


def test_days_lead_where_something_is_and_today_is_marked():
    link = DayLink("#d6", "2 форуми")
    table = month_table(Month(2019, 6), today=date(2019, 6, 7), days={date(2019, 6, 6): link})
    cells = {cell.day.day: cell for week in table.weeks for cell in week if cell}
    assert len(cells) == 30
    assert cells[6].link == link
    assert not cells[6].is_today
    assert cells[7].is_today
    assert cells[7].link is None


def test_today_of_another_month_is_not_marked():
    table = month_table(Month(2019, 6), today=date(2019, 7, 6), days={})
    assert not any(cell.is_today for week in table.weeks for cell in week if cell)


@pytest.mark.parametrize(("language", "word"), [("uk", "четвер"), ("en", "Thursday")])
def test_a_day_of_the_week_is_written_as_the_language_has_it(language, word):
    with translation.override(language):
        assert weekday_words(date(2019, 6, 6)) == word
