"""What is left of an account on which something hangs that must stay: an empty row."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import make_password
from django.utils.crypto import get_random_string

from portal.people.enums import Level
from portal.people.models import User
from portal.people.models.users import ERASED_ADDRESS


def make_shell(user: AbstractBaseUser, at: datetime) -> None:
    """Empty the account's own row; nobody can sign in to it, and nothing tells whose it was.

    `rights_version` grows and the password changes, so that no session of it is taken for its.
    """
    person = User.objects.get(pk=user.pk)
    for field in User._meta.local_concrete_fields:
        if not field.primary_key and field.name not in _SPECIAL:
            setattr(person, field.attname, None if field.null else field.get_default())
    person.email = f"{ERASED_ADDRESS}{get_random_string(32).lower()}@invalid"
    person.password = make_password(None)
    person.level = Level.GUEST
    person.rights_version += 1
    person.is_active = False
    person.erased_at = at
    # The day alone: the second would tell the account from others.
    person.date_joined = person.date_joined.replace(hour=0, minute=0, second=0, microsecond=0)
    person.save()


_SPECIAL = frozenset(
    {"email", "password", "level", "rights_version", "is_active", "erased_at", "date_joined"}
)
