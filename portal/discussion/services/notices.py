"""The ledger of letters: who is to hear of a comment is written down once it is published."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet

from portal.discussion.enums import Cause, State
from portal.discussion.models import Comment, Notice, Subscription
from portal.discussion.services import mentions
from portal.discussion.signals import comment_changed
from portal.discussion.things import things_of
from portal.people.enums import Level
from portal.people.models import User

_BATCH: Final = 1000
_told: Final[ContextVar[bool]] = ContextVar("told", default=True)


def connect() -> None:
    """Called in `DiscussionConfig.ready`."""
    comment_changed.connect(_changed, dispatch_uid="discussion_notices")


def _changed(comment: Comment, first: bool, **_kwargs: Any) -> None:
    """Receiver of `comment_changed`, in its transaction: who is to hear of it is found after the commit,
    however many follow."""
    from portal.discussion.tasks import tell_of

    if comment.state == State.PUBLISHED and _told.get():
        tell_of.enqueue(comment.pk, first)


@contextmanager
def untold() -> Iterator[None]:
    """Nobody hears of what is published inside: samples of long ago."""
    token = _told.set(False)
    try:
        yield
    finally:
        _told.reset(token)


def tell(comment_pk: int, *, first: bool) -> int:
    """Note who is to hear of a comment that was published for the `first` time, or that was changed or
    came back; returns how many. Of the latter only those hear who were not named in it before.

    Harmless when run twice. What is hidden meanwhile is noted, too, and waits for its letter until it
    comes back.
    """
    with transaction.atomic():
        rows = Comment.objects.select_related("discussion", "reply_to").exclude(published_at=None)
        comment = rows.exclude(state=State.DELETED).filter(pk=comment_pk).first()
        if comment is None:
            return 0
        named = mentions.keep(comment)
        return _write(comment, _causes(comment) if first else _named(named))


def readers() -> QuerySet[User]:
    """People who may get letters at all: their address is confirmed, their account is there."""
    return User.objects.filter(is_active=True, erased_at=None, level__gte=Level.EMAIL)


def _write(comment: Comment, causes: dict[int, Cause]) -> int:
    """Note whoever is to hear of a comment, each once; returns how many.

    Not its author, and nobody who may not read the thing. What was noted before stays as it is.
    """
    causes.pop(comment.user_id or 0, None)
    if not causes:
        return 0
    key = comment.discussion.key
    thing = things_of([key]).get(key)
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
    return found | _wanted(addressed)


def _named(people: set[int]) -> dict[int, Cause]:
    return _wanted(dict.fromkeys(people, Cause.MENTION))


def _wanted(addressed: dict[int, Cause]) -> dict[int, Cause]:
    """Without those who said no to answers and mentions."""
    if not addressed:
        return {}
    refused = set(
        Subscription.objects.filter(
            user__in=addressed, discussion=None, ended_at__isnull=False
        ).values_list("user_id", flat=True)
    )
    return {pk: cause for pk, cause in addressed.items() if pk not in refused}
