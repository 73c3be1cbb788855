"""Demo people: one for each thing a person can do. Only for a portal in DEBUG, and known to everybody."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from portal.people.roles import CHIEF_EDITORS, EDITORS

# Not secrets: they stand in the README and are printed by the command. Production refuses these accounts.
_PASSWORD: Final = "spilno-{role}-2019"  # noqa: S105
_MAILS: Final = (
    "submitted_notifications",
    "approved_notifications",
    "rejected_notifications",
    "updated_comments_notifications",
)


@dataclass(frozen=True, slots=True)
class Role:
    name: str
    first_name: str
    last_name: str
    may: str | Promise
    groups: tuple[str, ...] = ()
    is_superuser: bool = False


ROLES: Final = (
    Role(
        "chief",
        "Олена",
        "Головченко",
        _("everything: approves, publishes, changes settings"),
        (CHIEF_EDITORS,),
        is_superuser=True,
    ),
    Role("editor", "Андрій", "Редько", _("writes pages and sends them for approval"), (EDITORS,)),
    Role("moderator", "Софія", "Мирна", _("signs in; discussions to moderate are still to come")),
    Role(
        "officer",
        "Василь",
        "Дієвий",
        _("writes for a department and sends for approval"),
        (EDITORS,),
    ),
    Role(
        "resident", "Марія", "Киянко", _("an ordinary account without access to the editors’ part")
    ),
)


@dataclass(frozen=True, slots=True)
class Person:
    """A demo account. `password` is empty when somebody has changed it."""

    role: str
    user: Any
    password: str
    may: str | Promise


def find_or_make_people() -> list[Person]:
    """All demo accounts, made where they are missing; a changed password stays changed."""
    return [_person(role) for role in ROLES]


def _person(role: Role) -> Person:
    users = get_user_model()._default_manager
    email, password = f"{role.name}@example.org", _PASSWORD.format(role=role.name)
    user = users.filter(email__iexact=email).first()
    known = True
    if user is None:
        user = users.create_user(
            email,
            password,
            first_name=role.first_name,
            last_name=role.last_name,
            is_staff=role.is_superuser,
            is_superuser=role.is_superuser,
        )
        # Nobody reads mail at example.org.
        UserProfile.objects.create(user=user, **dict.fromkeys(_MAILS, False))
    else:
        known = user.check_password(password)
    user.groups.add(*Group.objects.filter(name__in=role.groups))
    return Person(role.name, user, password if known else "", role.may)
