"""Up to where somebody has read, so that the next time new comments are marked."""

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from portal.discussion.models import Discussion, Visit
from portal.people.models import User

# Who comes back sooner is still reading: what was new stays marked.
SAME_VISIT: Final = timedelta(minutes=30)


def look(*, user: User, discussion: Discussion, at: datetime | None = None) -> int | None:
    """Note that somebody reads a discussion now; returns the number up to which it was read before.

    None on the first visit, when nothing is new because all is. Writes only when something changes.
    """
    at = at or timezone.now()
    last = discussion.last_number
    visit = Visit.objects.filter(user=user, discussion=discussion).first()
    if visit is None:
        Visit.objects.bulk_create(
            [Visit(user=user, discussion=discussion, number=last, seen=last, at=at)],
            ignore_conflicts=True,
        )
        return None
    if at - visit.at > SAME_VISIT:
        before = visit.seen
        Visit.objects.filter(pk=visit.pk).update(number=before, seen=last, at=at)
        return before
    if visit.seen != last:
        Visit.objects.filter(pk=visit.pk).update(seen=last, at=at)
    return visit.number
