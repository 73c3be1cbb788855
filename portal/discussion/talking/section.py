"""The discussion under the thing itself: a link, and where a script puts what is said."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from portal.discussion.hosts import key_of
from portal.discussion.things import things_for


def section_of(request: HttpRequest, thing: Any) -> dict[str, Any]:
    """What `discussion/parts/section.html` shows; `is_shown` is off for what is not discussed."""
    if things_for(thing) is None or not thing.has_discussion:
        return {"is_shown": False}
    if getattr(request, "is_preview", False):
        # What is not saved yet has no address.
        return {"is_shown": True, "is_preview": True}
    key = key_of(thing)
    return {
        "is_shown": True,
        "url": reverse("discussion:thread", args=[key]),
        "part_url": reverse("discussion:part", args=[key]),
    }


def attached_section(request: HttpRequest, thing: Any) -> str:
    """The same with its script, for things of rooms below: `Attachment.section`."""
    context = section_of(request, thing)
    return (
        render_to_string("discussion/parts/attached.html", context) if context["is_shown"] else ""
    )
