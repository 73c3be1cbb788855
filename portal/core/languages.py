"""One site in two languages: which version is shown, and where the other one is.

**A list in the reader's language.** In Ukrainian: the originals. In English: every live English
page, and for what has no live translation the Ukrainian original, so that an English reader misses
nothing. Ask with one queryset, which stays one query whatever its length::

    items = with_fallback(NewsPage.objects.live().public(), under=self)   # self: the index page
    items = items.order_by("-date")                                       # shared by both versions

and mark in the template what is in another language than the page around it, on the link that
leads to it (its address is the Ukrainian one)::

    <a href="{% pageurl item %}"{% lang_mark item %}>{{ item.title }}</a>

`{% lang_mark %}` prints ` lang="uk" hreflang="uk"` where needed, nothing otherwise; it works for
pages and for terms and asks no query.

**The switcher and hreflang** are `switch_links` and `alternates`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import translation
from wagtail.models import Page

from portal.core.originals import locale_ids, original_locale_id
from portal.core.remember import remember

P = TypeVar("P", bound=Page)

# Languages in the order of the switcher, with their own names.
NAMES: dict[str, str] = {"uk": "Українська", "en": "English"}
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
# The tree's root is 1, the front page 2, its sections 3.
_SECTION_DEPTH = 3
# What an address is made of, and what tells versions apart.
_LINKED = ("path", "depth", "url_path", "translation_key", "locale_id", "alias_of_id")


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A place in the switcher."""

    code: str
    name: str
    url: str
    is_current: bool
    # False when there is no such thing in that language and its section is offered instead.
    is_same: bool


@dataclass(frozen=True, slots=True)
class Alternate:
    """A `<link rel="alternate" hreflang>`: `code` is a language or `x-default`."""

    code: str
    url: str


def locale_id_for(language: str | None) -> int:
    """Primary key of the language's locale; of the Ukrainian one when there is no such locale."""
    return locale_ids().get(language or settings.LANGUAGE_CODE, original_locale_id())


def language_of(thing: Any) -> str:
    """Language code of a page or term, without a query."""
    for code, pk in locale_ids().items():
        if pk == thing.locale_id:
            return code
    return str(settings.LANGUAGE_CODE)


def language_of_words(words: str | None) -> str:
    """The language of words that are kept in one only, where the page around them is in another.

    `uk` for Cyrillic letters on a page that is not Ukrainian, else nothing.
    """
    if translation.get_language() == "uk" or not _CYRILLIC.search(words or ""):
        return ""
    return "uk"


def foreign_language(thing: Any) -> str:
    """The language of a page or term when it is not the active one, else an empty string."""
    code = language_of(thing)
    return "" if code == translation.get_language() else code


def with_fallback(
    queryset: QuerySet[P], language: str | None = None, *, under: Page | None = None
) -> QuerySet[P]:
    """`queryset` as a reader of `language` (the active one by default) should see it.

    The pages in that language, and the Ukrainian originals of what has no live page in it. `under`
    restricts to descendants of that page and of its Ukrainian original: use it instead of
    `.child_of()` and `.descendant_of()`, which would lose one of the two trees. One query.
    """
    locale_id, original_id = (
        locale_id_for(language or translation.get_language()),
        original_locale_id(),
    )
    if locale_id == original_id:
        shown = queryset.filter(locale_id=original_id)
    else:
        # Read once and looked up: a correlated subquery would be asked for each original.
        translated = Page.objects.filter(locale_id=locale_id, live=True).values("translation_key")
        shown = queryset.filter(
            Q(locale_id=locale_id)
            | (Q(locale_id=original_id) & ~Q(translation_key__in=translated.order_by()))
        )
    if under is not None:
        shown = shown.filter(_under(under, locale_id))
    return shown


def _under(page: Page, locale_id: int) -> Q:
    """Descendants of both language versions of `page`."""
    paths = [page.path]
    if locale_id != original_locale_id() or page.locale_id != locale_id:
        paths = list(
            Page.objects.filter(
                translation_key=page.translation_key,
                locale_id__in={locale_id, original_locale_id()},
            )
            .order_by()
            .values_list("path", flat=True)
        )
    condition = Q()
    for path in paths:
        condition |= Q(path__startswith=path, depth__gt=len(path) // Page.steplen)
    return condition


def alternates(
    pages: Iterable[Page], request: HttpRequest | None = None
) -> dict[int, list[Alternate]]:
    """hreflang links of each page by its primary key, absolute addresses, x-default last.

    One query for the whole list. A page with no live translation has none: an alternate that says
    only «itself» tells a search engine nothing.
    """
    rows = list(pages)
    versions: dict[Any, dict[int, Page]] = {}
    found = Page.objects.live().filter(
        translation_key__in={page.translation_key for page in rows},
        locale_id__in=locale_ids().values(),
    )
    for version in found.order_by() if rows else ():
        versions.setdefault(version.translation_key, {})[version.locale_id] = version
    result: dict[int, list[Alternate]] = {}
    for page in rows:
        known = versions.get(page.translation_key, {})
        links = [
            Alternate(code, url)
            for code, locale_id in _locales_in_order()
            if locale_id in known and (url := known[locale_id].get_full_url(request))
        ]
        if len(links) > 1:
            default = next(
                (link for link in links if link.code == settings.LANGUAGE_CODE), links[0]
            )
            result[page.pk] = [*links, Alternate("x-default", default.url)]
        else:
            result[page.pk] = []
    return result


def switch_links(
    request: HttpRequest, page: Page | None = None, *, suffix: str = ""
) -> list[LanguageLink]:
    """The same thing in each language, else its nearest section there, else that front page.

    For a Wagtail page one query. `suffix` is what follows the page's own address and is the same
    in both languages (`2018/12/07/` of a day archive, `?topic=…` of a list); it is kept when the page
    itself is found. Without a page the address pattern is translated.
    """
    current = translation.get_language()
    nearest = _nearest_versions(page, request) if page is not None else {}
    links: list[LanguageLink] = []
    for code, locale_id in _locales_in_order():
        same = code == current
        if page is not None and (version := nearest.get(locale_id)):
            same = same or version.translation_key == page.translation_key
            url = f"{version.get_url(request)}{suffix}" if same else version.get_url(request)
        elif page is None and (translated := _translated_view(request, code)):
            same, url = True, f"{translated}{suffix}"
        else:
            url = front_page_url(code)
        links.append(
            LanguageLink(
                code, NAMES.get(code, code), url or front_page_url(code), code == current, same
            )
        )
    return links


def front_page_url(code: str) -> str:
    """`/` for Ukrainian, `/en/` for English."""
    return "/" if code == settings.LANGUAGE_CODE else f"/{code}/"


def _nearest_versions(page: Page, request: HttpRequest) -> dict[int, Page]:
    """For each locale the live version of `page` or of its nearest ancestor that has one."""
    step = Page.steplen
    paths = [page.path[:end] for end in range(2 * step, len(page.path) + 1, step)]

    def read() -> dict[int, Page]:
        chain = Page.objects.filter(path__in=paths).order_by()
        nearest: dict[int, Page] = {}
        found = Page.objects.live().filter(translation_key__in=chain.values("translation_key"))
        for version in found.order_by("-depth").only(*_LINKED):
            nearest.setdefault(version.locale_id, version)
        return nearest

    # A section's are asked for by each page of its list, with each filter.
    is_section = page.depth <= _SECTION_DEPTH
    name = f"language-versions:{page.path}"
    nearest = remember(request, name, read) if is_section else read()
    # The page itself as it is shown: a preview's is not what the database has.
    return nearest | {page.locale_id: page}


def _translated_view(request: HttpRequest, code: str) -> str | None:
    match = request.resolver_match
    if match is None or match.view_name == "wagtail_serve":
        return None
    return translate_url(request.path, code)


def _locales_in_order() -> list[tuple[str, int]]:
    known = locale_ids()
    return [(code, known[code]) for code, _name in settings.LANGUAGES if code in known]
