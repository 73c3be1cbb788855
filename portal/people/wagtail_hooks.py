"""Registers only: what people and their roles add to the admin; one function for each part."""

from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet
from wagtail.users import wagtail_hooks as users

from portal.people import page_scope
from portal.people.data.viewsets import ConsentTextViewSet
from portal.people.desk import admin as desk
from portal.people.staff import log, queues

register_snippet(ConsentTextViewSet)

hooks.register("construct_page_chooser_queryset", page_scope.choosable)
hooks.register("before_create_page", page_scope.refuse_other_types)

hooks.register("register_log_actions", log.register)
hooks.register("register_admin_urls", queues.admin_urls)
hooks.register("register_admin_menu_item", queues.menu_item)

# Roles, accounts and who may sign in change one by one, with their rules, a log and a letter.
# Wagtail has no way to take another package's hook back; where it does, this can go.
_BULK = (users.AssignRoleBulkAction, users.DeleteBulkAction, users.SetActiveStateBulkAction)
hooks._hooks["register_bulk_action"] = [
    (action, order)
    for action, order in hooks._hooks.get("register_bulk_action", [])
    if action not in _BULK
]


@hooks.register("register_log_actions")
def log_identities(actions: LogActionRegistry) -> None:
    for name, label, message in (
        ("attach", _("Confirm identity"), _("Identity confirmed")),
        ("detach", _("Take a proof of identity off"), _("Proof of identity taken off")),
    ):
        actions.register_action(f"people.identity_{name}", label, message)
    for name, label, message in (
        ("record", _("Check a document"), _("Document checked at a desk")),
        ("confirm", _("Confirm a check"), _("Check confirmed by the person")),
        ("revoke", _("Revoke a check"), _("Check revoked")),
    ):
        actions.register_action(f"people.desk_{name}", label, message)


@hooks.register("register_admin_urls")
def add_desk() -> list[URLPattern]:
    return desk.urls()


@hooks.register("register_admin_menu_item")
def add_desk_to_menu() -> MenuItem:
    return desk.menu_item()


@hooks.register("register_log_actions")
def register_acts_upon_data(actions: LogActionRegistry) -> None:
    actions.register_action(
        "people.erase", _("Delete an account"), _("Account deleted at its person’s request")
    )
    actions.register_action(
        "people.address", _("Change an address"), _("E-mail address changed, confirmed by both")
    )


@hooks.register("register_log_actions")
def log_profiles(actions: LogActionRegistry) -> None:
    actions.register_action(
        "people.page", _("Open or close the public page"), _("Public page opened or closed")
    )
    actions.register_action("people.role_asked", _("Ask for a role"), _("Role asked for"))
