"""Registers what the editorial pages add to the admin."""

from wagtail import hooks
from wagtail_localize import wagtail_hooks as localize

from civic_pages.viewsets.agenda import (
    ConsultationPageListing,
    ForumPageListing,
    consultation_page_listing,
    forum_page_listing,
)
from civic_pages.viewsets.common import translation_buttons
from civic_pages.viewsets.news import NewsPageListing, news_page_listing

_ROW_BUTTONS = "register_page_listing_more_buttons"


@hooks.register("register_admin_viewset")
def register_news_listing() -> NewsPageListing:
    return news_page_listing


@hooks.register("register_admin_viewset")
def register_agenda_listings() -> list[ForumPageListing | ConsultationPageListing]:
    return [forum_page_listing, consultation_page_listing]


# Wagtail has no way to take another package's hook back; where it does, this can go.
hooks._hooks[_ROW_BUTTONS] = [
    (translation_buttons if hook is localize.page_listing_more_buttons else hook, order)
    for hook, order in hooks._hooks.get(_ROW_BUTTONS, [])
]
