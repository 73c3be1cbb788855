"""The ledger of letters: who is to hear of a comment is written down when it is first published."""

from typing import Any

from django.db.models import QuerySet

from portal.discussion.enums import Cause, State
from portal.discussion.models import Comment, Notice, Subscription
from portal.discussion.signals import comment_changed
from portal.discussion.things import things_of
from portal.people.enums import Level
from portal.people.models import User

_BATCH = 1000


def connect() -> None:
    """Called in `DiscussionConfig.ready`, after whatever finds out who is mentioned."""
    comment_changed.connect(_changed, dispatch_uid="discussion_notices")


def _changed(comment: Comment, first: bool, **_kwargs: Any) -> None:
    """Receiver of `comment_changed`, in its transaction: the letters go after the commit."""
    from portal.discussion.tasks import send_letters

    if first and comment.state == State.PUBLISHED and write(comment):
        send_letters.enqueue()


def readers() -> QuerySet[User]:
    """People who may get letters at all: their address is confirmed, their account is there."""
    return User.objects.filter(is_active=True, erased_at=None, level__gte=Level.EMAIL)


def write(comment: Comment) -> int:
    """Note whoever is to hear of a comment, each once, for the strongest cause; returns how many.

    Not its author, nobody who said no, and nobody who may not read the thing. What was noted before
    stays as it is.
    """
    causes = _causes(comment)
    causes.pop(comment.user_id or 0, None)
    if not causes:
        return 0
    page_id = comment.discussion.page_id
    thing = things_of([page_id] if page_id else []).get(page_id or 0)
    if thing is None or not thing.is_shown:
        return 0
    people = readers().filter(pk__in=causes)
    if thing.restrictions:
        found = people.prefetch_related("groups")
        allowed = {user.pk for user in found if thing.is_open_to(user)}
    else:
        allowed = set(people.values_list("pk", flat=True))
    rows = [
        Notice(user_id=pk, comment=comment, cause=cause)
        for pk, cause in causes.items()
        if pk in allowed
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=_BATCH)
    return len(rows)


def _causes(comment: Comment) -> dict[int, Cause]:
    """By person; a stronger cause stands in the place of a weaker one."""
    following = Subscription.objects.filter(discussion_id=comment.discussion_id, ended_at=None)
    found = dict.fromkeys(following.values_list("user_id", flat=True), Cause.DISCUSSION)
    addressed = dict.fromkeys(comment.mentions.values_list("user_id", flat=True), Cause.MENTION)
    if comment.reply_to is not None and comment.reply_to.user_id:
        addressed[comment.reply_to.user_id] = Cause.ANSWER
    if addressed:
        refused = Subscription.objects.filter(
            user__in=addressed, discussion=None, ended_at__isnull=False
        )
        for pk in refused.values_list("user_id", flat=True):
            del addressed[pk]
    return found | addressed
