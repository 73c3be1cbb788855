"""Forums and consultations for robots: Event by schema.org."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from civic_pages.enums import ForumStatus
from civic_pages.models.consultations import ConsultationPage
from civic_pages.models.forums import ForumPage
from civic_pages.selectors.relations import ShownTerm
from portal.core.languages import language_of
from portal.core.pictures import social_picture
from portal.core.sitewide import absolute_url, site_facts

_STATUS = {
    ForumStatus.AS_PLANNED: "EventScheduled",
    ForumStatus.POSTPONED: "EventPostponed",
    ForumStatus.CANCELLED: "EventCancelled",
}
_SCHEMA = "https://schema.org"


def forum_structured_data(
    forum: ForumPage, request: HttpRequest, series: Any, organisers: Sequence[ShownTerm]
) -> dict[str, Any]:
    """Event with absolute addresses; nothing for a draft without a beginning, which is no event yet.

    The forum's relations must be at hand: none is asked for here.
    """
    if forum.starts_at is None:
        return {}
    picture = social_picture(forum.lead_image) if forum.lead_image else None
    data: dict[str, Any] = {
        "@context": _SCHEMA,
        "@type": "Event",
        "name": forum.title,
        "description": forum.search_description or forum.lead,
        "inLanguage": language_of(forum),
        "startDate": timezone.localtime(forum.starts_at).isoformat(),
        "endDate": timezone.localtime(forum.ends_at).isoformat() if forum.ends_at else None,
        "eventStatus": f"{_SCHEMA}/{_STATUS[ForumStatus(forum.status)]}",
        "eventAttendanceMode": f"{_SCHEMA}/{_attendance(forum)}",
        "location": _locations(forum),
        "organizer": _organiser(
            request, organisers, forum.organiser.url if forum.organiser else ""
        ),
        "url": absolute_url(forum.get_url(request) or ""),
        "image": absolute_url(picture.url) if picture else None,
        "superEvent": (
            {
                "@type": "EventSeries",
                "name": series.title,
                "url": absolute_url(series.get_url(request) or ""),
            }
            if series is not None
            else None
        ),
    }
    return {name: value for name, value in data.items() if value}


def consultation_structured_data(
    page: ConsultationPage, request: HttpRequest, departments: Sequence[ShownTerm]
) -> dict[str, Any]:
    """Event that takes place at its own address; nothing for a draft without a term.

    The department must be at hand: nothing is asked for here.
    """
    if page.opens_at is None or page.closes_at is None:
        return {}
    address = absolute_url(page.get_url(request) or "")
    data: dict[str, Any] = {
        "@context": _SCHEMA,
        "@type": "Event",
        "name": page.title,
        "description": page.search_description or page.question or page.lead,
        "inLanguage": language_of(page),
        "startDate": timezone.localtime(page.opens_at).isoformat(),
        "endDate": timezone.localtime(page.closes_at).isoformat(),
        "eventStatus": f"{_SCHEMA}/EventScheduled",
        "eventAttendanceMode": f"{_SCHEMA}/OnlineEventAttendanceMode",
        "location": [{"@type": "VirtualLocation", "url": address}],
        "isAccessibleForFree": True,
        "organizer": _organiser(
            request, departments, page.department.url if page.department else ""
        ),
        "url": address,
    }
    return {name: value for name, value in data.items() if value}


def _organiser(request: HttpRequest, shown: Sequence[ShownTerm], url: str) -> dict[str, str]:
    facts = site_facts(request)
    return {
        "@type": "GovernmentOrganization",
        "name": shown[0].name if shown else facts.publisher or facts.name,
        "url": url or absolute_url("/"),
    }


def _attendance(forum: ForumPage) -> str:
    if forum.venue is None:
        return "OnlineEventAttendanceMode"
    return "MixedEventAttendanceMode" if forum.online_url else "OfflineEventAttendanceMode"


def _locations(forum: ForumPage) -> list[dict[str, Any]]:
    places: list[dict[str, Any]] = []
    if venue := forum.venue:
        place: dict[str, Any] = {"@type": "Place", "name": venue.name}
        if venue.address:
            place["address"] = {"@type": "PostalAddress", "streetAddress": venue.address}
        if venue.latitude is not None and venue.longitude is not None:
            place["geo"] = {
                "@type": "GeoCoordinates",
                "latitude": float(venue.latitude),
                "longitude": float(venue.longitude),
            }
        places.append(place)
    if forum.online_url:
        places.append({"@type": "VirtualLocation", "url": forum.online_url})
    return places
