"""What follows from changes that packages make."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models.signals import post_delete, post_save

from portal.people.models import User
from portal.people.services.levels import refresh_level


def connect() -> None:
    for signal in (post_save, post_delete):
        signal.connect(address_changed, sender=EmailAddress, dispatch_uid=f"address-{id(signal)}")


def address_changed(instance: EmailAddress, **_arguments: Any) -> None:
    """A confirmed address is a level; allauth confirms in several ways, all of which save the row."""
    user = User.objects.filter(pk=instance.user_id).first()
    if user is not None:
        refresh_level(user)
