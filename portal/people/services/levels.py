"""Keeps the level of an account true to what is known of its person."""

from allauth.account.models import EmailAddress
from django.db.models import F

from portal.people.enums import Level
from portal.people.models import Identity, User


def refresh_level(user: User) -> Level:
    """Write down the level that follows from the confirmed address and the proven identity."""
    identity = Identity.objects.filter(user=user).only("level").first()
    if identity is not None:
        level = Level(identity.level)
    elif EmailAddress.objects.filter(user=user, verified=True).exists():
        level = Level.EMAIL
    else:
        level = Level.GUEST
    if user.level != level:
        User.objects.filter(pk=user.pk).update(level=level)
        user.level = level
        rights_changed(user)
    return level


def rights_changed(user: User) -> None:
    """Sessions of this person get a new key at their next request (`portal/people/middleware.py`)."""
    User.objects.filter(pk=user.pk).update(rights_version=F("rights_version") + 1)
