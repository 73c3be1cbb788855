"""Whether the reader follows a discussion."""

from django import template
from django.template.context import Context

from portal.discussion.models import Discussion, Subscription
from portal.people.middleware import signed_in_user

register = template.Library()


@register.simple_tag(takes_context=True)
def follow_state(context: Context, key: str) -> bool | None:
    """None for a guest, who is not even looked for: what they see may be the same for all."""
    user = signed_in_user(context["request"])
    if user is None:
        return None
    about = Discussion.objects.about(key)
    rows = Subscription.objects.filter(user=user, discussion__in=about, ended_at=None)
    return rows.exists()
