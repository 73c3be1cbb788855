"""Giving and taking roles, and the duties that belong to them."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from portal.people.enums import Role
from portal.people.models import DepartmentMember, Expert, User
from portal.people.roles import GROUPS
from portal.people.services.telling import tell
from portal.places.models import Department, Topic

_RANKS = {
    Role.MODERATOR: 1,
    Role.OFFICER: 2,
    Role.CLERK: 2,
    Role.EDITOR: 2,
    Role.CHIEF_EDITOR: 2,
    Role.ADMINISTRATOR: 3,
}
_HIGHEST = 4


class NotAllowed(Exception):
    """Somebody tried to do to another what they may not."""


def roles_of(user: User) -> frozenset[Role]:
    """The roles a person has. Asked once for a user object."""
    if "_roles" not in user.__dict__:
        names = set(user.groups.values_list("name", flat=True))
        user.__dict__["_roles"] = frozenset(role for role, name in GROUPS.items() if name in names)
    return user.__dict__["_roles"]


def rank(user: User) -> int:
    """How high somebody stands where one acts against another: 0 has no role of staff."""
    if user.is_superuser:
        return _HIGHEST
    return max((_RANKS.get(role, 0) for role in roles_of(user)), default=0)


def may_act_on(by: User, user: User, right: str, *, equals: bool) -> bool:
    """Who has the right, on somebody else who has not left and stands lower; `equals`: no higher."""
    return (
        by.has_perm(right)
        and by.pk != user.pk
        and user.erased_at is None
        and (rank(by) > rank(user) or (equals and rank(by) == rank(user)))
    )


def may_change_roles(by: User | None, user: User) -> bool:
    """Nobody changes what they themselves may do; nobody but a superuser touches a superuser.

    `by` is None for the portal itself (sign-up, the demo).
    """
    if by is None:
        return True
    if by.pk == user.pk or not by.has_perm("people.give_roles"):
        return False
    return by.is_superuser or not user.is_superuser


def may_decide_request(by: User, role: Role) -> bool:
    """Experts and representatives come by request, which editors decide."""
    needed = {
        Role.EXPERT: "people.name_expert",
        Role.REPRESENTATIVE: "people.admit_representative",
    }
    return role in needed and by.has_perm(needed[role])


@transaction.atomic
def give(role: Role, user: User, by: User | None = None, *, by_request: bool = False) -> bool:
    """Give a role; False when the person has it already. Raises NotAllowed.

    `by_request` says that the person asked for it and `by` decided on that.
    """
    _check(role, user, by, by_request=by_request)
    if role in _stored_roles(user):
        return False
    user.groups.add(Group.objects.get(name=GROUPS[role]))
    _forget(user)
    log(instance=user, action="people.role.give", user=by, data={"role": role.value})
    # The participant's own letter is that of the sign-up.
    if role != Role.PARTICIPANT:
        _tell(user, role, given=True)
    return True


@transaction.atomic
def take(role: Role, user: User, by: User | None = None, *, by_request: bool = False) -> bool:
    """Take a role away, with the duties that hang on it; False when the person has not got it.

    Raises NotAllowed.
    """
    _check(role, user, by, by_request=by_request)
    if role not in _stored_roles(user):
        return False
    user.groups.remove(Group.objects.get(name=GROUPS[role]))
    if role == Role.OFFICER:
        DepartmentMember.objects.filter(user=user).delete()
    if role == Role.EXPERT:
        Expert.objects.filter(user=user).delete()
    _forget(user)
    log(instance=user, action="people.role.take", user=by, data={"role": role.value})
    _tell(user, role, given=False)
    return True


@transaction.atomic
def set_roles(roles: Iterable[Role], user: User, by: User) -> None:
    """Give and take until the person has exactly these roles; participants stay participants.

    Raises NotAllowed, also when there is nothing to change.
    """
    _check(Role.PARTICIPANT, user, by, by_request=False)
    wanted = {*roles, Role.PARTICIPANT}
    has = _stored_roles(user)
    for role in sorted(wanted - has):
        give(role, user, by)
    for role in sorted(has - wanted):
        take(role, user, by)


@transaction.atomic
def set_departments(departments: Iterable[Department], position: str, user: User, by: User) -> None:
    """The departments a person acts for. Raises NotAllowed."""
    if not may_change_roles(by, user):
        raise NotAllowed
    wanted = {department.original.pk: department.original for department in departments}
    rows = {row.department_id: row for row in DepartmentMember.objects.filter(user=user)}
    for key in rows.keys() - wanted.keys():
        rows[key].delete()
    for key, department in wanted.items():
        row = rows.get(key) or DepartmentMember(user=user, department=department)
        if row.pk is None or row.position != position:
            row.position = position
            row.save()
    changed = rows.keys() ^ wanted.keys()
    if changed:
        _forget(user)
        log(
            instance=user,
            action="people.departments",
            user=by,
            data={"departments": [department.name for department in wanted.values()]},
        )


@transaction.atomic
def name_expert(
    topics: Iterable[Topic], position: str, user: User, by: User, *, by_request: bool = False
) -> Expert:
    """Make the person an expert on these topics, or change what they are an expert on."""
    give(Role.EXPERT, user, by, by_request=by_request)
    expert, _made = Expert.objects.update_or_create(
        user=user,
        defaults={"position": position},
        create_defaults={"position": position, "named_by": by},
    )
    expert.topics.set(topics)
    log(instance=user, action="people.expert", user=by)
    return expert


@transaction.atomic
def set_duties(
    *,
    roles: Iterable[Role],
    departments: Iterable[Department],
    position: str,
    topics: Iterable[Topic],
    expert_position: str,
    user: User,
    by: User,
) -> None:
    """What the form of duties says, all of it or nothing. Raises NotAllowed."""
    wanted = set(roles)
    set_roles(wanted, user, by)
    set_departments(departments if Role.OFFICER in wanted else (), position, user, by)
    if Role.EXPERT in wanted:
        name_expert(topics, expert_position, user, by)


def _check(role: Role, user: User, by: User | None, *, by_request: bool) -> None:
    allowed = (
        by is not None and by.pk != user.pk and may_decide_request(by, role)
        if by_request
        else may_change_roles(by, user)
    )
    if not allowed or user.erased_at is not None:
        raise NotAllowed


def _stored_roles(user: User) -> set[Role]:
    names = set(user.groups.values_list("name", flat=True))
    return {role for role, name in GROUPS.items() if name in names}


def _forget(user: User) -> None:
    """What a user object remembers of its rights."""
    for name in ("_roles", "_departments", "_own_pages", "_page_split", "_perm_cache",
                 "_user_perm_cache", "_group_perm_cache", "_page_permission_cache"):  # fmt: skip
        user.__dict__.pop(name, None)


def _tell(user: User, role: Role, *, given: bool) -> None:
    if given:
        subject = _("You have a new role on the portal: %(role)s")
        text = _("You have been given the role “%(role)s”. What it lets you do is in your account.")
    else:
        subject = _("You no longer have the role “%(role)s”")
        text = _("The role “%(role)s” has been removed. Nothing else in your account has changed.")
    tell(
        user,
        subject,
        text,
        {"role": role.label},
        button=(_("My roles"), "account_roles"),
    )
