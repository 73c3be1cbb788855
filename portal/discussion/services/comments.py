"""Every write to a comment. States change in `move` alone, under the lock of the discussion's row.

What is published for the first time gets the discussion's next number and a place in its thread, for
good. Counts are changed by what changed, never counted anew, so writing costs the same in a discussion
of five and of five thousand.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from portal.discussion import checks
from portal.discussion import text as texts
from portal.discussion.enums import DEPTHS, Act, Check, State, Voice
from portal.discussion.hosts import Host, host_of_discussion, made_discussion
from portal.discussion.models import Comment, CommentEdit, Discussion, HeldBy, Rule
from portal.discussion.permissions import (
    Speaker,
    closing_of,
    is_premoderated,
    may_write,
    voices_of,
)
from portal.discussion.services.errors import (
    CannotReply,
    DiscussionClosed,
    NotAllowed,
    ThreadMoved,
    WrongState,
)
from portal.discussion.services.rows import held_comment, held_discussion
from portal.discussion.signals import comment_changed
from portal.people.models import User

# A text sent again so soon is the same click or a lost answer, not a second comment.
SAME_AGAIN: Final = timedelta(minutes=10)
# So long a slip is mended without a trace.
QUIET_EDIT: Final = timedelta(minutes=15)
# As long as a decision about it can be appealed against in court (KEEP_BLOCKS of people).
KEEP_DELETED: Final = timedelta(days=183)
_DIGITS: Final = 8
# What stands first among the answers to one comment.
_PLACES: Final = {Voice.OFFICIAL: "0", Voice.EXPERT: "1", Voice.CITIZEN: "2"}
_STEP: Final = _DIGITS + 1

_WAYS: Final[dict[State, frozenset[State]]] = {
    State.HELD: frozenset({State.PUBLISHED, State.HIDDEN, State.REJECTED, State.DELETED}),
    State.PUBLISHED: frozenset({State.HELD, State.HIDDEN, State.DELETED}),
    State.HIDDEN: frozenset({State.PUBLISHED, State.DELETED}),
    State.REJECTED: frozenset({State.PUBLISHED, State.DELETED}),
    State.DELETED: frozenset(),
}


def post(
    *,
    user: User,
    host: Host,
    text: str,
    lang: str,
    reply_to: Comment | None = None,
    is_question: bool = False,
    speaker: Speaker | None = None,
) -> Comment:
    """Say something: published at once, or held when a check fires. The same text again is the same comment.

    `speaker` is one of `voices_of(user, host)`; without it one speaks as a citizen. Only what begins a
    thread is a question. Raises ValidationError (the text), NotAllowed, DiscussionClosed, CannotReply.
    """
    speaker = speaker or Speaker(Voice.CITIZEN)
    said = texts.clean(text)
    with transaction.atomic():
        discussion = held_discussion(made_discussion(host).pk)
        parent = _answerable(discussion, reply_to)
        _refuse_strangers(user, host, discussion, speaker, parent)
        if again := _said_just_now(user, discussion, said, parent, speaker.voice):
            return again
        now = timezone.now()
        comment = Comment(
            discussion=discussion,
            user=user,
            comment=said,
            html=texts.render(said),
            lang=lang,
            submit_date=now,
            reply_to=parent,
            root=None if parent is None else (parent.root or parent),
            depth=0 if parent is None else min(parent.depth + 1, DEPTHS - 1),
            is_question=is_question and parent is None and speaker.voice == Voice.CITIZEN,
            voice=speaker.voice,
            position=speaker.position,
            department_id=speaker.department_id,
            state=State.HELD,
        )
        held = _held(checks.Writing(user, said, host, discussion, parent), speaker.voice)
        if not held:
            _place(comment, discussion, parent, now)
        comment.save()
        _keep_findings(comment, held)
        if not held:
            _count(comment, discussion, was_readable=False, first=True)
        comment_changed.send(Comment, comment=comment, before=None, first=not held)
    return comment


def edit(*, comment: Comment, by: User, text: str) -> Comment:
    """Change one's own words. What others could read for longer than a quarter of an hour, or have
    reported, stays as an earlier text; what waited for a moderator was read by nobody and does not.
    Raises ValidationError, NotAllowed, DiscussionClosed, WrongState.
    """
    said = texts.clean(text)
    with transaction.atomic():
        discussion, row = held_comment(comment.pk)
        host = host_of_discussion(discussion)
        if row.user_id != by.pk or not may_write(by, host):
            raise NotAllowed
        if row.state not in (State.PUBLISHED, State.HELD):
            raise WrongState
        if closing_of(host, discussion) is not None:
            raise DiscussionClosed
        if said == row.comment:
            return row
        now = timezone.now()
        if _leaves_a_trace(row, now):
            CommentEdit.objects.create(comment=row, text=row.comment, html=row.html, until=now)
            row.edited_at = now
        row.comment, row.html = said, texts.render(said)
        row.save(update_fields=["comment", "html", "edited_at"])
        held = _held(checks.Writing(by, said, host, discussion, row.reply_to, row), row.voice)
        _keep_findings(row, held)
        before = State(row.state)
        if held and before == State.PUBLISHED:
            _change(row, discussion, State.HELD)
        comment_changed.send(Comment, comment=row, before=before, first=False)
    return row


def delete(*, comment: Comment, by: User) -> Comment:
    """Take back one's own words; the place in the thread stays. Raises NotAllowed, WrongState.

    The text goes at once, unless somebody has reported it or a moderator has decided about it: then it is
    kept for moderators until nobody can go to court any more.
    """
    with transaction.atomic():
        discussion, row = held_comment(comment.pk)
        if row.user_id != by.pk:
            raise NotAllowed
        before = _change(row, discussion, State.DELETED)
        row.edited_at = timezone.now()
        row.save(update_fields=["edited_at"])
        # To have been moved is nobody's fault.
        is_contested = row.decisions.exclude(act=Act.MOVE).exists() or row.reports.exists()
        if not is_contested:
            _wipe(row)
        comment_changed.send(Comment, comment=row, before=before, first=False)
    return row


def move(*, comment: Comment, to: State, rule: Rule | None = None) -> Comment:
    """Bring a comment into another state; `rule` is the one a hidden or rejected comment broke.

    Who may do it is asked before, by the services of moderation. Raises WrongState when there is no
    way from where the comment stands now.
    """
    with transaction.atomic():
        discussion, row = held_comment(comment.pk)
        first = to == State.PUBLISHED and row.published_at is None
        before = _change(row, discussion, to)
        row.rule = rule if to in (State.HIDDEN, State.REJECTED) else None
        row.save(update_fields=["rule"])
        comment_changed.send(Comment, comment=row, before=before, first=first)
    return row


def wipe_deleted(at: datetime | None = None) -> int:
    """Remove texts of comments that were deleted long ago; returns how many. For the worker, daily."""
    old = Comment.objects.filter(
        state=State.DELETED, edited_at__lt=(at or timezone.now()) - KEEP_DELETED
    ).exclude(html="")
    count = 0
    for row in old.iterator(chunk_size=500):
        with transaction.atomic():
            _wipe(row)
        count += 1
    return count


def _answerable(discussion: Discussion, reply_to: Comment | None) -> Comment | None:
    """The comment that is answered, read under the lock; it must be here and readable."""
    if reply_to is None:
        return None
    parent = (
        Comment.objects.select_related("root").filter(pk=reply_to.pk, state=State.PUBLISHED).first()
    )
    if parent is None:
        raise CannotReply
    if parent.discussion_id != discussion.pk:
        # Where the reader saw it, it stood here: a moderator has moved it since.
        raise ThreadMoved if reply_to.discussion_id == discussion.pk else CannotReply
    return parent


def _refuse_strangers(
    user: User, host: Host, discussion: Discussion, speaker: Speaker, parent: Comment | None
) -> None:
    if not may_write(user, host):
        raise NotAllowed
    if speaker.voice != Voice.CITIZEN and speaker not in voices_of(user, host):
        raise NotAllowed
    closed = closing_of(host, discussion)
    # A department still owes an answer to what was asked in time.
    if closed is not None and not (speaker.voice == Voice.OFFICIAL and parent is not None):
        raise DiscussionClosed


def _said_just_now(
    user: User, discussion: Discussion, said: str, parent: Comment | None, voice: str
) -> Comment | None:
    return Comment.objects.filter(
        discussion=discussion,
        user=user,
        reply_to=parent,
        comment=said,
        voice=voice,
        submit_date__gt=timezone.now() - SAME_AGAIN,
        # What a moderator took off and is sent again is a new one, for the checks to hold.
        state__in=(State.PUBLISHED, State.HELD),
    ).first()


def _held(writing: checks.Writing, voice: str) -> list[checks.Finding]:
    """Why a text waits for a moderator. What a department says has been agreed before."""
    if voice == Voice.OFFICIAL:
        return []
    found = checks.findings(writing)
    # Also of another text for what is on the site; what waits already waits for this one, too.
    asks_anew = writing.comment is None or writing.comment.is_readable
    if asks_anew and is_premoderated(writing.discussion, writing.host):
        found.append(checks.Finding(Check.PREMODERATION))
    return found


def _leaves_a_trace(row: Comment, now: datetime) -> bool:
    if row.state != State.PUBLISHED or row.published_at is None:
        return False
    return now - row.published_at > QUIET_EDIT or row.reports.exists()


def _keep_findings(comment: Comment, found: list[checks.Finding]) -> None:
    if found:
        HeldBy.objects.bulk_create(
            HeldBy(comment=comment, check_name=each.check, detail=each.detail[:200])
            for each in found
        )


def _place(comment: Comment, discussion: Discussion, parent: Comment | None, at: datetime) -> None:
    """Number, path and moment of the first publication; nothing is saved here."""
    discussion.last_number += 1
    comment.state = State.PUBLISHED
    comment.published_at = at
    comment.number = discussion.last_number
    comment.path = path_of(comment, parent)
    if parent is None:
        comment.thread_size = 1


def path_of(comment: Comment, parent: Comment | None) -> str:
    """Where a comment with its number, voice and depth stands. Threads stand by their numbers alone."""
    voice = Voice.CITIZEN if parent is None else Voice(comment.voice)
    above = "" if parent is None else parent.path[: comment.depth * _STEP]
    return f"{above}{_PLACES[voice]}{comment.number:0{_DIGITS}d}"


def _change(row: Comment, discussion: Discussion, to: State) -> State:
    """One step between states, with all that hangs on it; returns the state before."""
    before = State(row.state)
    was_public = row.published_at is not None
    if to not in _WAYS[before] or to == (State.REJECTED if was_public else State.HIDDEN):
        raise WrongState
    first = to == State.PUBLISHED and not was_public
    if first:
        _place(row, discussion, row.reply_to, timezone.now())
    row.state = to
    # Not what readers say to it: reactions and reports come without the discussion's lock.
    row.save(update_fields=["state", "number", "path", "published_at", "thread_size"])
    _count(row, discussion, was_readable=before == State.PUBLISHED, first=first)
    return before


def _count(comment: Comment, discussion: Discussion, *, was_readable: bool, first: bool) -> None:
    """Bring the discussion's and the thread's numbers in step with one change."""
    change = comment.is_readable - was_readable
    if not change:
        return
    discussion.published_count += change
    if first:
        discussion.last_at = comment.published_at
    discussion.save(update_fields=["last_number", "published_count", "last_at"])
    if comment.root_id is None:
        return
    thread = Comment.objects.filter(pk=comment.root_id)
    if first:
        thread.update(thread_size=F("thread_size") + 1)
    if comment.voice == Voice.OFFICIAL:
        thread.update(official_number=last_official(comment.root_id))


def last_official(root_id: int) -> int:
    """The number of a thread's last readable official answer; 0 when there is none."""
    answers = Comment.objects.filter(root=root_id, voice=Voice.OFFICIAL, state=State.PUBLISHED)
    return int(answers.aggregate(last=Max("number"))["last"] or 0)


def _wipe(row: Comment) -> None:
    row.comment = row.html = ""
    row.save(update_fields=["comment", "html"])
    row.edits.all().delete()
