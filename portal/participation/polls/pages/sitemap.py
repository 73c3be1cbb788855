"""The list of polls and every public poll, for the map of the portal."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from portal.core.languages import language_of
from portal.core.sitemap_sources import SitemapThing
from portal.participation.polls.models import Poll
from portal.participation.polls.pages.shown import public_originals


def sitemap_things() -> Iterator[SitemapThing]:
    """One query. The list is there in every language, a poll where it is published."""
    rows = Poll.objects.filter(
        live=True, translation_key__in=public_originals().order_by().values("translation_key")
    ).only("slug", "locale_id", "translation_key", "last_published_at")
    paths: dict[Any, dict[str, str]] = {}
    changed: dict[Any, datetime] = {}
    for row in rows.order_by("pk"):
        language = language_of(row)
        paths.setdefault(row.translation_key, {})[language] = _path(language, "poll", row.slug)
        if row.last_published_at is not None:
            known = changed.get(row.translation_key, row.last_published_at)
            changed[row.translation_key] = max(known, row.last_published_at)
    if paths:
        codes = [code for code, _name in settings.LANGUAGES]
        yield SitemapThing({code: _path(code, "index") for code in codes})
    for key, several in paths.items():
        yield SitemapThing(several, changed.get(key))


def _path(language: str, name: str, *args: str) -> str:
    with translation.override(language):
        return reverse(f"polls:{name}", args=args)
