"""What is in the feed of a search."""

import html
import uuid
from dataclasses import replace

from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from portal.core.feeds import MOST_ITEMS, Feed, FeedItem
from portal.core.search_items import search_kinds
from portal.core.sitewide import absolute_url, site_facts
from search import services
from search.asking import Asked, read, unknown_part
from search.page import named_within
from search.results import Hit, NoSuchPage


def feed(request: HttpRequest, view: str) -> Feed:
    """The newest MOST_ITEMS of what the address asks; `view` names the feed's own address.

    Raises UnknownPart for a value that does not exist; the order and the page of the results mean
    nothing here.
    """
    asked = replace(read(request), sort="date", page=1)
    if asked.within and named_within(asked) is None:
        raise unknown_part(asked)
    question = replace(asked.question, per_page=MOST_ITEMS, with_counts=False)
    try:
        found = services.find(question)
    except NoSuchPage as missing:
        raise unknown_part(asked) from missing
    site = site_facts(request)
    plain = asked.sorted_by("relevance")
    # Nearest things are no news about what was asked.
    hits = [] if found.is_partial else found.hits
    return Feed(
        title=_title(asked, site.name),
        description=_("What is found on the portal, the newest first."),
        url=absolute_url(plain.url()),
        feed_url=absolute_url(plain.url(view)),
        language=asked.language,
        author=site.publisher or site.name,
        rights=site.attribution,
        items=[_item(hit) for hit in hits],
    )


def _title(asked: Asked, site: str) -> str:
    if not asked.query:
        return _("Search — %(site)s") % {"site": site}
    return _("Search: %(query)s — %(site)s") % {"query": asked.query, "site": site}


def _item(hit: Hit) -> FeedItem:
    url = absolute_url(hit.url)
    kind = search_kinds.get(hit.kind)
    moment = timezone.localtime(hit.moment) if hit.moment else None
    return FeedItem(
        # A name made of the address: what is found may be of any kind, and all have one.
        id=uuid.uuid5(uuid.NAMESPACE_URL, url).urn,
        url=url,
        title=hit.plain_title,
        summary=_plain(hit.text),
        published=moment,
        updated=moment,
        language=hit.language,
        categories=(str(kind.single),) if kind else (),
    )


def _plain(text: str) -> str:
    """A passage without its marks: they are the only tags in it, the rest is escaped."""
    return html.unescape(strip_tags(text))
