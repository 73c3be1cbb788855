"""Wagtail's application for user accounts, with the portal's views and rules in the place of its own."""

from django.db.models import Model
from wagtail.users.apps import WagtailUsersAppConfig


class PortalUsersConfig(WagtailUsersAppConfig):
    """Nobody makes, deletes or rewrites accounts in the admin, and groups are what migrations made."""

    user_viewset = "portal.people.staff.viewsets.PeopleViewSet"

    def ready(self) -> None:
        # In the place of Wagtail's own, which registers its stock rules for both.
        from django.contrib.auth import get_user_model
        from django.contrib.auth.models import Group
        from wagtail.permissions import register_permission_policy

        from portal.people.staff.policies import NobodyPolicy, PeoplePolicy

        people: type[Model] = get_user_model()
        register_permission_policy(people, PeoplePolicy(people))
        register_permission_policy(Group, NobodyPolicy(Group))
