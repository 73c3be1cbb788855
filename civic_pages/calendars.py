"""Forums and deadlines as iCalendar (RFC 5545), for one event and for subscriptions."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone

from civic_pages.enums import ForumStatus
from civic_pages.models.consultations import ConsultationIndexPage, ConsultationPage
from civic_pages.models.forums import ForumIndexPage, ForumPage, ForumSeriesPage
from civic_pages.selectors.consultations import agenda_listing
from civic_pages.selectors.forums import forum_terms
from civic_pages.selectors.relations import attach_related
from portal.core.fresh import fresh_until, fresh_until_midnight, now_of
from portal.core.listings import Listing
from portal.core.sitewide import absolute_url, site_facts
from portal.core.windows import city_day, midnight
from portal.places.selectors import attach_localised_terms

CONTENT_TYPE = "text/calendar; charset=utf-8"
# How long a subscription keeps what is over, and how much it holds: the oldest fall off.
_KEPT_DAYS = 366
_MOST = 500
# How often subscribers ask again; the page cache answers most of that.
_REFRESH = timedelta(hours=1)
# Before anything was published here.
_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
# What no text of a calendar may hold: control characters other than tab and line feed.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

# The rules of daylight saving time since 1996 (resolution of the Cabinet of Ministers no. 509 of
# 13.05.1996). Written by hand: the library lists single changes instead, each an hour too late.
_KYIV = """\
BEGIN:VTIMEZONE
TZID:Europe/Kyiv
BEGIN:DAYLIGHT
DTSTART:19970330T030000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:EEST
TZOFFSETFROM:+0200
TZOFFSETTO:+0300
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T040000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:EET
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
END:STANDARD
END:VTIMEZONE
"""

_STATUS = {
    ForumStatus.AS_PLANNED: "CONFIRMED",
    ForumStatus.POSTPONED: "TENTATIVE",
    ForumStatus.CANCELLED: "CANCELLED",
}


# --- What can be had -------------------------------------------------------------------------------------


def index_calendar(page: ForumIndexPage, request: HttpRequest) -> HttpResponse:
    """Forums of the last year and all to come, narrowed by `district` and `topic`."""
    listing = Listing(
        request,
        rows=ForumPage.objects.shown(page).for_list(),
        filters=forum_terms(),
        path=page.get_url(request) or "",
        paged=False,
    )
    name = ": ".join([page.title, *(each.label for each in listing.applied)])
    rows = listing.rows.filter(ends_at__gt=_kept_since(request)).select_related("organiser")
    return _forums_response(_latest(rows, "starts_at"), request, name=name, page=page)


def series_calendar(page: ForumSeriesPage, request: HttpRequest) -> HttpResponse:
    """All forums of a series."""
    rows = ForumPage.objects.shown(page).for_list().select_related("organiser")
    return _forums_response(_latest(rows, "starts_at"), request, name=page.title, page=page)


def forum_calendar(page: ForumPage, request: HttpRequest) -> HttpResponse:
    """One forum, to be added to one's own calendar."""
    attach_related(page, "venue", "organiser")
    return _forums_response([page], request, name=page.title, page=page)


def deadlines_calendar(page: ConsultationIndexPage, request: HttpRequest) -> HttpResponse:
    """Until when proposals are taken: consultations of the last year and all to come.

    Narrowed as the agenda is. Raises NotInList for what does not exist.
    """
    everything = ConsultationPage.objects.shown(page)
    listing = agenda_listing(page, request, everything, paged=False)
    if listing.chosen("state"):
        fresh_until(request, everything.next_boundary(now_of(request), "reported_at"))
    name = ": ".join([page.title, *(each.label for each in listing.applied)])
    rows = listing.rows.filter(closes_at__gt=_kept_since(request))
    return _deadlines_response(_latest(rows, "closes_at"), request, name=name, page=page)


def _kept_since(request: HttpRequest) -> datetime:
    """What ended before leaves the subscriptions; it turns at midnight."""
    fresh_until_midnight(request)
    return midnight(city_day(now_of(request)) - timedelta(days=_KEPT_DAYS))


def deadline_calendar(page: ConsultationPage, request: HttpRequest) -> HttpResponse:
    """The deadline of one consultation."""
    return _deadlines_response([page], request, name=page.title, page=page)


def _latest(rows: QuerySet[Any], moment: str) -> list[Any]:
    """The last of the rows by the moment, in its order: what is to come falls off least of all."""
    dated = rows.filter(**{f"{moment}__isnull": False})
    return list(dated.order_by(f"-{moment}", "-pk")[:_MOST])[::-1]


# --- How it is written -----------------------------------------------------------------------------------


def _forums_response(
    forums: Iterable[ForumPage], request: HttpRequest, *, name: str, page: Any
) -> HttpResponse:
    rows = attach_localised_terms(forums, "venue", "organiser")
    events = [forum_event(forum, request) for forum in rows if forum.starts_at]
    return _response(_calendar(events, request, name=name, page=page), page)


def _deadlines_response(
    consultations: Iterable[ConsultationPage], request: HttpRequest, *, name: str, page: Any
) -> HttpResponse:
    rows = attach_localised_terms(consultations, "department")
    events = [deadline_event(each, request) for each in rows if each.closes_at]
    return _response(_calendar(events, request, name=name, page=page), page)


def forum_event(forum: ForumPage, request: HttpRequest) -> Event:
    """A forum. Its identity is that of the Ukrainian original, in every language and for ever."""
    url = absolute_url(forum.get_url(request) or "")
    event = _event(forum, str(forum.translation_key), url)
    event.add("dtstart", _local(forum.starts_at))
    if forum.ends_at and forum.starts_at and forum.ends_at > forum.starts_at:
        event.add("dtend", _local(forum.ends_at))
    event.add("summary", _clean(_title(forum)))
    event.add("status", _STATUS[ForumStatus(forum.status)])
    event.add("transp", "OPAQUE" if forum.status == ForumStatus.AS_PLANNED else "TRANSPARENT")
    paragraphs = [forum.status_note, forum.lead]
    if venue := forum.venue:
        event.add(
            "location", _clean(", ".join(part for part in (venue.name, venue.address) if part))
        )
        if venue.latitude is not None and venue.longitude is not None:
            event.add("geo", (float(venue.latitude), float(venue.longitude)))
        if venue.accessibility:
            paragraphs.append(_("Accessibility: %(text)s") % {"text": venue.accessibility})
        if venue.shelter:
            paragraphs.append(_("Shelter: %(text)s") % {"text": venue.shelter})
    elif forum.online_url:
        event.add("location", _("Online"))
    if forum.online_url:
        paragraphs.append(_("Online: %(url)s") % {"url": forum.online_url})
    if organiser := forum.organiser:
        contact = ", ".join(
            part for part in (organiser.name, organiser.phone, organiser.email) if part
        )
        event.add("contact", _clean(contact))
    event.add("description", _clean("\n\n".join([*filter(None, paragraphs), url])))
    return event


def deadline_event(consultation: ConsultationPage, request: HttpRequest) -> Event:
    """The moment after which no proposals are taken: without length, so that it fills no day."""
    url = absolute_url(consultation.get_url(request) or "")
    event = _event(consultation, f"{consultation.translation_key}-deadline", url)
    event.add("dtstart", _local(consultation.closes_at))
    title = _("Proposals are taken until now: %(title)s") % {"title": consultation.title}
    event.add("summary", _clean(title))
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    paragraphs = [consultation.question or consultation.lead]
    if consultation.department:
        paragraphs.append(consultation.department.name)
    event.add("description", _clean("\n\n".join([*filter(None, paragraphs), url])))
    return event


def _event(page: Any, uid: str, url: str) -> Event:
    """What tells a calendar that it is the same event, and whether it is a newer word of it."""
    event = Event()
    event.add("uid", uid)
    changed = page.last_published_at or page.first_published_at or _BEGINNING
    # The moment of the last change, not of the request: the same event is the same bytes.
    event.add("dtstamp", changed)
    event.add("created", page.first_published_at or changed)
    event.add("last-modified", changed)
    # Raised by every publication; a 32-bit number lasts until 2088.
    event.add("sequence", int((changed - _BEGINNING).total_seconds()))
    event.add("url", url)
    return event


def _title(forum: ForumPage) -> str:
    """Many calendars do not show a status, so the title says it."""
    if forum.status == ForumStatus.CANCELLED:
        return _("Cancelled: %(title)s") % {"title": forum.title}
    if forum.status == ForumStatus.POSTPONED:
        return _("Postponed: %(title)s") % {"title": forum.title}
    return forum.title


def _calendar(events: Iterable[Event], request: HttpRequest, *, name: str, page: Any) -> Calendar:
    site = site_facts(request)
    calendar = Calendar()
    calendar.add("prodid", f"-//{_clean(site.name)}//Civic portal//UK")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    title = _clean(f"{name} — {site.name}")
    # RFC 7986, and the names that calendars knew before it.
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", timezone.get_default_timezone_name())
    calendar.add("url", absolute_url(page.get_url(request) or ""))
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(_kyiv())
    for event in events:
        calendar.add_component(event)
    return calendar


@cache
def _kyiv() -> Any:
    return Timezone.from_ical(_KYIV)


def _local(moment: datetime | None) -> datetime | None:
    return moment and timezone.localtime(moment, timezone.get_default_timezone())


def _clean(text: str) -> str:
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _response(calendar: Calendar, page: Any) -> HttpResponse:
    response = HttpResponse(calendar.to_ical(), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'inline; filename="{page.slug}.ics"'
    return response
