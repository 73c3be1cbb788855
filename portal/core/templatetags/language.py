"""Tags about language; built in, so no `{% load %}` is needed."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.core.languages import foreign_language

register = template.Library()


@register.simple_tag
def lang_mark(thing: Any) -> SafeString:
    """Attributes for a link to a page or for a term in another language than the page around it.

    `<a href="…"{% lang_mark page %}>`: ` lang="uk" hreflang="uk"`, or nothing. No query.
    """
    code = foreign_language(thing)
    return format_html(' lang="{0}" hreflang="{0}"', code) if code else SafeString("")


@register.simple_tag
def lang_of(thing: Any) -> SafeString:
    """The same for an element that is no link: ` lang="uk"`, or nothing."""
    code = foreign_language(thing)
    return format_html(' lang="{}"', code) if code else SafeString("")
