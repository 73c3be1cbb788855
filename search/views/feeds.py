"""Any search as a feed: what is new on the portal about something."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal.core import feeds
from search.feeds import feed


@require_safe
def rss(request: HttpRequest) -> HttpResponse:
    """RSS 2.0 of the search that the address asks, the newest first."""
    return _unlisted(feeds.rss(feed(request, "search_rss")))


@require_safe
def json(request: HttpRequest) -> HttpResponse:
    """The same as JSON Feed 1.1."""
    return _unlisted(feeds.json_feed(feed(request, "search_json")))


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Any text makes a feed; robots and the page cache need none of them."""
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-cache"
    return response
