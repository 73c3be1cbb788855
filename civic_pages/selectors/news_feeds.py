"""The feeds of the news and of their selections."""

from django.http import HttpRequest
from django.utils import timezone, translation

from civic_pages.models.news import NewsPage
from civic_pages.models.news_index import NewsIndexPage
from civic_pages.selectors.news import NewsListing, Terms, news_by_keys, news_terms
from civic_pages.selectors.news_catalogue import TERM_KEYS, Catalogue
from portal.core.feeds import MOST_ITEMS, Feed, FeedItem, permanent_id, picture_of
from portal.core.languages import language_of
from portal.core.pictures import prefetch_pictures
from portal.core.sitewide import absolute_url, site_facts

# What an entry says besides what a line of the list does.
_FIELDS = ("author", "translation_key", "first_published_at", "last_published_at")


def news_feed(page: NewsIndexPage, request: HttpRequest, suffix: str) -> Feed:
    """The newest items of the selection the address asks for. Raises NotInList for an unknown one.

    Three queries once the catalogue is known, whatever the number of items.
    """
    listing = NewsListing(page, request, paged=False)
    facts = site_facts(request)
    items = news_by_keys(listing.newest(MOST_ITEMS), relations=("department",), fields=_FIELDS)
    prefetch_pictures(items, "lead_image", "card")
    terms = news_terms(request)
    query = f"?{listing.query}" if listing.query else ""
    return Feed(
        title=" — ".join([page.title, *(each.label for each in listing.applied), facts.name]),
        description=page.lead or facts.subtitle,
        url=absolute_url(f"{listing.path}{query}"),
        feed_url=absolute_url(f"{listing.path}{suffix}{query}"),
        language=translation.get_language(),
        author=facts.publisher or facts.name,
        rights=facts.attribution,
        items=[_item(each, request, listing.catalogue, terms) for each in items],
    )


def _item(page: NewsPage, request: HttpRequest, catalogue: Catalogue, terms: Terms) -> FeedItem:
    marked = {key: set(catalogue.terms_of(key, page.pk)) for key in TERM_KEYS}
    author = page.author or (page.department.name if page.department else "")
    return FeedItem(
        id=permanent_id(page),
        url=absolute_url(page.get_url(request) or ""),
        title=page.title,
        summary=page.lead,
        published=timezone.localtime(page.date),
        updated=timezone.localtime(page.updated_at or page.date),
        language=language_of(page),
        author=author,
        categories=[
            option.label
            for key in TERM_KEYS
            for option in terms[key]
            if option.stored in marked[key]
        ],
        picture=picture_of(page.lead_image),
    )
