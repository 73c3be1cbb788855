"""What higher rooms put under a thing of a lower one: `{% load under %}`."""

from django import template
from django.template.context import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from portal.core.under import sections

register = template.Library()


@register.simple_tag(takes_context=True)
def under(context: Context, thing: object) -> SafeString:
    """`{% under poll %}`: the sections that rooms have for it, in the order in which they registered."""
    found = ((markup,) for section in sections if (markup := section(context, thing)))
    return format_html_join("\n", "{}", found)
