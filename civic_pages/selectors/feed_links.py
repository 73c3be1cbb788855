"""Where a list can be had as a feed or a calendar."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.core.listings import Listing


@dataclass(frozen=True, slots=True)
class FeedLink:
    title: str
    url: str
    mime: str


def selection_query(listing: Listing, *without: str) -> str:
    """`?topic=…` of what a list is narrowed by, in any order and tab, without the keys `without`."""
    changes: dict[str, None] = dict.fromkeys(("page", "sort", *without))
    query = listing.url(**changes).partition("?")[2]
    return f"?{query}" if query else ""


def list_feeds(title: str, listing: Listing, *, without: tuple[str, ...] = ()) -> list[FeedLink]:
    """The feeds of a selection and its calendar, for the head of the page; the first is the one shown."""
    query = selection_query(listing, *without)
    name = ": ".join([title, *(each.label for each in listing.applied)])
    return [
        FeedLink(f"{name} ({kind})", f"{listing.path}{suffix}{query}", mime)
        for kind, suffix, mime in (
            ("RSS", "rss/", "application/rss+xml"),
            ("Atom", "atom/", "application/atom+xml"),
            ("JSON Feed", "feed.json", "application/feed+json"),
            ("iCalendar", _("calendar.ics"), "text/calendar"),
        )
    ]
