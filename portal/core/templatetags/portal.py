"""Template tags and filters of the whole portal; built in, so no `{% load %}` is needed."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, classname: str = "") -> SafeString:
    """An icon from the sprite; the word beside it is always the template's."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f" {classname}" if classname else "",
        static("icons/sprite.svg"),
        name,
    )
