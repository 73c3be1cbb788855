"""Template tags and filters of the whole portal; built in, so no `{% load %}` is needed."""

import functools
from typing import Any

from django import template
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from portal.core import letters
from portal.core.attached import attachments
from portal.core.sitewide import SiteFacts

register = template.Library()


@register.simple_tag
def icon(name: str, classname: str = "") -> SafeString:
    """An icon from the sprite; the word beside it is always the template's."""
    return _icon(name, classname, _sprite())


@register.simple_tag(takes_context=True)
def attached(context: Context, thing: Any) -> SafeString:
    """What other rooms put under a thing: `{% attached poll %}` (`portal/core/attached.py`)."""
    parts = (each.section(context["request"], thing) for each in attachments)
    return mark_safe("".join(parts))  # noqa: S308  # templates of the rooms, escaped there


@register.simple_tag
def site_of_letters() -> SiteFacts:
    """`{% site_of_letters as site %}`: who writes, in letters that Wagtail sends."""
    return letters.site()


@functools.lru_cache(maxsize=512)
def _icon(name: str, classname: str, sprite: str) -> SafeString:
    """A page shows fifty of them, always the same few."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f" {classname}" if classname else "",
        sprite,
        name,
    )


@functools.cache
def _sprite() -> str:
    return static("icons/sprite.svg")


@receiver(setting_changed, dispatch_uid="address of the sprite")
def _forget_sprite(**kwargs: Any) -> None:
    _sprite.cache_clear()
