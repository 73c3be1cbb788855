"""A thread goes elsewhere: into another discussion, or under a comment that said the same before.

Its comments keep their keys, and with them their own addresses, reactions, reports, appeals and letters. In
their own discussion they keep their numbers, too; another one gives them its next ones, in the old order.
What a discussion gave away it never gives again.
"""

from collections import defaultdict, deque
from typing import Final

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from wagtail.log_actions import log

from portal.core.search_items import mark_changed
from portal.discussion.enums import DEPTHS, Act, DraftState, State
from portal.discussion.hosts import Host, host_of_discussion, made_discussion
from portal.discussion.models import AnswerDraft, Comment, Decision, Discussion, Subscription
from portal.discussion.moderation import letters
from portal.discussion.permissions import can_moderate
from portal.discussion.search_marks import SOURCE
from portal.discussion.services.comments import last_official, path_of
from portal.discussion.services.errors import (
    AnswerWaits,
    LessPrivate,
    LockedByOther,
    NoPlace,
    NotAllowed,
    NoThread,
    OwnComment,
    QuestionLost,
    SamePlace,
)
from portal.discussion.services.locks import is_locked_against
from portal.discussion.services.rows import held_comments
from portal.discussion.things import things_of
from portal.people.models import User

_BATCH: Final = 200
# What stands in another place is written with these; its first comment has some more.
_PLACE: Final = ("discussion", "root", "depth", "number", "path")


def move_thread(
    *,
    thread: Comment,
    by: User,
    reason: str,
    to: Host | None = None,
    under: Comment | None = None,
) -> Decision:
    """Move a thread into the discussion `to` as a thread of its own, or into the thread of `under`, as an answer to
    its first comment. Exactly one of them is given.

    Raises Refused in its kinds (services/errors.py).
    """
    if (to is None) == (under is None):
        raise TypeError("A thread goes either into a discussion or under a comment.")
    if not can_moderate(by):
        raise NotAllowed
    with transaction.atomic():
        root, target, above = _held(thread, to, under)
        source = root.discussion
        _refuse(root, by, target, above)
        comments = list(
            Comment.objects.filter(Q(pk=root.pk) | Q(root=root)).order_by(
                F("number").asc(nulls_last=True), "pk"
            )
        )
        _refuse_while_answered(comments, target)
        _place(comments, root.pk, target, above)
        _write(comments, root.pk)
        _count(comments, source, target, root, above)
        if target != source:
            _follow(comments, source, target)
        decision = Decision.objects.create(
            comment_id=root.pk,
            act=Act.MOVE,
            before=root.state,
            word=reason,
            by=by,
            waited_since=timezone.now(),
            moved_from=source,
            moved_to=target,
            moved_under=above,
        )
        # The history of the site names comments by their numbers: no person, no word of theirs.
        log(
            instance=root,
            action="discussion.move",
            user=by,
            title=f"№\u00a0{root.pk}",
            data={
                "from": source.pk,
                "to": target.pk,
                "under": above.pk if above else None,
                "decision": decision.pk,
            },
        )
        _mark_for_search(comments)
        letters.tell_of_move(decision)
    return decision


def size_of(thread: Comment) -> int:
    """How many comments would go, those without a place included."""
    return Comment.objects.filter(Q(pk=thread.pk) | Q(root=thread.pk)).count()


def _held(
    thread: Comment, to: Host | None, under: Comment | None
) -> tuple[Comment, Discussion, Comment | None]:
    """The thread's first comment, where it goes, and the first comment of the thread it joins, all held."""
    if under is not None:
        root, above = held_comments(thread.pk, under.root_id or under.pk)
        return root, above.discussion, above
    if to is None:
        raise TypeError
    key = made_discussion(to).pk
    [root] = held_comments(thread.pk, and_key=key)
    return root, Discussion.objects.get(pk=key), None


def _refuse(root: Comment, by: User, target: Discussion, above: Comment | None) -> None:
    if root.depth or root.number is None:
        raise NoThread
    if root.user_id == by.pk:
        raise OwnComment
    if is_locked_against(by, root):
        raise LockedByOther
    if above is None and target == root.discussion:
        raise SamePlace
    if above is not None:
        if above.pk == root.pk:
            raise SamePlace
        if above.depth or above.state != State.PUBLISHED:
            raise NoPlace
        if root.is_question and root.state == State.PUBLISHED and not above.is_question:
            raise QuestionLost
    _refuse_in_public(root.discussion, target)


def _refuse_in_public(source: Discussion, target: Discussion) -> None:
    """Nothing goes where nobody sees it, or where others than before do."""
    things = things_of({source.key, target.key})
    there, here = things.get(target.key), things.get(source.key)
    if there is None or not there.is_shown:
        raise NoPlace
    if here is None or not set(here.restrictions) <= set(there.restrictions):
        raise LessPrivate


def _refuse_while_answered(comments: list[Comment], target: Discussion) -> None:
    """An answer that is being written belongs to its department: elsewhere nobody could finish it."""
    drafts = AnswerDraft.objects.filter(question__in=[row.pk for row in comments]).exclude(
        state=DraftState.PUBLISHED
    )
    departments = set(drafts.values_list("department_id", flat=True))
    if departments - {host_of_discussion(target).owning_department_id}:
        raise AnswerWaits


def _place(
    comments: list[Comment], root_pk: int, target: Discussion, above: Comment | None
) -> None:
    """Numbers, depths and paths in the new place; nothing is saved here."""
    answers: dict[int | None, list[Comment]] = defaultdict(list)
    for row in comments:
        answers[row.reply_to_id].append(row)
        if row.number is not None and row.discussion_id != target.pk:
            target.last_number += 1
            row.number = target.last_number
        row.discussion = target
    [root] = [row for row in comments if row.pk == root_pk]
    if above is not None:
        root.reply_to, root.is_question = above, False
    waiting = deque([(root, above)])
    while waiting:
        row, parent = waiting.popleft()
        row.depth = 0 if parent is None else min(parent.depth + 1, DEPTHS - 1)
        row.root = None if row.depth == 0 else (above or root)
        # What was never published has no place yet; it gets one under its parent when it is.
        row.path = path_of(row, parent) if row.number is not None else ""
        waiting.extend((answer, row) for answer in answers[row.pk])


def _write(comments: list[Comment], root_pk: int) -> None:
    pks = [row.pk for row in comments]
    [root] = [row for row in comments if row.pk == root_pk]
    # In one step: a row with a depth has a root and answers something.
    Comment.objects.filter(pk=root.pk).update(
        **{name: getattr(root, name) for name in (*_PLACE, "reply_to", "is_question")}
    )
    rest = [row for row in comments if row.pk != root_pk]
    Comment.objects.bulk_update(rest, _PLACE, batch_size=_BATCH)
    # What the package's tools go by.
    for start in range(0, len(pks), _BATCH):
        Comment.objects.filter(pk__in=pks[start : start + _BATCH]).update(
            object_pk=str(root.discussion_id)
        )


def _count(
    comments: list[Comment],
    source: Discussion,
    target: Discussion,
    root: Comment,
    above: Comment | None,
) -> None:
    """Numbers of both discussions and of the thread."""
    if target != source:
        readable = sum(row.state == State.PUBLISHED for row in comments)
        source.published_count -= readable
        target.published_count += readable
        for discussion in (source, target):
            discussion.last_at = Comment.objects.filter(discussion=discussion).aggregate(
                last=Max("published_at")
            )["last"]
            discussion.save(update_fields=["last_number", "published_count", "last_at"])
    if above is not None:
        placed = sum(row.number is not None for row in comments)
        Comment.objects.filter(pk=root.pk).update(thread_size=0, official_number=0)
        Comment.objects.filter(pk=above.pk).update(thread_size=F("thread_size") + placed)
    first = above or root
    Comment.objects.filter(pk=first.pk).update(official_number=last_official(first.pk))


def _follow(comments: list[Comment], source: Discussion, target: Discussion) -> None:
    """Who wrote in the thread and followed it goes on following it; who said no to the other one does not."""
    authors = {row.user_id for row in comments if row.user_id is not None}
    followers = Subscription.objects.filter(
        discussion=source, user__in=authors, ended_at=None
    ).values_list("user_id", flat=True)
    Subscription.objects.bulk_create(
        (Subscription(user_id=pk, discussion=target) for pk in followers), ignore_conflicts=True
    )


def _mark_for_search(comments: list[Comment]) -> None:
    mark_changed(SOURCE, [row.pk for row in comments if row.state == State.PUBLISHED])
