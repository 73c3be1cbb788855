"""Feeds of forums and of consultations, and of their selections."""

from datetime import UTC, datetime
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from civic_pages.models.consultations import ConsultationIndexPage, ConsultationPage
from civic_pages.models.forums import ForumIndexPage, ForumPage
from civic_pages.selectors.consultations import agenda_listing
from civic_pages.selectors.feed_links import selection_query
from civic_pages.selectors.forums import forum_terms
from portal.core.facts import when_words
from portal.core.feeds import MOST_ITEMS, Feed, FeedItem, permanent_id, picture_of
from portal.core.fresh import fresh_until, fresh_until_midnight, now_of
from portal.core.languages import language_of
from portal.core.listings import Listing
from portal.core.pictures import prefetch_pictures
from portal.core.sitewide import absolute_url, site_facts
from portal.places.selectors import attach_localised_terms

# Of a page that came without a history.
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
# What was announced last comes first: a feed is read for what is new, a calendar for what is near.
_NEWEST_FIRST = (F("first_published_at").desc(nulls_last=True), "-pk")


def forums_feed(page: ForumIndexPage, request: HttpRequest, suffix: str) -> Feed:
    """Announcements of forums, narrowed by district and topic. Raises NotInList for unknown ones."""
    listing = Listing(
        request,
        rows=ForumPage.objects.shown(page).for_list().select_related("lead_image", "organiser"),
        filters=forum_terms(),
        path=page.get_url(request) or "",
        paged=False,
    )
    forums: list[ForumPage] = list(listing.rows.order_by(*_NEWEST_FIRST)[:MOST_ITEMS])
    prefetch_pictures(forums, "lead_image", "card")
    attach_localised_terms(forums, "venue", "organiser")
    items = [
        _item(
            forum,
            request,
            summary=_forum_summary(forum),
            author=forum.organiser.name if forum.organiser else "",
            picture=picture_of(forum.lead_image),
        )
        for forum in forums
    ]
    return _feed(page, request, listing, suffix, items)


def consultations_feed(page: ConsultationIndexPage, request: HttpRequest, suffix: str) -> Feed:
    """New consultations of the selection the address asks for. Raises NotInList for an unknown one."""
    everything = ConsultationPage.objects.shown(page)
    listing = agenda_listing(page, request, everything, paged=False)
    if listing.chosen("state"):
        fresh_until(request, everything.next_boundary(now_of(request), "reported_at"))
        fresh_until_midnight(request)
    consultations: list[ConsultationPage] = list(listing.rows.order_by(*_NEWEST_FIRST)[:MOST_ITEMS])
    attach_localised_terms(consultations, "department")
    items = [
        _item(
            each,
            request,
            summary=_consultation_summary(each),
            author=each.department.name if each.department else "",
        )
        for each in consultations
    ]
    return _feed(page, request, listing, suffix, items)


def _feed(
    page: Page, request: HttpRequest, listing: Listing, suffix: str, items: list[FeedItem]
) -> Feed:
    facts = site_facts(request)
    query = selection_query(listing)
    return Feed(
        title=" — ".join([page.title, *(each.label for each in listing.applied), facts.name]),
        description=page.lead or facts.subtitle,
        url=absolute_url(f"{listing.path}{query}"),
        feed_url=absolute_url(f"{listing.path}{suffix}{query}"),
        language=translation.get_language(),
        author=facts.publisher or facts.name,
        rights=facts.attribution,
        items=items,
    )


def _item(page: Any, request: HttpRequest, **words: Any) -> FeedItem:
    published: datetime = page.first_published_at or page.latest_revision_created_at or _LONG_AGO
    return FeedItem(
        id=permanent_id(page),
        url=absolute_url(page.get_url(request) or ""),
        title=page.title,
        published=timezone.localtime(published),
        updated=timezone.localtime(page.last_published_at or published),
        language=language_of(page),
        **words,
    )


def _forum_summary(forum: ForumPage) -> str:
    """When and where first: people decide by that."""
    venue = forum.venue
    place = ", ".join(part for part in (venue.name, venue.address) if part) if venue else ""
    return _sentences(when_words(forum.window), place, forum.status_note, forum.lead)


def _consultation_summary(consultation: ConsultationPage) -> str:
    term = ""
    if consultation.opens_at and consultation.closes_at:
        term = _("Proposals are taken: %(term)s") % {"term": when_words(consultation.window)}
    return _sentences(consultation.question, term, consultation.lead)


def _sentences(*parts: str) -> str:
    return " ".join(
        part if part.endswith((".", "?", "!", "…")) else f"{part}." for part in parts if part
    )
