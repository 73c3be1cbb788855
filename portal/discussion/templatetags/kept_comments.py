"""Comments drawn once for all guests: fifty of them are most of what a fragment costs."""

from typing import Any, Final

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from portal.core.remember import Memory, content_version, in_transaction
from portal.discussion.talking.shown import Shown

register = template.Library()

_TEMPLATE: Final = "discussion/parts/article.html"
# Two to three kilobytes each.
_articles: Final = Memory(most=3000)


@register.simple_tag(takes_context=True)
def article(context: template.Context, row: Shown) -> SafeString:
    """A readable comment. For guests it is kept as long as nothing that it shows has changed.

    Words of the site and names of departments turn with the content version; all else stands in the key.
    """
    if row.looks_the_same_to_guests and not in_transaction():
        version = content_version(context.get("request"))
        return _articles.get(version, _key(row), lambda: _drawn(row))
    drawn: Any = get_template(_TEMPLATE)
    with context.push(row=row):
        found: SafeString = drawn.template.render(context)
    return found


def _drawn(row: Shown) -> SafeString:
    return mark_safe(get_template(_TEMPLATE).render({"row": row}))  # noqa: S308 – a template's


def _key(row: Shown) -> str:
    comment: Any = row.comment
    parts = (
        row.pk, get_language(), row.name, row.role, row.reply_to_name, row.may_react, bool(row.reply_url),
        comment.useful_count, comment.disagree_count, comment.edited_at, hash(comment.html),
    )  # fmt: skip
    return repr(parts)
