"""The feeds of a selection, for the head of the list and for «subscribe»."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from portal.core.listings import Listing

# By the names of their addresses.
KINDS = {
    "rss": ("RSS", "application/rss+xml"),
    "atom": ("Atom", "application/atom+xml"),
    "json_feed": ("JSON Feed", "application/feed+json"),
}


@dataclass(frozen=True, slots=True)
class FeedLink:
    title: str
    url: str
    mime: str


def feed_links(listing: Listing) -> list[FeedLink]:
    query = f"?{listing.query}" if listing.query else ""
    names = " — ".join([gettext("Polls"), *(each.label for each in listing.applied)])
    return [
        FeedLink(f"{names}, {label}", f"{reverse(f'polls:{name}')}{query}", mime)
        for name, (label, mime) in KINDS.items()
    ]
