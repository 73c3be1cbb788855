"""What Wagtail asks before it shows anything of accounts and groups."""

from collections.abc import Iterable
from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class PeoplePolicy(ModelPermissionPolicy):
    """Who may see people sees their list and pages; every act on them has a right of its own.

    Accounts are made by their people and removed by them: nobody adds or deletes one here.
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in ("view", "change") and user.has_perm("people.view_user")

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class NobodyPolicy(ModelPermissionPolicy):
    """Groups are written by migrations from one table (`portal/people/rights.py`), not by forms."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return False

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return False
