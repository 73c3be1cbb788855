"""The section under a page's text, and the rows of comments: `{% load discussion %}`."""

from collections.abc import Iterable
from typing import Any, Final

from django import template
from django.conf import settings
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from portal.core.remember import Memory
from portal.discussion.talking.section import section_of
from portal.discussion.talking.shown import Shown

register = template.Library()

# Articles as they were drawn, by all that they are drawn from: nothing of it goes stale, so that there is but
# one version of it. Some two kilobytes each.
_drawn: Final = Memory(most=2000)
_VERSION: Final = ""


@register.inclusion_tag("discussion/parts/section.html", takes_context=True)
def discussion_section(context: Context, page: Any) -> dict[str, Any]:
    """`{% discussion_section page %}`: the same for all readers, so that the page stays stored.

    A script fetches what is said when the section comes near; in a preview, and without scripts, there
    is the link to the whole discussion.
    """
    return section_of(context["request"], page)


@register.simple_tag
def comment_rows(rows: Iterable[Shown]) -> SafeString:
    """`{% comment_rows talk.threads %}`: the items of a list of comments, with all that stands under them.

    Put together by hand: as templates fifty of them take longer than all else on the page. The
    articles themselves are templates, drawn once for each look that they have.
    """
    return mark_safe("".join(_item(row) for row in rows))  # noqa: S308  # keys are numbers, articles escaped


def _item(row: Shown) -> str:
    article = (
        render_to_string("discussion/parts/gap.html", {"row": row}) if row.gap else _article(row)
    )
    answers = ""
    if row.holds_answers:
        inner = "".join(_item(each) for each in row.answers)
        answers = f'<ol class="comment__replies" id="a{row.pk}">{inner}</ol>'
    return f'<li>{article}<div class="comment__slot" data-slot></div>{answers}</li>'


def _article(row: Shown) -> str:
    def draw() -> str:
        return render_to_string("discussion/parts/article.html", {"row": row})

    if settings.DEBUG:
        return draw()
    return _drawn.get(_VERSION, row.looks(), draw)
