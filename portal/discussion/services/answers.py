"""Official answers: written by one officer, agreed by another of the same department, then published.

Who changed the text last is its author, and never agrees it. Each step locks the draft and asks again
what it is, so two officers at once do one thing each, or one of them is told that it is done.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from portal.discussion import text as texts
from portal.discussion.enums import DraftState, State, Voice
from portal.discussion.hosts import Host, host_of_discussion
from portal.discussion.models import AnswerDraft, Comment
from portal.discussion.permissions import ANSWER, Speaker, voices_of
from portal.discussion.services import answer_letters, comments
from portal.discussion.services.errors import CannotReply, NotAllowed, Refused
from portal.discussion.services.rows import held_comment
from portal.people.models import User
from portal.people.permissions import active_block, department_ids

# What may still be written on.
_OPEN = (DraftState.DRAFT, DraftState.RETURNED)


class Changed(Refused):
    """Somebody else was quicker."""

    message = _("A colleague has changed this answer meanwhile. Look at it again.")


class QuestionGone(Refused):
    """The comment was deleted or hidden, or its page left the site."""

    message = _("The question is not on the site any more, so it cannot be answered.")


class AuthorGone(Refused):
    """Who wrote the draft speaks for the department no more."""

    message = _("Who wrote this answer does not act for the department any more. Write it anew.")


def may_answer(user: User, department_id: int | None) -> bool:
    """Whether a person may write and agree answers of a department."""
    return (
        department_id is not None
        and user.is_active
        and user.has_perm(ANSWER)
        and department_id in department_ids(user)
        and active_block(user) is None
    )


def may_agree(user: User, draft: AnswerDraft) -> bool:
    """Any officer of the department but the one whose text it is."""
    return (
        draft.state == DraftState.AGREEING
        and draft.written_by_id != user.pk
        and may_answer(user, draft.department_id)
    )


def _who_may_agree(draft: AnswerDraft) -> list[User]:
    officers = User.objects.filter(departments__department=draft.department_id, erased_at=None)
    return [person for person in officers.distinct() if may_agree(person, draft)]


def begin(*, question: Comment, by: User, text: str) -> AnswerDraft:
    """A new draft. Raises ValidationError (the text), NotAllowed, QuestionGone, and Changed when the
    department is answering already.
    """
    said = texts.clean(text)
    with transaction.atomic():
        # Held, so that its thread is not moved to another department's page meanwhile.
        _discussion, question = held_comment(question.pk)
        host = _asked_on(question)
        key = host.owning_department_id
        if key is None or not may_answer(by, key):
            raise NotAllowed
        now = timezone.now()
        draft = AnswerDraft(
            question=question,
            department_id=key,
            text=said,
            written_by=by,
            made_at=now,
            changed_at=now,
        )
        try:
            with transaction.atomic():
                draft.save()
        except IntegrityError as error:
            raise Changed from error
        log(instance=draft, action="discussion.answer.write", user=by)
    return draft


def change(*, draft: AnswerDraft, by: User, text: str, seen: datetime) -> AnswerDraft:
    """Another text; `seen` is when the draft was last changed as the writer knows it.

    Raises ValidationError (the text), NotAllowed, Changed.
    """
    said = texts.clean(text)
    with transaction.atomic():
        row = _held(draft, by)
        if row.state not in _OPEN or row.changed_at != seen:
            raise Changed
        if said != row.text:
            row.text, row.written_by = said, by
            _save(row, by, "discussion.answer.write")
    return row


def send(*, draft: AnswerDraft, by: User) -> AnswerDraft:
    """Ask the colleagues to agree. Raises NotAllowed, Changed."""
    with transaction.atomic():
        row = _held(draft, by)
        if row.state not in _OPEN:
            raise Changed
        row.state = DraftState.AGREEING
        row.remark = ""
        _save(row, by, "discussion.answer.send")
        answer_letters.tell_colleagues(row, _who_may_agree(row))
    return row


def take_back(*, draft: AnswerDraft, by: User) -> AnswerDraft:
    """Its author goes on writing. Raises NotAllowed, Changed."""
    with transaction.atomic():
        row = _held(draft, by)
        if row.state != DraftState.AGREEING:
            raise Changed
        if row.written_by_id != by.pk:
            raise NotAllowed
        row.state = DraftState.DRAFT
        _save(row, by, "discussion.answer.take_back")
    return row


def give_back(*, draft: AnswerDraft, by: User, remark: str) -> AnswerDraft:
    """Return it to its author with a remark. Raises NotAllowed, Changed."""
    with transaction.atomic():
        row = _held(draft, by)
        _refuse_agreeing(row, by)
        row.state = DraftState.RETURNED
        row.remark, row.decided_by = remark, by
        _save(row, by, "discussion.answer.return")
        answer_letters.tell_writer(row)
    return row


def agree(*, draft: AnswerDraft, by: User) -> Comment:
    """Publish it as the answer of the department, signed by its author, though the discussion be closed.

    It is taken to be in the language of the question.

    Raises NotAllowed, Changed, QuestionGone, AuthorGone.
    """
    with transaction.atomic():
        row = _held(draft, by)
        _refuse_agreeing(row, by)
        _discussion, question = held_comment(row.question_id)
        host = _asked_on(question)
        author = User.objects.get(pk=row.written_by_id)
        try:
            answer = comments.post(
                user=author,
                host=host,
                text=row.text,
                lang=question.lang,
                reply_to=question,
                speaker=_speaker(author, host, row),
            )
        except CannotReply as error:
            raise QuestionGone from error
        except NotAllowed as error:
            raise AuthorGone from error
        if AnswerDraft.objects.filter(comment=answer).exists():
            # The same words to the same question, published some minutes ago.
            raise Changed
        row.state, row.comment, row.decided_by = DraftState.PUBLISHED, answer, by
        _save(row, by, "discussion.answer.agree")
        answer_letters.tell_writer(row)
    return answer


def discard(*, draft: AnswerDraft, by: User) -> None:
    """Throw a draft away; one that waits for agreement only when its question is gone.

    Raises NotAllowed, Changed.
    """
    with transaction.atomic():
        row = _held(draft, by)
        is_asked = Comment.objects.filter(pk=row.question_id, state=State.PUBLISHED).exists()
        if row.state not in _OPEN and (is_asked or row.state != DraftState.AGREEING):
            raise Changed
        log(instance=row, action="discussion.answer.discard", user=by)
        row.delete()


def _held(draft: AnswerDraft, by: User) -> AnswerDraft:
    """The draft as it is now, held until the transaction ends. Raises NotAllowed, Changed (it is gone)."""
    row = AnswerDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if row is None:
        raise Changed
    if not may_answer(by, row.department_id):
        raise NotAllowed
    return row


def _refuse_agreeing(row: AnswerDraft, by: User) -> None:
    if row.state != DraftState.AGREEING:
        raise Changed
    if not may_agree(by, row):
        raise NotAllowed


def _asked_on(question: Comment) -> Host:
    """Where it was asked. Raises QuestionGone where readers do not find it any more."""
    if not Comment.objects.filter(pk=question.pk, state=State.PUBLISHED).exists():
        raise QuestionGone
    host = host_of_discussion(question.discussion)
    if not (host.original.live and host.original.has_discussion):
        raise QuestionGone
    return host


def _speaker(author: User, host: Host, row: AnswerDraft) -> Speaker:
    """Raises AuthorGone."""
    for each in voices_of(author, host):
        if each.voice == Voice.OFFICIAL and each.department_id == row.department_id:
            return each
    raise AuthorGone


def _save(row: AnswerDraft, by: User, action: str) -> None:
    row.changed_at = timezone.now()
    row.save()
    log(instance=row, action=action, user=by)
