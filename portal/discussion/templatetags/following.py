"""Whether the reader follows a discussion."""

from typing import Final

from django import template
from django.template.context import Context

from portal.discussion.models import Subscription
from portal.people.middleware import signed_in_user

register = template.Library()

_PAGE: Final = "p"


@register.simple_tag(takes_context=True)
def follow_state(context: Context, key: str) -> bool | None:
    """None for a guest, who is not even looked for: what they see may be the same for all."""
    user = signed_in_user(context["request"])
    number = str(key).removeprefix(_PAGE)
    if user is None or not number.isdecimal():
        return None
    rows = Subscription.objects.filter(user=user, discussion__page_id=int(number), ended_at=None)
    return rows.exists()
