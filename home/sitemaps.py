"""The map of the portal for search engines: an index of parts by language, each with hreflang.

A part costs the same three queries whether it holds ten pages or five thousand.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from portal.core.originals import locale_ids
from portal.core.querysets import restricted
from portal.core.serving import find_site
from portal.core.sitemap_sources import SitemapThing, sitemap_sources
from portal.core.sitewide import absolute_url

# Addresses in a part; the protocol allows 50,000, which would be fifteen megabytes with hreflang.
PART_SIZE = 5_000
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_INDEX_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML_SPACE = "http://www.w3.org/1999/xhtml"


class _Row(NamedTuple):
    key: Any
    locale_id: int
    url_path: str
    published: datetime | None


def index(request: HttpRequest) -> str:
    """The index: the parts of each language with the moment of their last change. Two queries."""
    homes = _front_pages(request)
    entries = []
    counted = (
        _public(homes.values())
        .values("locale_id")
        .annotate(number=Count("pk"), changed=Max("last_published_at"))
        .order_by()
    )
    by_locale = {row["locale_id"]: row for row in counted}
    for code, locale_id in _languages():
        row = by_locale.get(locale_id)
        if row is None:
            continue
        for number in range(1, -(-row["number"] // PART_SIZE) + 1):
            address = absolute_url(reverse("sitemap-part", args=[code, number]))
            entries.append(
                f"<sitemap><loc>{escape(address)}</loc>{_lastmod(row['changed'])}</sitemap>"
            )
    known = _things()
    if known:
        changes = [thing.changed for thing in known if thing.changed]
        address = absolute_url(reverse("sitemap-things"))
        last = _lastmod(max(changes, default=None))
        entries.append(f"<sitemap><loc>{escape(address)}</loc>{last}</sitemap>")
    body = "\n".join(entries)
    return f'{_HEAD}<sitemapindex xmlns="{_INDEX_SPACE}">\n{body}\n</sitemapindex>\n'


def part(request: HttpRequest, language: str, number: int) -> str | None:
    """Part `number` (from 1) of a language's pages, or None when there is no such part."""
    homes = _front_pages(request)
    home = homes.get(locale_ids().get(language, 0))
    if home is None:
        return None
    pages = _public([home])
    start = (number - 1) * PART_SIZE
    rows = _rows(pages.order_by("path")[start : start + PART_SIZE])
    if not rows:
        return None
    others = [page for locale_id, page in homes.items() if locale_id != home.locale_id]
    versions: dict[Any, dict[int, _Row]] = {row.key: {row.locale_id: row} for row in rows}
    if others:
        # Read whole rather than by five thousand keys: SQLite allows no query that long.
        for row in _rows(_public(others).order_by()):
            if row.key in versions:
                versions[row.key][row.locale_id] = row
    entries = "\n".join(_entry(row, versions[row.key], homes) for row in rows)
    return f'{_HEAD}<urlset xmlns="{_INDEX_SPACE}" xmlns:xhtml="{_XHTML_SPACE}">\n{entries}\n</urlset>\n'


def things() -> str | None:
    """What rooms have at addresses of their own, in all languages; None when there is nothing."""
    known = _things()
    if not known:
        return None
    entries = "\n".join(_thing_entries(thing) for thing in known)
    return f'{_HEAD}<urlset xmlns="{_INDEX_SPACE}" xmlns:xhtml="{_XHTML_SPACE}">\n{entries}\n</urlset>\n'


def _things() -> list[SitemapThing]:
    return [thing for source in sitemap_sources for thing in source()]


def _thing_entries(thing: SitemapThing) -> str:
    urls = {code: escape(absolute_url(path)) for code, path in thing.paths.items()}
    links = _links(urls) if len(urls) > 1 else ""
    last = _lastmod(thing.changed)
    return "\n".join(f"<url><loc>{url}</loc>{last}{links}</url>" for url in urls.values())


def _links(urls: Mapping[str, str]) -> str:
    """hreflang of a thing's addresses by language, x-default last."""
    default = urls.get(settings.LANGUAGE_CODE) or next(iter(urls.values()))
    return "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{url}"/>'
        for code, url in [*urls.items(), ("x-default", default)]
    )


def _entry(row: _Row, versions: dict[int, _Row], homes: dict[int, Page]) -> str:
    links = ""
    if len(versions) > 1:
        links = _links(
            {
                code: _address(versions[locale_id], homes)
                for code, locale_id in _languages()
                if locale_id in versions
            }
        )
    return f"<url><loc>{_address(row, homes)}</loc>{_lastmod(row.published)}{links}</url>"


def _address(row: _Row, homes: dict[int, Page]) -> str:
    """The page's address from its tree path: asking each page would cost a reverse() apiece."""
    home = homes[row.locale_id]
    code = next(code for code, locale_id in _languages() if locale_id == row.locale_id)
    prefix = "/" if code == settings.LANGUAGE_CODE else f"/{code}/"
    return escape(absolute_url(prefix + row.url_path[len(home.url_path) :]))


def _lastmod(moment: datetime | None) -> str:
    if moment is None:
        return ""
    return f"<lastmod>{timezone.localtime(moment).isoformat(timespec='seconds')}</lastmod>"


def _languages() -> list[tuple[str, int]]:
    known = locale_ids()
    return [(code, known[code]) for code, _name in settings.LANGUAGES if code in known]


def _front_pages(request: HttpRequest) -> dict[int, Page]:
    """The live front page of each language by its locale; one query beside the site's."""
    site = find_site(request)
    if site is None:
        return {}
    pages = Page.objects.live().filter(translation_key=site.root_page.translation_key)
    return {page.locale_id: page for page in pages.order_by()}


def _public(homes: Iterable[Page]) -> QuerySet[Page]:
    """What anybody may read on and under these front pages; aliases are copies, not pages."""
    found = Page.objects.none()
    for home in homes:
        found |= Page.objects.descendant_of(home, inclusive=True)
    return found.live().filter(~restricted(), alias_of__isnull=True)


def _rows(pages: QuerySet[Page]) -> list[_Row]:
    return [
        _Row(*values)
        for values in pages.values_list(
            "translation_key", "locale_id", "url_path", "last_published_at"
        )
    ]
