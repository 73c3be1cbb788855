"""People in their roles, and departments they act for."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from portal.people.models import DepartmentMember
from portal.people.roles import GROUPS
from portal.places.models import Department


def person(*roles, name="osoba", level=10, **fields):
    """An account with the groups of these roles."""
    user = get_user_model().objects.create_user(
        f"{name}@example.org", first_name="Олена", last_name="Коваль", level=level, **fields
    )
    user.groups.add(*Group.objects.filter(name__in=[GROUPS[role] for role in roles]))
    return fresh(user)


def fresh(user):
    """The account as the next request reads it, with nothing remembered."""
    return get_user_model().objects.get(pk=user.pk)


def department(name="Управління довкілля"):
    return Department.objects.create(name=name, locale_id=_locale())


def member(user, of, position="Головний спеціаліст"):
    DepartmentMember.objects.create(user=user, department=of, position=position)
    return fresh(user)


def _locale():
    from portal.core.originals import original_locale_id

    return original_locale_id()
