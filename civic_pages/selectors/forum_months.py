"""The calendar of forums: a table of one month, and the month's own page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import CharField, F, Max, Min, Q, Value
from django.http import Http404, HttpRequest
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext

from civic_pages.models.forums import ForumIndexPage, ForumPage
from civic_pages.querysets.forums import ForumQuerySet
from portal.core.fresh import fresh_until, fresh_until_midnight, now_of
from portal.core.months import DayLink, Month, MonthTable, month_table
from portal.core.windows import Window, city_day
from portal.places.selectors import attach_localised_terms

# A month is shown whole, without pages: no city holds more.
_MOST_IN_A_MONTH = 300


@dataclass(frozen=True, slots=True)
class Span:
    """From the first forum to the last, and the next moment at which one begins or ends."""

    first: datetime | None
    last: datetime | None
    next_turn: datetime | None

    def holds(self, month: Month) -> bool:
        return bool(
            self.first and self.last and _month_of(self.first) <= month <= _month_of(self.last)
        )


def span_and_times(rows: ForumQuerySet, month: Month, now: datetime) -> tuple[Span, list[Window]]:
    """How far the forums reach, and the times of those in `month`, in their order: one query."""
    rows = rows.order_by()
    parts = [
        _part(rows.between(month.first, month.after), "in", F("starts_at"), F("ends_at")),
        _part(rows, "all", Min("starts_at"), Max("starts_at")),
        _part(
            rows,
            "next",
            Min("starts_at", filter=Q(starts_at__gt=now)),
            Min("ends_at", filter=Q(ends_at__gt=now)),
        ),
    ]
    found: dict[str, list[tuple[datetime, datetime]]] = {"in": [], "all": [], "next": []}
    for kind, one, other in parts[0].union(*parts[1:], all=True):
        found[kind].append((one, other))
    first, last = found["all"][0] if found["all"] else (None, None)
    turns = [moment for pair in found["next"] for moment in pair if moment]
    times = sorted(found["in"][:_MOST_IN_A_MONTH], key=lambda pair: pair[0])
    return (
        Span(first, last, min(turns, default=None)),
        [Window(opens, closes) for opens, closes in times],
    )


def _part(rows: ForumQuerySet, kind: str, one: Any, other: Any) -> Any:
    """A part of the union: its kind and two moments, of each row or of all together."""
    marked = rows.annotate(part=Value(kind, output_field=CharField())).values("part")
    return marked.annotate(one=one, other=other).values_list("part", "one", "other")


def current_month(rows: ForumQuerySet, *, path: str, now: datetime) -> tuple[MonthTable, Span]:
    """This month's table, whose days lead to the month's page, and how far the forums reach."""
    month = Month.of(city_day(now))
    span, times = span_and_times(rows, month, now)
    days = _days_with_forums(times, month, f"{path}{_address(month)}")
    return _table(month, span, days, path=path, now=now), span


def month_context(
    page: ForumIndexPage, request: HttpRequest, *, year: int, number: int
) -> dict[str, Any]:
    """All forums of a month. Raises Http404 for what is no month or lies beyond all forums."""
    now = now_of(request)
    try:
        month = Month(year, number)
    except ValueError as error:
        raise Http404(str(error)) from error
    everything = ForumPage.objects.shown(page)
    span, times = span_and_times(everything, month, now)
    if month != Month.of(city_day(now)) and not span.holds(month):
        raise Http404("No forums that far.")
    rows = everything.between(month.first, month.after).for_list().order_by("starts_at", "pk")
    forums: list[ForumPage] = list(rows[:_MOST_IN_A_MONTH])
    fresh_until(request, *(forum.next_change(now) for forum in forums))
    fresh_until_midnight(request)
    path = page.get_url(request) or ""
    return {
        "month_title": month_words(month),
        "month_name": _in_a_sentence(month_words(month)),
        "forums": _with_anchors(attach_localised_terms(forums, "venue"), month),
        "calendar": _table(month, span, _days_with_forums(times, month), path=path, now=now),
        "canonical": f"{path}{_address(month)}",
        "language_suffix": _address(month),
        "noindex": not forums,
        "index_url": path,
    }


def month_words(month: Month) -> str:
    """«Червень 2019»."""
    return capfirst(date_format(month.first, "YEAR_MONTH_FORMAT"))


def _table(
    month: Month, span: Span, days: dict[date, DayLink], *, path: str, now: datetime
) -> MonthTable:
    """The table with its neighbours: the nearest months that may hold a forum."""
    previous = following = None
    if span.first and span.last:
        first, last = _month_of(span.first), _month_of(span.last)
        if first < month:
            previous = _month_link(min(month.previous, last), path)
        if last > month:
            following = _month_link(max(month.next, first), path)
    return month_table(
        month, today=city_day(now), days=days, previous=previous, following=following
    )


def _month_link(month: Month, path: str) -> DayLink:
    return DayLink(f"{path}{_address(month)}", month_words(month))


def _days_with_forums(times: Sequence[Window], month: Month, base: str = "") -> dict[date, DayLink]:
    """Each day of the month with forums, leading to where the first of them stands in the list."""
    counts: dict[date, int] = {}
    anchors: dict[date, str] = {}
    for window in times:
        for day in _days_within(window, month):
            counts[day] = counts.get(day, 0) + 1
            anchors.setdefault(day, _anchor(_shown_on(window, month)))
    return {
        day: DayLink(
            f"{base}#{anchors[day]}",
            ngettext("%(count)d forum", "%(count)d forums", count) % {"count": count},
        )
        for day, count in counts.items()
    }


def _days_within(window: Window, month: Month) -> Iterator[date]:
    """The days of the month on which the forum takes place."""
    day = _shown_on(window, month)
    last = max(day, window.last_day or day)
    while day <= last and day < month.after:
        yield day
        day += timedelta(days=1)


def _shown_on(window: Window, month: Month) -> date:
    """The day under which the month's list has it: that of its start, or the first of the month."""
    return max(city_day(window.opens), month.first) if window.opens else month.first


def _anchor(day: date) -> str:
    return f"d{day.day}"


def _with_anchors(forums: Sequence[ForumPage], month: Month) -> list[tuple[str, ForumPage]]:
    """Each forum with the anchor of its day; only the first of a day has one."""
    seen: set[str] = set()
    found = []
    for forum in forums:
        anchor = _anchor(_shown_on(forum.window, month))
        found.append(("" if anchor in seen else anchor, forum))
        seen.add(anchor)
    return found


def _in_a_sentence(words: str) -> str:
    """Ukrainian writes months with a small letter."""
    return words[:1].lower() + words[1:] if get_language() == "uk" else words


def _address(month: Month) -> str:
    return f"{month.year:04}/{month.number:02}/"


def _month_of(moment: datetime) -> Month:
    return Month.of(city_day(moment))
