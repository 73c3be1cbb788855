"""Addresses from titles, and the addresses that are taken."""

import functools
import re
from collections.abc import Container, Iterator
from typing import Any

from django.conf import settings
from django.urls import LocalePrefixPattern, URLPattern, URLResolver, get_resolver
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.core.ukrainian.transliteration import slugify

# Suffixes that every page may have after its address: feeds and the print version.
SUFFIXES = frozenset({"rss", "atom", "druk", "print"})
# First segments that are promised to parts of the portal, whether they answer yet or not.
SEGMENTS = frozenset(
    {
        "admin", "api", "documents", "healthz", "media", "readyz", "static", "styleguide",
        "novyny", "news", "forumy", "forums", "konsultatsii", "consultations", "opytuvannia", "polls",
        "initsiatyvy", "initiatives", "orhanizatsii", "organisations", "poshuk", "search",
        "oblikovyi-zapys", "account",
    }
)  # fmt: skip
FALLBACK = "storinka"
# Depth in Wagtail's tree of pages whose address has one segment.
FIRST_LEVEL = 3
# Characters that the column of a slug holds, and what a number on a clash may take of them.
_COLUMN = 255
_ROOM_FOR_NUMBER = 6

_SEGMENT = re.compile(r"\^?/?([a-z0-9_-]+)(?:/|$)", re.IGNORECASE)


def slug_for(text: str, *, max_length: int = 80) -> str:
    """An address key in Latin letters by the official transliteration, fit for any page or term.

    `storinka` when nothing is left of the text, `storinka-2018` for what is only digits.
    """
    slug = slugify(text, max_length=max_length)
    if not slug:
        return FALLBACK
    if reserved_reason(slug):
        return slugify(f"{FALLBACK} {slug}", max_length=max_length)
    return slug


def free_key(row: Any, text: str) -> str:
    """The key for a translatable row (`slug`, `translation_key`) that no other thing of its model has.

    At most 75 signs of the text, with «-2», «-3» … after it; the row's other languages share the key.
    """
    base = slug_for(text)[:75]
    rows = type(row)._default_manager.filter(slug__startswith=base)
    taken = set(rows.exclude(translation_key=row.translation_key).values_list("slug", flat=True))
    return numbered(base, taken)


def available_slug(
    text: str, parent: Page, *, page: Page | None = None, max_length: int = 80
) -> str:
    """A slug for a new page (or for `page`) under `parent`: free, not reserved, `-2` on a clash."""
    base = slug_for(text, max_length=max_length)
    if reserved_reason(base, depth=parent.depth + 1):
        base = slugify(f"{FALLBACK} {base}", max_length=max_length)
    return free_slug(base, parent, page=page)


def free_slug(base: str, parent: Page, *, page: Page | None = None) -> str:
    """`base`, or `base-2`, `base-3`… where other pages under `parent` have it already."""
    base = base[: _COLUMN - _ROOM_FOR_NUMBER]
    siblings = parent.get_children()
    if page is not None and page.pk:
        siblings = siblings.exclude(pk=page.pk)
    taken = set(siblings.filter(slug__startswith=base).order_by().values_list("slug", flat=True))
    return numbered(base, taken)


def numbered(base: str, taken: Container[str]) -> str:
    """`base`, or the first of `base-2`, `base-3`… that is not taken."""
    candidate, number = base, 1
    while candidate in taken:
        number += 1
        candidate = f"{base}-{number}"
    return candidate


def reserved_reason(slug: str, *, depth: int | None = None) -> str:
    """Why a page at `depth` of the tree cannot have this slug; empty when it can.

    Without a depth only what is reserved under every page.
    """
    slug = slug.lower()
    if slug in SUFFIXES:
        return _(
            "“%(slug)s” is reserved: every page has its feed or print version at such an address."
        ) % {"slug": slug}
    if slug.isdigit():
        return _("An address of digits only is reserved for the archives by year, month and day.")
    if depth == FIRST_LEVEL:
        for code, _name in settings.LANGUAGES:
            if code != settings.LANGUAGE_CODE and (slug == code or slug.startswith(f"{code}-")):
                return _(
                    "An address that begins with “%(code)s” would be read as the other language of the portal."
                ) % {"code": code}
        if slug in first_segments():
            return _("“%(slug)s” is reserved for another part of the portal.") % {"slug": slug}
    return ""


@functools.cache
def first_segments() -> frozenset[str]:
    """First segments of all addresses that are no pages, in every language."""
    found = set(SEGMENTS)
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.update(_segments(get_resolver().url_patterns))
    return frozenset(found)


def _segments(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver) and (
            isinstance(pattern.pattern, LocalePrefixPattern) or not str(pattern.pattern)
        ):
            yield from _segments(pattern.url_patterns)
        elif match := _SEGMENT.match(str(pattern.pattern)):
            yield match.group(1).lower()
