"""Letters about comments: what waits for one person goes in one letter.

The first comment is told at once; whatever comes within `DISCUSSION_LETTERS_PAUSE` seconds of a letter
waits and goes together in the next. A letter goes into the outbox in the same transaction that marks its notices as sent,
under a lock of those rows: however many workers try, and wherever one is killed, nothing goes twice.
"""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation

from portal.discussion.enums import State
from portal.discussion.following import wording
from portal.discussion.models import Notice
from portal.discussion.services.notices import readers
from portal.discussion.things import things_of
from portal.people.models import User
from portal.places.selectors import attach_localised_terms

logger = logging.getLogger(__name__)

# A comment that was hidden so long is no news when it comes back.
_STALE: Final = timedelta(days=2)
# As long as anybody could ask why they were told.
_KEEP_SENT: Final = timedelta(days=90)
_BATCH: Final = 1000


def send_due(now: datetime | None = None) -> int:
    """Tell everybody who is due; returns how many letters went. One that fails keeps no other back."""
    now = now or timezone.now()
    sent = 0
    for pk in list(_due(now)):
        try:
            sent += send_to(pk, now=now)
        except Exception:
            logger.exception("The letter about comments to account %d waits for another try", pk)
    return sent


def send_to(user_id: int, *, now: datetime) -> bool:
    """One letter with all that waits for one person; False when there is none to send."""
    with transaction.atomic():
        waiting = list(
            Notice.objects.select_for_update()
            .filter(user_id=user_id, sent_at=None)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        # Asked again once the rows are held: somebody else may have told the person meanwhile.
        if not waiting or _told_lately(now).filter(user_id=user_id).exists():
            return False
        user = readers().prefetch_related("groups").filter(pk=user_id).first()
        rows = _tellable(user, waiting) if user is not None else []
        if user is None or not rows:
            return False
        with translation.override(user.language):
            wording.tell(user, rows)
        Notice.objects.filter(pk__in=[row.notice.pk for row in rows]).update(sent_at=now)
    return True


def forget_old(now: datetime | None = None) -> int:
    """Remove what needs no ledger any more: told long ago, or hidden before it could be told."""
    now = now or timezone.now()
    told = Notice.objects.filter(sent_at__lt=now - _KEEP_SENT)
    stale = Notice.objects.filter(sent_at=None, made_at__lt=now - _STALE)
    return told.delete()[0] + stale.delete()[0]


def _due(now: datetime) -> QuerySet[Notice, int]:
    """Keys of people for whom something waits that can be read, and who were not told lately."""
    waiting = Notice.objects.filter(
        sent_at=None, comment__state=State.PUBLISHED, user__in=readers()
    ).exclude(user__in=_told_lately(now).values("user"))
    return waiting.order_by("user_id").values_list("user_id", flat=True).distinct()


def _told_lately(now: datetime) -> QuerySet[Notice]:
    pause = timedelta(seconds=settings.DISCUSSION_LETTERS_PAUSE)
    return Notice.objects.filter(sent_at__gt=now - pause)


def _tellable(user: User, keys: list[int]) -> list[wording.Row]:
    """What of the notices the person may read now, in the order of the comments."""
    notices = list(
        Notice.objects.filter(pk__in=keys, comment__state=State.PUBLISHED)
        .select_related("comment__user", "comment__department", "comment__discussion")
        .order_by("comment__published_at", "pk")
    )
    attach_localised_terms(
        [notice.comment for notice in notices], "department", language=user.language
    )
    things = things_of({notice.comment.discussion.key for notice in notices})
    return [
        wording.Row(notice, notice.comment, thing)
        for notice in notices
        if (thing := things.get(notice.comment.discussion.key)) and thing.is_open_to(user)
    ]
