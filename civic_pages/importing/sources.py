"""Read news from RSS, Atom and WordPress exports into one shape, item by item.

A broken item is reported and does not stop the rest; a file cut in half gives what it held
before the cut.
"""

import calendar
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError

import feedparser
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _

from civic_pages.importing.shortcodes import Attachment, galleries

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_EXCERPT = re.compile(r"^\{http://wordpress\.org/export/[\d.]+/excerpt/\}encoded$")
_AUTHOR = re.compile(r"^\{http://wordpress\.org/export/[\d.]+/\}author$")
_WP = re.compile(r"^\{http://wordpress\.org/export/[\d.]+/\}")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)$", re.IGNORECASE)
# A feed is parsed in one piece; a city's whole archive comes as an export, which is streamed.
_MAX_FEED_BYTES = 50 * 1024 * 1024
# Enough to see the root element and its namespaces.
_HEAD = 4096


class SourceError(Exception):
    """The source is no feed and no export, or cannot be read at all."""


@dataclass
class SourceItem:
    """One news item as the source tells it; `html` is not cleaned yet."""

    guid: str
    url: str
    title: str
    html: str
    lead: str = ""
    date: datetime | None = None
    author: str = ""
    categories: list[str] = field(default_factory=list)
    image_url: str = ""


@dataclass(frozen=True)
class BrokenItem:
    """An item that could not be read, and why."""

    name: str
    reason: str


def read(path: Path) -> Iterator[SourceItem | BrokenItem]:
    """Items of the file, oldest format first guessed from its head.

    Raises SourceError when the file is neither a feed nor an export.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if b"wordpress.org/export/" in head:
        yield from _read_wordpress(path)
    else:
        yield from _read_feed(path)


# --- RSS and Atom ---------------------------------------------------------------------------------


def _read_feed(path: Path) -> Iterator[SourceItem | BrokenItem]:
    if path.stat().st_size > _MAX_FEED_BYTES:
        raise SourceError(f"The feed is larger than {_MAX_FEED_BYTES // (1024 * 1024)} MB.")
    content = path.read_bytes()
    if b"<!ENTITY" in content:
        raise SourceError("The file declares entities; feeds have no need of them and attacks do.")
    parsed = feedparser.parse(content, sanitize_html=False, resolve_relative_uris=True)
    if not parsed.get("version") and not parsed.entries:
        raise SourceError("The file is neither an RSS or Atom feed nor a WordPress export.")
    for number, entry in enumerate(parsed.entries, start=1):
        yield _feed_item(entry, number)
    if parsed.bozo and not isinstance(parsed.bozo_exception, feedparser.CharacterEncodingOverride):
        yield BrokenItem(name=path.name, reason=f"the file is not whole: {parsed.bozo_exception}")


def _feed_item(entry: Any, number: int) -> SourceItem | BrokenItem:
    title = _plain(entry.get("title", ""))
    url = entry.get("link", "")
    if not title:
        return BrokenItem(name=url or f"item {number}", reason="it has no title")
    contents = entry.get("content") or []
    body = contents[0].get("value", "") if contents else entry.get("summary", "")
    moment = next(
        (entry[name] for name in ("published_parsed", "updated_parsed") if name in entry), None
    )
    try:
        date = datetime.fromtimestamp(calendar.timegm(moment), tz=UTC) if moment else None
    except (ValueError, OverflowError):
        date = None
    return SourceItem(
        guid=entry.get("id") or url or title,
        url=url,
        title=title,
        html=body,
        lead=_plain(entry.get("summary", "")) if contents else "",
        date=date,
        author=_plain(entry.get("author", "")),
        categories=[
            _plain(tag.get("term") or "") for tag in entry.get("tags", []) if tag.get("term")
        ],
        image_url=_feed_image(entry),
    )


def _feed_image(entry: Any) -> str:
    for link in entry.get("enclosures", []):
        if str(link.get("type", "")).startswith("image/"):
            return str(link.get("href", ""))
    for media in [*entry.get("media_content", []), *entry.get("media_thumbnail", [])]:
        if media.get("url") and media.get("medium", "image") == "image":
            return str(media["url"])
    return ""


# --- WordPress (WXR) --------------------------------------------------------------------------------


@dataclass
class _Site:
    """What posts of an export point to: people by login, files by number.

    `pictures` are the numbers of the pictures that were put up with a post, by its number.
    """

    authors: dict[str, str] = field(default_factory=dict)
    attachments: dict[str, Attachment] = field(default_factory=dict)
    pictures: dict[str, list[str]] = field(default_factory=dict)

    def add(self, fields: dict[str, Any]) -> None:
        """Keep what posts may need of an attachment."""
        number, url = fields.get("post_id", ""), fields["attachment_url"]
        alt = _plain(fields["meta"].get("_wp_attachment_image_alt", ""))
        self.attachments[number] = Attachment(url, alt, _plain(fields.get("excerpt", "")))
        if _PICTURE.search(url):
            self.pictures.setdefault(fields.get("post_parent", ""), []).append(number)


def _read_wordpress(path: Path) -> Iterator[SourceItem | BrokenItem]:
    """Two passes over the file, neither of which holds it whole: files and people, then posts."""
    site = _wordpress_site(path)
    with path.open("rb") as stream:
        yield from _wordpress_posts(stream, site, path.name)


def _items(stream: IO[bytes], authors: dict[str, str] | None = None) -> Iterator[dict[str, Any]]:
    """Each <item> as a dictionary of plain names; the tree is emptied as it is read.

    `authors` is filled with the shown name of each login.
    """
    root: Element | None = None
    for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
        if root is None:
            root = element
        if event == "end" and authors is not None and _AUTHOR.match(element.tag):
            person = _fields(element)
            login, shown = (person.get(f"author_{name}", "") for name in ("login", "display_name"))
            # WordPress shows the login until a person chooses a name.
            authors[login] = "" if shown == login else shown
        if event == "end" and element.tag == "item":
            yield _fields(element)
            element.clear()
            # The channel keeps references to emptied items otherwise: memory would grow with the file.
            for channel in root:
                channel[:] = [child for child in channel if child.tag != "item"]


def _fields(item: Element) -> dict[str, Any]:
    fields: dict[str, Any] = {"categories": [], "meta": {}}
    for child in item:
        text = (child.text or "").strip()
        name = _WP.sub("", child.tag)
        if child.tag == _CONTENT:
            fields["content"] = child.text or ""
        elif _EXCERPT.match(child.tag):
            fields["excerpt"] = text
        elif name == "category":
            fields["categories"].append((child.get("domain", "category"), text))
        elif name == "postmeta":
            pairs = {_WP.sub("", part.tag): (part.text or "") for part in child}
            fields["meta"][pairs.get("meta_key", "")] = pairs.get("meta_value", "")
        else:
            fields.setdefault(name.rpartition("}")[2], text)
    return fields


def _wordpress_site(path: Path) -> _Site:
    site = _Site()
    with path.open("rb") as stream:
        try:
            for fields in _items(stream, site.authors):
                if fields.get("post_type") == "attachment" and fields.get("attachment_url"):
                    site.add(fields)
        except DefusedXmlException as error:
            raise SourceError(
                f"The file declares what an export has no need of: {error}"
            ) from error
        except ParseError:
            pass  # the second pass reports where the file breaks
    return site


def _wordpress_posts(
    stream: IO[bytes], site: _Site, name: str
) -> Iterator[SourceItem | BrokenItem]:
    try:
        for fields in _items(stream):
            if fields.get("post_type") == "post" and fields.get("status") == "publish":
                yield _wordpress_item(fields, site)
    except ParseError as error:
        yield BrokenItem(name=name, reason=f"the file is not whole: {error}")


def _wordpress_item(fields: dict[str, Any], site: _Site) -> SourceItem | BrokenItem:
    title = _plain(fields.get("title", ""))
    name = fields.get("link") or fields.get("post_id", "?")
    if not title:
        return BrokenItem(name=name, reason="it has no title")
    if fields.get("post_password"):
        # WordPress exports them as published, but only those who know the password read them.
        return BrokenItem(name=name, reason=_("it is protected with a password on the old site"))
    thumbnail = site.attachments.get(fields["meta"].get("_thumbnail_id", ""))
    return SourceItem(
        guid=fields.get("guid") or fields.get("link") or title,
        url=fields.get("link", ""),
        title=title,
        html=galleries(
            _paragraphs(fields.get("content", "")),
            site.attachments,
            site.pictures.get(fields.get("post_id", ""), []),
        ),
        lead=_plain(fields.get("excerpt", "")),
        date=_wordpress_date(fields),
        # The export names the login, which is nobody's business and nobody's name.
        author=site.authors.get(fields.get("creator", ""), ""),
        categories=[text for domain, text in fields["categories"] if domain == "category" and text],
        image_url=thumbnail.url if thumbnail else "",
    )


def _wordpress_date(fields: dict[str, Any]) -> datetime | None:
    try:
        return datetime.strptime(fields.get("post_date_gmt", ""), "%Y-%m-%d %H:%M:%S").replace(
            tzinfo=UTC
        )
    except ValueError:  # also «0000-00-00 00:00:00», which WordPress writes for drafts
        return None


def _paragraphs(text: str) -> str:
    """WordPress stores empty lines instead of paragraphs unless the block editor wrote the post."""
    if re.search(r"<p[\s>]", text):
        return text
    # An address alone on its line is embedded there: it is a paragraph of its own.
    text = re.sub(r"(?m)^[ \t]*(https?://\S+)[ \t\r]*$", r"\n\1\n", text)
    return "".join(f"<p>{part.strip()}</p>" for part in re.split(r"\n\s*\n", text) if part.strip())


def _plain(text: str) -> str:
    """Text without tags and entities, white space folded."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())
