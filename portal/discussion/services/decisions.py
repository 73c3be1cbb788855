"""What moderators decide about comments. Each decision is a row that is never changed.

A decision answers whatever waits about a comment: a check that held it, reports, an appeal. Two
moderators cannot both decide: the second one finds nothing left to decide, or a state that has changed.
"""

import zlib
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from portal.discussion.enums import Act, State, Voice
from portal.discussion.models import (
    Comment,
    CommentAppeal,
    Decision,
    QueueLock,
    Rule,
)
from portal.discussion.moderation import letters, telling
from portal.discussion.permissions import can_moderate
from portal.discussion.services import comments
from portal.discussion.services.errors import (
    AlreadyDecided,
    AppealWaits,
    HigherVoice,
    LockedByOther,
    NotAllowed,
    OwnComment,
    RuleNeeded,
    WrongState,
)
from portal.discussion.services.locks import is_locked_against
from portal.discussion.services.rows import held_comment
from portal.people.enums import Role
from portal.people.models import User
from portal.people.services.roles import roles_of

# What takes a comment off the site, or keeps it from it, names the rule that it breaks.
TAKES_OFF: Final = (Act.HIDE, Act.REJECT)
_TO: Final = {
    Act.PUBLISH: State.PUBLISHED,
    Act.REJECT: State.REJECTED,
    Act.HIDE: State.HIDDEN,
    Act.RESTORE: State.PUBLISHED,
}


def acts_for(comment: Comment) -> tuple[Act, ...]:
    """What can be decided about a comment as it stands; the mildest first."""
    match comment.state:
        case State.HELD if comment.published_at is None:
            return (Act.PUBLISH, Act.REJECT)
        case State.HELD:
            # It was read before, and waits since it was changed.
            return (Act.PUBLISH, Act.HIDE)
        case State.PUBLISHED:
            return (Act.KEEP, Act.HIDE)
        case State.HIDDEN:
            # One brought along from elsewhere may have left its words there.
            return (Act.RESTORE,) if comment.comment else ()
        case State.REJECTED:
            return (Act.PUBLISH,)
    return ()


def refuse_wrong_hands(by: User, comment: Comment, act: Act) -> None:
    """Raises NotAllowed, OwnComment, HigherVoice.

    An official answer is the word of a department, agreed before it was published: a moderator may
    leave it as it is, only an administrator takes it off the site or puts it back.
    """
    if not can_moderate(by):
        raise NotAllowed
    if comment.user_id == by.pk:
        raise OwnComment
    if comment.voice == Voice.OFFICIAL and act != Act.KEEP and not _is_administrator(by):
        raise HigherVoice


@transaction.atomic
def decide(
    *,
    comment: Comment,
    by: User,
    act: Act,
    rule: Rule | None = None,
    word: str = "",
    seen: int | None = None,
    said: int | None = None,
    appeal: CommentAppeal | None = None,
) -> Decision:
    """Decide about a comment: the state, the log, letters to its author and to those who reported it.

    `rule` is needed to hide and to reject; other acts take the rule that was in question. `seen` is the key of
    the last decision that the moderator saw (0 for none), `said` the `text_mark` of what they read: its
    author may have changed it meanwhile. `appeal`: what this answers (`appeals.answer`).
    Raises Refused in its kinds (services/errors.py).
    """
    # Its own row is held as well, for a report takes that alone: one that comes meanwhile waits, and stays open.
    _discussion, row = held_comment(comment.pk, and_row=True)
    refuse_wrong_hands(by, row, act)
    last = row.decisions.order_by("-pk").first()
    if seen is not None and seen != (last.pk if last else 0):
        raise AlreadyDecided
    if said is not None and said != text_mark(row):
        raise WrongState
    if appeal is None:
        _refuse_without_appeal(row, by, act)
    if act in TAKES_OFF and rule is None:
        raise RuleNeeded
    before, waited_since = State(row.state), appeal.made_at if appeal else waiting_since(row)
    reports = telling.open_reports(row)
    rule = rule or _rule_in_question(row, last)
    if (to := _TO.get(act)) is not None:
        row = comments.move(comment=row, to=to, rule=rule if act in TAKES_OFF else None)
    decision = Decision.objects.create(
        comment=row,
        act=act,
        before=before,
        rule=rule,
        word=word,
        by=by,
        waited_since=waited_since,
        appeal=appeal,
    )
    row.reports.filter(decision=None).update(decision=decision)
    Comment.objects.filter(pk=row.pk).update(reports_count=0)
    QueueLock.objects.filter(comment=row).delete()
    # The history of the site names the comment by its number: no person, no word of theirs.
    log(
        instance=row,
        action=f"discussion.{act.value}",
        user=by,
        title=f"№\u00a0{row.pk}",
        data={"rule": rule.number if rule else None, "decision": decision.pk},
    )
    telling.tell_author(decision)
    telling.tell_reporters(reports, decision)
    return decision


def text_mark(comment: Comment) -> int:
    """By which a form knows again the text that was read beside it."""
    return zlib.crc32(comment.comment.encode())


def waiting_since(comment: Comment) -> datetime:
    """Since when a moderator has been needed; now, where nobody asked for one."""
    moments = list(
        comment.reports.filter(decision=None)
        .order_by("made_at")
        .values_list("made_at", flat=True)[:1]
    )
    if comment.state == State.HELD:
        held = comment.held_by.order_by("-at").values_list("at", flat=True).first()
        moments.append(held or comment.submit_date or timezone.now())
    return min(moments, default=timezone.now())


def tell_of_deleted(comment: Comment, before: State | None, **_kwargs: object) -> None:
    """Receiver of `comment_changed`: what its author has deleted needs nobody any more. Who reported it is told, and
    an appeal that waited is withdrawn.
    """
    if comment.state == State.DELETED and before not in (None, State.DELETED):
        _withdraw_appeals(comment)
        reports = telling.open_reports(comment)
        if reports:
            Comment.objects.filter(pk=comment.pk).update(reports_count=0)
            telling.tell_reporters(reports, None)


def _withdraw_appeals(comment: Comment) -> None:
    """Neither granted nor refused, by nobody: the comment is held, so nobody answers meanwhile."""
    waiting = CommentAppeal.objects.filter(decision__comment=comment, decided_at=None)
    for row in waiting.select_related("decision__comment__user", "decision__comment__discussion"):
        CommentAppeal.objects.filter(pk=row.pk).update(decided_at=timezone.now())
        log(
            instance=comment,
            action="discussion.withdraw",
            title=f"№\u00a0{comment.pk}",
            data={"decision": row.decision_id},
        )
        letters.tell_appeal_ended(row)


def _refuse_without_appeal(row: Comment, by: User, act: Act) -> None:
    if CommentAppeal.objects.filter(decision__comment=row, decided_at=None).exists():
        raise AppealWaits
    if act not in acts_for(row):
        raise AlreadyDecided
    if act == Act.KEEP and not row.reports_count:
        raise AlreadyDecided
    if is_locked_against(by, row):
        raise LockedByOther


def _rule_in_question(row: Comment, last: Decision | None) -> Rule | None:
    """The rule that was said to be broken: by the decision that is taken back, else by the first report."""
    if row.state in (State.HIDDEN, State.REJECTED):
        return row.rule or (last.rule if last else None)
    first = row.reports.filter(decision=None).select_related("rule").order_by("made_at").first()
    return first.rule if first else None


def _is_administrator(by: User) -> bool:
    return by.is_superuser or Role.ADMINISTRATOR in roles_of(by)
