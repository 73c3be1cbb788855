"""Who follows what. Answers and mentions are told of until their person says no."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.discussion.enums import Cause
from portal.discussion.following.tokens import Ending
from portal.discussion.hosts import Host, made_discussion
from portal.discussion.models import Discussion, Notice, Subscription
from portal.people.models import User


def follow(*, user: User, host: Host) -> Subscription:
    """From now on the person hears of every comment there. The same twice is once."""
    with transaction.atomic():
        return _begin(user, made_discussion(host))


def unfollow(*, user: User, discussion: Discussion) -> bool:
    """Whether there was something to end."""
    return _end(user.pk, timezone.now(), discussion_id=discussion.pk)


def want_answers(*, user: User, wanted: bool) -> None:
    """Whether answers to the person's own comments and mentions of them are told by letter."""
    if wanted:
        with transaction.atomic():
            _begin(user, None)
    else:
        _refuse_answers(user.pk, timezone.now())


def end(ending: Ending) -> bool:
    """What a link in a letter ends; False when it had ended before."""
    now = timezone.now()
    if ending.answers:
        return _refuse_answers(ending.user_id, now)
    if ending.discussion_id is not None:
        return _end(ending.user_id, now, discussion_id=ending.discussion_id)
    with transaction.atomic():
        running = Subscription.objects.filter(
            user_id=ending.user_id, ended_at=None, discussion__isnull=False
        )
        _forget_waiting(ending.user_id, cause=Cause.DISCUSSION)
        return bool(running.update(ended_at=now)) | _refuse_answers(ending.user_id, now)


def has_ended(ending: Ending) -> bool:
    """Whether there is nothing left that a link could end."""
    rows = Subscription.objects.filter(user_id=ending.user_id)
    follows = rows.filter(ended_at=None, discussion__isnull=False)
    wants = not rows.filter(discussion=None, ended_at__isnull=False).exists()
    if ending.answers:
        return not wants
    if ending.discussion_id is not None:
        return not follows.filter(discussion_id=ending.discussion_id).exists()
    return not wants and not follows.exists()


def _begin(user: User, discussion: Discussion | None) -> Subscription:
    row, made = Subscription.objects.get_or_create(user=user, discussion=discussion)
    if not made and row.ended_at is not None:
        row.made_at, row.ended_at = timezone.now(), None
        row.save(update_fields=["made_at", "ended_at"])
    return row


def _end(user_id: int, now: datetime, *, discussion_id: int) -> bool:
    rows = Subscription.objects.filter(user_id=user_id, discussion_id=discussion_id, ended_at=None)
    with transaction.atomic():
        _forget_waiting(user_id, cause=Cause.DISCUSSION, comment__discussion=discussion_id)
        return bool(rows.update(ended_at=now))


def _forget_waiting(user_id: int, **which: Any) -> None:
    """What waits for the next letter does not go to who has just said no."""
    Notice.objects.filter(user_id=user_id, sent_at=None, **which).delete()


def _refuse_answers(user_id: int, now: datetime) -> bool:
    """The row is made to hold the no; without one answers are wanted."""
    with transaction.atomic():
        _forget_waiting(user_id, cause__in=(Cause.ANSWER, Cause.MENTION))
        row, made = Subscription.objects.get_or_create(
            user_id=user_id, discussion=None, defaults={"ended_at": now}
        )
        if made:
            return True
        wanted = Subscription.objects.filter(pk=row.pk, ended_at=None)
        return bool(wanted.update(ended_at=now))
