"""What the pages of forums show: lists, series, neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext

from civic_pages.enums import ForumState, SeriesState
from civic_pages.models.forums import ForumIndexPage, ForumPage, ForumSeriesPage
from civic_pages.querysets.forums import ForumQuerySet
from civic_pages.selectors.facts import forum_facts
from civic_pages.selectors.feed_links import list_feeds, selection_query
from civic_pages.selectors.forum_months import current_month
from civic_pages.selectors.relations import attach_related, terms_of
from civic_pages.selectors.structured import forum_structured_data
from portal.core.facts import time_words
from portal.core.fresh import fresh_until, fresh_until_midnight, now_of
from portal.core.languages import foreign_language, with_fallback
from portal.core.listings import Listing, TabFilter, TermFilter
from portal.core.months import weekday_words
from portal.core.pictures import prefetch_pictures
from portal.core.windows import city_day
from portal.places.models import District, Topic
from portal.places.selectors import attach_localised_terms

# Series are shown whole, without pages.
_MOST_IN_A_SERIES = 300
_MOST_SERIES = 50


@dataclass(frozen=True, slots=True)
class Tree:
    """A series «від малого до великого»: district forums lead up to those of the whole city."""

    roots: Sequence[ForumPage]
    branches: Sequence[ForumPage]


@dataclass(frozen=True, slots=True)
class Place:
    """A forum's place in its series by the order of time."""

    number: int
    total: int
    previous: ForumPage | None
    following: ForumPage | None


# --- Lists -----------------------------------------------------------------------------------------


def forum_terms() -> list[TermFilter]:
    """What lists, feeds and calendars of forums are narrowed by."""
    return [
        TermFilter("district", gettext_lazy("District"), District, "district"),
        TermFilter("topic", gettext_lazy("Topic"), Topic, "topics"),
    ]


def forum_listing(
    page: ForumIndexPage, request: HttpRequest, rows: ForumQuerySet, **options: Any
) -> Listing:
    """One tab of `rows` as the address asks for it. Raises NotInList for what does not exist."""
    now = now_of(request)

    def tab(rows: Any, name: str) -> QuerySet[Any]:
        if name == "past":
            return rows.past(now).order_by("-starts_at", "-pk")
        return rows.coming(now).order_by("starts_at", "pk")

    return Listing(
        request,
        rows=rows.for_list(),
        filters=[
            TabFilter(
                "state",
                gettext_lazy("When"),
                [("coming", gettext_lazy("Coming")), ("past", gettext_lazy("Past"))],
                tab,
            ),
            *forum_terms(),
        ],
        path=page.get_url(request) or "",
        **options,
    )


def index_context(page: ForumIndexPage, request: HttpRequest) -> dict[str, Any]:
    """One tab of the list with its filters, this month's calendar, the series."""
    now = now_of(request)
    everything = ForumPage.objects.shown(page)
    listing = forum_listing(page, request, everything)
    query = selection_query(listing, "state")
    calendar, span = current_month(everything, path=listing.path, now=now)
    fresh_until(request, span.next_turn)
    # The calendar marks today, and with the month it changes.
    fresh_until_midnight(request)
    return {
        "listing": listing,
        "forums": attach_localised_terms(listing.items, "venue"),
        "count": forum_count(listing.total),
        "is_past": listing.chosen("state") == "past",
        "tabs": listing.ways("state"),
        "calendar": calendar,
        # Taking the filters off stays in the same tab.
        "reset_url": listing.url(district=None, topic=None, page=None),
        "past_url": listing.url(district=None, topic=None, page=None, state="past"),
        "calendar_url": f"{page.file_url(gettext('calendar.ics'), request)}{query}",
        "feeds": list_feeds(page.title, listing, without=("state",)),
        "series_list": _series_cards(request) if not listing.is_narrowed else [],
    }


def forum_count(count: int) -> str:
    return ngettext("%(count)d forum", "%(count)d forums", count) % {"count": count}


# --- Series ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SeriesCard:
    url: str
    title: str
    lead: str
    image: Any
    lang: str


def _series_cards(request: HttpRequest) -> list[SeriesCard]:
    """All series, the newest first."""
    # One list of forums has all series; `under` would cost a query more in English.
    rows: Any = with_fallback(ForumSeriesPage.objects.live().public())
    rows = rows.defer_streamfields().select_related("lead_image")
    series = list(rows.order_by("-first_published_at", "-pk")[:_MOST_SERIES])
    return [
        SeriesCard(
            each.get_url(request) or "",
            each.title,
            each.lead,
            each.lead_image,
            foreign_language(each),
        )
        for each in prefetch_pictures(series, "lead_image", "card")
    ]


def forums_of_series(series: Any) -> list[ForumPage]:
    """All forums of a series in the order of time, Ukrainian ones where untranslated."""
    rows = ForumPage.objects.shown(series).for_list().order_by("starts_at", "pk")
    return list(rows[:_MOST_IN_A_SERIES])


def series_context(page: ForumSeriesPage, request: HttpRequest) -> dict[str, Any]:
    """The tree, the forums to come and past, the numbers."""
    now = now_of(request)
    forums = attach_localised_terms(forums_of_series(page), "venue")
    fresh_until(request, *(forum.next_change(now) for forum in forums))
    past = [forum for forum in forums if forum.window.is_closed(now)]
    coming = [forum for forum in forums if not forum.window.is_closed(now)]
    return {
        "forums": forums,
        "coming": coming,
        "past": past[::-1],
        "tree": _tree(forums),
        "numbers": _numbers(forums, now),
        "calendar_url": page.file_url(gettext("calendar.ics"), request),
        "index_url": _index_url(page, request),
        "series_state": SeriesState.ONGOING if coming else SeriesState.OVER,
    }


def _tree(forums: Sequence[ForumPage]) -> Tree | None:
    """District forums under those of the whole city; None where the series has only one kind."""
    roots = [forum for forum in forums if forum.district_id is None]
    branches = [forum for forum in forums if forum.district_id is not None]
    return Tree(roots, branches) if roots and branches else None


def _numbers(forums: Sequence[ForumPage], now: datetime) -> list[tuple[int, str]]:
    """How many there are, were held and are ahead; a cancelled one was not held and is not ahead."""
    states = [forum.state_at(now) for forum in forums]
    total, held = len(states), states.count(ForumState.PAST)
    ahead = states.count(ForumState.PLANNED) + states.count(ForumState.NOW)
    words = (
        (total, ngettext("forum in the series", "forums in the series", total)),
        (held, ngettext("forum was held", "forums were held", held)),
        (ahead, ngettext("forum is ahead", "forums are ahead", ahead)),
    )
    return [(number, word) for number, word in words if number]


# --- One forum ---------------------------------------------------------------------------------------


def forum_context(page: ForumPage, request: HttpRequest) -> dict[str, Any]:
    """What stands around a forum's own words."""
    now = now_of(request)
    attach_related(page, "venue", "organiser", "lead_image")
    attach_localised_terms([page], "venue")
    terms = terms_of(page, "topics", "district", "organiser")
    fresh_until(request, page.next_change(now))
    series = series_of(page)
    state = page.state_at(now)
    if state == ForumState.PLANNED:
        fresh_until_midnight(request)
    facts = forum_facts(page, terms)
    return {
        "state": state,
        "facts": facts,
        # The day stands above them in big figures.
        "panel_facts": facts[1:] if page.starts_at else facts,
        "day_words": _day_words(page, now, state),
        "can_be_added": state in (ForumState.PLANNED, ForumState.NOW)
        and page.starts_at is not None,
        "calendar_url": page.file_url(gettext("calendar.ics"), request),
        "index_url": _index_url(page, request),
        "series": series,
        "place": _place(page, forums_of_series(series)) if series is not None else None,
        "topics": terms["topics"],
        "structured_data": forum_structured_data(page, request, series, terms["organiser"]),
    }


def _day_words(page: ForumPage, now: datetime, state: ForumState) -> str:
    """What stands beside the big day: «середа, 10:00–16:30, через 3 дні»."""
    if page.starts_at is None:
        return ""
    words = [weekday_words(timezone.localtime(page.starts_at)), time_words(page.window)]
    if state == ForumState.PLANNED:
        words.append(days_to_go(city_day(page.starts_at), now))
    return ", ".join(words)


def days_to_go(day: date, now: datetime) -> str:
    """«сьогодні», «завтра», «через 3 дні»."""
    days = (day - city_day(now)).days
    if days <= 1:
        return gettext("tomorrow") if days else gettext("today")
    return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}


def _index_url(page: ForumPage | ForumSeriesPage, request: HttpRequest) -> str:
    """Address of the list above: routing leaves each page with those above it."""
    above = page.get_parent()
    while above is not None and above.specific_class not in (ForumIndexPage, None):
        above = above.get_parent()
    return (above.get_url(request) or "") if above is not None else ""


def series_of(page: ForumPage) -> Any:
    """The page of the series a forum stands in, in its own language; None outside a series."""
    parent = page.get_parent()
    return parent if parent is not None and parent.specific_class is ForumSeriesPage else None


def _place(page: ForumPage, forums: Sequence[ForumPage]) -> Place | None:
    """None for a draft, which has no place yet."""
    numbers = [number for number, forum in enumerate(forums) if forum.pk == page.pk]
    if not numbers:
        return None
    number = numbers[0]
    return Place(
        number=number + 1,
        total=len(forums),
        previous=forums[number - 1] if number else None,
        following=forums[number + 1] if number + 1 < len(forums) else None,
    )
