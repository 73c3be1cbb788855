"""What waits for a department: questions to it, drafts of answers, its discussions."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from portal.discussion.enums import DraftState, State
from portal.discussion.models import AnswerDraft, Comment, Discussion
from portal.discussion.models.discussions import DiscussionQuerySet
from portal.discussion.permissions import ANSWER, EXPORT, can_moderate
from portal.discussion.things import things
from portal.people.models import User
from portal.people.permissions import department_ids


def _own(user: User, path: str) -> Q:
    """That the thing of the discussion under `path` belongs to one of the person's departments."""
    found = Q(pk__in=())
    for kind in things:
        for own in kind.of_departments(department_ids(user)):
            found |= Q(**{f"{path}{kind.column}__in": own.order_by().values("pk")})
    return found


def _on_site(path: str) -> Q:
    """That the thing of the discussion under `path` is there for readers."""
    found = Q(pk__in=())
    for kind in things:
        found |= Q(**{f"{path}{kind.column}__in": kind.on_site().order_by().values("pk")})
    return found


def comments_to(user: User) -> QuerySet[Comment]:
    """What can be answered: readable comments about things of the person's departments, and what one of these
    departments was answering when it went.

    What no reader sees is the moderators' business: neither words nor names of it are shown here.
    """
    if not (user.has_perm(ANSWER) and department_ids(user)):
        return Comment.objects.none()
    drafts = AnswerDraft.objects.filter(
        question=OuterRef("pk"), department__in=department_ids(user)
    )
    return Comment.objects.filter(
        Q(state=State.PUBLISHED) | Exists(drafts), _own(user, "discussion__")
    )


def questions_to(user: User) -> QuerySet[Comment]:
    """Questions that readers see. Only what begins a thread is one."""
    return comments_to(user).filter(
        _on_site("discussion__"), is_question=True, state=State.PUBLISHED
    )


def unanswered(questions: QuerySet[Comment]) -> QuerySet[Comment]:
    """Those without an official answer, the oldest first."""
    return questions.filter(official_number=0).order_by("published_at", "pk")


def to_agree(user: User) -> QuerySet[AnswerDraft]:
    """Drafts of colleagues that wait for somebody to agree them."""
    if not user.has_perm(ANSWER):
        return AnswerDraft.objects.none()
    return AnswerDraft.objects.filter(
        department__in=department_ids(user), state=DraftState.AGREEING
    ).exclude(written_by=user)


def open_drafts(user: User, questions: Iterable[Comment]) -> dict[int, AnswerDraft]:
    """By question: what one of the person's departments is writing."""
    rows = AnswerDraft.objects.filter(
        question__in=[question.pk for question in questions], department__in=department_ids(user)
    ).exclude(state=DraftState.PUBLISHED)
    return {row.question_id: row for row in rows.select_related("written_by", "department")}


def age_days(question: Comment, now: datetime | None = None) -> int:
    """Full days since it could be read."""
    return ((now or timezone.now()) - (question.published_at or timezone.now())).days


def overdue_before(now: datetime | None = None) -> datetime:
    """What was published before this moment is overdue while nobody answers."""
    return (now or timezone.now()) - timedelta(days=settings.DISCUSSION_ANSWER_DAYS)


def exportable(user: User) -> DiscussionQuerySet:
    """Discussions that a person may take out: moderators and administrators all, officers their own."""
    rows: DiscussionQuerySet = Discussion.objects.all()
    if user.has_perm(EXPORT) and can_moderate(user):
        return rows
    is_officer = user.has_perm(EXPORT) and department_ids(user)
    return rows.filter(_own(user, "")) if is_officer else rows.none()
