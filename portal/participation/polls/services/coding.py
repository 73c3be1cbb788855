"""Coding of free texts: staff give them tags, after the seal, when a text hangs on no ballot any more."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.participation.polls.models import AnswerTag, Poll, Round, TextAnswer
from portal.people.models import User
from portal.people.page_scope import is_scoped
from portal.people.permissions import in_own_department

ANALYSE: Final = "polls.analyse_poll"
MAX_NAME: Final = 80
MAX_TAGS: Final = 100


def may_analyse(user: User, poll: Poll) -> bool:
    """Whoever has the right; an officer the polls of their own department alone."""
    if not user.has_perm(ANALYSE):
        return False
    return not is_scoped(user) or in_own_department(user, poll.original)


def put_tag(
    *, round_: Round, question: str, name: str, answers: Iterable[UUID], by: User
) -> tuple[AnswerTag, int]:
    """Give answers to a question a tag, made where it is missing; how many had not had it.

    Answers of other questions and rounds are left. Raises PermissionDenied, ValidationError.
    """
    _check(round_, by)
    name = " ".join(name.split())
    if not name or len(name) > MAX_NAME:
        raise ValidationError(
            _("A tag has a name of %(count)d characters at most.") % {"count": MAX_NAME}
        )
    tags = AnswerTag.objects.filter(round=round_, question=question)
    with transaction.atomic():
        # Two who make tags at once are counted one after the other.
        Round.objects.select_for_update().get(pk=round_.pk)
        known = {tag.name.casefold(): tag for tag in tags}
        tag = known.get(name.casefold())
        if tag is None:
            if len(known) >= MAX_TAGS:
                raise ValidationError(_("There are a hundred tags: use one of them."))
            tag = tags.create(round=round_, question=question, name=name)
        before = tag.answers.count()
        tag.answers.add(*_rows(round_, question, answers))
        return tag, tag.answers.count() - before


def take_tag(*, tag: AnswerTag, answers: Iterable[UUID], by: User) -> int:
    """Take a tag off answers; how many had it. Raises PermissionDenied."""
    _check(tag.round, by)
    with transaction.atomic():
        rows = tag.answers.filter(pk__in=list(answers))
        count = rows.count()
        tag.answers.remove(*rows)
        return count


def drop_tag(*, tag: AnswerTag, by: User) -> None:
    """Delete a tag; its answers stay. Raises PermissionDenied."""
    _check(tag.round, by)
    tag.delete()


def _rows(round_: Round, question: str, answers: Iterable[UUID]) -> list[Any]:
    rows = TextAnswer.objects.filter(round=round_, question=question, pk__in=list(answers))
    return list(rows)


def _check(round_: Round, by: User) -> None:
    if not may_analyse(by, round_.poll):
        raise PermissionDenied
