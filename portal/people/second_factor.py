"""Who must have a second factor, and who has one."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings

from portal.people.enums import STAFF_ROLES
from portal.people.models import User
from portal.people.services.roles import roles_of

# Spare codes are no factor of their own: they come with one.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def must_have_factor(user: User) -> bool:
    """Staff and superusers; demo people are let off while developing, and nowhere else."""
    if not settings.SECOND_FACTOR_FOR_STAFF or not user.is_active:
        return False
    if settings.DEBUG and user.email.lower() in settings.DEMO_PEOPLE:
        return False
    return user.is_superuser or not roles_of(user).isdisjoint(STAFF_ROLES)


def has_factor(user: User) -> bool:
    """Asked once for a user object."""
    if "_has_factor" not in user.__dict__:
        user.__dict__["_has_factor"] = bool(get_adapter().is_mfa_enabled(user, FACTORS))
    return bool(user.__dict__["_has_factor"])


def lacks_factor(user: User) -> bool:
    """Whether everything of staff is closed to this person until they set one up."""
    return must_have_factor(user) and not has_factor(user)


def may_remove(authenticator: Authenticator) -> bool:
    """Not the last one of somebody who must have one."""
    if authenticator.type not in FACTORS or not must_have_factor(authenticator.user):
        return True
    others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS)
    return others.exclude(pk=authenticator.pk).exists()
