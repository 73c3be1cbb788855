"""A month as a table of days, for calendars and archives (components/month.html shows it)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

from django.utils.formats import date_format, get_format
from django.utils.translation import get_language

_DAYS_IN_WEEK = 7
_MONTHS_IN_YEAR = 12
# A Sunday, from which names of weekdays are told.
_SUNDAY = date(2023, 1, 1)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of the calendar. Raises ValueError for what is none."""

    year: int
    number: int

    def __post_init__(self) -> None:
        # The ends of the calendar leave no room for a time zone's offset.
        if not (MINYEAR < self.year < MAXYEAR and 1 <= self.number <= _MONTHS_IN_YEAR):
            raise ValueError(f"{self.year}-{self.number} is no month.")

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def after(self) -> date:
        """The first day of the next month: with `first` a half-open span."""
        # The 28th and four days are in the next month, whatever the length of this one.
        return (self.first.replace(day=28) + timedelta(days=4)).replace(day=1)

    @property
    def next(self) -> "Month":
        return Month.of(self.after)

    @property
    def previous(self) -> "Month":
        return Month.of(self.first - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class DayLink:
    """Where a day leads and what is there, in words: «2 forums»."""

    url: str
    label: str


@dataclass(frozen=True, slots=True)
class DayCell:
    day: date
    link: DayLink | None
    is_today: bool

    @property
    def number(self) -> str:
        """As text: a template looks up how to write each whole number anew."""
        return str(self.day.day)


@dataclass(frozen=True, slots=True)
class Weekday:
    short: str
    full: str


@dataclass(frozen=True, slots=True)
class MonthTable:
    """Weeks of seven cells, None outside the month; links to its neighbours where there are any."""

    first: date
    weekdays: tuple[Weekday, ...]
    weeks: tuple[tuple[DayCell | None, ...], ...]
    previous: DayLink | None = None
    following: DayLink | None = None


def month_table(
    month: Month,
    *,
    today: date,
    days: Mapping[date, DayLink],
    previous: DayLink | None = None,
    following: DayLink | None = None,
) -> MonthTable:
    """The table of `month` with `days` that lead somewhere; weeks begin as the language has it."""
    begins = int(get_format("FIRST_DAY_OF_WEEK"))
    cells: list[DayCell | None] = [None] * ((month.first.isoweekday() - begins) % _DAYS_IN_WEEK)
    day = month.first
    while day < month.after:
        cells.append(DayCell(day, days.get(day), day == today))
        day += timedelta(days=1)
    cells += [None] * (-len(cells) % _DAYS_IN_WEEK)
    return MonthTable(
        first=month.first,
        weekdays=tuple(_weekday(begins + offset) for offset in range(_DAYS_IN_WEEK)),
        weeks=tuple(
            tuple(cells[start : start + _DAYS_IN_WEEK])
            for start in range(0, len(cells), _DAYS_IN_WEEK)
        ),
        previous=previous,
        following=following,
    )


def _weekday(number: int) -> Weekday:
    day = _SUNDAY + timedelta(days=number % _DAYS_IN_WEEK)
    return Weekday(weekday_words(day, "D"), weekday_words(day))


def weekday_words(day: date, name: str = "l") -> str:
    """«четвер», "Thursday": Ukrainian has a small letter there, Django's catalogue does not."""
    words = date_format(day, name)
    return words.lower() if get_language() == "uk" else words
