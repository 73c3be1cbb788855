"""Decisions on requests for roles."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from portal.people.enums import RequestState, Role
from portal.people.models import RoleRequest, User
from portal.people.services.roles import NotAllowed, give, may_decide_request, name_expert
from portal.people.services.telling import tell
from portal.places.models import Topic


def may_decide(by: User, row: RoleRequest) -> bool:
    """Who has the right for this role, and nobody on their own request."""
    return row.user_id != by.pk and may_decide_request(by, Role(row.role))


@transaction.atomic
def grant(
    *, row: RoleRequest, by: User, answer: str, position: str, topics: Iterable[Topic] = ()
) -> None:
    """Give the role that was asked for. Raises NotAllowed, ValidationError for one decided already."""
    _decide(row, by, RequestState.GRANTED, answer)
    if row.role == Role.EXPERT:
        name_expert(topics, position, row.user, by, by_request=True)
    else:
        give(Role(row.role), row.user, by, by_request=True)


@transaction.atomic
def refuse(*, row: RoleRequest, by: User, answer: str) -> None:
    """Say no, with an answer that the person reads. Raises NotAllowed, ValidationError."""
    if not answer.strip():
        raise ValidationError({"answer": _("Say why: the person reads it.")})
    _decide(row, by, RequestState.REFUSED, answer)
    tell(
        row.user,
        _("Your request for the role “%(role)s” is refused"),
        _("Answer: %(answer)s"),
        {"role": Role(row.role).label, "answer": answer},
        button=(_("My roles"), "account_roles"),
    )


def _decide(row: RoleRequest, by: User, state: RequestState, answer: str) -> None:
    if not may_decide(by, row):
        raise NotAllowed
    decided = RoleRequest.objects.filter(pk=row.pk, state=RequestState.PENDING).update(
        state=state, decided_by=by, decided_at=timezone.now(), answer=answer
    )
    if not decided:
        raise ValidationError(_("Somebody has decided this already."))
    row.refresh_from_db()
    log(
        instance=row.user,
        action="people.request.decide",
        user=by,
        data={"role": row.role, "state": state.value},
    )
