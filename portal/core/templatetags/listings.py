"""`{% load listings %}`: rows of lists that would take too long as templates."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from portal.core.listings import FacetLink
from portal.core.templatetags.portal import icon

register = template.Library()


@register.simple_tag
def facet_row(link: FacetLink, found: str) -> SafeString:
    """`{% facet_row link found %}`: a value of a filter; one that leads to nothing is no link.

    `found` are the words a screen reader says before the number.
    """
    label = f"<span>{escape(link.label)}</span>"
    # The comma parts them where they are read, or copied, as one line.
    words = f'<small><span class="visually-hidden">, {escape(found)} </span>'
    # Put together by hand: a list has forty of them. All that is not ours is escaped.
    if not (link.count or link.is_current):
        return mark_safe(  # noqa: S308
            f'<li><span class="facet__link facet__link--none"><span class="facet__box"></span>'
            f"{label}{words}0</small></span></li>"
        )
    marks = ' aria-current="true"' if link.is_current else ""
    marks += ' rel="nofollow"' if link.nofollow else ""
    return mark_safe(  # noqa: S308
        f'<li><a class="facet__link" href="{escape(link.url)}"{marks}><span class="facet__box">'
        f"{icon('check')}</span>{label}{words}{escape(link.figure)}</small></a></li>"
    )
