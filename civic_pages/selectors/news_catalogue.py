"""All news of one language as sets of bits: who is in which rubric, district, year.

Counting ten thousand items by four filters takes SQL a quarter of a second for each selection. Here
an item is a position in the order of the list, a term is a number with a bit for each position, and
a selection is their conjunction: counting it takes microseconds. The catalogue is made once for each
content version and worker, with two queries; nothing in it can be older than the version.
"""

import datetime as dt
import functools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils import timezone, translation

from civic_pages.models.news import NewsPage
from civic_pages.querysets.news import NewsQuerySet
from portal.core.languages import with_fallback
from portal.core.remember import remember

# The filters it knows: query keys of the portal.
TERM_KEYS: Final = ("rubric", "district", "topic")
_LINKS: Final = {"district": ("districts", "district_id"), "topic": ("topics", "topic_id")}


def public_news() -> NewsQuerySet:
    """News as a reader of the active language sees them, Ukrainian ones where untranslated."""
    shown: NewsQuerySet = with_fallback(NewsPage.objects.for_readers())  # type: ignore[assignment]
    return shown


@dataclass(slots=True)
class Catalogue:
    """Positions count from the newest item. A set of positions is an int: bit n is position n."""

    keys: list[int] = field(default_factory=list)
    # The city's day of each item, oldest first for bisection.
    days: list[dt.date] = field(default_factory=list)
    # By filter and the term's key.
    terms: dict[str, dict[int, int]] = field(default_factory=lambda: {key: {} for key in TERM_KEYS})
    positions: dict[int, int] = field(default_factory=dict)

    @property
    def everything(self) -> int:
        return (1 << len(self.keys)) - 1

    def period(self, first: dt.date | None, last: dt.date | None) -> int:
        """Items of the days from `first` to `last`, both inclusive, either may be missing."""
        total = len(self.days)
        older = bisect_left(self.days, first) if first else 0
        upto = bisect_right(self.days, last) if last else total
        # The oldest item is the highest position.
        return self.everything & ((1 << (total - older)) - 1) & ~((1 << (total - upto)) - 1)

    def year(self, year: int) -> int:
        return self.period(dt.date(year, 1, 1), dt.date(year, 12, 31))

    @property
    def years(self) -> list[int]:
        """Years with news, the newest first."""
        found = []
        upto = len(self.days)
        while upto:
            year = self.days[upto - 1].year
            found.append(year)
            upto = bisect_left(self.days, dt.date(year, 1, 1))
        return found

    def of_term(self, key: str, term_id: int) -> int:
        return self.terms[key].get(term_id, 0)

    def terms_of(self, key: str, page_id: int) -> list[int]:
        """Keys of the item's terms; none for what is not in the catalogue."""
        position = self.positions.get(page_id)
        if position is None:
            return []
        return [term for term, items in self.terms[key].items() if items >> position & 1]

    def days_between(self, first: dt.date, last: dt.date) -> dict[dt.date, int]:
        """How many items each day has, days without any left out."""
        found = self.days[bisect_left(self.days, first) : bisect_right(self.days, last)]
        return {day: len(list(group)) for day, group in groupby(found)}

    def day_before(self, day: dt.date) -> dt.date | None:
        """The last day with news before `day`."""
        at = bisect_left(self.days, day)
        return self.days[at - 1] if at else None

    def day_after(self, day: dt.date) -> dt.date | None:
        at = bisect_right(self.days, day)
        return self.days[at] if at < len(self.days) else None

    def newest(self, items: int, start: int = 0, stop: int | None = None) -> list[int]:
        """Primary keys of a set of items from the newest on, as a slice."""
        found = []
        for number, position in enumerate(bits(items)):
            if stop is not None and number >= stop:
                break
            if number >= start:
                found.append(self.keys[position])
        return found


def bits(items: int) -> Iterator[int]:
    """The positions in a set, the newest first."""
    text = format(items, "b")[::-1]
    position = text.find("1")
    while position >= 0:
        yield position
        position = text.find("1", position + 1)


def catalogue_of(request: HttpRequest | None) -> Catalogue:
    """The news as the active language shows them; for reading only."""
    return remember(request, f"news:{translation.get_language()}", lambda: build(public_news()))


def build(news: NewsQuerySet) -> Catalogue:
    """The catalogue of these items: two queries."""
    catalogue = Catalogue()
    zone = timezone.get_default_timezone()
    members: dict[tuple[str, int], list[int]] = {}
    # As text and sorted here: making aware moments and sorting in SQLite take most of the time.
    moments = Cast("date", CharField())
    rows = news.order_by().annotate(moment=moments).values_list("moment", "pk", "rubric_id")
    newest_first = sorted(rows, key=itemgetter(0, 1), reverse=True)
    for position, (moment, pk, rubric_id) in enumerate(newest_first):
        catalogue.keys.append(pk)
        catalogue.days.append(_city_day(moment[:16], zone))
        if rubric_id:
            members.setdefault(("rubric", rubric_id), []).append(position)
    catalogue.days.reverse()
    positions = catalogue.positions = {pk: at for at, pk in enumerate(catalogue.keys)}
    for key, pk, term_id in _links():
        if pk in positions:
            members.setdefault((key, term_id), []).append(positions[pk])
    for (key, term_id), found in members.items():
        catalogue.terms[key][term_id] = _as_bits(found, len(positions))
    return catalogue


def _links() -> QuerySet[Any, tuple[str, int, int]]:
    """Which item has which district and topic; all at once is quicker than asking for each item."""
    parts = [
        getattr(NewsPage, name)
        .through.objects.order_by()
        .annotate(key=Value(key, output_field=CharField()), term=F(column))
        .values_list("key", "newspage_id", "term")
        for key, (name, column) in _LINKS.items()
    ]
    return parts[0].union(*parts[1:], all=True)


@functools.lru_cache(maxsize=32_768)
def _city_day(text: str, zone: dt.tzinfo) -> dt.date:
    """The day of a moment as the databases write it, in UTC and without seconds: `2018-12-07 12:30`.

    Kept, because the next catalogue is made of nearly the same moments.
    """
    utc = dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)
    return utc.astimezone(zone).date()


def _as_bits(positions: list[int], length: int) -> int:
    marks = bytearray(length // 8 + 1)
    for position in positions:
        marks[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(marks, "little")
