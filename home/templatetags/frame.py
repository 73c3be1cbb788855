"""Tags by which templates read what stands around every page."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.utils import translation
from wagtail.models import Page

from home.meta import (
    Crumb,
    PageMeta,
    ShareLinks,
    breadcrumb_data,
    crumbs_of,
    language_links_of,
    meta_of,
    meta_of_thing,
    share_links_of,
    site_data,
    thing_data,
)
from home.models import EmergencyBanner
from home.selectors import Frame, frame_for
from portal.core.about import About
from portal.core.languages import LanguageLink

register = template.Library()

Context = dict[str, Any]


@register.simple_tag(takes_context=True)
def frame(context: Context) -> Frame:
    """`{% frame as frame %}`: site facts, menus, banner; read once a request."""
    request: HttpRequest = context["request"]
    return frame_for(request)


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[LanguageLink]:
    """`{% language_links as links %}`, after `frame`: the shown thing in each language; one query.

    A page that answers at an address below its own puts that rest into the context as
    `language_suffix`, when it is the same in both languages; what a `listing` has chosen follows it.
    """
    chosen = getattr(context.get("listing"), "suffix", "")
    return language_links_of(
        _page(context),
        context["request"],
        languages=context["frame"].menus.languages,
        suffix=f"{context.get('language_suffix', '')}{chosen}",
    )


@register.simple_tag(takes_context=True)
def page_crumbs(context: Context) -> list[Crumb]:
    """`{% page_crumbs as crumbs %}`: the shown page's ancestors; no query when the address led here."""
    page = _page(context)
    return crumbs_of(page, context["request"]) if page is not None else []


@register.inclusion_tag("components/page_meta.html", takes_context=True)
def page_meta(context: Context) -> dict[str, PageMeta | Any]:
    """Canonical address, hreflang, Open Graph. Needs `page` (or `about`) and `language_links` in the context.

    The context may say otherwise: `canonical` (a path), `noindex`, or a `listing` that knows both.
    """
    page, about = _page(context), _about(context)
    listing = context.get("listing")
    request, links = context["request"], context["language_links"]
    canonical = str(context.get("canonical") or getattr(listing, "canonical", ""))
    noindex = bool(context.get("noindex") or getattr(listing, "noindex", False))
    if page is not None:
        meta = meta_of(page, request, links=links, canonical=canonical, noindex=noindex)
    elif about is not None:
        meta = meta_of_thing(about, request, links=links, canonical=canonical, noindex=noindex)
    else:
        return {"meta": None}
    return {"meta": meta, "site": context["frame"].site}


@register.inclusion_tag("components/share.html", takes_context=True)
def share_links(context: Context) -> dict[str, ShareLinks | None]:
    """`{% share_links %}` inside a toolbar: copy, letter, networks; plain links without trackers."""
    thing = _page(context) or _about(context)
    return {"share": share_links_of(thing, context["request"]) if thing is not None else None}


@register.simple_tag(takes_context=True)
def page_data(context: Context) -> dict[str, Any]:
    """`{% page_data as data %}`: what every page says to robots: its way, or the site on the front page."""
    page, about = _page(context), _about(context)
    if page is None:
        return thing_data(about, context["frame"].home_crumbs) if about is not None else {}
    request = context["request"]
    return breadcrumb_data(crumbs_of(page, request), page, request) or site_data(request)


@register.simple_tag
def banner_texts(banner: EmergencyBanner) -> dict[str, str]:
    """The banner's words in the active language, or in Ukrainian with `lang` set when there are none."""
    language = banner.language_of("title")
    return {
        "title": getattr(banner, f"title_{language}"),
        "text": getattr(banner, f"text_{language}"),
        "source": getattr(banner, f"source_{language}"),
        "link_text": getattr(banner, f"link_text_{language}"),
        "lang": "" if language == translation.get_language() else language,
    }


def _about(context: Context) -> About | None:
    about = context.get("about")
    return about if isinstance(about, About) else None


def _page(context: Context) -> Page | None:
    page = context.get("page")
    return page if isinstance(page, Page) else None
