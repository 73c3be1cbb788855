from django.urls import path, register_converter
from django.utils.translation import gettext_lazy as _

from portal.people.enums import ROLES_ON_REQUEST
from portal.people.profile import views


class RoleConverter:
    """A role that may be asked for, as it stands in addresses."""

    regex = "|".join(role.value for role in ROLES_ON_REQUEST)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return str(value)


register_converter(RoleConverter, "role")

urlpatterns = [
    path("", views.ProfileView.as_view(), name="account_profile"),
    path(_("page/"), views.PublicPageView.as_view(), name="account_public_page"),
    path(_("participation/"), views.TakingPartView.as_view(), name="account_taking_part"),
    path(_("levels/"), views.LevelsView.as_view(), name="account_levels"),
    path(_("roles/"), views.RolesView.as_view(), name="account_roles"),
    path(_("roles/<role:role>/"), views.RoleRequestView.as_view(), name="account_ask_role"),
]
