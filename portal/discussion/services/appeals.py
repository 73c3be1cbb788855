"""What authors say against decisions, and what another moderator answers."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from portal.discussion.enums import Act, State
from portal.discussion.models import CommentAppeal, Decision
from portal.discussion.moderation import telling
from portal.discussion.permissions import can_moderate
from portal.discussion.services.decisions import TAKES_OFF, decide
from portal.discussion.services.errors import (
    AlreadyDecided,
    NotAllowed,
    NothingToAppeal,
    Refused,
)
from portal.discussion.services.rows import held_comment
from portal.people.models import User

_OFF = (State.HIDDEN, State.REJECTED)


def may_appeal(user: User, decision: Decision) -> bool:
    """The author, once, while the comment is off the site by this very decision.

    Also for the blocked: a block takes the right to write, not to be heard.
    """
    comment = decision.comment
    return (
        comment.user_id == user.pk
        and decision.act in TAKES_OFF
        and comment.state in _OFF
        and not CommentAppeal.objects.filter(decision=decision).exists()
        and not comment.decisions.filter(pk__gt=decision.pk).exclude(act=Act.MOVE).exists()
    )


def appeal(*, decision: Decision, user: User, text: str) -> CommentAppeal:
    """Say something against a decision. Raises NothingToAppeal."""
    try:
        with transaction.atomic():
            # Held, so that it is neither deleted nor decided about meanwhile.
            _discussion, decision.comment = held_comment(decision.comment_id)
            if not may_appeal(user, decision):
                raise NothingToAppeal
            made = CommentAppeal.objects.create(decision=decision, text=text)
            log(
                instance=decision.comment,
                action="discussion.appeal",
                title=f"№\u00a0{decision.comment_id}",
                data={"decision": decision.pk},
            )
            telling.tell_appeal_received(made)
            return made
    except IntegrityError as error:
        raise NothingToAppeal from error


def may_answer(by: User, row: CommentAppeal) -> bool:
    """Somebody else than the one who decided, and not the author."""
    return can_moderate(by) and by.pk not in (row.decision.by_id, row.decision.comment.user_id)


@transaction.atomic
def answer(*, row: CommentAppeal, by: User, granted: bool, text: str) -> Decision:
    """Answer an appeal: a granted one puts the comment on the site. Raises Refused in its kinds."""
    if not may_answer(by, row):
        raise NotAllowed
    # Its comment before the appeal, as whoever deletes it does.
    held_comment(row.decision.comment_id, and_row=True)
    decided = CommentAppeal.objects.filter(pk=row.pk, decided_at=None).update(
        decided_at=timezone.now(), decided_by=by, granted=granted, answer=text
    )
    if not decided:
        raise AlreadyDecided
    row.refresh_from_db()
    comment = row.decision.comment
    comment.refresh_from_db()
    if comment.state not in _OFF:
        raise Refused
    back = Act.RESTORE if comment.state == State.HIDDEN else Act.PUBLISH
    return decide(comment=comment, by=by, act=back if granted else Act.KEEP, word=text, appeal=row)
