"""Who may do what: role × object × level × age. Templates, views and services ask here, every room does.

A room declares its actions once:

    VOTE = actions.register("vote", Action("vote", _("Vote"), level=Level.IDENTITY, age=14))

and asks with `verdict(user, VOTE)`, the mixin `ActionRequiredMixin`, or in a template with
`{% action_notice "vote" %}`, which says before the button what is needed. Objects are scoped by the
department they belong to: `in_own_department`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.core.registry import Registry
from portal.people.enums import Level
from portal.people.models import Block, User

Person = User | AnonymousUser


class Missing(models.TextChoices):
    """Why somebody may not do something yet, in the order in which it is told."""

    ACCOUNT = "account", _("Sign in or create an account.")
    BLOCKED = "blocked", _("You may not take part at present.")
    LEVEL = "level", _("Confirm who you are.")
    BIRTH_DATE = "birth_date", _("Your age is not known.")
    AGE = "age", _("You are younger than this needs.")
    PERMISSION = "permission", _("Your role does not include this.")
    OBJECT = "object", _("This belongs to somebody else.")


@dataclass(frozen=True, slots=True)
class Action:
    """Something that people do, and what it needs of them.

    `age` in full years, 0 asks for none; `permission` as Django writes it («people.block_user»);
    `scope` says whether the object is the person's own.
    """

    name: str
    label: str | Promise
    level: Level = Level.EMAIL
    age: int = 0
    permission: str = ""
    while_blocked: bool = False
    scope: Callable[[User, Any], bool] | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an action is allowed, and if not, what is missing first."""

    action: Action
    missing: Missing | None = None
    until: datetime | None = None

    @property
    def allowed(self) -> bool:
        return self.missing is None

    def __bool__(self) -> bool:
        return self.allowed


actions: Registry[Action] = Registry("action")


def verdict(
    person: Person, action: Action, obj: Any = None, *, at: datetime | None = None
) -> Verdict:
    """Whether a person may do it (to `obj`, when the action has a scope) at a moment."""
    at = at or timezone.now()
    if not isinstance(person, User) or not person.is_active:
        return Verdict(action, None if action.level == Level.GUEST else Missing.ACCOUNT)
    if not action.while_blocked and (block := active_block(person, at=at)):
        return Verdict(action, Missing.BLOCKED, until=block.ends_at)
    return Verdict(
        action, _missing_proof(person, action, at) or _missing_right(person, action, obj)
    )


def _missing_proof(person: User, action: Action, at: datetime) -> Missing | None:
    if person.level < action.level:
        return Missing.LEVEL
    return _missing_age(person, action.age, at) if action.age else None


def _missing_right(person: User, action: Action, obj: Any) -> Missing | None:
    if action.permission and not person.has_perm(action.permission):
        return Missing.PERMISSION
    if action.scope is not None and obj is not None and not action.scope(person, obj):
        return Missing.OBJECT
    return None


def _missing_age(person: User, age: int, at: datetime) -> Missing | None:
    identity = getattr(person, "identity", None)
    if identity is None or identity.birth_date is None:
        return Missing.BIRTH_DATE
    return None if full_years(identity.birth_date, timezone.localdate(at)) >= age else Missing.AGE


def full_years(born: date, on: date) -> int:
    """The age on a day; who was born on 29 February grows older on 1 March (Civil Code, art. 253, 254)."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def active_block(user: User, *, at: datetime | None = None) -> Block | None:
    """The block that holds at a moment, the longest of several. Asked once for a user object."""
    at = at or timezone.now()
    if "_blocks" not in user.__dict__:
        user.__dict__["_blocks"] = list(user.blocks.filter(lifted_at=None, ends_at__gt=at))
    running = [block for block in user.__dict__["_blocks"] if block.begins_at <= at < block.ends_at]
    return max(running, key=lambda block: block.ends_at, default=None)


def department_ids(user: User) -> frozenset[int]:
    """Keys of the departments a person acts for. Asked once for a user object."""
    if "_departments" not in user.__dict__:
        user.__dict__["_departments"] = frozenset(
            user.departments.values_list("department_id", flat=True)
        )
    return user.__dict__["_departments"]


def in_own_department(user: User, obj: Any) -> bool:
    """Whether a thing belongs to one of the person's departments; a thing of no department does not.

    `obj.owning_department_id` names it (consultations their department, forums their organiser).
    """
    key = getattr(obj, "owning_department_id", None)
    return key is not None and key in department_ids(user)


def may_post_links(user: User, *, at: datetime | None = None) -> bool:
    """Whether what a person writes may hold links: an account that is not new, or a proven person.

    Short texts of the account refuse links of others; rooms with moderation hold such a text for a
    moderator instead, and tell its author so.
    """
    if user.level >= Level.DESK:
        return True
    at = at or timezone.now()
    return at - user.date_joined >= timedelta(days=settings.NEW_ACCOUNT_DAYS)
