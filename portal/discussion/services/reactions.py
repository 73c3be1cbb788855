"""What readers say to a comment without words."""

from django.db import transaction
from django.db.models import F

from portal.discussion.enums import ReactionKind, State
from portal.discussion.hosts import host_of_discussion
from portal.discussion.models import Comment, Reaction
from portal.discussion.permissions import REACT, closing_of
from portal.discussion.services.errors import DiscussionClosed, NotAllowed, WrongState
from portal.people.models import User
from portal.people.permissions import verdict

_COUNTERS = {ReactionKind.USEFUL: "useful_count", ReactionKind.DISAGREE: "disagree_count"}


def react(*, comment: Comment, user: User, kind: ReactionKind | None) -> Comment:
    """Set one's reaction, change it, or (None) take it back. Sent twice it counts once.

    Raises NotAllowed (also for one's own comment), DiscussionClosed, WrongState.
    """
    if not verdict(user, REACT) or comment.user_id == user.pk:
        raise NotAllowed
    with transaction.atomic():
        row = Comment.objects.select_for_update(of=("self",), no_key=True).get(pk=comment.pk)
        if row.state != State.PUBLISHED:
            raise WrongState
        if closing_of(host_of_discussion(row.discussion), row.discussion) is not None:
            raise DiscussionClosed
        known = Reaction.objects.filter(comment=row, user=user).first()
        before = ReactionKind(known.kind) if known is not None else None
        if before != kind:
            _write(row, user, known, kind)
            changes = {_COUNTERS[one]: F(_COUNTERS[one]) - 1 for one in (before,) if one}
            changes |= {_COUNTERS[one]: F(_COUNTERS[one]) + 1 for one in (kind,) if one}
            Comment.objects.filter(pk=row.pk).update(**changes)
            row.refresh_from_db(fields=[*_COUNTERS.values()])
    return row


def _write(row: Comment, user: User, known: Reaction | None, kind: ReactionKind | None) -> None:
    if kind is None and known is not None:
        known.delete()
    elif kind is not None and known is not None:
        Reaction.objects.filter(pk=known.pk).update(kind=kind)
    elif kind is not None:
        Reaction.objects.create(comment=row, user=user, kind=kind)
