"""The section under a page's text: `{% load discussion %}`."""

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse

from portal.discussion.hosts import DiscussedMixin, key_of

register = template.Library()


@register.inclusion_tag("discussion/parts/section.html", takes_context=True)
def discussion_section(context: Context, page: Any) -> dict[str, Any]:
    """`{% discussion_section page %}`: the same for all readers, so that the page stays stored.

    A script fetches what is said when the section comes near; in a preview, and without scripts, there
    is the link to the whole discussion.
    """
    request = context["request"]
    if not isinstance(page, DiscussedMixin) or not page.has_discussion:
        return {"key": ""}
    key = key_of(page)
    return {
        "key": key,
        "url": reverse("discussion:thread", args=[key]),
        "part_url": reverse("discussion:part", args=[key]),
        "is_preview": bool(getattr(request, "is_preview", False)),
    }
