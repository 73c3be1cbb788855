"""The archive of the news by year, month and day."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.text import capfirst

from civic_pages.models.news_index import NewsIndexPage
from civic_pages.selectors.news import (
    PER_PAGE,
    NewsListing,
    by_day,
    count_words,
    day_url,
    day_words,
    entries_by_keys,
    month_calendar,
    month_url,
    month_words,
)
from civic_pages.selectors.news_catalogue import Catalogue, catalogue_of
from portal.core.listings import NotInList
from portal.core.listings.filters import YEARS
from portal.core.months import Month

_MONTHS = 12
# A day is read whole; only an import of many years' news at one stroke makes a longer one.
_DAY_PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Span:
    """A year, a month of it or a day of that. Raises ValueError for what is none."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.year not in YEARS:
            raise ValueError(self.year)
        _first, _last = self.first, self.last

    @classmethod
    def read(cls, year: str, month: str = "", day: str = "") -> "Span":
        """From the parts of an address; digits only, however many."""
        if max(len(year), len(month), len(day)) > 4:  # noqa: PLR2004 - no part of a date is longer
            raise ValueError("too long")
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    @property
    def first(self) -> dt.date:
        return dt.date(
            self.year,
            1 if self.month is None else self.month,
            1 if self.day is None else self.day,
        )

    @property
    def last(self) -> dt.date:
        if self.day is not None:
            return self.first
        if self.month is not None:
            return Month(self.year, self.month).after - dt.timedelta(days=1)
        return dt.date(self.year, 12, 31)

    @property
    def suffix(self) -> str:
        """Its one address under the list's: parts filled up with zeros."""
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "/".join(parts) + "/"

    @property
    def words(self) -> str:
        """«2018», «Грудень 2018», «7 грудня 2018»."""
        if self.day is not None:
            return day_words(self.first)
        if self.month is not None:
            return month_words(Month(self.year, self.month))
        return str(self.year)

    @property
    def inner_words(self) -> str:
        """The same inside a sentence: «грудень 2018»; Ukrainian months have a small letter."""
        if self.month is None or self.day is not None:
            return self.words
        return date_format(self.first, "YEAR_MONTH_FORMAT")


@dataclass(frozen=True, slots=True)
class Step:
    """A way through the archive: a year, a month, a neighbouring day."""

    label: str
    url: str
    count: int = 0
    is_current: bool = False


def archive_context(page: NewsIndexPage, request: HttpRequest, span: Span) -> dict[str, Any]:
    """The news of one span with the ways on. Raises NotInList outside the years there are news of."""
    catalogue = catalogue_of(request)
    path = page.get_url(request) or ""
    within = catalogue.period(span.first, span.last)
    before, after = catalogue.day_before(span.first), catalogue.day_after(span.last)
    if not within and (before is None or after is None):
        raise NotInList("No news of that time.", path)
    is_day = span.day is not None
    listing = NewsListing(
        page,
        request,
        within=within,
        path=f"{path}{span.suffix}",
        per_page=_DAY_PER_PAGE if is_day else PER_PAGE,
    )
    entries = entries_by_keys(request, listing.keys)
    return {
        "listing": listing,
        "span": span,
        "days": by_day(entries, None if is_day else lambda day: day_url(path, day)),
        "count": count_words(listing.total),
        "noindex": not listing.total,
        "crumbs": _crumbs(span, path),
        "previous": _neighbour(span, path, before),
        "following": _neighbour(span, path, after),
        "years": _years(catalogue, span, path),
        "months": _months(catalogue, span, path),
        "calendar": month_calendar(
            catalogue, path, Month(span.year, span.month), shown=span.first if is_day else None
        )
        if span.month is not None
        else None,
        "language_suffix": span.suffix,
    }


def _crumbs(span: Span, path: str) -> list[Step]:
    """The spans above this one; the breadcrumb of a day leads through its month only."""
    steps = []
    if span.month is not None and span.day is None:
        steps.append(Step(str(span.year), f"{path}{span.year:04d}/"))
    if span.month is not None and span.day is not None:
        month = Month(span.year, span.month)
        steps.append(Step(month_words(month), month_url(path, month)))
    return steps


def _neighbour(span: Span, path: str, day: dt.date | None) -> Step | None:
    """The nearest span of the same length that has news, on the side of `day`."""
    if day is None:
        return None
    near = Span(
        day.year,
        None if span.month is None else day.month,
        None if span.day is None else day.day,
    )
    return Step(near.words, f"{path}{near.suffix}")


def _years(catalogue: Catalogue, span: Span, path: str) -> list[Step]:
    return [
        Step(str(year), f"{path}{year:04d}/", catalogue.year(year).bit_count(), year == span.year)
        for year in catalogue.years
    ]


def _months(catalogue: Catalogue, span: Span, path: str) -> list[Step]:
    """The months of the year that have news."""
    steps = []
    for number in range(1, _MONTHS + 1):
        month = Month(span.year, number)
        count = catalogue.period(month.first, month.after - dt.timedelta(days=1)).bit_count()
        if count:
            label = capfirst(date_format(month.first, "F"))
            steps.append(Step(label, month_url(path, month), count, number == span.month))
    return steps
