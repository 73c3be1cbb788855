"""Officers and pages: they make, change, publish and find those of their own departments, no others.

Wagtail asks two things who may do what with pages: the policy registered for `Page` (lists, choosers,
searches, the API of the admin) and `Page.permissions_for_user` (every single act). Both are
replaced here (`PeopleConfig.ready`), for plain `Page` objects too, which half of its views hold.

What the officers' group has, holds for own pages alone; what a person has through any other group
holds as in Wagtail. A page type whose pages belong to departments is registered by its room:

    department_pages.register("news", DepartmentPages(NewsPage, "department"))
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from wagtail.models import GroupPagePermission, Page, PagePermissionTester
from wagtail.permission_policies.pages import PagePermissionPolicy

from portal.core.registry import Registry
from portal.people.enums import Role
from portal.people.models import User
from portal.people.permissions import department_ids
from portal.people.roles import GROUPS

_EVERYTHING = frozenset({"add", "change", "publish", "lock", "unlock", "bulk_delete"})


@dataclass(frozen=True, slots=True)
class DepartmentPages:
    """A page type whose pages belong to the department in `field`."""

    model: type[Page]
    field: str

    @property
    def column(self) -> str:
        return f"{self.field}_id"


department_pages: Registry[DepartmentPages] = Registry("page type of departments")


def kind_of(model: type[Page] | None) -> DepartmentPages | None:
    """How pages of a type belong to departments; None where they do not."""
    return next((kind for kind in department_pages if model is kind.model), None)


def own_page_ids(user: Any) -> frozenset[int]:
    """Keys of the pages of the person's departments, as the database has them. Asked once a user object."""
    if "_own_pages" not in user.__dict__:
        departments = department_ids(user)
        user.__dict__["_own_pages"] = frozenset(
            key
            for kind in department_pages
            if departments
            for key in kind.model._default_manager.filter(
                **{f"{kind.column}__in": departments}
            ).values_list("pk", flat=True)
        )
    return user.__dict__["_own_pages"]


def is_own_page(user: Any, page: Page) -> bool:
    """Whether a page belongs to one of the person's departments: on the site, and in the version at hand.

    A draft that names another department is on its way there and waits for that one's officer.
    """
    kind = kind_of(page.specific_class)
    if kind is None or not department_ids(user):
        return False
    at_hand = getattr(page, kind.column, None) if isinstance(page, kind.model) else None
    if at_hand is not None and at_hand not in department_ids(user):
        return False
    if page.pk in own_page_ids(user):
        return True
    # Made in this very request, after the list was read.
    rows = kind.model._default_manager.filter(
        pk=page.pk, **{f"{kind.column}__in": department_ids(user)}
    )
    return bool(at_hand is not None and rows.exists())


def holds_own_pages(model: type[Page] | None) -> bool:
    """Whether pages of departments are made below pages of this type."""
    return model is not None and any(
        kind.model in model.creatable_subpage_models() for kind in department_pages
    )


def officers_group_id() -> int | None:
    return Group.objects.filter(name=GROUPS[Role.OFFICER]).values_list("pk", flat=True).first()


@dataclass(frozen=True, slots=True)
class Split:
    """The permissions on pages that hold everywhere, and those that hold for own pages."""

    free: tuple[GroupPagePermission, ...]
    scoped: tuple[GroupPagePermission, ...]

    @property
    def is_scoped_only(self) -> bool:
        return bool(self.scoped) and not self.free


class DepartmentPagePolicy(PagePermissionPolicy):
    """Wagtail's policy, with the officers' group narrowed to own pages."""

    def split(self, user: Any) -> Split:
        if "_page_split" not in user.__dict__:
            rows = tuple(self.get_cached_permissions_for_user(user))
            officers = officers_group_id() if rows else None
            user.__dict__["_page_split"] = Split(
                tuple(row for row in rows if row.group_id != officers),
                tuple(row for row in rows if row.group_id == officers),
            )
        return user.__dict__["_page_split"]

    def user_has_any_permission_for_instance(
        self, user: Any, actions: set[str], instance: Page
    ) -> bool:
        known = self._base_user_has_permission(user)
        if known is not None:
            return bool(known)
        codes = actions_on(user, instance, self)
        if "change" in actions and "add" in codes and instance.owner_id == user.pk:
            codes = codes | {"change"} if not is_only_below(user, instance, self) else codes
        return bool(set(actions) & codes)

    def instances_user_has_any_permission_for(self, user: Any, actions: set[str]) -> QuerySet[Page]:
        known = self._base_queryset_for_user(user)
        if known is not None:
            return known
        split = self.split(user)
        found = Q(pk__in=())
        for row in split.free:
            action = _action(row)
            below = Q(path__startswith=row.page.path)
            if action in actions:
                found |= below
            elif action == "add" and "change" in actions:
                found |= below & Q(owner=user)
        scoped = {_action(row) for row in split.scoped}
        if scoped & set(actions):
            found |= Q(pk__in=own_page_ids(user))
        return self.model._default_manager.filter(found)

    def explorable_instances(self, user: Any) -> QuerySet[Page]:
        """What the explorer, the searches and the admin's API show: own pages and the way to them."""
        known = self._base_queryset_for_user(user)
        if known is not None:
            return known
        split = self.split(user)
        if not split.scoped:
            return super().explorable_instances(user)
        found = self._way_to_own_pages(user)
        for row in split.free:
            if _action(row) in _EVERYTHING:
                found |= Q(path__startswith=row.page.path)
        return self.model._default_manager.filter(found)

    def _way_to_own_pages(self, user: Any) -> Q:
        models = {
            parent
            for kind in department_pages
            for parent in kind.model.allowed_parent_page_models()
        }
        places = Page.objects.type(*models) if models else Page.objects.none()
        keys = own_page_ids(user)
        steps: set[str] = set()
        for path in {*places.values_list("path", flat=True)}:
            steps.update(path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen))
        return Q(pk__in=keys) | Q(path__in=steps)


def _action(row: GroupPagePermission) -> str:
    return str(row.permission.codename).rsplit("_", maxsplit=1)[0]


def _covering(rows: tuple[GroupPagePermission, ...], page: Page) -> set[str]:
    return {_action(row) for row in rows if page.path.startswith(row.page.path)}


def actions_on(user: Any, page: Page, policy: DepartmentPagePolicy) -> set[str]:
    """What the person may do with a page, or, for a place where own pages are made, below it."""
    split = policy.split(user)
    free, scoped = _covering(split.free, page), _covering(split.scoped, page)
    if scoped - free:
        if is_own_page(user, page):
            return free | scoped
        if is_only_below(user, page, policy):
            return free | (scoped & {"add", "publish"})
    return free


def is_only_below(user: Any, page: Page, policy: DepartmentPagePolicy) -> bool:
    """A place where an officer makes pages, which is not the officer's to change."""
    split = policy.split(user)
    return (
        "add" not in _covering(split.free, page)
        and "add" in _covering(split.scoped, page)
        and bool(department_ids(user))
        and not is_own_page(user, page)
        and holds_own_pages(page.specific_class)
    )


class DepartmentPageTester(PagePermissionTester):
    """What one person may do with one page."""

    def __init__(self, user: Any, page: Page) -> None:
        super().__init__(user, page)
        self.only_below = False
        self.is_scoped_only = False
        if user.is_active and not user.is_superuser:
            policy = self.permission_policy
            self.permissions = actions_on(user, page, policy)
            self.only_below = is_only_below(user, page, policy)
            self.is_scoped_only = policy.split(user).is_scoped_only

    def can_edit(self) -> bool:
        return not self.only_below and super().can_edit()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return not self.only_below and super().can_delete(ignore_bulk)

    def can_unpublish(self) -> bool:
        return not self.only_below and super().can_unpublish()

    def can_publish(self) -> bool:
        return not self.only_below and super().can_publish()

    def can_reorder_children(self) -> bool:
        return not self.only_below and super().can_reorder_children()

    def can_lock(self) -> bool:
        return not self.only_below and super().can_lock()

    def can_unlock(self) -> bool:
        """Also one's own lock only as long as the page is one's own."""
        if self.is_scoped_only and not is_own_page(self.user, self.page):
            return False
        return super().can_unlock()

    def can_submit_for_moderation(self) -> bool:
        return self.can_edit() and super().can_submit_for_moderation()

    def can_view_revisions(self) -> bool:
        """Wagtail shows them to everybody in the admin; an officer sees those of own pages."""
        if self.is_scoped_only and not is_own_page(self.user, self.page):
            return False
        return super().can_view_revisions()


def permissions_for_user(page: Page, user: Any) -> DepartmentPageTester:
    """In the place of `Page.permissions_for_user`."""
    return DepartmentPageTester(user, page)


def is_scoped(user: Any) -> bool:
    """Whether a person has rights on pages as an officer alone."""
    from wagtail.permissions import policy_registry

    if not isinstance(user, User) or not user.is_active or user.is_superuser:
        return False
    return bool(policy_registry.get_by_type(Page).split(user).is_scoped_only)


def choosable(pages: QuerySet[Page], request: Any) -> QuerySet[Page]:
    """Hook of the page chooser: an officer links to what is on the site and to own pages."""
    if not is_scoped(request.user):
        return pages
    return pages.filter(Q(live=True) | Q(pk__in=own_page_ids(request.user)))


def refuse_other_types(request: Any, parent: Page, page_class: type[Page]) -> None:
    """Hook before creating: an officer makes pages that belong to a department, no others.

    Raises PermissionDenied.
    """
    from django.core.exceptions import PermissionDenied

    if is_scoped(request.user) and kind_of(page_class) is None:
        raise PermissionDenied
