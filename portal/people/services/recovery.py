"""A lost second factor: one member of staff asks, another confirms, neither for themselves."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from portal.people.models import FactorRecovery, User
from portal.people.services.levels import rights_changed
from portal.people.services.roles import NotAllowed, may_act_on
from portal.people.services.telling import tell

_RIGHT = "people.recover_factor"


def may_ask(by: User, user: User) -> bool:
    """Somebody else's, and nobody's who stands higher: two editors do not disarm an administrator."""
    return may_act_on(by, user, _RIGHT, equals=True)


@transaction.atomic
def ask(*, user: User, by: User, reason: str) -> FactorRecovery:
    """Ask a colleague to confirm that the factors go. Raises NotAllowed, ValidationError."""
    if not may_ask(by, user):
        raise NotAllowed
    if not Authenticator.objects.filter(user=user).exists():
        raise ValidationError(_("This person has no second factor."))
    try:
        with transaction.atomic():
            row = FactorRecovery.objects.create(user=user, asked_by=by, reason=reason)
    except IntegrityError as error:
        raise ValidationError(
            _("This has been asked for already: somebody else has to confirm it.")
        ) from error
    log(instance=user, action="people.factor.ask", user=by)
    return row


def may_decide(by: User, row: FactorRecovery) -> bool:
    """A second person: neither the one who asked nor the one who lost it."""
    return row.asked_by_id != by.pk and may_ask(by, row.user)


@transaction.atomic
def decide(*, row: FactorRecovery, by: User, granted: bool) -> None:
    """Confirm or refuse. Confirmed, all factors go and all sessions end. Raises NotAllowed, ValidationError."""
    if not may_decide(by, row):
        raise NotAllowed
    decided = FactorRecovery.objects.filter(pk=row.pk, decided_at=None).update(
        decided_at=timezone.now(), decided_by=by, granted=granted
    )
    if not decided:
        raise ValidationError(_("Somebody has decided this already."))
    row.refresh_from_db()
    log(instance=row.user, action="people.factor.decide", user=by, data={"granted": granted})
    if not granted:
        return
    Authenticator.objects.filter(user=row.user).delete()
    end_sessions(row.user)
    rights_changed(row.user)
    tell(
        row.user,
        _("Your second factor was removed"),
        _(
            "Two members of staff removed all second factors and passkeys from your account and ended all "
            "its sessions. Sign in and set up a new factor.\n\nIf you did not ask for this, write to us at "
            "once: our contacts are at the foot of this e-mail."
        ),
        button=(_("Security of the account"), "mfa_index"),
    )


def end_sessions(user: User) -> None:
    """End every session of a person; nobody stays signed in."""
    for session in UserSession.objects.filter(user=user):
        session.end()
