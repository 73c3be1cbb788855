"""Readers say that a comment breaks a rule."""

from django.db import IntegrityError, transaction
from django.db.models import F

from portal.discussion.enums import State
from portal.discussion.models import Comment, Report, Rule
from portal.discussion.permissions import REPORT
from portal.discussion.services.errors import (
    NotAllowed,
    NothingToReport,
    OwnComment,
    ReportedAlready,
)
from portal.people.models import User
from portal.people.permissions import verdict


def report(*, comment: Comment, user: User, rule: Rule, text: str = "") -> Report:
    """Say that a comment breaks a rule. Raises NotAllowed, OwnComment, NothingToReport, ReportedAlready."""
    if not verdict(user, REPORT):
        raise NotAllowed
    if comment.user_id == user.pk:
        raise OwnComment
    try:
        with transaction.atomic():
            changed = Comment.objects.filter(pk=comment.pk, state=State.PUBLISHED).update(
                reports_count=F("reports_count") + 1
            )
            if not changed or not rule.original.is_current:
                raise NothingToReport
            return Report.objects.create(comment=comment, user=user, rule=rule, text=text)
    except IntegrityError as error:
        raise ReportedAlready from error
