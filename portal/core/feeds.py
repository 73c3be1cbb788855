"""Lists as RSS 2.0, Atom 1.0 (RFC 4287) and JSON Feed 1.1, from one description.

A room says what is in its feed (`Feed`, `FeedItem`), in absolute addresses and aware moments; the
answers carry no moment of rendering, so that the page cache's ETag holds until the content changes.
"""

import json
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from wagtail.images.models import get_rendition_storage
from wagtail.models import Page

from portal.core.languages import language_of
from portal.core.models import PortalImage
from portal.core.pictures.presets import PRESETS
from portal.core.pictures.shapes import shapes_of
from portal.core.sitewide import absolute_url

MOST_ITEMS = 50
JSON_FEED = "https://jsonfeed.org/version/1.1"
# What XML 1.0 cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture beside an item; `size` in bytes, 0 where the storage does not tell at once."""

    url: str
    mime: str
    size: int


@dataclass(frozen=True, slots=True)
class FeedItem:
    """`id` never changes, whatever happens to the address. Atom wants both moments."""

    id: str
    url: str
    title: str
    summary: str
    published: datetime | None
    updated: datetime | None
    language: str
    author: str = ""
    categories: Sequence[str] = ()
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """`url` is the page with the same list, `feed_url` the feed's own address."""

    title: str
    description: str
    url: str
    feed_url: str
    language: str
    author: str
    rights: str
    items: Sequence[FeedItem]
    # When nothing is in it yet.
    since: datetime = datetime(2000, 1, 1, tzinfo=UTC)

    @property
    def updated(self) -> datetime:
        return max((item.updated for item in self.items if item.updated), default=self.since)


def permanent_id(page: Page) -> str:
    """A name for a page in one language that outlives its address."""
    return uuid.uuid5(page.translation_key, language_of(page)).urn


def picture_of(image: PortalImage | None, preset_name: str = "card") -> Picture | None:
    """The picture's JPEG (or PNG) in a place's usual size; None where it is not made yet.

    Its files must have been read for the whole list (`prefetch_pictures`): no query.
    """
    if image is None:
        return None
    preset, shapes = PRESETS[preset_name], shapes_of(image)
    widths = sorted(preset.widths, key=lambda width: abs(width - preset.fallback_width))
    for width in widths:
        for file_format in ("jpeg", "png"):
            if shape := shapes.get(preset.spec(width, file_format)):
                return Picture(absolute_url(shape.url), f"image/{file_format}", _size(shape.name))
    return None


def _size(name: str) -> int:
    """Bytes of a file on this machine; of a remote one it is not asked."""
    storage = get_rendition_storage()
    try:
        storage.path(name)
        return int(storage.size(name))
    except (NotImplementedError, OSError):
        return 0


class _Rss(Rss201rev2Feed):
    def latest_post_date(self) -> datetime:
        """Without items Django says «now», which no two renders share."""
        moment: datetime = self.feed["updated"]
        return moment


class _Atom(Atom1Feed):
    def latest_post_date(self) -> datetime:
        moment: datetime = self.feed["updated"]
        return moment


def rss(feed: Feed) -> HttpResponse:
    return _xml(_Rss, feed)


def atom(feed: Feed) -> HttpResponse:
    return _xml(_Atom, feed)


def json_feed(feed: Feed) -> HttpResponse:
    data = {
        "version": JSON_FEED,
        "title": feed.title,
        "home_page_url": feed.url,
        "feed_url": feed.feed_url,
        "description": feed.description,
        "language": feed.language,
        "authors": [{"name": feed.author, "url": absolute_url("/")}],
        "items": [_json_item(item) for item in feed.items],
    }
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(body, content_type="application/feed+json; charset=utf-8")


def _xml(kind: type[_Rss] | type[_Atom], feed: Feed) -> HttpResponse:
    document = kind(
        title=_clean(feed.title),
        link=feed.url,
        description=_clean(feed.description),
        language=feed.language,
        author_name=_clean(feed.author),
        feed_url=feed.feed_url,
        feed_copyright=_clean(feed.rights) or None,
        subtitle=_clean(feed.description),
        updated=feed.updated,
    )
    for item in feed.items:
        document.add_item(
            title=_clean(item.title),
            link=item.url,
            description=_clean(item.summary or item.title),
            unique_id=item.id,
            unique_id_is_permalink=False,
            pubdate=item.published,
            updateddate=item.updated,
            author_name=_clean(item.author) or None,
            categories=[_clean(name) for name in item.categories],
            enclosures=[_enclosure(item.picture)] if item.picture else [],
        )
    answer = HttpResponse(content_type=document.content_type)
    document.write(answer, "utf-8")
    return answer


def _enclosure(picture: Picture) -> Enclosure:
    return Enclosure(picture.url, str(picture.size), picture.mime)


def _json_item(item: FeedItem) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "content_text": item.summary or item.title,
        "language": item.language,
        "tags": list(item.categories),
    }
    if item.published:
        data["date_published"] = item.published.isoformat()
    if item.updated:
        data["date_modified"] = item.updated.isoformat()
    if item.author:
        data["authors"] = [{"name": item.author}]
    if item.picture:
        data["image"] = item.picture.url
    return data


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)
