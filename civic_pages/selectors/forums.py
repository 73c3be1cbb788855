"""What the pages of forums show: lists, series, neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy, ngettext

from civic_pages.enums import ForumState, SeriesState
from civic_pages.models.forums import ForumIndexPage, ForumPage, ForumSeriesPage
from civic_pages.querysets.forums import ForumQuerySet
from civic_pages.selectors.forum_months import current_month, span_of
from civic_pages.selectors.relations import attach_related
from portal.core.fresh import fresh_until, fresh_until_midnight, now_of
from portal.core.languages import with_fallback
from portal.core.listings import Listing, TabFilter, TermFilter
from portal.places.models import District, Topic
from portal.places.selectors import attach_localised_terms, localised_terms

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


def announced_forums(
    request: HttpRequest, *, limit: int, district: Any = None, topic: Any = None
) -> list[ForumPage]:
    """The next forums, the nearest first: «Анонси подій» on any page.

    The render lives until one of them turns. One query, and one for each kind of term in another
    language, whatever the number of forums.
    """
    now = now_of(request)
    rows = ForumPage.objects.shown().coming(now).for_list().order_by("starts_at", "pk")
    if district is not None:
        rows = rows.filter(district=district)
    if topic is not None:
        rows = rows.filter(topics=topic)
    forums = list(rows[:limit])
    fresh_until(request, *(forum.next_change(now) for forum in forums))
    return attach_localised_terms(forums, "venue", "district")


def forum_listing(page: ForumIndexPage, request: HttpRequest, **options: Any) -> Listing:
    """One tab of the list as the address asks for it. Raises NotInList for what does not exist."""
    now = now_of(request)

    def tab(rows: ForumQuerySet, name: str) -> QuerySet[Any]:
        if name == "past":
            return rows.past(now).order_by("-starts_at", "-pk")  # type: ignore[no-any-return]
        return rows.coming(now).order_by("starts_at", "pk")  # type: ignore[no-any-return]

    return Listing(
        request,
        rows=ForumPage.objects.shown(page).for_list(),
        filters=[
            TabFilter(
                "state",
                gettext_lazy("When"),
                [("coming", gettext_lazy("Coming")), ("past", gettext_lazy("Past"))],
                tab,
            ),
            TermFilter("district", gettext_lazy("District"), District, "district"),
            TermFilter("topic", gettext_lazy("Topic"), Topic, "topics"),
        ],
        path=page.get_url(request) or "",
        **options,
    )


def index_context(page: ForumIndexPage, request: HttpRequest) -> dict[str, Any]:
    """One tab of the list with its filters, this month's calendar, the series."""
    now = now_of(request)
    listing = forum_listing(page, request)
    everything = ForumPage.objects.shown(page)
    span = span_of(everything, now)
    fresh_until(request, span.next_turn)
    # The calendar marks today, and with the month it changes.
    fresh_until_midnight(request)
    return {
        "listing": listing,
        "forums": attach_localised_terms(listing.items, "venue", "district"),
        "count": forum_count(listing.total),
        "is_past": listing.chosen("state") == "past",
        "tabs": listing.ways("state"),
        "calendar": current_month(everything, span, path=listing.path, now=now),
        "series_list": list(_series(page)),
    }


def forum_count(count: int) -> str:
    return ngettext("%(count)d forum", "%(count)d forums", count) % {"count": count}


# --- Series ----------------------------------------------------------------------------------------


def _series(page: ForumIndexPage) -> QuerySet[Any]:
    rows = with_fallback(ForumSeriesPage.objects.live().public(), under=page)
    rows = rows.defer_streamfields().select_related("lead_image")  # type: ignore[attr-defined]
    return rows.order_by("-first_published_at", "-pk")[:_MOST_SERIES]  # type: ignore[no-any-return]


def forums_of_series(series: Any) -> list[ForumPage]:
    """All forums of a series in the order of time, Ukrainian ones where untranslated."""
    rows = ForumPage.objects.shown(series).for_list().order_by("starts_at", "pk")
    return list(rows[:_MOST_IN_A_SERIES])


def series_context(page: ForumSeriesPage, request: HttpRequest) -> dict[str, Any]:
    """The tree, the forums to come and past, the numbers."""
    now = now_of(request)
    forums = attach_localised_terms(forums_of_series(page), "venue", "district")
    fresh_until(request, *(forum.next_change(now) for forum in forums))
    past = [forum for forum in forums if forum.window.is_closed(now)]
    coming = [forum for forum in forums if not forum.window.is_closed(now)]
    return {
        "forums": forums,
        "coming": coming,
        "past": past[::-1],
        "tree": _tree(forums),
        "numbers": _numbers(forums, now),
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
    attach_related(page, "venue", "district", "organiser", "lead_image")
    attach_localised_terms([page], "venue", "district", "organiser")
    fresh_until(request, page.next_change(now))
    series = series_of(page)
    return {
        "now": now,
        "state": page.state_at(now),
        "series": series,
        "place": _place(page, forums_of_series(series)) if series is not None else None,
        "topics": localised_terms(page.topics.all()),
    }


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
