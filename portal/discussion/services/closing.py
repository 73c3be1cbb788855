"""Closing and opening discussions, and whether comments there are read first."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from portal.discussion.hosts import Host, made_discussion
from portal.discussion.models import Discussion
from portal.discussion.permissions import can_moderate
from portal.discussion.services.errors import NotAllowed
from portal.people.models import User


def may_set(by: User, host: Host) -> bool:
    """Moderators everywhere; who may publish the thing, for that thing (officers their own pages)."""
    return can_moderate(by) or host.may_be_set_by(by)


@transaction.atomic
def set_discussion(
    *,
    host: Host,
    by: User,
    is_closed: bool,
    reason: str = "",
    closes_at: datetime | None = None,
    premoderated: bool | None = None,
) -> Discussion:
    """Everything that is set for one discussion. Raises NotAllowed.

    `reason` is read by everybody while it is closed; `closes_at` closes it by itself.
    """
    if not may_set(by, host):
        raise NotAllowed
    key = made_discussion(host).pk
    row = Discussion.objects.select_for_update(of=("self",), no_key=True).get(pk=key)
    was_closed = row.closed_at is not None
    if is_closed != was_closed:
        row.closed_at = timezone.now() if is_closed else None
        row.closed_by = by if is_closed else None
    row.closed_reason = reason if is_closed else ""
    row.closes_at, row.premoderated = closes_at, premoderated
    row.save(update_fields=["closed_at", "closed_by", "closed_reason", "closes_at", "premoderated"])
    act = "set" if is_closed == was_closed else ("close" if is_closed else "open")
    log(instance=host.original, action=f"discussion.{act}", user=by)
    return row
