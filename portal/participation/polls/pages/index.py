"""The list of polls: open, to come, over; narrowed by state, topic and district."""

from typing import Any, Final

from django.conf import settings
from django.db.models import (
    Case,
    DateTimeField,
    F,
    IntegerField,
    QuerySet,
    TextChoices,
    Value,
    When,
)
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.core.about import About
from portal.core.fresh import fresh_until, fresh_until_midnight, now_of
from portal.core.listings import ChoiceFilter, Listing, TermFilter
from portal.participation.polls.models import Poll
from portal.participation.polls.models.polls import CLOSING_SOON
from portal.participation.polls.pages.feed_links import feed_links
from portal.participation.polls.pages.shown import ShownPoll, public_originals, shown_polls
from portal.places.models import District, Topic

# In which group of the list a poll stands.
_OPEN: Final = 0
_UPCOMING: Final = 1
_OVER: Final = 2
_LEAD = _("One ballot a person, in secret, and a count that anybody can check.")


class ListState(TextChoices):
    """States as the list is narrowed by them: what is closing soon is open, too."""

    OPEN = "open", _("Open")
    CLOSING = "closing", _("Closing soon")
    UPCOMING = "upcoming", _("Not open yet")
    CLOSED = "closed", _("Closed")


@require_safe
def poll_index(request: HttpRequest) -> HttpResponse:
    """The same for everybody until any poll turns. Raises NotInList for an unknown value or page."""
    listing = poll_listing(request)
    _declare_turns(request)
    groups = _groups(listing, shown_polls(listing.items, request))
    title = gettext("Polls")
    context = {
        "listing": listing,
        "about": About(
            title=title,
            path=listing.path,
            lead=str(_LEAD),
            language=get_language() or settings.LANGUAGE_CODE,
            languages=tuple(code for code, _name in settings.LANGUAGES),
        ),
        "count": poll_count(listing.total),
        "open_items": groups[_OPEN],
        "upcoming_items": groups[_UPCOMING],
        "closed_items": groups[_OVER],
        # Read with the filters: no query for the names of districts in another language.
        "labels": listing.labels("district"),
        "feeds": feed_links(listing),
    }
    return render(request, "polls/index.html", context)


def poll_listing(request: HttpRequest, *, paged: bool = True) -> Listing:
    """Public polls as the address asks for them, those that close next at the head."""
    now = now_of(request)

    def in_state(rows: Any, state: ListState) -> QuerySet[Poll]:
        found: QuerySet[Poll] = {
            ListState.OPEN: rows.open,
            ListState.CLOSING: lambda at: rows.open(at).filter(closes_at__lte=at + CLOSING_SOON),
            ListState.UPCOMING: lambda at: rows.exclude(opens_at__lte=at),
            ListState.CLOSED: rows.closed,
        }[state](now)
        return found

    place = Case(
        When(closes_at__lte=now, then=Value(_OVER)),
        When(opens_at__lte=now, then=Value(_OPEN)),
        default=Value(_UPCOMING),
        output_field=IntegerField(),
    )
    turn = Case(
        When(closes_at__lte=now, then=Value(None)),
        When(opens_at__lte=now, then=F("closes_at")),
        default=F("opens_at"),
        output_field=DateTimeField(),
    )
    rows = public_originals().annotate(place=place, turn=turn).defer("questions")
    order = ("place", F("turn").asc(nulls_last=True), F("closes_at").desc(), "-pk")
    return Listing(
        request,
        rows=rows.prefetch_related("districts").order_by(*order),
        filters=[
            ChoiceFilter("state", _("State"), ListState, restrict=in_state),
            TermFilter("topic", _("Topic"), Topic, "topics"),
            TermFilter("district", _("District"), District, "districts"),
        ],
        path=reverse("polls:index"),
        paged=paged,
    )


def poll_count(count: int) -> str:
    return ngettext("%(count)d poll", "%(count)d polls", count) % {"count": count}


def _groups(listing: Listing, known: dict[int, ShownPoll]) -> dict[int, list[ShownPoll]]:
    groups: dict[int, list[ShownPoll]] = {_OPEN: [], _UPCOMING: [], _OVER: []}
    for poll in listing.items:
        shown = known.get(poll.pk)
        if shown is not None:
            # The districts were fetched with the list.
            shown.original.__dict__["_prefetched_objects_cache"] = poll._prefetched_objects_cache
            groups[poll.place].append(shown)
    return groups


def _declare_turns(request: HttpRequest) -> None:
    """Until when the list is as it is, whichever page of it is shown. Two queries."""
    now = now_of(request)
    everything = public_originals()
    later = everything.filter(closes_at__gt=now + CLOSING_SOON).order_by("closes_at")
    first = later.values_list("closes_at", flat=True).first()
    fresh_until(request, everything.next_boundary(now), first - CLOSING_SOON if first else None)
    fresh_until_midnight(request)  # the days that are left
