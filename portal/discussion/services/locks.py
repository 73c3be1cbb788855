"""Who looks at a comment: for five minutes the others leave it alone."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from portal.discussion.models import Comment, QueueLock
from portal.people.models import User

LASTS: Final = timedelta(minutes=5)


@transaction.atomic
def claim(comment: Comment, by: User) -> QueueLock:
    """Take the comment for oneself, unless a colleague looks at it; gives the lock that holds.

    A lock that is over is taken over. `lock.by_id` says whose it is.
    """
    until = timezone.now() + LASTS
    lock, made = QueueLock.objects.select_for_update().get_or_create(
        comment=comment, defaults={"by": by, "until": until}
    )
    if not made and (lock.by_id == by.pk or lock.until <= timezone.now()):
        lock.by, lock.until = by, until
        lock.save(update_fields=["by", "until"])
    return lock


def release(comment: Comment, by: User) -> None:
    """Leave a comment to the others."""
    QueueLock.objects.filter(comment=comment, by=by).delete()


def is_locked_against(by: User, comment: Comment) -> bool:
    """Whether a colleague looks at it now."""
    running = QueueLock.objects.filter(comment=comment, until__gt=timezone.now())
    return running.exclude(by=by).exists()
