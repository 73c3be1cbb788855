"""Forums for robots: Event by schema.org."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from civic_pages.enums import ForumStatus
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
    facts = site_facts(request)
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
        "organizer": {
            "@type": "GovernmentOrganization",
            "name": organisers[0].name if organisers else facts.publisher or facts.name,
            "url": (forum.organiser.url if forum.organiser else "") or absolute_url("/"),
        },
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
