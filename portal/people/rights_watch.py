"""Notices every change of rights, whoever makes it: the admin, a service, the shell.

Each counts the person's `rights_version` up; their sessions then get a new key at the next request
(`portal/people/middleware.py`).
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in
from django.db.models import F
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.http import HttpRequest

from portal.people.enums import Role
from portal.people.models import DepartmentMember, User
from portal.people.roles import GROUPS

SESSION_KEY = "rights_version"
_DECISIVE = frozenset({"is_superuser", "is_active", "is_staff"})


def connect() -> None:
    m2m_changed.connect(
        groups_changed, sender=User.groups.through, dispatch_uid="people_groups_changed"
    )
    m2m_changed.connect(
        own_permissions_changed,
        sender=User.user_permissions.through,
        dispatch_uid="people_permissions_changed",
    )
    m2m_changed.connect(
        group_permissions_changed,
        sender=Group.permissions.through,
        dispatch_uid="people_group_permissions_changed",
    )
    for name, signal in (("saved", post_save), ("deleted", post_delete)):
        signal.connect(
            department_changed, sender=DepartmentMember, dispatch_uid=f"people_member_{name}"
        )
    pre_save.connect(user_will_change, sender=User, dispatch_uid="people_user_will_change")
    post_save.connect(user_changed, sender=User, dispatch_uid="people_user_changed")
    user_logged_in.connect(remember, dispatch_uid="people_remember_rights")


def groups_changed(
    instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_kwargs: Any
) -> None:
    if action == "pre_clear" and reverse:
        _count_up(instance.user_set.values_list("pk", flat=True))
    elif action in ("post_add", "post_remove"):
        _count_up(pk_set or () if reverse else [instance.pk])
    elif action == "post_clear" and not reverse:
        _count_up([instance.pk])


def own_permissions_changed(
    instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_kwargs: Any
) -> None:
    if action in ("post_add", "post_remove", "post_clear"):
        _count_up(pk_set or () if reverse else [instance.pk])


def group_permissions_changed(instance: Any, action: str, reverse: bool, **_kwargs: Any) -> None:
    if action in ("post_add", "post_remove", "post_clear") and not reverse:
        _count_up(instance.user_set.values_list("pk", flat=True))


def department_changed(instance: DepartmentMember, **_kwargs: Any) -> None:
    _count_up([instance.user_id])


def user_will_change(
    instance: User, update_fields: Iterable[str] | None = None, **_kwargs: Any
) -> None:
    if instance.pk is None or (update_fields is not None and _DECISIVE.isdisjoint(update_fields)):
        return
    stored = User.objects.filter(pk=instance.pk).values(*_DECISIVE).first()
    instance.__dict__["_rights_change"] = stored is not None and any(
        getattr(instance, name) != value for name, value in stored.items()
    )


def user_changed(instance: User, created: bool = False, raw: bool = False, **_kwargs: Any) -> None:
    """Whoever has an account is a participant, whatever way it was made."""
    if created and not raw:
        group, _made = Group.objects.get_or_create(name=GROUPS[Role.PARTICIPANT])
        instance.groups.add(group)
    if instance.__dict__.pop("_rights_change", False):
        _count_up([instance.pk])


def remember(user: User, request: HttpRequest, **_kwargs: Any) -> None:
    """Receiver of user_logged_in: which rights the session was opened with."""
    stored = User.objects.filter(pk=user.pk).values_list(SESSION_KEY, flat=True).first()
    request.session[SESSION_KEY] = stored


def _count_up(keys: Iterable[int]) -> None:
    found = list(keys)
    if found:
        User.objects.filter(pk__in=found).update(rights_version=F(SESSION_KEY) + 1)
