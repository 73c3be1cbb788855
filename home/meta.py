"""What a page says of itself to robots and social networks, and the way that led to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Page

from home.selectors import site_facts
from portal.core import pictures
from portal.core.about import About
from portal.core.languages import (
    NAMES,
    Alternate,
    LanguageLink,
    foreign_language,
    front_page_url,
    language_of,
    switch_links,
)
from portal.core.sitewide import SitePicture, SocialLink, absolute_url

_LOCALES = {"uk": "uk_UA", "en": "en_GB"}
_FRONT_PAGE_DEPTH = 2


@dataclass(frozen=True, slots=True)
class Crumb:
    title: str
    url: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class ShareLinks:
    """Addresses that pass a page on; nothing is asked of anybody before a reader follows one."""

    url: str
    mail: str
    networks: tuple[SocialLink, ...]


@dataclass(frozen=True, slots=True)
class PageMeta:
    title: str
    description: str
    canonical: str
    alternates: tuple[Alternate, ...]
    noindex: bool
    og_type: str
    locale: str
    picture: SitePicture | None
    picture_alt: str


def language_links_of(
    page: Page | None, request: HttpRequest, *, languages: Iterable[str], suffix: str = ""
) -> list[LanguageLink]:
    """The switcher. The front pages are known with the menus, so on them it asks nothing."""
    if page is None or page.depth != _FRONT_PAGE_DEPTH:
        return switch_links(request, page, suffix=suffix)
    current = language_of(page)
    return [
        LanguageLink(code, NAMES.get(code, code), front_page_url(code), code == current, True)
        for code, _name in settings.LANGUAGES
        if code in languages or code == current
    ]


def crumbs_of(page: Page, request: HttpRequest) -> list[Crumb]:
    """The way from the front page to the page's parent.

    Routing leaves each parent on its child, so a page found by its address costs no query; any
    other costs one.
    """
    return [
        Crumb(ancestor.title, ancestor.get_url(request) or "", foreign_language(ancestor))
        for ancestor in _ancestors(page)
        if ancestor.live
    ]


def _ancestors(page: Page) -> list[Page]:
    chain: list[Page] = []
    above = page.__dict__.get("_cached_parent_obj")
    while above is not None and above.depth >= _FRONT_PAGE_DEPTH:
        chain.insert(0, above)
        above = above.__dict__.get("_cached_parent_obj")
    if len(chain) == page.depth - _FRONT_PAGE_DEPTH:
        return chain
    return list(page.get_ancestors().filter(depth__gte=_FRONT_PAGE_DEPTH))


def meta_of(
    page: Page,
    request: HttpRequest,
    *,
    links: Iterable[LanguageLink],
    canonical: str = "",
    noindex: bool = False,
) -> PageMeta:
    """The page's own words and addresses; `canonical` is a path that says otherwise (a filtered list)."""
    facts = site_facts(request)
    picture, alt = social_picture(page, facts.social_picture)
    return PageMeta(
        title=page.seo_title or page.title,
        description=page.search_description or getattr(page, "lead", "") or facts.footer_text,
        canonical=absolute_url(canonical or page.get_url(request) or request.path),
        # The second page of a list has no counterpart: other languages may part it otherwise.
        alternates=() if "page=" in canonical else hreflang(links),
        noindex=noindex,
        og_type=getattr(page, "open_graph_type", "website"),
        locale=_LOCALES.get(language_of(page), _LOCALES["uk"]),
        picture=picture,
        picture_alt=alt,
    )


def meta_of_thing(
    about: About,
    request: HttpRequest,
    *,
    links: Iterable[LanguageLink],
    canonical: str = "",
    noindex: bool = False,
) -> PageMeta:
    """The same for what is no Wagtail page; languages in which it is not there are no alternates."""
    facts = site_facts(request)
    found = about.picture or facts.social_picture
    known = [link for link in links if link.code in about.languages]
    return PageMeta(
        title=about.title,
        description=about.lead or facts.footer_text,
        canonical=absolute_url(canonical or about.path),
        alternates=() if "page=" in canonical else hreflang(known),
        noindex=noindex or about.noindex,
        og_type=about.open_graph_type,
        locale=_LOCALES.get(about.language, _LOCALES["uk"]),
        picture=replace(found, url=absolute_url(found.url)) if found else None,
        picture_alt=about.picture_alt if about.picture else "",
    )


def hreflang(links: Iterable[LanguageLink]) -> tuple[Alternate, ...]:
    """The switcher's links that lead to the same thing, x-default last; none when there is only one."""
    same = [Alternate(link.code, absolute_url(link.url)) for link in links if link.is_same]
    if len(same) <= 1:
        return ()
    default = next((link for link in same if link.code == settings.LANGUAGE_CODE), same[0])
    return (*same, Alternate("x-default", default.url))


def social_picture(page: Page, fallback: SitePicture | None) -> tuple[SitePicture | None, str]:
    """The page's picture for social networks with its text, else its lead image, else the site's."""
    lead = getattr(page, "lead_image", None)
    image = getattr(page, "social_image", None) or lead
    shape = pictures.social_picture(image) if image is not None else None
    found = SitePicture(shape.url, shape.width, shape.height) if shape else fallback
    if found is None:
        return None, ""
    alt = getattr(page, "lead_image_alt", "") if shape and image is lead else ""
    return replace(found, url=absolute_url(found.url)), alt


def share_links_of(thing: Page | About, request: HttpRequest) -> ShareLinks:
    """Plain links to share the page by letter, Telegram, Facebook and Viber."""
    path = thing.path if isinstance(thing, About) else thing.get_url(request)
    url = absolute_url(path or request.path)
    asked, title = quote(url, safe=""), quote(thing.title, safe="")
    return ShareLinks(
        url=url,
        mail=f"mailto:?subject={title}&body={asked}",
        networks=(
            SocialLink("Telegram", f"https://t.me/share/url?url={asked}&text={title}"),
            SocialLink("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={asked}"),
            SocialLink("Viber", f"viber://forward?text={title}%20{asked}"),
        ),
    )


def breadcrumb_data(crumbs: Iterable[Crumb], page: Page, request: HttpRequest) -> dict[str, Any]:
    """schema.org's BreadcrumbList; nothing for the front page."""
    return _way_data(
        [*((crumb.title, crumb.url) for crumb in crumbs), (page.title, page.get_url(request) or "")]
    )


def thing_data(about: About, home: Iterable[Mapping[str, str]]) -> dict[str, Any]:
    """The same for what is no Wagtail page; `home` is the first step (`Frame.home_crumbs`)."""
    first = [(step["title"], step["url"]) for step in home]
    return _way_data(
        [*first, *((step.title, step.url) for step in about.way), (about.title, about.path)]
    )


def _way_data(steps: Sequence[tuple[str, str]]) -> dict[str, Any]:
    if len(steps) <= 1:
        return {}
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": title,
                "item": absolute_url(url or "/"),
            }
            for position, (title, url) in enumerate(steps, start=1)
        ],
    }


def site_data(request: HttpRequest) -> dict[str, Any]:
    """schema.org's WebSite with its search and its publisher, for the front page."""
    facts = site_facts(request)
    home = absolute_url(front_page_url(get_language() or settings.LANGUAGE_CODE))
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": facts.name,
        "alternateName": facts.subtitle,
        "url": home,
        "inLanguage": get_language(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{absolute_url(reverse('search'))}?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        },
    }
    if facts.publisher:
        data["publisher"] = {
            "@type": "GovernmentOrganization",
            "name": facts.publisher,
            "sameAs": [link.url for link in facts.socials],
        }
    return data
