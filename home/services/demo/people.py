"""Demo people: one for each thing a person can do. Only for a portal in DEBUG, and known to everybody."""

from dataclasses import dataclass
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from portal.people import enums as people
from portal.people.enums import Level
from portal.people.roles import GROUPS
from portal.people.services import consents

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
    """A demo person: `roles` become groups, `level` is how sure the portal is of them."""

    name: str
    first_name: str
    last_name: str
    may: str | Promise
    roles: tuple[people.Role, ...] = ()
    level: Level = Level.EMAIL
    is_superuser: bool = False


ROLES: Final = (
    Role(
        "chief",
        "Олена",
        "Головченко",
        _("everything: approves, publishes, changes settings"),
        (people.Role.CHIEF_EDITOR,),
        is_superuser=True,
    ),
    Role(
        "editor",
        "Андрій",
        "Редько",
        _("writes pages and sends them for approval"),
        (people.Role.EDITOR,),
    ),
    Role(
        "moderator",
        "Софія",
        "Мирна",
        _("blocks who breaks the rules, decides on appeals"),
        (people.Role.MODERATOR,),
    ),
    Role(
        "officer",
        "Василь",
        "Дієвий",
        _("writes for one department only; has a page for everybody"),
        (people.Role.OFFICER,),
    ),
    Role(
        "deputy",
        "Галина",
        "Провідна",
        _("the officer’s colleague: agrees official answers of the same department"),
        (people.Role.OFFICER,),
    ),
    Role(
        "resident",
        "Марія",
        "Киянко",
        _("an ordinary account, identity confirmed electronically"),
        level=Level.IDENTITY,
    ),
    Role(
        "newcomer",
        "Остап",
        "Новенький",
        _(
            "an ordinary account with a confirmed address; the code on the sheet from the desk is KYNP-4679"
        ),
    ),
    Role(
        "expert",
        "Ірина",
        "Знайко",
        _("an expert with a page for everybody"),
        (people.Role.EXPERT,),
        level=Level.DESK,
    ),
    Role(
        "activist",
        "Тарас",
        "Громадський",
        _("identity checked at a desk; asks to speak for an organisation"),
        level=Level.DESK,
    ),
    Role(
        "blocked",
        "Роман",
        "Гучний",
        _("may not write for a month and appeals against it"),
    ),
    Role(
        "clerk",
        "Надія",
        "Віконна",
        _("checks documents at a desk"),
        (people.Role.CLERK,),
    ),
    Role(
        "administrator",
        "Юрій",
        "Порядний",
        _("gives roles, restores lost second factors, keeps the city’s lists"),
        (people.Role.ADMINISTRATOR,),
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
    EmailAddress.objects.get_or_create(
        user=user, email=email, defaults={"verified": True, "primary": True}
    )
    consents.give(user)
    groups = {GROUPS[kind] for kind in (people.Role.PARTICIPANT, *role.roles)}
    user.groups.add(*Group.objects.filter(name__in=groups))
    user.refresh_from_db()
    return Person(role.name, user, password if known else "", role.may)
