"""What follows from changes that packages make."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.models import ModelLogEntry

from portal.people.models import User
from portal.people.services.levels import refresh_level


def connect() -> None:
    for signal in (post_save, post_delete):
        signal.connect(address_changed, sender=EmailAddress, dispatch_uid=f"address-{id(signal)}")
    pre_save.connect(log_by_number, sender=ModelLogEntry, dispatch_uid="log_people_by_number")


def log_by_number(instance: ModelLogEntry, **_arguments: Any) -> None:
    """The log names an account by its number: its words are a name or an e-mail address.

    Wagtail shows the log to everybody who has any right over accounts, editors who name experts too,
    and keeps it longer than the account.
    """
    if not instance.deleted and instance.content_type == ContentType.objects.get_for_model(User):
        instance.label = f"#{instance.object_id}"


def address_changed(instance: EmailAddress, **_arguments: Any) -> None:
    """A confirmed address is a level; allauth confirms in several ways, all of which save the row."""
    user = User.objects.filter(pk=instance.user_id).first()
    if user is not None:
        refresh_level(user)
