"""Links inside rich text: to the version a reader may see, without a query for each."""

import re
from typing import Any

from django.utils import translation
from django.utils.html import format_html
from wagtail.rich_text import LinkHandler
from wagtail.rich_text.pages import PageLinkHandler

from portal.core.blocks.shown import shown_pages
from portal.core.languages import language_of

_KEY = re.compile(r"^[0-9]{1,18}$")


class ShownPageLinkHandler(PageLinkHandler):
    """A link to a deleted, unpublished or restricted page stays as words."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        ids = [_key(attrs.get("id", "")) for attrs in attrs_list]
        found = shown_pages(ids)
        return [cls._opening_tag(found.get(pk)) for pk in ids]

    @staticmethod
    def _opening_tag(page: Any) -> str:
        url = page.get_url() if page is not None else None
        if not url:
            return "<a>"
        language = language_of(page)
        if language == translation.get_language():
            return format_html('<a href="{}">', url)
        return format_html('<a href="{}" hreflang="{}">', url, language)


def _key(given: str) -> int:
    """A primary key from stored text; 0, which no page has, for anything that cannot be one."""
    return int(given) if _KEY.match(given) else 0


class ExternalLinkHandler(LinkHandler):
    """A link to another site says so to machines; it opens in the same window, as readers expect."""

    identifier = "external"

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, str]) -> str:
        return format_html('<a href="{}" rel="external">', attrs["href"])
